"""Write samples.json beside a picture model: twelve held-out pictures, one of each class and two that the model takes for another."""

import argparse
import base64
import json
import pathlib

import numpy as np
import torch

from fashion_data import CLASSES, FOLDER, load_fashion, to_input
from hub_vision import vision
from load_hub import read_safetensors
from vision_training import Plan

HERE = pathlib.Path(__file__).resolve().parent

#: The first of the held-out pictures lie with the tests; samples are drawn from the others.
FIRST, SEED, N_MISTAKEN = 1000, 12, 2


#: Whose the pictures are.
SOURCE = "Fashion-MNIST, test part; MIT licence, (c) 2017 Zalando SE"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, default=HERE.parent / "fashion-vit", help="the model folder")
    parser.add_argument("--data", type=pathlib.Path, default=FOLDER, help="the four files of the data set")
    options = parser.parse_args()
    torch.set_num_threads(1)
    pictures, labels = (part[FIRST:] for part in load_fashion(options.data, "t10k"))
    plan = Plan(**json.loads((options.folder / "training.json").read_text(encoding="utf8"))["plan"])
    model = plan.model().eval()
    model.load_state_dict(vision(read_safetensors(options.folder / "model.safetensors")))
    with torch.no_grad():
        answers = model(torch.from_numpy(to_input(pictures))).argmax(1).numpy()
    entries = [
        {"label": CLASSES[labels[at]], "pixels": base64.b64encode(pictures[at].tobytes()).decode()}
        for at in choose(labels, answers, np.random.default_rng(SEED).permutation(len(pictures)))
    ]
    samples = {"source": SOURCE, "side": plan.side, "pictures": entries}
    path = options.folder / "samples.json"
    path.write_text(json.dumps(samples, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    print(f"{path.stat().st_size} bytes  {path}")


def choose(labels, answers, order):
    """Places of the first picture of each class, in the order of the classes, that the model names rightly; then the first it does not."""
    right = [at for at in order if labels[at] == answers[at]]
    firsts = [next(at for at in right if labels[at] == label) for label in range(len(CLASSES))]
    return firsts + [at for at in order if labels[at] != answers[at]][:N_MISTAKEN]


if __name__ == "__main__":
    main()
