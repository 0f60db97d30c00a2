"""Text to token ids with the two tokenizer files; special tokens are left to the caller."""

import functools
import json

from words import CAUSAL_WORD, MASKED_WORD, byte_symbols


def load_model(path):
    """Return the "model" part of a tokenizer.json: vocabulary and, for BPE, merges."""
    with open(path, encoding="utf8") as file:
        return json.load(file)["model"]


def causal_encoder(path):
    """Return a function from text to byte-level BPE ids."""
    model = load_model(path)
    vocabulary = model["vocab"]
    ranks = {tuple(merge.split(" ")): rank for rank, merge in enumerate(model["merges"])}
    symbols_of = byte_symbols()

    @functools.lru_cache(maxsize=None)
    def encode_word(word):
        symbols = [symbols_of[byte] for byte in word.encode()]
        while len(symbols) > 1:
            known = [(ranks[pair], index) for index, pair in enumerate(zip(symbols, symbols[1:])) if pair in ranks]
            if not known:
                break
            _, index = min(known)
            symbols[index : index + 2] = [symbols[index] + symbols[index + 1]]
        return [vocabulary[symbol] for symbol in symbols]

    return lambda text: [token for word in CAUSAL_WORD.findall(text) for token in encode_word(word)]


def masked_encoder(path):
    """Return a function from text to WordPiece ids: the longest known piece first; a word that has none is [UNK]."""
    vocabulary = load_model(path)["vocab"]

    @functools.lru_cache(maxsize=None)
    def encode_word(word):
        tokens = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            end = next((e for e in range(len(word), start, -1) if prefix + word[start:e] in vocabulary), None)
            if end is None:
                return [vocabulary["[UNK]"]]
            tokens.append(vocabulary[prefix + word[start:end]])
            start = end
        return tokens

    return lambda text: [token for word in MASKED_WORD.findall(text.lower()) for token in encode_word(word)]
