#!/usr/bin/env python3
"""Numbers of a look inside bookworm-gpt, from a network that is written here in float64 and reads its weights from
model.safetensors: what the score is made of, part by part, and which words a word alone scores highest. Writes
src/core/inside/fixtures/parts.json. Needs NumPy and nothing else of this repository.

    python3 scripts/golden/inside.py
"""
import json
import math
import struct
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
N_HEADS = 8


def weights(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        body = file.read()
    read = {}
    for name, about in header.items():
        if name != "__metadata__":
            begin, end = about["data_offsets"]
            read[name.removeprefix("transformer.")] = (
                np.frombuffer(body[begin:end], "<f2").astype(float).reshape(about["shape"])
            )
    return read


W = weights(ROOT / "models/bookworm-gpt/model.safetensors")
CONFIG = json.loads((ROOT / "models/bookworm-gpt/config.json").read_text())
EPS = CONFIG["layer_norm_epsilon"]
N_LAYERS = CONFIG["n_layer"]
E = W["wte.weight"]
D = E.shape[1]
D_K = D // N_HEADS


def norm(x, name):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPS) * W[name + ".weight"] + W[name + ".bias"]


def gelu(x):
    return 0.5 * x * (1 + np.vectorize(math.erf)(x / np.sqrt(2)))


def heads_of(y, layer):
    """q, k, v, each [head, token, channel]."""
    packed = y @ W[f"h.{layer}.attn.c_attn.weight"] + W[f"h.{layer}.attn.c_attn.bias"]
    return [part.reshape(len(y), N_HEADS, D_K).swapaxes(0, 1) for part in np.split(packed, 3, axis=1)]


def forward(ids):
    """Parts of the stream, [token, d] each, and q and k of each layer."""
    parts = [("token", None, E[ids]), ("position", None, W["wpe.weight"][: len(ids)])]
    x = parts[0][2] + parts[1][2]
    biases = np.zeros(D)
    asked = []
    for layer in range(N_LAYERS):
        q, k, v = heads_of(norm(x, f"h.{layer}.ln_1"), layer)
        asked.append((q, k))
        scores = q @ k.swapaxes(1, 2) / np.sqrt(D_K)
        scores[:, np.triu_indices(len(ids), 1)[0], np.triu_indices(len(ids), 1)[1]] = -np.inf
        a = np.exp(scores - scores.max(-1, keepdims=True))
        z = (a / a.sum(-1, keepdims=True)) @ v
        written = z.swapaxes(0, 1).reshape(len(ids), D) @ W[f"h.{layer}.attn.c_proj.weight"]
        bias = W[f"h.{layer}.attn.c_proj.bias"]
        biases = biases + bias
        x = x + written + bias
        hidden = gelu(norm(x, f"h.{layer}.ln_2") @ W[f"h.{layer}.mlp.c_fc.weight"] + W[f"h.{layer}.mlp.c_fc.bias"])
        mlp = hidden @ W[f"h.{layer}.mlp.c_proj.weight"] + W[f"h.{layer}.mlp.c_proj.bias"]
        x = x + mlp
        parts += [("heads", layer, written), ("mlp", layer, mlp)]
    parts.append(("bias", None, np.tile(biases, (len(ids), 1))))
    return x, parts, asked


def score_parts(ids, query, target):
    x, parts, _ = forward(ids)
    sigma = np.sqrt(x[query].var() + EPS)
    over = E[target] - E.mean(0)
    direct = [(((c[query] - c[query].mean()) / sigma * W["ln_f.weight"]) @ over) for _, _, c in parts]
    constant = W["ln_f.bias"] @ over
    logits = norm(x, "ln_f")[query] @ E.T
    assert abs(sum(direct) + constant - (logits[target] - logits.mean())) < 1e-9
    return [
        *({"what": what, "layer": layer, "value": value} for (what, layer, _), value in zip(parts, direct)),
        {"what": "constant", "layer": None, "value": constant},
    ]


def alone(asker, words, layer, head):
    """Scores of one word, alone behind the first token, for others alone; and of them the part of the bias of queries."""
    q = forward([0, asker])[2][layer][0][head, 1]
    bias = W[f"h.{layer}.attn.c_attn.bias"][head * D_K : (head + 1) * D_K]
    keys = [forward([0, word])[2][layer][1][head, 1] for word in words]
    rows = [{"id": word, "score": q @ k / np.sqrt(D_K), "ofBias": bias @ k / np.sqrt(D_K)} for word, k in zip(words, keys)]
    return sorted(rows, key=lambda row: -row["score"])


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(one) for one in value]
    return float(f"{value:.7g}") if isinstance(value, float) else value


def main():
    given = json.loads((ROOT / "src/core/inside/fixtures/inside.json").read_text())
    cases = [case for case in given["cases"] if case["model"] == "bookworm-gpt"]
    texts = {(case["text"], case["query"]): case for case in cases}
    found = {
        "parts": [
            {"text": text, "query": query, "target": case["direct"]["target"],
             "parts": score_parts(case["ids"], query, case["direct"]["target"])}
            for (text, query), case in texts.items()
        ],
        "alone": [
            {"text": case["text"], "layer": case["layer"], "head": case["head"], "query": case["query"],
             "asker": case["ids"][case["query"]],
             "words": alone(case["ids"][case["query"]], sorted(set(case["ids"][1:])), case["layer"], case["head"])}
            for case in cases
        ],
    }
    (ROOT / "src/core/inside/fixtures/parts.json").write_text(json.dumps(rounded(found)) + "\n")


if __name__ == "__main__":
    main()
