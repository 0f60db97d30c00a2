"""A small text model with 1, 2, 4, 8 and 16 heads: same width, books and steps, three seeds each; what comes out."""

import argparse
import dataclasses
import itertools
import json
import pathlib
import subprocess
import tempfile
import time

import numpy as np
import torch

from compare_heads import TIMED_ROUNDS
from encode import encode_books
from export import write_folder, write_json
from export_vision import seconds_of
from head_means import write_head_means
from load_hub import load_model
from samples import Books
from text_training import TextPlan, evaluate, train
from tokenizer_json import causal_tokenizer
from vocabularies import learn_causal

HERE = pathlib.Path(__file__).resolve().parent

#: One seed of each first, so that a comparison that was stopped compares something.
RUNS = list(itertools.product((1, 2, 3), (4, 1, 16, 2, 8)))
#: Texts of which the time of a forward pass is taken.
TIMED_TEXTS = 32
#: A minute: one run of few steps on a few books, whose last loss must lie this much below its first.
QUICK_STEPS, QUICK_BOOKS, QUICK_FALL = 150, 3, 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--books", type=pathlib.Path, default=HERE / "books", help="folder of train_*.txt and valid_*.txt (books.md)")
    add("--checkpoints", type=pathlib.Path, default=HERE / "heads", help="folder of the 15 checkpoints, to go on from")
    add("--out", type=pathlib.Path, default=HERE / "heads" / "text-heads.json")
    add("--folders", type=pathlib.Path, help="write the models of the first seed here, as sentences-h1 and so on")
    add("--steps", type=int, default=TextPlan.steps)
    add("--quick", action="store_true", help="try the recipe in a minute, in a folder that is thrown away")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    train_on, valid = (sorted(options.books.glob(f"{part}_*.txt")) for part in ("train", "valid"))
    if not train_on or not valid:
        raise SystemExit(f"no train_*.txt or valid_*.txt in {options.books}")
    if not options.quick:
        compare(options, RUNS, train_on, valid)
        return
    with tempfile.TemporaryDirectory() as folder:
        options.checkpoints = options.folders = pathlib.Path(folder)
        options.out, options.steps = options.checkpoints / "heads.json", QUICK_STEPS
        curves = compare(options, [(1, 4), (1, 2)], train_on[:QUICK_BOOKS], valid)
        check_export(options.folders / "sentences-h4")
    for curve in curves:
        if not curve[-1] < curve[0] - QUICK_FALL:
            raise SystemExit(f"the loss does not fall: {curve}")


def compare(options, runs, train_on, valid):
    """Train all runs, writing what came out after each; return their curves."""
    options.checkpoints.mkdir(parents=True, exist_ok=True)
    tokenizer = options.checkpoints / "causal-tokenizer.json"
    books, _ = load_books(train_on, tokenizer, learn=True)
    held_out, n_characters = load_books(valid, tokenizer)
    rows, curves = [], []
    for seed, heads in runs:
        plan = TextPlan(heads=heads, seed=seed, steps=options.steps)
        path = options.checkpoints / f"text-h{heads}-s{seed}.pt"
        done = train(plan, books, path, log=lambda line, name=path.stem: print(name, line, flush=True))
        curves.append(done["curve"])
        rows.append(row_of(plan, done, held_out, n_characters))
        print(rows[-1], flush=True)
        write_json(options.out, {"plan": dataclasses.asdict(plan), "steps": done["steps"], "runs": rows})
        if seed == 1 and options.folders:
            export(done, options.folders / f"sentences-h{heads}", tokenizer, held_out, n_characters)
    return curves


def load_books(paths, tokenizer, learn=False):
    """Return (Books, how many characters they hold); the vocabulary is learnt from them, unless it is there."""
    if learn and not tokenizer.exists():
        vocabulary, merges = learn_causal([path.read_text(encoding="utf8") for path in paths], TextPlan.vocab)
        tokenizer.write_text(json.dumps(causal_tokenizer(vocabulary, merges), ensure_ascii=False), encoding="utf8")
    ids, n_characters = encode_books(paths, True, tokenizer)
    line_end = json.loads(tokenizer.read_text(encoding="utf8"))["model"]["vocab"]["\u010a"]
    return Books(np.array(ids, dtype=np.int64), [line_end], [], True, TextPlan.vocab), n_characters


def row_of(plan, done, held_out, n_characters):
    """What is compared; times are those of one thread of the machine that it ran on."""
    model = plan.model().eval()
    model.load_state_dict(done["model"])
    return {
        "heads": plan.heads,
        "seed": plan.seed,
        **evaluate(model, held_out, n_characters, plan.context),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "weightsOfAttention": plan.layers * plan.heads * plan.context**2,
        "trainingCpuSeconds": round(done["cpuSeconds"]),
        "millisecondsPerText": round(timed(model, held_out.ids, plan.context), 3),
        "date": done["date"],
    }


@torch.no_grad()
def timed(model, ids, context):
    texts = torch.from_numpy(ids[: TIMED_TEXTS * context].reshape(TIMED_TEXTS, context))
    seconds = []
    for _ in range(TIMED_ROUNDS):
        began = time.process_time()
        model(texts)
        seconds.append(time.process_time() - began)
    return 1000 * min(seconds) / len(texts)


def export(checkpoint, folder, tokenizer, held_out, n_characters):
    """Write the folder of a model, with what was measured of the weights that are in it."""
    plan = TextPlan(**checkpoint["plan"])
    write_folder(checkpoint["model"], "causal", plan, tokenizer, folder)
    write_head_means(folder)
    measured = evaluate(load_model(folder), held_out, n_characters, plan.context)
    write_json(folder / "held-out.json", measured)
    run = {key: checkpoint[key] for key in ("plan", "steps", "date", "curve")}
    write_json(folder / "training.json", {**run, **seconds_of(checkpoint), "threads": 1})


def check_export(folder):
    """Compare the patterns of the folder with those of the trained network, by the code of the page."""
    root = HERE.parents[1]
    subprocess.run(["npx", "tsx", root / "scripts/checkExport.ts", folder.resolve()], cwd=root, check=True)


if __name__ == "__main__":
    main()
