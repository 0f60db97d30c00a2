"""Writes the tiny picture models that the table of families is held to: random weights of one seed, sizes that all differ,
and the weights of attention that the framework itself computes.

    python tiny_pictures.py ../../src/inference/vision/fixtures [model ...]

Written with transformers 5.18, torch 2.13 and onnxscript 0.7.
"""

import json
import math
import sys
from pathlib import Path

import onnx
import torch
import transformers

SIZES = dict(hidden_size=24, intermediate_size=20, num_hidden_layers=2, num_attention_heads=3)
HALVES = dict(image_mean=[0.5] * 3, image_std=[0.5] * 3, do_resize=True, do_rescale=True, do_normalize=True)


def rounded(*shape):
    # As they are written down, so that what is read back is what was fed.
    numbers = torch.randn(*shape, generator=torch.Generator().manual_seed(4))
    return (numbers * 100).round() / 100


def vivit():
    """A film of four pictures; a patch goes through two of them."""
    config = transformers.VivitConfig(**SIZES, image_size=24, tubelet_size=[2, 8, 8], num_frames=4)
    inputs = dict(pixel_values=rounded(1, 4, 3, 24, 24))
    said = dict(image_processor_type="VivitImageProcessor", size=dict(height=24, width=24), **HALVES)
    return transformers.VivitModel, config, inputs, {"pixel_values": {0: "batch_size"}}, said, False


def siglip2():
    """A picture of any size, cut into patches beforehand: four rows of five."""
    config = transformers.Siglip2VisionConfig(**SIZES, num_patches=16, patch_size=4)
    inputs = dict(
        pixel_values=rounded(1, 20, 48),
        pixel_attention_mask=torch.ones(1, 20, dtype=torch.int64),
        spatial_shapes=torch.tensor([[4, 5]]),
    )
    free = {"pixel_values": {0: "batch_size", 1: "num_patches"}, "spatial_shapes": {0: "batch_size"}}
    free["pixel_attention_mask"] = free["pixel_values"]
    said = dict(image_processor_type="Siglip2ImageProcessor", patch_size=4, max_num_patches=20, **HALVES)
    return transformers.Siglip2VisionModel, config, inputs, free, said, True


def sam():
    """The picture half of Segment Anything: four windows of three by three patches, then one layer over all."""
    own = dict(window_size=3, global_attn_indexes=[1], output_channels=8, mlp_dim=20, image_size=48, patch_size=8)
    config = transformers.SamVisionConfig(**SIZES, **own)
    inputs = dict(pixel_values=rounded(1, 3, 48, 48))
    said = dict(image_processor_type="SamImageProcessor", size=dict(longest_edge=48), **HALVES)
    return transformers.SamVisionModel, config, inputs, {"pixel_values": {0: "batch_size"}}, said, False


MODELS = {"vivit": vivit, "siglip2": siglip2, "sam": sam}

#: As exports of before scaled_dot_product_attention are: windows and heads in one axis.
WRITTEN_OUT = {"sam"}


class Plain(torch.nn.Module):
    """Named inputs in their order, and the last hidden state alone."""

    def __init__(self, model, names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *tensors):
        return self.model(**dict(zip(self.names, tensors))).last_hidden_state


def lively(model):
    """Weights that make heads look at something: those of a first day are too even."""
    for name, weights in model.named_parameters():
        with torch.no_grad():
            if weights.dim() > 1:
                weights.normal_(0, 1.3 / math.sqrt(weights[0].numel()))
            elif name.endswith("weight"):
                weights.copy_(1 + 0.2 * torch.randn_like(weights))
            else:
                weights.normal_(0, 0.2)
    return model.eval()


def stored(tensor):
    values = [round(value, 2) for value in tensor.flatten().tolist()]
    return dict(dtype=str(tensor.dtype).split(".")[1], dims=list(tensor.shape), data=values)


def six_digits(values):
    return [float(f"{value:.6g}") for value in values]


def write(name, folder):
    made, config, inputs, axes, said, is_dynamo = MODELS[name]()
    torch.manual_seed(5)
    true = lively(made._from_config(config, attn_implementation="eager"))
    with torch.no_grad():
        # Before another model changes the configuration that both share: one that fuses its attention gives no weights.
        maps = true(**inputs, output_attentions=True).attentions
    if len(maps) != SIZES["num_hidden_layers"]:
        raise RuntimeError(f"{name} gives {len(maps)} layers of weights")
    fast = made._from_config(config, attn_implementation="eager" if name in WRITTEN_OUT else "sdpa").eval()
    fast.load_state_dict(true.state_dict())
    folder.mkdir(parents=True, exist_ok=True)
    path, names = folder / "model.onnx", list(inputs)
    free = tuple({axis: torch.export.Dim.DYNAMIC for axis in axes.get(name, {})} or None for name in names)
    how = dict(dynamo=True, dynamic_shapes=(free,), opset_version=18, external_data=False)
    older = dict(dynamo=False, dynamic_axes=axes, opset_version=17)
    torch.onnx.export(
        Plain(fast, names),
        tuple(inputs.values()),
        str(path),
        input_names=names,
        output_names=["last_hidden_state"],
        **(how if is_dynamo else older),
    )
    graph = onnx.load(path)
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.save(graph, path)
    # Windows and heads in one axis as two.
    maps = [one if one.dim() == 4 else one.unflatten(0, (-1, config.num_attention_heads)) for one in maps]
    attentions = [
        dict(layer=layer, kind="encoder", heads=one.shape[1], dims=list(one.shape), data=six_digits(one.flatten().tolist()))
        for layer, one in enumerate(maps)
    ]
    case = dict(
        file="model.onnx", inputs={key: stored(value) for key, value in inputs.items()}, attentions=attentions
    )
    (folder / "expected.json").write_text(json.dumps(dict(cases=[case]), separators=(",", ":")))
    config.architectures = [made.__name__]
    (folder / "config.json").write_text(config.to_json_string())
    (folder / "preprocessor_config.json").write_text(json.dumps(said, indent=2) + "\n")


if __name__ == "__main__":
    for each in sys.argv[2:] or MODELS:
        write(each, Path(sys.argv[1]) / each)
