"""What the comparisons by numbers of heads share: the runs in their order, the table that the page reads, the time of a forward pass."""

import dataclasses
import itertools
import json
import pathlib
import subprocess
import tempfile
import time

import torch

from export_vision import write_json

HEADS, SEEDS = (1, 2, 4, 8, 16), (1, 2, 3)
#: One seed of each first, so that a comparison that was stopped compares something.
RUNS = tuple((seed, heads) for seed, heads in itertools.product(SEEDS, HEADS))
#: Rounds of which the time of a forward pass is taken, the quickest.
TIMED_ROUNDS = 7
#: Runs of a quick try.
QUICK_RUNS = ((1, 4), (1, 2))

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def run_all(plans, table, checkpoints, folders, train, row_of, export):
    """Train what is not there yet; return the curves of what was trained.

    plans: {(seed, heads): plan}. A run is there if its row is in the table and, with `folders` and for the first seed, its model in its folder. A folder
    is written before its row, so that a run that was stopped between the two is done again. train(plan, path, log) gives the checkpoint; row_of(plan,
    checkpoint) what is compared; export(checkpoint, folder) writes a model folder, its training.json last.
    """
    curves = []
    for (seed, heads), plan in plans.items():
        folder = folders / table.value["models"][str(heads)] if folders and seed == 1 else None
        if table.has(seed, heads) and (folder is None or (folder / "training.json").exists()):
            continue
        path = checkpoints / f"{table.name}-h{heads}-s{seed}.pt"
        done = train(plan, path, lambda line, name=path.stem: print(name, line, flush=True))
        curves.append(done["curve"])
        if folder is not None:
            export(done, folder)
        table.add(row_of(plan, done))
    table.write()
    return curves


def try_quickly(options, names, fall, compare):
    """Compare QUICK_RUNS in a folder that is thrown away, and their folders with the page's runtime. Raises SystemExit where a loss does not fall by `fall`.

    options: those of the command, of which the paths are set; names: {heads: id}; compare(): does it and returns the curves.
    """
    with tempfile.TemporaryDirectory() as folder:
        options.checkpoints = options.folders = pathlib.Path(folder)
        options.out = options.checkpoints / "heads.json"
        curves = compare()
        folders = [options.folders / names[heads] for _, heads in QUICK_RUNS]
        subprocess.run(["npx", "tsx", ROOT / "scripts/checkExport.ts", *folders], cwd=ROOT, check=True)
    for curve in curves:
        if not curve[-1] < curve[0] - fall:
            raise SystemExit(f"the loss does not fall: {curve}")


def timed(models, given):
    """Return {heads: milliseconds of one thread for one input}; models: {heads: network}, given: a batch of inputs.

    The models take turns, so that whatever else the machine does meets all of them alike.
    """
    seconds = {heads: [] for heads in models}
    with torch.no_grad():
        for _, (heads, model) in itertools.product(range(TIMED_ROUNDS), models.items()):
            began = time.process_time()
            model(given)
            seconds[heads].append(time.process_time() - began)
    return {heads: round(1000 * min(spent) / len(given), 3) for heads, spent in seconds.items()}


class Table:
    """heads.json: plan, steps, the folders that can be opened, and a row for each run that was done."""

    def __init__(self, path, name, plan, steps, names):
        """name: how checkpoints begin; names: the folders of the first seed, {heads: id}. Rows that are there from a comparison of the same plan and steps are kept."""
        differs = ("heads", "seed")
        self.path, self.name = path, name
        self.value = {
            "plan": {key: value for key, value in dataclasses.asdict(plan).items() if key not in differs},
            "steps": steps,
            "models": {str(heads): name for heads, name in names.items()},
            "runs": [],
        }
        if path.exists():
            found = json.loads(path.read_text(encoding="utf8"))
            for key in ("plan", "steps"):
                there = {k: v for k, v in found[key].items() if k not in differs} if key == "plan" else found[key]
                if there != self.value[key]:
                    raise SystemExit(f"{path} is of another comparison: {key} {there}, not {self.value[key]}")
            self.value["runs"] = found["runs"]

    def has(self, seed, heads):
        return any((row["seed"], row["heads"]) == (seed, heads) for row in self.value["runs"])

    def set_times(self, name, milliseconds):
        """Give every row, also those to come, its time, which hangs on the number of heads alone: {heads: milliseconds}."""
        self.times = name, milliseconds
        for row in self.value["runs"]:
            row[name] = milliseconds[row["heads"]]

    def add(self, row):
        """Put in the row of a run, in the place of one that is there of the same."""
        name, milliseconds = self.times
        others = [one for one in self.value["runs"] if any(one[key] != row[key] for key in ("seed", "heads"))]
        self.value["runs"] = [*others, {**row, name: milliseconds[row["heads"]]}]
        self.write()

    def lines(self, quality, milliseconds):
        """The rows of a card, as Markdown: seed by seed the quality in percent or bits, written by `quality`."""
        for heads in HEADS:
            own = [row for row in self.value["runs"] if row["heads"] == heads]
            if own:
                values = ", ".join(quality(row) for row in own)
                loss, seconds = (sum(row[key] for row in own) / len(own) for key in ("loss", "trainingCpuSeconds"))
                cells = (heads, values, f"{loss:.3f}", f"{own[0]['weightsOfAttention']:,}", f"{own[0][milliseconds]:.2f}")
                yield f"| {' | '.join(map(str, cells))} | {seconds:.0f} |"

    def write(self):
        self.value["runs"].sort(key=lambda row: (row["heads"], row["seed"]))
        write_json(self.path, self.value)
