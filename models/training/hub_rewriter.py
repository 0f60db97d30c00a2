"""The rewriting model under the names, and with the configs, of Hugging Face's MBartForConditionalGeneration."""

import torch

from date_tokens import END, PADDING, START

#: mBART's name of a part of a layer, and ours; the cross attention is a decoder's.
PARTS = (
    ("self_attn_layer_norm", "ln1"),
    ("encoder_attn_layer_norm", "ln_cross"),
    ("final_layer_norm", "ln2"),
    ("fc1", "fc"),
    ("fc2", "out"),
    *((f"self_attn.{new}", f"attn.{old}") for new, old in (("q_proj", "q"), ("k_proj", "k"), ("v_proj", "v"), ("out_proj", "proj"))),
    *((f"encoder_attn.{new}", f"cross.{old}") for new, old in (("q_proj", "q"), ("k_proj", "k"), ("v_proj", "v"), ("out_proj", "proj"))),
)  # fmt: skip
ENDS = (("layernorm_embedding", "emb_ln"), ("layer_norm", "ln"))
#: mBART counts positions from 2; the first rows of its tables are never read.
POSITIONS_BEFORE = 2


def rewriter_weights(weights, n_layers):
    renamed = {"model.shared.weight": weights["tok.weight"]}
    for stack in ("encoder", "decoder"):
        positions = weights[f"{stack}.pos.weight"]
        gap = torch.zeros(POSITIONS_BEFORE, positions.shape[1])
        renamed[f"model.{stack}.embed_positions.weight"] = torch.cat([gap, positions])
        for kind in ("weight", "bias"):
            for new, old in ENDS:
                renamed[f"model.{stack}.{new}.{kind}"] = weights[f"{stack}.{old}.{kind}"]
            for i in range(n_layers):
                for new, old in PARTS:
                    name = f"{stack}.layers.{i}.{old}.{kind}"
                    if name in weights:
                        renamed[f"model.{stack}.layers.{i}.{new}.{kind}"] = weights[name]
    renamed["final_logits_bias"] = torch.zeros(1, len(weights["tok.weight"]))
    return renamed


def rewriter(tensors):
    """The way back: the weights of rewriter.py."""
    ours = {new: old for new, old in (*PARTS, *ENDS)}
    weights = {"tok.weight": tensors["model.shared.weight"]}
    for name, tensor in tensors.items():
        if name.endswith("embed_positions.weight"):
            weights[f"{name.split('.')[1]}.pos.weight"] = tensor[POSITIONS_BEFORE:]
        elif name.startswith("model.") and name != "model.shared.weight":
            _, stack, *rest, kind = name.split(".")
            place, part = (".".join(rest[:2]) + ".", rest[2:]) if rest[0] == "layers" else ("", rest)
            weights[f"{stack}.{place}{ours['.'.join(part)]}.{kind}"] = tensor
    return weights


def rewriter_configs(plan, vocab):
    """Return (config.json, generation_config.json, tokenizer_config.json)."""
    ids = {"bos_token_id": START, "pad_token_id": PADDING, "eos_token_id": END, "decoder_start_token_id": START}
    config = {
        "model_type": "mbart",
        "architectures": ["MBartForConditionalGeneration"],
        "is_encoder_decoder": True,
        "vocab_size": vocab,
        "max_position_embeddings": plan["context"],
        "d_model": plan["width"],
        "num_hidden_layers": plan["layers"],
        "activation_function": "gelu",
        "scale_embedding": False,
        "tie_word_embeddings": True,
        "dropout": 0.0,
        "attention_dropout": 0.0,
        "activation_dropout": 0.0,
        **ids,
    }
    for stack in ("encoder", "decoder"):
        config[f"{stack}_layers"] = plan["layers"]
        config[f"{stack}_attention_heads"] = plan["heads"]
        config[f"{stack}_ffn_dim"] = plan["hidden"]
    tokenizer = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "model_max_length": plan["context"],
        "clean_up_tokenization_spaces": False,
    }
    return config, {**ids, "max_length": 16, "num_beams": 1, "do_sample": False}, tokenizer
