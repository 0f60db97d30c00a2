"""Characters as tokens: the vocabulary of the rewriting model, and its tokenizer.json."""

import numpy as np

from tokenizer_json import added_token, sequence, special_ids, special_token

START, PADDING, END, UNKNOWN = range(4)
SPECIALS = ("<s>", "<pad>", "</s>", "<unk>")
#: Every character that comes in dates, in lower case.
CHARACTERS = " ',-./0123456789abcdefghijlmnoprstuvwxy"
VOCABULARY = {piece: index for index, piece in enumerate((*SPECIALS, *CHARACTERS))}


def encode(text):
    """Ids of the text without special tokens."""
    return [VOCABULARY.get(character, UNKNOWN) for character in text.lower()]


def decode(ids):
    pieces = list(VOCABULARY)
    return "".join(pieces[index] for index in ids)


def to_batch(pairs):
    """Return (sources, targets) int64 [pair, token], filled up with padding; sources end, targets begin and end."""
    sources = [[*encode(source), END] for source, _ in pairs]
    targets = [[START, *encode(target), END] for _, target in pairs]
    return filled(sources), filled(targets)


def filled(rows):
    longest = max(map(len, rows))
    return np.array([row + [PADDING] * (longest - len(row)) for row in rows], dtype=np.int64)


def date_tokenizer():
    """BPE without merges: every character is a piece; an end token is put behind every text."""
    end = special_token("</s>", 0)
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [added_token(token, VOCABULARY) for token in SPECIALS],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": None,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [sequence("A", 0), end],
            "pair": [sequence("A", 0), end, sequence("B", 0), end],
            "special_tokens": special_ids(["</s>"], VOCABULARY),
        },
        "decoder": {"type": "Fuse"},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": "<unk>",
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "vocab": VOCABULARY,
            "merges": [],
        },
    }
