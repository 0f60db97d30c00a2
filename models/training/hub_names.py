"""The weights under the names, and with the configs, of Hugging Face transformers."""

import torch


def causal_weights(weights, n_layers):
    """GPT2LMHeadModel; its Conv1D layers hold matrices the other way round than nn.Linear."""
    renamed = {
        "transformer.wte.weight": weights["tok.weight"],
        "transformer.wpe.weight": weights["pos.weight"],
    }
    norms = (("ln_1", "ln1"), ("ln_2", "ln2"))
    matrices = (("attn.c_attn", "attn.qkv"), ("attn.c_proj", "attn.proj"), ("mlp.c_fc", "fc"), ("mlp.c_proj", "out"))
    for i in range(n_layers):
        there, here = f"transformer.h.{i}.", f"blocks.{i}."
        for new, old in norms:
            renamed[there + new + ".weight"] = weights[here + old + ".weight"]
            renamed[there + new + ".bias"] = weights[here + old + ".bias"]
        for new, old in matrices:
            renamed[there + new + ".weight"] = weights[here + old + ".weight"].t()
            renamed[there + new + ".bias"] = weights[here + old + ".bias"]
    renamed["transformer.ln_f.weight"] = weights["ln.weight"]
    renamed["transformer.ln_f.bias"] = weights["ln.bias"]
    return renamed


def masked_weights(weights, n_layers):
    """RobertaPreLayerNormForMaskedLM; its positions are counted from padding + 1, so their table begins with a gap."""
    root = "roberta_prelayernorm."
    embeddings = root + "embeddings."
    positions = weights["pos.weight"]
    gap = torch.zeros(1, positions.shape[1])
    renamed = {
        embeddings + "word_embeddings.weight": weights["tok.weight"],
        embeddings + "position_embeddings.weight": torch.cat([gap, positions]),
        embeddings + "token_type_embeddings.weight": weights["typ.weight"],
        embeddings + "LayerNorm.weight": weights["emb_ln.weight"],
        embeddings + "LayerNorm.bias": weights["emb_ln.bias"],
    }
    parts = (
        ("attention.LayerNorm", "ln1"),
        ("attention.output.dense", "attn.proj"),
        ("intermediate.LayerNorm", "ln2"),
        ("intermediate.dense", "fc"),
        ("output.dense", "out"),
    )
    for i in range(n_layers):
        there, here = f"{root}encoder.layer.{i}.", f"blocks.{i}."
        thirds = zip(weights[here + "attn.qkv.weight"].chunk(3), weights[here + "attn.qkv.bias"].chunk(3))
        for name, (weight, bias) in zip(("query", "key", "value"), thirds):
            renamed[there + f"attention.self.{name}.weight"] = weight
            renamed[there + f"attention.self.{name}.bias"] = bias
        for new, old in parts:
            renamed[there + new + ".weight"] = weights[here + old + ".weight"]
            renamed[there + new + ".bias"] = weights[here + old + ".bias"]
    for new, old in ((root + "LayerNorm", "ln"), ("lm_head.dense", "head"), ("lm_head.layer_norm", "head_ln")):
        renamed[new + ".weight"] = weights[old + ".weight"]
        renamed[new + ".bias"] = weights[old + ".bias"]
    renamed["lm_head.bias"] = weights["bias"]
    return renamed


def causal_configs(n_layers, n_heads, width, vocab, context):
    """Return (config.json, tokenizer_config.json)."""
    config = {
        "model_type": "gpt2",
        "architectures": ["GPT2LMHeadModel"],
        "vocab_size": vocab,
        "n_positions": context,
        "n_ctx": context,
        "n_embd": width,
        "n_layer": n_layers,
        "n_head": n_heads,
        "activation_function": "gelu",
        "layer_norm_epsilon": 1e-5,
        "bos_token_id": 0,
        "eos_token_id": 0,
        "tie_word_embeddings": True,
        "attn_pdrop": 0.0,
        "embd_pdrop": 0.0,
        "resid_pdrop": 0.0,
    }
    tokenizer = {
        "tokenizer_class": "GPT2Tokenizer",
        "bos_token": "<|endoftext|>",
        "eos_token": "<|endoftext|>",
        "unk_token": "<|endoftext|>",
        "add_prefix_space": False,
        "add_bos_token": True,
        "model_max_length": context,
        "clean_up_tokenization_spaces": False,
    }
    return config, tokenizer


def masked_configs(n_layers, n_heads, width, vocab, context):
    """Return (config.json, tokenizer_config.json)."""
    config = {
        "model_type": "roberta-prelayernorm",
        "architectures": ["RobertaPreLayerNormForMaskedLM"],
        "vocab_size": vocab,
        "max_position_embeddings": context + 1,
        "hidden_size": width,
        "num_hidden_layers": n_layers,
        "num_attention_heads": n_heads,
        "intermediate_size": 4 * width,
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-5,
        "type_vocab_size": 2,
        "pad_token_id": 0,
        "bos_token_id": 2,
        "eos_token_id": 3,
        "attention_probs_dropout_prob": 0.0,
        "hidden_dropout_prob": 0.0,
    }
    tokenizer = {
        "tokenizer_class": "BertTokenizer",
        "do_lower_case": True,
        "unk_token": "[UNK]",
        "sep_token": "[SEP]",
        "pad_token": "[PAD]",
        "cls_token": "[CLS]",
        "mask_token": "[MASK]",
        "model_max_length": context,
        "tokenize_chinese_chars": True,
        "strip_accents": None,
        "clean_up_tokenization_spaces": True,
    }
    return config, tokenizer
