"""Write the mean output of each head over the reference sentences, to be put in the place of a head."""

import argparse
import pathlib

import torch

from encoders import causal_encoder, masked_encoder
from load_hub import load_model
from safetensors_file import write_float32
from samples import CLS, END_OF_TEXT, SEP

SENTENCES = pathlib.Path(__file__).resolve().parent.parent / "reference-sentences.txt"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="the model folder; head_means.safetensors is written there")
    parser.add_argument("--sentences", type=pathlib.Path, default=SENTENCES, help="one a line")
    options = parser.parse_args()

    write_head_means(options.folder, options.sentences)


def write_head_means(folder, sentences=SENTENCES):
    """Write head_means.safetensors of a folder that export.py wrote, over a file of sentences, one a line."""
    lines = sentences.read_text(encoding="utf8").splitlines()
    model = load_model(folder)
    encode = (causal_encoder if model.is_causal else masked_encoder)(folder / "tokenizer.json")
    around = ([END_OF_TEXT], []) if model.is_causal else ([CLS], [SEP])
    texts = [around[0] + encode(line) + around[1] for line in lines]
    texts = [ids[: len(model.pos.weight)] for ids in texts]
    first, rest = head_means(model, texts)
    metadata = {"sentences": str(len(texts)), "source": f"models/{sentences.name}"}
    write_float32(folder / "head_means.safetensors", {"first": first, "rest": rest}, metadata)
    print(f"{len(texts)} sentences, {sum(map(len, texts))} tokens: {list(first.shape)}")


def head_means(model, texts):
    """Return the means over texts: token ids, special tokens included."""
    return means_over(model, [torch.tensor([ids]) for ids in texts])


@torch.no_grad()
def means_over(model, inputs):
    """Return (first, rest) [layer, head, d_head]: the mean of A_h V_h at query position 0, and at all later positions.

    inputs: what the model takes, one sequence each. The output projection of a block takes all heads side by side, so
    what comes in there is the outputs of the heads.
    """
    n_heads = model.blocks[0].attn.n_heads
    outputs = [[] for _ in model.blocks]
    hooks = [
        block.attn.proj.register_forward_pre_hook(lambda _, inputs, kept=kept: kept.append(inputs[0][0]))
        for block, kept in zip(model.blocks, outputs)
    ]
    for one in inputs:
        model(one)
    for hook in hooks:
        hook.remove()

    def mean(rows):
        return torch.stack([torch.cat([rows(text) for text in kept]).double().mean(0) for kept in outputs])

    split = lambda means: means.float().view(len(outputs), n_heads, -1)
    return split(mean(lambda text: text[:1])), split(mean(lambda text: text[1:]))


if __name__ == "__main__":
    # Single sentences are too small to share among threads.
    torch.set_num_threads(1)
    main()
