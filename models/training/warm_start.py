"""Starting a masked model from a causal one.

From scratch a masked model of this size stays at the unigram loss for millions of tokens; with the blocks, the
positions and the embeddings of equal pieces from a trained causal model it leaves it within a few hundred steps.
"""

import json
import pathlib

import torch

#: The mark of a leading space in byte-level BPE.
SPACE = "\u0120"

SHARED = ("pos.weight", "ln.weight", "ln.bias")


def warm_start(model, causal, tokenizers):
    """Load into `model` what fits of the checkpoint weights `causal`; tokenizers: folder of the two files."""
    weights = model.state_dict()
    for name in weights:
        if name.startswith("blocks.") or name in SHARED:
            weights[name] = causal[name]

    causal_vocab = read_vocab(tokenizers, "causal")
    masked_vocab = read_vocab(tokenizers, "masked")
    embeddings = causal["tok.weight"]
    std = embeddings.std()
    weights["tok.weight"].normal_(0, std)
    n_found = 0
    for piece, index in masked_vocab.items():
        twin = next((name for name in twins(piece) if name in causal_vocab), None)
        if twin is not None:
            weights["tok.weight"][index] = embeddings[causal_vocab[twin]]
            n_found += 1

    # The embedding LayerNorm scales to 1; the blocks are used to the causal model's scale.
    scale = (embeddings.var() + causal["pos.weight"].var()).sqrt()
    weights["emb_ln.weight"].fill_(float(scale))
    model.load_state_dict(weights)
    print(f"warm start: {n_found} of {len(masked_vocab)} pieces found, embedding std {float(std):.4f}", flush=True)


def twins(piece):
    """Return the BPE pieces that may stand for a WordPiece, the likeliest first."""
    if piece.startswith("##"):
        return [piece[2:]]
    return [SPACE + piece, piece, SPACE + piece.capitalize()]


def read_vocab(tokenizers, kind):
    path = pathlib.Path(tokenizers) / f"{kind}-tokenizer.json"
    return json.loads(path.read_text(encoding="utf8"))["model"]["vocab"]


def is_masked(weights: "dict[str, torch.Tensor]"):
    """True for the weights of a masked model: only they have token types."""
    return "typ.weight" in weights
