"""The two vocabularies, learnt from word counts."""

import collections

from bpe import learn_merges
from words import CAUSAL_WORD, MASKED_LEARN_WORD, byte_symbols

END_OF_TEXT = "<|endoftext|>"
MASKED_SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

#: A character that the books hold less often than this gets no place in the WordPiece vocabulary.
MIN_CHARACTER_COUNT = 5

#: Merges learnt beyond the size of the WordPiece vocabulary, since different merges can give the same piece.
SPARE_MERGES = 200


class Piece(str):
    """A WordPiece symbol: "##" marks that it continues a word; joined to what precedes it, it loses the mark."""

    def __add__(self, other):
        return Piece(str.__add__(self, other[2:] if other.startswith("##") else other))


def learn_causal(texts, size):
    """Return (vocabulary, merges) of a byte-level BPE with `size` entries: end of text, 256 bytes, merges."""
    symbols = byte_symbols()
    words = collections.Counter()
    for word, count in count_matches(CAUSAL_WORD, texts).items():
        if word.strip():
            words[tuple(symbols[byte] for byte in word.encode())] += count
    merges = learn_merges(words, size - 257)
    vocabulary = number([END_OF_TEXT, *sorted(symbols.values())])
    for left, right in merges:
        vocabulary[left + right] = len(vocabulary)
    return vocabulary, merges


def learn_masked(texts, size):
    """Return a lowercased WordPiece vocabulary with at most `size` entries: specials, characters, merged pieces."""
    words = collections.Counter()
    for word, count in count_matches(MASKED_LEARN_WORD, [text.lower() for text in texts]).items():
        words[tuple([Piece(word[0]), *(Piece("##" + character) for character in word[1:])])] += count
    characters = collections.Counter()
    for word, count in words.items():
        for symbol in word:
            characters[symbol] += count

    entries = MASKED_SPECIALS + sorted(str(c) for c, count in characters.items() if count >= MIN_CHARACTER_COUNT)
    for character in map(chr, range(33, 127)):
        character = character.lower()
        if character not in entries:
            entries.append(character)
        if character.isalnum() and "##" + character not in entries:
            entries.append("##" + character)

    vocabulary = number(entries)
    for left, right in learn_merges(words, size - len(entries) + SPARE_MERGES):
        piece = str(left + right)
        if piece not in vocabulary and len(vocabulary) < size:
            vocabulary[piece] = len(vocabulary)
    return vocabulary


def count_matches(pattern, texts):
    """Return how often each match of the pattern occurs in all the texts."""
    counts = collections.Counter()
    for text in texts:
        counts.update(pattern.findall(text))
    return counts


def number(entries):
    """Return {entry: place in the list}."""
    return {entry: index for index, entry in enumerate(entries)}
