"""A sound model under the names, and with the configs, of Hugging Face's ASTForAudioClassification."""

from hub_vision import KINDS, PARTS
from onnx_vision import kernel_of
from sound_features import RATE
from spoken_digits import WORDS

ROOT = "audio_spectrogram_transformer."
EMBEDDINGS = ROOT + "embeddings."
PATCHES = EMBEDDINGS + "patch_embeddings.projection."
ENDS = ((ROOT + "layernorm", "ln"), ("classifier.layernorm", "head_ln"), ("classifier.dense", "head"))


def sound_weights(weights, plan):
    cls, dist = weights["cls"]
    renamed = {
        EMBEDDINGS + "cls_token": cls[None, None],
        EMBEDDINGS + "distillation_token": dist[None, None],
        EMBEDDINGS + "position_embeddings": weights["pos.weight"][None],
        PATCHES + "weight": kernel_of(weights, plan.patch),
        PATCHES + "bias": weights["patch.bias"],
    }
    for kind in KINDS:
        for i in range(plan.layers):
            there, here = f"{ROOT}encoder.layer.{i}.", f"blocks.{i}."
            thirds = weights[f"{here}attn.qkv.{kind}"].chunk(3)
            for name, third in zip(("query", "key", "value"), thirds):
                renamed[f"{there}attention.attention.{name}.{kind}"] = third
            for new, old in PARTS:
                renamed[f"{there}{new}.{kind}"] = weights[f"{here}{old}.{kind}"]
        for new, old in ENDS:
            renamed[f"{new}.{kind}"] = weights[f"{old}.{kind}"]
    return renamed


def sound_configs(plan):
    """Return (config.json, preprocessor_config.json)."""
    config = {
        "model_type": "audio-spectrogram-transformer",
        "architectures": ["ASTForAudioClassification"],
        "hidden_size": plan.width,
        "num_hidden_layers": plan.layers,
        "num_attention_heads": plan.heads,
        "intermediate_size": plan.hidden,
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-5,
        "qkv_bias": True,
        "attention_probs_dropout_prob": 0.0,
        "hidden_dropout_prob": 0.0,
        "patch_size": plan.patch,
        "frequency_stride": plan.bin_stride,
        "time_stride": plan.time_stride,
        "max_length": plan.frames,
        "num_mel_bins": plan.bins,
        "id2label": {str(index): name for index, name in enumerate(WORDS)},
        "label2id": {name: index for index, name in enumerate(WORDS)},
    }
    preprocessor = {
        "feature_extractor_type": "ASTFeatureExtractor",
        "feature_size": 1,
        "sampling_rate": RATE,
        "num_mel_bins": plan.bins,
        "max_length": plan.frames,
        "do_normalize": True,
        "mean": plan.mean,
        "std": plan.std,
        "padding_side": "right",
        "padding_value": 0.0,
        "return_attention_mask": False,
    }
    return config, preprocessor
