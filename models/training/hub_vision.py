"""A picture model under the names, and with the configs, of Hugging Face's ViTForImageClassification, and back."""

import torch

from fashion_data import CLASSES, MEAN, STD
from onnx_vision import kernel_of

EMBEDDINGS = "vit.embeddings."
PATCHES = EMBEDDINGS + "patch_embeddings.projection."
#: ViT's name of a part of a layer, and ours.
PARTS = (
    ("layernorm_before", "ln1"),
    ("attention.output.dense", "attn.proj"),
    ("layernorm_after", "ln2"),
    ("intermediate.dense", "fc"),
    ("output.dense", "out"),
)
ENDS = (("vit.layernorm", "ln"), ("classifier", "head"))
KINDS = ("weight", "bias")


def vision_weights(weights, n_layers, patch):
    renamed = {
        EMBEDDINGS + "cls_token": weights["cls"][None, None],
        EMBEDDINGS + "position_embeddings": weights["pos.weight"][None],
        PATCHES + "weight": kernel_of(weights, patch),
        PATCHES + "bias": weights["patch.bias"],
    }
    for kind in KINDS:
        for i in range(n_layers):
            there, here = f"vit.encoder.layer.{i}.", f"blocks.{i}."
            thirds = weights[f"{here}attn.qkv.{kind}"].chunk(3)
            for name, third in zip(("query", "key", "value"), thirds):
                renamed[f"{there}attention.attention.{name}.{kind}"] = third
            for new, old in PARTS:
                renamed[f"{there}{new}.{kind}"] = weights[f"{here}{old}.{kind}"]
        for new, old in ENDS:
            renamed[f"{new}.{kind}"] = weights[f"{old}.{kind}"]
    return renamed


def vision(tensors):
    """The way back: the weights of vision_model.py."""
    kernel = tensors[PATCHES + "weight"]
    weights = {
        "cls": tensors[EMBEDDINGS + "cls_token"].flatten(),
        "pos.weight": tensors[EMBEDDINGS + "position_embeddings"][0],
        "patch.weight": kernel.reshape(len(kernel), -1),
        "patch.bias": tensors[PATCHES + "bias"],
    }
    n_layers = 1 + max(int(name.split(".")[3]) for name in tensors if name.startswith("vit.encoder.layer."))
    for kind in KINDS:
        for i in range(n_layers):
            there, here = f"vit.encoder.layer.{i}.", f"blocks.{i}."
            thirds = [tensors[f"{there}attention.attention.{name}.{kind}"] for name in ("query", "key", "value")]
            weights[f"{here}attn.qkv.{kind}"] = torch.cat(thirds)
            for new, old in PARTS:
                weights[f"{here}{old}.{kind}"] = tensors[f"{there}{new}.{kind}"]
        for new, old in ENDS:
            weights[f"{old}.{kind}"] = tensors[f"{new}.{kind}"]
    return weights


def vision_configs(plan):
    """Return (config.json, preprocessor_config.json) of a plan of vision_training.py."""
    config = {
        "model_type": "vit",
        "architectures": ["ViTForImageClassification"],
        "image_size": plan["side"],
        "patch_size": plan["patch"],
        "num_channels": 1,
        "hidden_size": plan["width"],
        "num_hidden_layers": plan["layers"],
        "num_attention_heads": plan["heads"],
        "intermediate_size": plan["hidden"],
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-5,
        "qkv_bias": True,
        "attention_probs_dropout_prob": 0.0,
        "hidden_dropout_prob": 0.0,
        "id2label": {str(index): name for index, name in enumerate(CLASSES)},
        "label2id": {name: index for index, name in enumerate(CLASSES)},
    }
    preprocessor = {
        "image_processor_type": "ViTImageProcessor",
        "do_resize": True,
        "size": {"height": plan["side"], "width": plan["side"]},
        "resample": 2,
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        # Red, green and blue alike: the pictures are grey.
        "image_mean": [MEAN] * 3,
        "image_std": [STD] * 3,
    }
    return config, preprocessor
