"""A published model folder back to the weights of language_model.py: the way back from hub_names.py."""

import json
import pathlib
import struct

import numpy as np
import torch

from checkpoint import load_weights
from language_model import LanguageModel

DTYPES = {"F16": np.float16, "F32": np.float32}


def load_model(folder):
    """Return the network of a folder that export.py wrote."""
    weights = load_hub(folder)
    config = json.loads((pathlib.Path(folder) / "config.json").read_text(encoding="utf8"))
    is_causal = "typ.weight" not in weights
    n_heads = config["n_head" if is_causal else "num_attention_heads"]
    n_layers = sum(name.endswith(".ln1.weight") for name in weights)
    (vocab, width), context = weights["tok.weight"].shape, len(weights["pos.weight"])
    model = LanguageModel(is_causal, vocab, width, n_layers, n_heads, context, 0.0)
    load_weights(model, weights)
    return model.eval()


def load_hub(folder):
    """Return the weights, in float32, of a folder that export.py wrote."""
    tensors = read_safetensors(pathlib.Path(folder) / "model.safetensors")
    is_causal = "transformer.wte.weight" in tensors
    return (causal if is_causal else masked)(tensors)


def read_safetensors(path):
    """Return {name: tensor}, in float32."""
    data = pathlib.Path(path).read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        values = np.frombuffer(data[8 + size + start : 8 + size + end], DTYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(values.astype(np.float32)).view(entry["shape"])
    return tensors


def causal(tensors):
    weights = {
        "tok.weight": tensors["transformer.wte.weight"],
        "pos.weight": tensors["transformer.wpe.weight"],
        "ln.weight": tensors["transformer.ln_f.weight"],
        "ln.bias": tensors["transformer.ln_f.bias"],
    }
    names = {"ln_1": "ln1", "ln_2": "ln2"}
    matrices = {"attn.c_attn": "attn.qkv", "attn.c_proj": "attn.proj", "mlp.c_fc": "fc", "mlp.c_proj": "out"}
    for name, tensor in tensors.items():
        if not name.startswith("transformer.h."):
            continue
        _, _, layer, rest = name.split(".", 3)
        part, kind = rest.rsplit(".", 1)
        is_turned = part in matrices and kind == "weight"
        weights[f"blocks.{layer}.{matrices.get(part) or names[part]}.{kind}"] = (
            tensor.t().contiguous() if is_turned else tensor
        )
    return weights


def masked(tensors):
    root = "roberta_prelayernorm."
    embeddings = root + "embeddings."
    weights = {
        "tok.weight": tensors[embeddings + "word_embeddings.weight"],
        # The first row stands for padding.
        "pos.weight": tensors[embeddings + "position_embeddings.weight"][1:].contiguous(),
        "typ.weight": tensors[embeddings + "token_type_embeddings.weight"],
        "bias": tensors["lm_head.bias"],
    }
    others = {
        embeddings + "LayerNorm": "emb_ln",
        root + "LayerNorm": "ln",
        "lm_head.dense": "head",
        "lm_head.layer_norm": "head_ln",
    }
    parts = {
        "attention.LayerNorm": "ln1",
        "attention.output.dense": "attn.proj",
        "intermediate.LayerNorm": "ln2",
        "intermediate.dense": "fc",
        "output.dense": "out",
    }
    n_layers = 1 + max(int(name.split(".")[3]) for name in tensors if name.startswith(root + "encoder.layer."))
    for kind in ("weight", "bias"):
        for there, here in others.items():
            weights[f"{here}.{kind}"] = tensors[f"{there}.{kind}"]
        for i in range(n_layers):
            there = f"{root}encoder.layer.{i}."
            for name, part in parts.items():
                weights[f"blocks.{i}.{part}.{kind}"] = tensors[f"{there}{name}.{kind}"]
            weights[f"blocks.{i}.attn.qkv.{kind}"] = torch.cat(
                [tensors[f"{there}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            )
    return weights
