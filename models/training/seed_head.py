"""Start one head of the first layer as a same-token head, and let training decide what becomes of it.

In a causal model this small no such head took shape by itself. Query and key of the head are made to see the same
directions of the embedding, so that equal tokens match; the directions are those along which positions differ least.
"""

import argparse

import torch
from torch.nn import functional as F

from checkpoint import read_checkpoint

#: The score, before the softmax, that a token gives itself on average.
MATCH = 8.0

#: So many of the directions along which positions differ most are not looked at.
N_POSITION_DIRECTIONS = 24


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", help="what train.py wrote; it is changed")
    parser.add_argument("--head", type=int, required=True, help="which head of layer 0")
    options = parser.parse_args()
    checkpoint = read_checkpoint(options.checkpoint)
    seed_same_token(checkpoint["model"], checkpoint["args"]["heads"], options.head)
    torch.save(checkpoint, options.checkpoint)


def seed_same_token(weights, n_heads, head):
    """Change query and key of one head of layer 0 in place; its value and output stay."""
    embeddings, positions = weights["tok.weight"], weights["pos.weight"]
    width = embeddings.shape[1]
    head_width = width // n_heads
    gain, bias = weights["blocks.0.ln1.weight"], weights["blocks.0.ln1.bias"]
    seen = F.layer_norm(embeddings + positions.mean(0), (width,), gain, bias)

    moving = torch.linalg.svd((positions - positions.mean(0)) * gain, full_matrices=True)[2]
    still = moving[N_POSITION_DIRECTIONS:]
    generator = torch.Generator().manual_seed(0)
    mixed = torch.linalg.qr(torch.randn(len(still), head_width, generator=generator))[0].t() @ still
    key_bias = -(mixed @ seen.mean(0))
    keys = seen @ mixed.t() + key_bias
    scale = (MATCH * head_width**0.5 / keys.square().sum(1).mean()).sqrt()

    rows = slice(head * head_width, (head + 1) * head_width)
    for third in range(2):
        weights["blocks.0.attn.qkv.weight"][third * width : (third + 1) * width][rows] = mixed * scale
        weights["blocks.0.attn.qkv.bias"][third * width : (third + 1) * width][rows] = key_bias * scale


if __name__ == "__main__":
    main()
