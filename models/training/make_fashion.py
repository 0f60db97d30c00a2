"""Make fashion-vit from nothing: train it on Fashion-MNIST, write its folder, and compare the export with the framework."""

import argparse
import dataclasses
import pathlib
import subprocess
import tempfile

import torch

from export_vision import export
from fashion_data import FOLDER, load_fashion
from vision_training import Plan, train

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

#: A minute: few pictures, and the loss of the last steps must lie this much below that of the first.
QUICK_PICTURES, QUICK_EPOCHS, QUICK_FALL = 6400, 1, 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--out", type=pathlib.Path, default=HERE.parent / "fashion-vit", help="the folder to write")
    add("--data", type=pathlib.Path, default=FOLDER, help="the four files of the data set")
    add("--checkpoint", type=pathlib.Path, default=HERE / "fashion-vit.pt", help="to go on from, when stopped")
    add("--heads", type=int, default=8)
    add("--seed", type=int, default=1)
    add("--epochs", type=float, default=Plan.epochs)
    add("--quick", action="store_true", help="try the recipe in a minute, in a folder that is thrown away")
    options = parser.parse_args()
    # One thread: more of them share too little work, and a second run gives the same weights.
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    data = load_fashion(options.data, "train"), load_fashion(options.data, "t10k")
    plan = Plan(heads=options.heads, seed=options.seed, epochs=options.epochs)
    if not options.quick:
        make(plan, data, options.checkpoint, options.out)
        return
    (pictures, labels), held_out = data
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        few = (pictures[:QUICK_PICTURES], labels[:QUICK_PICTURES]), held_out
        curve = make(dataclasses.replace(plan, epochs=QUICK_EPOCHS), few, place / "quick.pt", place / "quick")["curve"]
    if not curve[-1] < curve[0] - QUICK_FALL:
        raise SystemExit(f"the loss does not fall: {curve}")


def make(plan, data, checkpoint, folder):
    (pictures, labels), held_out = data
    done = train(plan, pictures, labels, checkpoint, log=lambda line: print(line, flush=True))
    print(folder.name, export(done, folder, pictures, held_out))
    subprocess.run(["npx", "tsx", ROOT / "scripts/checkExport.ts", folder.resolve()], cwd=ROOT, check=True)
    return done


if __name__ == "__main__":
    main()
