"""Whole words as tokens: the vocabulary of the walker, and its tokenizer.json."""

import numpy as np

from grid_walks import CELLS, MOVES, THERE
from tokenizer_json import added_token, sequence, special_ids, special_token

START, PADDING, UNKNOWN = range(3)
SPECIALS = ("<s>", "<pad>", "<unk>")
WORDS = ("start", "goal", "wall", ":", *MOVES, THERE, *CELLS)
VOCABULARY = {piece: index for index, piece in enumerate((*SPECIALS, *WORDS))}
PIECES = tuple(VOCABULARY)


def encode(words):
    return [VOCABULARY.get(word, UNKNOWN) for word in words]


def to_batch(texts):
    """Return ids int64 [text, token] behind the start token, filled up with padding; texts: lists of words."""
    rows = [[START, *encode(words)] for words in texts]
    longest = max(map(len, rows))
    return np.array([row + [PADDING] * (longest - len(row)) for row in rows], dtype=np.int64)


def walk_tokenizer():
    """Unigram whose pieces are whole words with the space before them; the start token is put in front of every text."""
    start = special_token("<s>", 0)
    spaces = {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": True}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [added_token(token, VOCABULARY) for token in SPECIALS],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": spaces,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [start, sequence("A", 0)],
            "pair": [start, sequence("A", 0), sequence("B", 0)],
            "special_tokens": special_ids(["<s>"], VOCABULARY),
        },
        "decoder": spaces,
        "model": {
            "type": "Unigram",
            "unk_id": UNKNOWN,
            "vocab": [[piece, 0.0] if piece in SPECIALS else ["\u2581" + piece, -1.0] for piece in PIECES],
            "byte_fallback": False,
        },
    }
