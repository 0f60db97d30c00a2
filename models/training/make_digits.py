"""Make spoken-digits from nothing: let espeak-ng speak, train on it, write the folder, and compare the export with the framework."""

import argparse
import dataclasses
import pathlib
import subprocess
import tempfile

import torch

from export_sound import export
from sound_training import Plan, train
from spoken_digits import kept_sounds, split_voices

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

#: Times that each voice speaks each digit in each accent, and the seeds by which pitch and speed are drawn.
TAKES, HELD_OUT_TAKES = 1, 1
TRAINING_SEED, HELD_OUT_SEED = 1, 2
#: A minute: few voices, small batches, and the loss of the last steps must lie this much below that of the first.
QUICK_VOICES, QUICK_STEPS, QUICK_BATCH, QUICK_FALL = 2, 100, 32, 0.05


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--out", type=pathlib.Path, default=HERE.parent / "spoken-digits", help="the folder to write")
    add("--checkpoint", type=pathlib.Path, default=HERE / "digits.pt", help="to go on from, when stopped; sounds are kept beside it")
    add("--heads", type=int, default=Plan.heads)
    add("--seed", type=int, default=Plan.seed)
    add("--steps", type=int, default=Plan.steps)
    add("--quick", action="store_true", help="try the recipe in a minute, in a folder that is thrown away")
    options = parser.parse_args()
    # One thread: more of them share too little work, and a second run gives the same weights.
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    plan = Plan(heads=options.heads, seed=options.seed, steps=options.steps)
    voices, held_out = split_voices()
    if not options.quick:
        make(plan, voices, held_out, TAKES, options.checkpoint, options.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        quick = dataclasses.replace(plan, steps=QUICK_STEPS, batch=QUICK_BATCH)
        few = voices[:QUICK_VOICES], held_out[:QUICK_VOICES]
        curve = make(quick, *few, 1, place / "quick.pt", place / "quick")["curve"]
    if not curve[-1] < curve[0] - QUICK_FALL:
        raise SystemExit(f"the loss does not fall: {curve}")


def make(plan, voices, held_out, n_takes, checkpoint, folder):
    training = kept_sounds(checkpoint.with_suffix(".sounds.npz"), voices, n_takes, TRAINING_SEED)
    done = train(plan, training[0], training[1], checkpoint, log=lambda line: print(line, flush=True))
    unheard = kept_sounds(checkpoint.with_suffix(".held-out.npz"), held_out, HELD_OUT_TAKES, HELD_OUT_SEED)
    print(folder.name, export(done, folder, training, unheard))
    subprocess.run(["npx", "tsx", ROOT / "scripts/checkExport.ts", folder.resolve()], cwd=ROOT, check=True)
    return done


if __name__ == "__main__":
    main()
