"""Make the model dates from nothing: train it on dates made on the way, write its folder, compare it with the framework."""

import argparse
import dataclasses
import pathlib
import subprocess
import tempfile

import torch

from date_training import Plan, train
from export_dates import export

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

#: Dates of each kind of what was held out.
EVALUATED = 5000
#: A minute: the loss of the last steps must lie this much below that of the first.
QUICK_STEPS, QUICK_EVALUATED, QUICK_FALL = 200, 200, 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--out", type=pathlib.Path, default=HERE.parent / "dates", help="the folder to write")
    add("--checkpoint", type=pathlib.Path, default=HERE / "dates.pt", help="to go on from, when stopped")
    add("--seed", type=int, default=Plan.seed)
    add("--steps", type=int, default=Plan.steps)
    add("--quick", action="store_true", help="try the recipe in a minute, in a folder that is thrown away")
    options = parser.parse_args()
    # One thread: more of them share too little work, and a second run gives the same weights.
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    plan = Plan(seed=options.seed, steps=options.steps)
    if not options.quick:
        make(plan, options.checkpoint, options.out, EVALUATED)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        quick = dataclasses.replace(plan, steps=QUICK_STEPS)
        curve = make(quick, place / "quick.pt", place / "quick", QUICK_EVALUATED)["curve"]
    if not curve[-1] < curve[0] - QUICK_FALL:
        raise SystemExit(f"the loss does not fall: {curve}")


def make(plan, checkpoint, folder, n_evaluated):
    done = train(plan, checkpoint, log=lambda line: print(line, flush=True))
    print(folder.name, export(done, folder, n_evaluated))
    subprocess.run(["npx", "tsx", ROOT / "scripts/checkExport.ts", folder.resolve()], cwd=ROOT, check=True)
    return done


if __name__ == "__main__":
    main()
