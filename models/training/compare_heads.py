"""The picture model with 1, 2, 4, 8 and 16 heads: same width, pictures and steps, three seeds each; what comes out."""

import argparse
import pathlib
import subprocess
import tempfile

import torch

from comparing import HEADS, RUNS, Table, timed
from export_vision import export
from fashion_data import FOLDER, load_fashion, to_input
from vision_training import Plan, evaluate, n_steps_of, train

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

#: Pictures of which the time of a forward pass is taken.
TIMED_PICTURES = 100
#: A minute: two runs over few pictures, whose last loss must lie this much below their first.
QUICK_RUNS, QUICK_PICTURES, QUICK_FALL = ((1, 4), (1, 2)), 6400, 0.4


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
    with tempfile.TemporaryDirectory() as folder:
        options.checkpoints = options.folders = pathlib.Path(folder)
        options.out, options.epochs = options.checkpoints / "heads.json", 1
        curves = compare(options, QUICK_RUNS, ((pictures[:QUICK_PICTURES], labels[:QUICK_PICTURES]), held_out))
        folders = [options.folders / name_of(heads) for _, heads in QUICK_RUNS]
        subprocess.run(["npx", "tsx", ROOT / "scripts/checkExport.ts", *folders], cwd=ROOT, check=True)
    for curve in curves:
        if not curve[-1] < curve[0] - QUICK_FALL:
            raise SystemExit(f"the loss does not fall: {curve}")


def compare(options, runs, data):
    """Train what the table does not hold yet, writing what came out after each; return the curves."""
    (pictures, labels), held_out = data
    options.checkpoints.mkdir(parents=True, exist_ok=True)
    plans = {run: Plan(heads=run[1], seed=run[0], epochs=options.epochs) for run in runs}
    first = next(iter(plans.values()))
    table = Table(options.out, first, n_steps_of(first, len(pictures)), {heads: name_of(heads) for heads in HEADS})
    networks = {plan.heads: plan.model().eval() for plan in plans.values()}
    table.set_times("millisecondsPerPicture", timed(networks, torch.from_numpy(to_input(held_out[0][:TIMED_PICTURES]))))
    curves = []
    for (seed, heads), plan in plans.items():
        if table.has(seed, heads):
            continue
        path = options.checkpoints / f"fashion-h{heads}-s{seed}.pt"
        done = train(plan, pictures, labels, path, log=lambda line, name=path.stem: print(name, line, flush=True))
        curves.append(done["curve"])
        table.add(row_of(plan, done, held_out))
        if seed == 1 and options.folders:
            export(done, options.folders / name_of(heads), pictures, held_out)
    table.write()
    print(*table.lines(lambda row: f"{100 * row['accuracy']:.2f} %", "millisecondsPerPicture"), sep="\n", flush=True)
    return curves


def name_of(heads):
    return f"fashion-vit-h{heads}"


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
