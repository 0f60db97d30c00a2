"""The picture model with 1, 2, 4, 8 and 16 heads: same width, pictures and steps, three seeds each; what comes out."""

import argparse
import dataclasses
import itertools
import pathlib
import time

import torch

from export_vision import export, write_json
from fashion_data import FOLDER, load_fashion, to_input
from vision_training import Plan, evaluate, train

HERE = pathlib.Path(__file__).resolve().parent

#: One seed of each first, so that a comparison that was stopped compares something.
RUNS = [(seed, heads) for seed, heads in itertools.product((1, 2, 3), (8, 1, 16, 2, 4))]
#: Pictures and rounds of which the time of a forward pass is taken, the quickest round.
TIMED_PICTURES, TIMED_ROUNDS = 100, 5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--data", type=pathlib.Path, default=FOLDER, help="the four files of the data set")
    add("--checkpoints", type=pathlib.Path, default=HERE / "heads", help="folder of the 15 checkpoints, to go on from")
    add("--out", type=pathlib.Path, default=HERE.parent / "fashion-vit" / "heads.json")
    add("--folders", type=pathlib.Path, help="write the models of the first seed here, as fashion-vit-h1 and so on")
    add("--epochs", type=float, default=Plan.epochs)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    (pictures, labels), held_out = (load_fashion(options.data, part) for part in ("train", "t10k"))
    options.checkpoints.mkdir(parents=True, exist_ok=True)
    rows = []
    for seed, heads in RUNS:
        plan = Plan(heads=heads, seed=seed, epochs=options.epochs)
        path = options.checkpoints / f"fashion-h{heads}-s{seed}.pt"
        done = train(plan, pictures, labels, path, log=lambda line, name=path.stem: print(name, line, flush=True))
        rows.append(row_of(plan, done, held_out))
        print(rows[-1], flush=True)
        write_json(options.out, {"plan": dataclasses.asdict(plan), "steps": done["steps"], "runs": rows})
        if seed == 1 and options.folders:
            export(done, options.folders / f"fashion-vit-h{heads}", pictures, held_out)


def row_of(plan, done, held_out):
    """What is compared; times are those of one thread of the machine that it ran on."""
    model = plan.model().eval()
    model.load_state_dict(done["model"])
    n_tokens = 1 + (plan.side // plan.patch) ** 2
    return {
        "heads": plan.heads,
        "seed": plan.seed,
        **evaluate(model, *held_out),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "weightsOfAttention": plan.layers * plan.heads * n_tokens**2,
        "trainingCpuSeconds": round(done["cpuSeconds"]),
        "millisecondsPerPicture": round(timed(model, held_out[0][:TIMED_PICTURES]), 3),
        "date": done["date"],
    }


@torch.no_grad()
def timed(model, pictures):
    given = torch.from_numpy(to_input(pictures))
    seconds = []
    for _ in range(TIMED_ROUNDS):
        began = time.process_time()
        model(given)
        seconds.append(time.process_time() - began)
    return 1000 * min(seconds) / len(pictures)


if __name__ == "__main__":
    main()
