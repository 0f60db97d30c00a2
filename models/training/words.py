"""How text is split before pieces are learnt or looked up; nothing here depends on a vocabulary."""

import re

#: GPT-2's split into words with their leading space, for ASCII text (the books are ASCII).
CAUSAL_WORD = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?[A-Za-z]+| ?[0-9]+| ?[^\sA-Za-z0-9]+|\s+(?!\S)|\s+")

#: Lowercased words, numbers and single marks, from which the WordPiece vocabulary is learnt.
MASKED_LEARN_WORD = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9]")

#: What BERT's pre-tokenizer makes of lowercased text; a word may mix letters and digits here.
MASKED_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")


def byte_symbols():
    """Map each byte to one printable character, as GPT-2 does: a space becomes U+0120, a letter stays itself."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    symbols = {byte: chr(byte) for byte in printable}
    n_moved = 0
    for byte in range(256):
        if byte not in symbols:
            symbols[byte] = chr(256 + n_moved)
            n_moved += 1
    return symbols
