"""Make the model dates once more, and keep it as it was at some moments of its training: a folder for each, and moments.json beside the last."""

import argparse
import dataclasses
import json
import pathlib
import subprocess
import tempfile

import torch

from date_moments import held_out_pairs, measure
from date_training import Plan, train
from export_dates import export
from export_vision import write_json
from steady_training import REPORT_STEPS

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

#: Steps after which the model is kept. The last is not the model dates to the bit: the same plan and seed come to other bits elsewhere.
MOMENTS = (0, 50, 150, 400, 1000)
#: It is measured as often, on so many dates; more often while it learns most.
EVERY, EARLY_EVERY, EARLY = 100, 25, 300
MEASURED, EVALUATED = 500, 1000
QUICK = {"moments": (0, 20, 40), "steps": 40, "measured": 20, "evaluated": 20}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--out", type=pathlib.Path, default=HERE.parent, help="where the folders go")
    add("--checkpoint", type=pathlib.Path, default=HERE / "date-moments.pt", help="to go on from, when stopped; moments are kept beside it")
    add("--quick", action="store_true", help="try the recipe in a minute, in a folder that is thrown away")
    options = parser.parse_args()
    # As make_dates.py has it: only so the same steps give the same weights.
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    if not options.quick:
        make(Plan(), MOMENTS, MEASURED, EVALUATED, options.checkpoint, options.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        plan = dataclasses.replace(Plan(), steps=QUICK["steps"])
        rows = make(plan, QUICK["moments"], QUICK["measured"], QUICK["evaluated"], place / "quick.pt", place)
    if not rows[-1]["loss"] < rows[0]["loss"]:
        raise SystemExit(f"the loss does not fall: {rows}")


def make(plan, moments, n_measured, n_evaluated, checkpoint, out):
    kept = train_in_view(plan, moments, held_out_pairs(n_measured), checkpoint)
    folders = [out / f"dates-step-{step}" for step in moments]
    for step, folder in zip(moments, folders):
        whole = torch.load(checkpoint)
        print(folder.name, export({**whole, **torch.load(file_of(checkpoint, step))}, folder, n_evaluated)["exact"])
        curve = whole["curve"][: step // REPORT_STEPS]
        write_json(folder / "training.json", {"plan": whole["plan"], "keptAfter": step, "date": whole["date"], "curve": curve})
    subprocess.run(["npx", "tsx", ROOT / "scripts/checkExport.ts", *(folder.resolve() for folder in folders)], cwd=ROOT, check=True)
    models = {str(step): folder.name for step, folder in zip(moments, folders)}
    write_json(folders[-1] / "moments.json", {"steps": plan.steps, "dates": n_measured, "models": models, "rows": kept})
    return kept


def train_in_view(plan, moments, pairs, checkpoint):
    """Train, keeping the weights at the moments and measuring on the way; return the rows that were measured."""

    def look(model, step):
        if step in moments:
            torch.save({"model": model.state_dict()}, file_of(checkpoint, step))
        often = EARLY_EVERY if step < EARLY else EVERY
        if step % often == 0 or step in moments or step == plan.steps:
            row = {"step": step, **measure(model, pairs)}
            print(row, flush=True)
            row_file(checkpoint, step).write_text(json.dumps(row), encoding="utf8")

    train(plan, checkpoint, log=lambda line: print(line, flush=True), look=look)
    return [json.loads(row_file(checkpoint, step).read_text("utf8")) for step in range(plan.steps + 1) if row_file(checkpoint, step).exists()]


def file_of(checkpoint, step):
    return checkpoint.with_suffix(f".step-{step}.pt")


def row_file(checkpoint, step):
    return checkpoint.with_suffix(f".step-{step}.json")


if __name__ == "__main__":
    main()
