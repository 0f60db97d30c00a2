"""Encode books to one array of token ids (uint16), the form that train.py reads."""

import argparse
import pathlib

import numpy as np

from encoders import causal_encoder, masked_encoder


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["causal", "masked"])
    parser.add_argument("out", help="the .npy file to write")
    parser.add_argument("books", nargs="+", help="plain text, UTF-8, one paragraph a line")
    parser.add_argument("--tokenizers", type=pathlib.Path, default=pathlib.Path(), help="folder of the two files")
    options = parser.parse_args()

    tokenizer = options.tokenizers / f"{options.kind}-tokenizer.json"
    tokens, _ = encode_books(options.books, options.kind == "causal", tokenizer)
    np.save(options.out, np.array(tokens, dtype=np.uint16))
    print(f"{options.kind}: {len(tokens)} tokens in {options.out}")


def encode_books(books, is_causal, tokenizer):
    """Return (token ids of all books, how many characters they stand for)."""
    encode = (causal_encoder if is_causal else masked_encoder)(tokenizer)
    # The causal model learns where a paragraph ends; the masked tokenizer knows no line ends.
    line_end = encode("\n") if is_causal else []
    tokens, n_characters = [], 0
    for book in books:
        with open(book, encoding="utf8") as lines:
            for line in lines:
                text = line.strip()
                if len(text) >= 2:
                    tokens.extend(encode(text))
                    tokens.extend(line_end)
                    n_characters += len(text) + len(line_end)
    return tokens, n_characters


if __name__ == "__main__":
    main()
