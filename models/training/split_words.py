"""Say which words of sentences are no single token, in pieces, by the tokenizers of the two text models."""

import argparse
import json
import pathlib
import re

from encoders import causal_encoder, masked_encoder

MODELS = pathlib.Path(__file__).resolve().parent.parent
#: The first sentence of the page, and those that the heads are reported on.
FIRST = "The boy sprinted to the bank because he needed cash quickly."
TOKENIZERS = (("bookworm-gpt", "causal", causal_encoder), ("bookworm-bert", "masked", masked_encoder))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sentences", nargs="*", type=pathlib.Path, help="files, a sentence a line", default=[MODELS / "classroom-sentences.txt"])
    parser.add_argument("--tokenizers", type=pathlib.Path, help="a folder of make_tokenizers.py instead of the two models")
    options = parser.parse_args()
    sentences = [FIRST, *(line for path in options.sentences for line in path.read_text(encoding="utf8").splitlines())]
    for folder, kind, encoder in TOKENIZERS:
        made = options.tokenizers and options.tokenizers / f"{kind}-tokenizer.json"
        tokenizer = made or MODELS / folder / "tokenizer.json"
        split = split_words(sentences, encoder(tokenizer), pieces_of(tokenizer))
        print(f"{kind if made else folder}, {len(split)}: {', '.join(f'{word} ({chr(183).join(pieces)})' for word, pieces in split.items())}")


def split_words(sentences, encode, pieces):
    """Return {word: its pieces} of the words that are more than one token where they stand, in order of the alphabet."""
    found = {}
    for sentence in sentences:
        for match in re.finditer(r"[A-Za-z]+", sentence):
            # A space before a word belongs to its first piece.
            ids = encode(sentence[max(0, match.start() - 1) : match.end()])
            named = [pieces[one].lstrip("\u0120").removeprefix("##") for one in ids]
            named = [piece for piece in named if piece and piece.isalnum()]
            if len(named) > 1:
                found[match[0]] = named
    return dict(sorted(found.items(), key=lambda one: one[0].lower()))


def pieces_of(tokenizer):
    vocabulary = json.loads(tokenizer.read_text(encoding="utf8"))["model"]["vocab"]
    return {index: piece for piece, index in vocabulary.items()}


if __name__ == "__main__":
    main()
