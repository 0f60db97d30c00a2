"""Learn both vocabularies from plain text: writes causal-tokenizer.json and masked-tokenizer.json."""

import argparse
import json
import pathlib

from tokenizer_json import causal_tokenizer, masked_tokenizer
from vocabularies import learn_causal, learn_masked


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("books", nargs="+", type=pathlib.Path, help="plain text, UTF-8")
    parser.add_argument("--causal-size", type=int, default=4096, help="entries of the byte-level BPE")
    parser.add_argument("--masked-size", type=int, default=5000, help="entries of the WordPiece vocabulary, at most")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(), help="folder for the two files")
    options = parser.parse_args()

    texts = [book.read_text(encoding="utf8") for book in options.books]
    options.out.mkdir(parents=True, exist_ok=True)

    vocabulary, merges = learn_causal(texts, options.causal_size)
    write_json(options.out / "causal-tokenizer.json", causal_tokenizer(vocabulary, merges))
    print(f"causal: {len(vocabulary)} entries, last merges {merges[-3:]}")

    vocabulary = learn_masked(texts, options.masked_size)
    write_json(options.out / "masked-tokenizer.json", masked_tokenizer(vocabulary))
    print(f"masked: {len(vocabulary)} entries, last pieces {list(vocabulary)[-3:]}")


def write_json(path, value):
    with open(path, "w", encoding="utf8") as file:
        json.dump(value, file, ensure_ascii=False)


if __name__ == "__main__":
    main()
