"""A checkpoint of vision_training.py as a model folder in the layout of the Hugging Face Hub."""

import json
from unittest import mock

import numpy as np
import torch

from fashion_data import to_input
from head_means import means_over
from hub_vision import vision_configs, vision_weights
from onnx_vision import write_vision
from safetensors_file import write_float16, write_float32
from steady_training import log_of
from vision_training import Plan, evaluate

#: The mean outputs of heads are over so many of the training pictures, the first.
MEANS_PICTURES = 500
#: Of the held-out pictures so many, the first, lie beside the tests (scripts/golden/pictures.py).
TEST_PICTURES = 1000


def export(checkpoint, folder, training_pictures, held_out):
    """Write the folder; held_out: (pictures, labels), of which the first is the reference's. Return held-out figures."""
    plan = Plan(**checkpoint["plan"])
    # Every file holds the same numbers: those that survive float16.
    weights = {name: value.half().float() for name, value in checkpoint["model"].items()}
    model = plan.model().eval()
    model.load_state_dict(weights)
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    write_vision(weights, plan.layers, plan.heads, plan.patch, plan.side, folder / "onnx" / "model.onnx")
    write_float16(folder / "model.safetensors", vision_weights(weights, plan.layers, plan.patch))
    config, preprocessor = vision_configs(checkpoint["plan"])
    write_json(folder / "config.json", config)
    write_json(folder / "preprocessor_config.json", preprocessor)
    pictures, labels = held_out
    write_reference(model, pictures[:1], folder / "reference.npz")
    chosen = training_pictures[:MEANS_PICTURES]
    first, rest = means_over(model, [torch.from_numpy(to_input(chosen[i : i + 1])) for i in range(len(chosen))])
    words = {"pictures": str(len(chosen)), "source": "Fashion-MNIST, the first of the training pictures"}
    write_float32(folder / "head_means.safetensors", {"first": first, "rest": rest}, words)
    few = evaluate(model, pictures[:TEST_PICTURES], labels[:TEST_PICTURES])
    measured = {**evaluate(model, pictures, labels), "accuracyOfFirst1000": few["accuracy"]}
    write_json(folder / "held-out.json", measured)
    write_json(folder / "training.json", log_of(checkpoint))
    return measured


@torch.no_grad()
def write_reference(model, pictures, path):
    """Write what any runtime must reproduce: pixel_values, logits and attentions [layer, head, query, key].

    Computed by the network that was trained, not by the one that is exported; every softmax is one layer's.
    """
    patterns = []
    softmax = torch.Tensor.softmax

    def recording(scores, dim):
        patterns.append(softmax(scores, dim))
        return patterns[-1]

    pixels = torch.from_numpy(to_input(pictures))
    with mock.patch.object(torch.Tensor, "softmax", recording):
        logits = model(pixels)
    attentions = np.stack([pattern[0].numpy() for pattern in patterns])
    np.savez(path, pixel_values=pixels.numpy(), logits=logits.numpy(), attentions=attentions)


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf8")
