"""A small Swin v2 with random weights and the attention of each of its windows: src/inference/vision/fixtures/swinv2.

Needs torch, transformers and onnx. python3 scripts/golden/swinv2.py
"""

import json
from pathlib import Path

import torch
from transformers import Swinv2Config
from transformers.models.swinv2.modeling_swinv2 import Swinv2ForImageClassification

FOLDER = Path(__file__).resolve().parents[2] / "src/inference/vision/fixtures/swinv2"
SIDE = 24
SAID = {
    "model_type": "swinv2",
    "image_size": SIDE,
    "patch_size": 4,
    "num_channels": 3,
    "embed_dim": 12,
    "depths": [2, 1],
    "num_heads": [2, 3],
    "window_size": 3,
}


class Scores(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, pixel_values):
        return self.model(pixel_values).logits


def main():
    torch.manual_seed(11)
    config = Swinv2Config(**SAID, mlp_ratio=1.0, num_labels=5, drop_path_rate=0.0, attn_implementation="eager")
    model = Swinv2ForImageClassification(config).eval()
    for name, weights in model.named_parameters():
        if weights.dim() > 1:
            weights.data = torch.randn_like(weights) * 0.3
        elif "bias" in name:
            weights.data = torch.randn_like(weights) * 0.1
        if "logit_scale" in name:
            weights.data = torch.full_like(weights, 1.2) + torch.randn_like(weights) * 0.2
    maps, hooks = [], []
    for module in model.modules():
        # The model itself tells of the last layer of each stage alone.
        if type(module).__name__ == "Swinv2SelfAttention":
            hooks.append(module.register_forward_hook(lambda _, __, given: maps.append(given[1].detach())))
    pixels = [round(float(value), 6) for value in (torch.rand(3 * SIDE * SIDE) * 2 - 1)]
    picture = torch.tensor(pixels).reshape(1, 3, SIDE, SIDE)
    with torch.no_grad():
        logits = model(picture, output_attentions=True).logits
    for hook in hooks:
        hook.remove()
    FOLDER.mkdir(parents=True, exist_ok=True)
    case = {
        "file": "model.onnx",
        "inputs": {"pixel_values": {"dtype": "float32", "dims": list(picture.shape), "data": pixels}},
        "skip_query_rows": [],
        "attentions": [
            {"layer": layer, "kind": "encoder", "heads": each.shape[1], "dims": list(each.shape),
             "data": [round(float(value), 8) for value in each.ravel()]}
            for layer, each in enumerate(maps)
        ],
        "logits_or_last": {"logits": {"dtype": "float32", "dims": list(logits.shape), "data": [float(v) for v in logits.ravel()]}},
    }
    whole = {"name": "swinv2", "output_tolerance": 2e-4, "attention_tolerance": 1e-5, "cases": [case]}
    (FOLDER / "expected.json").write_text(json.dumps(whole))
    said = {"architectures": ["Swinv2ForImageClassification"], **SAID, "hidden_size": config.hidden_size}
    (FOLDER / "config.json").write_text(json.dumps(said, indent=2) + "\n")
    prepared = {
        "image_processor_type": "ViTImageProcessor",
        "size": {"height": SIDE, "width": SIDE},
        "do_resize": True,
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
    }
    (FOLDER / "preprocessor_config.json").write_text(json.dumps(prepared, indent=2) + "\n")
    names = {"input_names": ["pixel_values"], "output_names": ["logits"], "opset_version": 17, "dynamo": False}
    axes = {"pixel_values": {0: "batch"}, "logits": {0: "batch"}}
    torch.onnx.export(Scores(model), (picture,), str(FOLDER / "model.onnx"), dynamic_axes=axes, **names)


main()
