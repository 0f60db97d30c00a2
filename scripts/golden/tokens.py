"""Write golden token ids for a model: python3 scripts/golden/tokens.py [model id ...]

An encoder of its own, from the rules of the tokenizer.json parts that the models use (Hugging Face tokenizers):
added tokens, BertNormalizer, BertPreTokenizer, WordPiece, the ByteLevel pre-tokenizer, byte-pair merges and
TemplateProcessing. Only the standard library. Offsets count UTF-16 code units, as JavaScript does.
Ids are unaffected by the Unicode version as long as the sentences keep to characters older than Python's table.
"""
import json
import pathlib
import re
import sys
import unicodedata

from sentences import PAIRS, SENTENCES

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "src/inference/tokenizer/fixtures"
WHITE_SPACE = {
    *map(chr, range(0x09, 0x0E)), " ", "\x85", "\xa0", "\u1680", *map(chr, range(0x2000, 0x200B)),
    "\u2028", "\u2029", "\u202f", "\u205f", "\u3000",
}
CHINESE = [
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
]
CONTRACTIONS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"]


def category(c):
    return unicodedata.category(c)


# ---- byte-level byte-pair encoding ----

def letter_of_byte():
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    moved = [b for b in range(256) if b not in printable]
    return {**{b: chr(b) for b in printable}, **{b: chr(256 + i) for i, b in enumerate(moved)}}


LETTERS = letter_of_byte()


def kind(c):
    """The class of a character in GPT-2's pattern: L, N, space or other."""
    if c in WHITE_SPACE:
        return "space"
    return category(c)[0] if category(c)[0] in "LN" else "other"


def gpt2_words(text):
    """(start, end) of the pre-tokens: contractions, words and runs with one space in front, spaces."""
    at = 0
    while at < len(text):
        end = at
        short = next((c for c in CONTRACTIONS if text.startswith(c, at)), None)
        first = at + 1 if text[at] == " " and at + 1 < len(text) else at
        if short:
            end = at + len(short)
        elif kind(text[first]) != "space":
            end = first
            while end < len(text) and kind(text[end]) == kind(text[first]):
                end += 1
        else:
            end = at
            while end < len(text) and kind(text[end]) == "space":
                end += 1
            if end < len(text) and end - at > 1:
                end -= 1  # the last space belongs to the word after it
        yield at, end
        at = end


def merge(letters, ranks):
    letters = list(letters)
    while len(letters) > 1:
        best = min(range(len(letters) - 1), key=lambda i: ranks.get((letters[i], letters[i + 1]), 1 << 30))
        if (letters[best], letters[best + 1]) not in ranks:
            break
        letters[best:best + 2] = [letters[best] + letters[best + 1]]
    return letters


def byte_level(text, model):
    """(piece, start, end) with start and end in characters; a piece of half a character has the whole one."""
    ranks = {tuple(m.split(" ")): i for i, m in enumerate(model["merges"])}
    for start, end in gpt2_words(text):
        owner = [i for i in range(start, end) for _ in text[i].encode()]
        at = 0
        for piece in merge([LETTERS[b] for b in text[start:end].encode()], ranks):
            yield piece, owner[at], owner[at + len(piece) - 1] + 1
            at += len(piece)


# ---- BERT ----

def bert_normalise(text, options):
    """[character, start, end]: clean text, space Chinese characters, strip accents, lower case, one by one."""
    lower = options["lowercase"]
    strip = options["strip_accents"] if options["strip_accents"] is not None else lower
    out = []
    glue_from = None  # start of dropped characters that wait for the next one
    for i, c in enumerate(text):
        if options["clean_text"]:
            control = c in "\0\ufffd" or (c not in "\t\n\r" and category(c) in ("Cc", "Cf", "Co"))
            c = "" if control else " " if c in WHITE_SPACE else c
        chinese = c != "" and options["handle_chinese_chars"] and any(a <= ord(c) <= b for a, b in CHINESE)
        if strip:
            c = "".join(d for d in unicodedata.normalize("NFD", c) if category(d) != "Mn")
        if lower:
            c = "".join(d.lower() for d in c)
        if c == "":
            if out and out[-1][0] != " ":
                shared = out[-1][1]
                for item in reversed(out):  # all letters of the character before
                    if item[1] != shared or item[0] == " ":
                        break
                    item[2] = i + 1
            elif glue_from is None:
                glue_from = i
            continue
        if chinese:
            out.append([" ", i, i])
        start = i if c == " " or glue_from is None or chinese else glue_from
        glue_from = None
        out.extend([d, start, i + 1] for d in c)
        if chinese:
            out.append([" ", i + 1, i + 1])
    return out


