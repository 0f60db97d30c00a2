"""Measure a model folder on held-out books, and write held-out.json beside it."""

import argparse
import json
import math
import pathlib

import numpy as np
import torch

from encode import encode_books
from held_out import held_out
from load_hub import load_model
from samples import Books

#: Sequences of the whole context, in batches of 8.
N_BATCHES = 60


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="the model folder")
    parser.add_argument("books", nargs="+", help="held-out books, one paragraph a line")
    parser.add_argument("--dry", action="store_true", help="print, and write nothing")
    options = parser.parse_args()

    model = load_model(options.folder)
    tokens, n_characters = encode_books(options.books, model.is_causal, options.folder / "tokenizer.json")
    vocab, context = len(model.tok.weight), len(model.pos.weight)
    books = Books(np.array(tokens, dtype=np.int64), [], [], model.is_causal, vocab)
    measured = held_out(model, books, context, N_BATCHES)
    # A masked model restores single tokens, so its figure is no compression rate; it is given for comparison.
    bits = measured["loss"] / math.log(2) * len(tokens) / n_characters
    result = {**measured, "bitsPerCharacter": round(bits, 3), "sequences": 8 * N_BATCHES, "tokensOfEach": context}
    print(json.dumps(result))
    if not options.dry:
        path = options.folder / "held-out.json"
        path.write_text(json.dumps(result, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    torch.set_num_threads(2)
    main()
