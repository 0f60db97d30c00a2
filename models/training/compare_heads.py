"""The picture model with 1, 2, 4, 8 and 16 heads: same width, pictures and steps, three seeds each; what comes out."""

import argparse
import pathlib

import torch

from comparing import HEADS, HERE, QUICK_RUNS, RUNS, Table, run_all, timed, try_quickly
from export_vision import export
from fashion_data import FOLDER, load_fashion, to_input
from vision_training import Plan, evaluate, n_steps_of, train

#: The models of the first seed.
NAMES = {heads: f"fashion-vit-h{heads}" for heads in HEADS}
#: Pictures of which the time of a forward pass is taken.
TIMED_PICTURES = 100
#: A minute: two runs over few pictures, whose last loss must lie this much below their first.
QUICK_PICTURES, QUICK_FALL = 6400, 0.4


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--data", type=pathlib.Path, default=FOLDER, help="the four files of the data set")
    add("--checkpoints", type=pathlib.Path, default=HERE / "heads", help="folder of the 15 checkpoints, to go on from")
    add("--out", type=pathlib.Path, default=HERE.parent / "fashion-vit" / "heads.json", help="runs it holds are kept")
    add("--folders", type=pathlib.Path, help="write the models of the first seed here, as fashion-vit-h1 and so on")
    add("--epochs", type=float, default=Plan.epochs)
    add("--quick", action="store_true", help="try the recipe in a minute, in a folder that is thrown away")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    data = (pictures, labels), held_out = tuple(load_fashion(options.data, part) for part in ("train", "t10k"))
    if not options.quick:
        compare(options, RUNS, data)
        return
    options.epochs = 1
    few = (pictures[:QUICK_PICTURES], labels[:QUICK_PICTURES]), held_out
    try_quickly(options, NAMES, QUICK_FALL, lambda: compare(options, QUICK_RUNS, few))


def compare(options, runs, data):
    """Train what is not there yet, writing what came out after each; return the curves."""
    (pictures, labels), held_out = data
    options.checkpoints.mkdir(parents=True, exist_ok=True)
    plans = {run: Plan(heads=run[1], seed=run[0], epochs=options.epochs) for run in runs}
    first = next(iter(plans.values()))
    table = Table(options.out, "fashion", first, n_steps_of(first, len(pictures)), NAMES)
    networks = {plan.heads: plan.model().eval() for plan in plans.values()}
    table.set_times("millisecondsPerPicture", timed(networks, torch.from_numpy(to_input(held_out[0][:TIMED_PICTURES]))))
    curves = run_all(
        plans,
        table,
        options.checkpoints,
        options.folders,
        train=lambda plan, path, log: train(plan, pictures, labels, path, log),
        row_of=lambda plan, done: row_of(plan, done, held_out),
        export=lambda done, folder: export(done, folder, pictures, held_out),
    )
    print(*table.lines(lambda row: f"{100 * row['accuracy']:.2f} %", "millisecondsPerPicture"), sep="\n", flush=True)
    return curves


def row_of(plan, done, held_out):
    """What is compared but for the time of a forward pass; the seconds are those of one thread of the machine that it ran on."""
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
        "date": done["date"],
    }


if __name__ == "__main__":
    main()
