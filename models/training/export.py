"""Write a checkpoint of train.py as a model folder in the layout of the Hugging Face Hub."""

import argparse
import json
import pathlib
import shutil
import types
from unittest import mock

import numpy as np
import torch

import hub_names
from checkpoint import read_checkpoint
from onnx_model import CausalModel, MaskedModel, example_inputs, write_onnx
from safetensors_file import write_float16

REFERENCE_SEED = 3
REFERENCE_TOKENS = 11


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", help="what train.py wrote")
    parser.add_argument("out", type=pathlib.Path, help="the folder to write")
    parser.add_argument("--tokenizers", type=pathlib.Path, default=pathlib.Path(), help="folder of the two files")
    options = parser.parse_args()

    checkpoint = read_checkpoint(options.checkpoint)
    made_with = checkpoint["args"]
    names = {"heads": "heads", "layers": "layers", "d": "width", "vocab": "vocab", "ctx": "context"}
    shape = types.SimpleNamespace(**{name: made_with[option] for option, name in names.items()})
    kind = made_with["kind"]
    write_folder(checkpoint["model"], kind, shape, options.tokenizers / f"{kind}-tokenizer.json", options.out)

    for file in sorted(path for path in options.out.rglob("*") if path.is_file()):
        print(f"{file.stat().st_size / 1e6:6.2f} MB  {file}")
    print(f"{kind} model of {checkpoint['step']} steps")


def write_folder(weights, kind, shape, tokenizer, folder):
    """Write weights of language_model.py with their tokenizer, and the reference that any runtime must reproduce.

    shape: layers, heads, width, vocab and context, as attributes.
    """
    # Every file holds the same numbers: those that survive float16.
    weights = {name: value.half().float() for name, value in weights.items() if name != "mask"}
    is_causal = kind == "causal"
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    model = (CausalModel if is_causal else MaskedModel)(weights, shape.layers, shape.heads).eval()
    write_onnx(model, shape.vocab, folder / "onnx" / "model.onnx")
    renamed = (hub_names.causal_weights if is_causal else hub_names.masked_weights)(weights, shape.layers)
    write_float16(folder / "model.safetensors", renamed)
    configs = hub_names.causal_configs if is_causal else hub_names.masked_configs
    config, tokenizer_config = configs(shape.layers, shape.heads, shape.width, shape.vocab, shape.context)
    write_json(folder / "config.json", config)
    write_json(folder / "tokenizer_config.json", tokenizer_config)
    shutil.copy(tokenizer, folder / "tokenizer.json")
    write_reference(model, shape.vocab, folder / "reference.npz")


@torch.no_grad()
def write_reference(model, vocab, path):
    """Write what any runtime must reproduce: random input ids, their logits and the patterns.

    attentions: [layer, head, query, key], as the model computes them: every softmax of a forward pass is one layer's.
    """
    torch.manual_seed(REFERENCE_SEED)
    tokens = torch.randint(5, vocab, (1, REFERENCE_TOKENS))
    patterns = []
    softmax = torch.softmax

    def recording(scores, dim):
        patterns.append(softmax(scores, dim))
        return patterns[-1]

    with mock.patch.object(torch, "softmax", recording):
        logits = model(*example_inputs(model, tokens))
    np.savez(
        path,
        input_ids=tokens.numpy(),
        logits=logits.numpy(),
        attentions=np.stack([pattern[0].numpy() for pattern in patterns]),
    )


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2), encoding="utf8")


if __name__ == "__main__":
    main()
