"""The two vocabularies in the tokenizer.json format of Hugging Face tokenizers."""

from vocabularies import END_OF_TEXT, MASKED_SPECIALS


def causal_tokenizer(vocabulary, merges):
    """Byte-level BPE; the end-of-text token is put in front of every text."""
    start = special_token(END_OF_TEXT, 0)
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [added_token(END_OF_TEXT, vocabulary)],
        "normalizer": None,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [start, sequence("A", 0)],
            "pair": [start, sequence("A", 0), sequence("B", 0)],
            "special_tokens": special_ids([END_OF_TEXT], vocabulary),
        },
        "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "byte_fallback": False,
            "vocab": vocabulary,
            "merges": [f"{left} {right}" for left, right in merges],
        },
    }


def masked_tokenizer(vocabulary):
    """Lowercased WordPiece: [CLS] text [SEP], and for a pair a second text and [SEP] of type 1."""
    start, end = special_token("[CLS]", 0), special_token("[SEP]", 0)
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [added_token(token, vocabulary) for token in MASKED_SPECIALS],
        "normalizer": {
            "type": "BertNormalizer",
            "clean_text": True,
            "handle_chinese_chars": True,
            "strip_accents": None,
            "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [start, sequence("A", 0), end],
            "pair": [start, sequence("A", 0), end, sequence("B", 1), special_token("[SEP]", 1)],
            "special_tokens": special_ids(["[CLS]", "[SEP]"], vocabulary),
        },
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": vocabulary,
        },
    }


def added_token(token, vocabulary):
    return {
        "id": vocabulary[token],
        "content": token,
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def special_token(token, type_id):
    return {"SpecialToken": {"id": token, "type_id": type_id}}


def sequence(name, type_id):
    return {"Sequence": {"id": name, "type_id": type_id}}


def special_ids(tokens, vocabulary):
    return {token: {"id": token, "ids": [vocabulary[token]], "tokens": [token]} for token in tokens}