def is_punctuation(c):
    return c.isascii() and c.isprintable() and not c.isalnum() and c != " " or category(c)[0] == "P"


def bert_words(letters):
    word = []
    for item in letters:
        if item[0] in WHITE_SPACE or is_punctuation(item[0]):
            if word:
                yield word
            word = []
            if item[0] not in WHITE_SPACE:
                yield [item]
        else:
            word.append(item)
    if word:
        yield word


def word_piece(text, model, normalizer):
    vocab, prefix, unknown = model["vocab"], model["continuing_subword_prefix"], model["unk_token"]
    for word in bert_words(bert_normalise(text, normalizer)):
        pieces, at = [], 0
        letters = "".join(item[0] for item in word)
        while at < len(letters) <= model["max_input_chars_per_word"]:
            ends = range(len(letters), at, -1)
            end = next((e for e in ends if (prefix if at else "") + letters[at:e] in vocab), None)
            if end is None:
                break
            pieces.append(((prefix if at else "") + letters[at:end], word[at][1], word[end - 1][2]))
            at = end
        if at < len(letters):
            pieces = [(unknown, word[0][1], word[-1][2])]
        yield from pieces


# ---- the whole tokenizer ----

def encode_text(text, tokenizer):
    """[id, start, end], start and end in UTF-16 code units."""
    added = {t["content"]: t["id"] for t in tokenizer["added_tokens"]}
    names = sorted(added, key=len, reverse=True)
    units = [0]
    for c in text:
        units.append(units[-1] + (2 if ord(c) > 0xFFFF else 1))
    out, offset = [], 0
    for part in re.split("(" + "|".join(map(re.escape, names)) + ")", text):
        if part in added:
            out.append((added[part], offset, offset + len(part)))
        else:
            model = tokenizer["model"]
            if model["type"] == "WordPiece":
                found = word_piece(part, model, tokenizer["normalizer"])
            else:
                found = byte_level(part, model)
            out.extend((model["vocab"][p], offset + a, offset + b) for p, a, b in found)
        offset += len(part)
    return [[i, units[a], units[b]] for i, a, b in out]


def encode(text, pair, tokenizer):
    template = tokenizer["post_processor"]["single" if pair is None else "pair"]
    specials = tokenizer["post_processor"]["special_tokens"]
    ids, type_ids, spans, place = [], [], [], 0
    for slot in template:
        (slot_kind, body), = slot.items()
        if slot_kind == "SpecialToken":
            found = [[i, place, place] for i in specials[body["id"]]["ids"]]
        else:
            source = text if body["id"] == "A" else pair
            found = encode_text(source, tokenizer)
            place = len(source.encode("utf-16-le")) // 2
        ids += [f[0] for f in found]
        spans += [f[1:] for f in found]
        type_ids += [body["type_id"]] * len(found)
    return {"text": text, "pair": pair, "ids": ids, "typeIds": type_ids, "spans": spans}


def main(models):
    for model in models:
        tokenizer = json.loads((ROOT / "models" / model / "tokenizer.json").read_text("utf-8"))
        cases = [encode(s, None, tokenizer) for s in SENTENCES]
        cases += [encode(a, b, tokenizer) for a, b in PAIRS]
        lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
        FIXTURES.mkdir(exist_ok=True)
        (FIXTURES / f"tokens-{model}.json").write_text(f"[\n{lines}\n]\n", "utf-8")
        print(model, len(SENTENCES), "sentences,", len(PAIRS), "pairs,", sum(len(c["ids"]) for c in cases), "tokens")


if __name__ == "__main__":
    main(sys.argv[1:] or ["bookworm-gpt", "bookworm-bert"])
