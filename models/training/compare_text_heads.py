"""A small text model with 1, 2, 4, 8 and 16 heads: same width, books and steps, three seeds each; what comes out."""

import argparse
import json
import pathlib

import numpy as np
import torch

from comparing import HEADS, HERE, QUICK_RUNS, RUNS, Table, run_all, timed, try_quickly
from encode import encode_books
from export import write_folder, write_json
from head_means import SENTENCES, write_head_means
from load_hub import load_model
from samples import Books
from steady_training import log_of
from text_training import TextPlan, evaluate, train
from tokenizer_json import causal_tokenizer
from vocabularies import learn_causal

#: The models of the first seed.
NAMES = {heads: f"bookworm-tiny-h{heads}" for heads in HEADS}
#: Texts of which the time of a forward pass is taken.
TIMED_TEXTS = 32
#: A minute: two runs of few steps on a few books, whose last loss must lie this much below their first.
QUICK_STEPS, QUICK_BOOKS, QUICK_FALL = 150, 3, 0.5


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--books", type=pathlib.Path, default=HERE / "books", help="folder of train_*.txt and valid_*.txt (books.md)")
    add("--checkpoints", type=pathlib.Path, default=HERE / "heads", help="folder of the 15 checkpoints, to go on from")
    add("--out", type=pathlib.Path, default=HERE.parent / NAMES[4] / "heads.json", help="runs it holds are kept")
    add("--folders", type=pathlib.Path, help="write the models of the first seed here, as bookworm-tiny-h1 and so on")
    add("--steps", type=int, default=TextPlan.steps)
    add("--quick", action="store_true", help="try the recipe in a minute, in a folder that is thrown away")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    train_on, valid = (sorted(options.books.glob(f"{part}_*.txt")) for part in ("train", "valid"))
    if options.quick:
        options.steps = QUICK_STEPS
        # Where there are no books, the sentences that lie here will do.
        few = train_on[:QUICK_BOOKS] or [SENTENCES], valid or [SENTENCES]
        try_quickly(options, NAMES, QUICK_FALL, lambda: compare(options, QUICK_RUNS, *few))
    elif train_on and valid:
        compare(options, RUNS, train_on, valid)
    else:
        raise SystemExit(f"no train_*.txt or valid_*.txt in {options.books}")


def compare(options, runs, train_on, valid):
    """Train what is not there yet, writing what came out after each; return the curves."""
    options.checkpoints.mkdir(parents=True, exist_ok=True)
    tokenizer = options.checkpoints / "causal-tokenizer.json"
    if not tokenizer.exists():
        learn_tokenizer(train_on, tokenizer)
    books, _ = load_books(train_on, tokenizer, options.checkpoints / "train.npz")
    held_out, n_characters = load_books(valid, tokenizer, options.checkpoints / "valid.npz")
    plans = {run: TextPlan(heads=run[1], seed=run[0], steps=options.steps) for run in runs}
    first = next(iter(plans.values()))
    table = Table(options.out, "text", first, first.steps, NAMES)
    networks = {plan.heads: plan.model().eval() for plan in plans.values()}
    texts = held_out.ids[: TIMED_TEXTS * first.context].reshape(TIMED_TEXTS, first.context)
    table.set_times("millisecondsPerText", timed(networks, torch.from_numpy(texts)))
    curves = run_all(
        plans,
        table,
        options.checkpoints,
        options.folders,
        train=lambda plan, path, log: train(plan, books, path, log),
        row_of=lambda plan, done: row_of(plan, done, held_out, n_characters),
        export=lambda done, folder: export(done, folder, tokenizer, held_out, n_characters),
    )
    print(*table.lines(lambda row: f"{row['bitsPerCharacter']:.3f}", "millisecondsPerText"), sep="\n", flush=True)
    return curves


def learn_tokenizer(paths, path):
    vocabulary, merges = learn_causal([book.read_text(encoding="utf8") for book in paths], TextPlan.vocab)
    path.write_text(json.dumps(causal_tokenizer(vocabulary, merges), ensure_ascii=False), encoding="utf8")


def load_books(paths, tokenizer, kept):
    """Return (Books, how many characters they hold), read from the file `kept` if it is there: encoding takes a while."""
    if not kept.exists():
        ids, n_characters = encode_books(paths, True, tokenizer)
        np.savez(kept, ids=np.array(ids, dtype=np.uint16), n_characters=n_characters)
    found = np.load(kept)
    ids, n_characters = found["ids"], int(found["n_characters"])
    line_end = json.loads(tokenizer.read_text(encoding="utf8"))["model"]["vocab"]["\u010a"]
    return Books(ids.astype(np.int64), [line_end], [], True, TextPlan.vocab), n_characters


def row_of(plan, done, held_out, n_characters):
    """What is compared but for the time of a forward pass; the seconds are those of one thread of the machine that it ran on."""
    model = plan.model().eval()
    model.load_state_dict(done["model"])
    return {
        "heads": plan.heads,
        "seed": plan.seed,
        **evaluate(model, held_out, n_characters, plan.context),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "weightsOfAttention": plan.layers * plan.heads * plan.context**2,
        "trainingCpuSeconds": round(done["cpuSeconds"]),
        "date": done["date"],
    }


def export(checkpoint, folder, tokenizer, held_out, n_characters):
    """Write the folder of a model, with what was measured of the weights that are in it."""
    plan = TextPlan(**checkpoint["plan"])
    write_folder(checkpoint["model"], "causal", plan, tokenizer, folder)
    write_head_means(folder)
    measured = evaluate(load_model(folder), held_out, n_characters, plan.context)
    write_json(folder / "held-out.json", measured)
    write_json(folder / "training.json", log_of(checkpoint))


if __name__ == "__main__":
    main()
