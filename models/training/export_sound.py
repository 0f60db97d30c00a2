"""A checkpoint of sound_training.py as a model folder in the layout of the Hugging Face Hub."""

from unittest import mock

import numpy as np
import torch

from export_vision import write_json
from head_means import means_over
from hub_sound import sound_configs, sound_weights
from onnx_sound import write_sound
from safetensors_file import write_float16, write_float32
from sample_sounds import write_samples
from sound_training import Plan, evaluate, features_of, heard
from steady_training import log_of

#: The mean outputs of heads are over so many of the training sounds.
MEANS_SOUNDS, MEANS_SEED = 500, 7


def export(checkpoint, folder, training, held_out):
    """Write the folder; training and held_out: (sounds, labels, voices). Return held-out figures."""
    plan = Plan(**checkpoint["plan"])
    # Every file holds the same numbers: those that survive float16.
    weights = {name: value.half().float() for name, value in checkpoint["model"].items()}
    model = plan.model().eval()
    model.load_state_dict(weights)
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    write_sound(weights, plan, folder / "onnx" / "model.onnx")
    write_float16(folder / "model.safetensors", sound_weights(weights, plan))
    config, preprocessor = sound_configs(plan)
    write_json(folder / "config.json", config)
    write_json(folder / "preprocessor_config.json", preprocessor)
    first = write_samples(model, plan, held_out, folder)
    write_reference(model, plan, first, folder / "reference.npz")
    write_means(model, plan, training[0], folder / "head_means.safetensors")
    measured = {**evaluate(model, plan, held_out[0], held_out[1]), "voices": len({name.split("+")[1] for name in held_out[2]})}
    write_json(folder / "held-out.json", measured)
    write_json(folder / "training.json", {**log_of(checkpoint), "sounds": len(training[0])})
    return measured


def write_means(model, plan, sounds, path):
    rng = np.random.default_rng(MEANS_SEED)
    inputs = heard(plan, [sounds[at] for at in rng.integers(0, len(sounds), MEANS_SOUNDS)], rng)
    first, rest = means_over(model, [torch.from_numpy(one[None]) for one in inputs])
    words = {"sounds": str(MEANS_SOUNDS), "source": "digits spoken by espeak-ng, of the training"}
    write_float32(path, {"first": first, "rest": rest}, words)


@torch.no_grad()
def write_reference(model, plan, sound, path):
    """Write what any runtime must reproduce: samples, input_values, logits and attentions [layer, head, query, key].

    Computed by the network that was trained, not by the one that is exported; every softmax is one layer's.
    """
    patterns = []
    softmax = torch.Tensor.softmax

    def recording(scores, dim):
        patterns.append(softmax(scores, dim))
        return patterns[-1]

    inputs = torch.from_numpy(features_of(plan, [sound]))
    with mock.patch.object(torch.Tensor, "softmax", recording):
        logits = model(inputs)
    np.savez(
        path,
        samples=sound.astype(np.float32),
        input_values=inputs.numpy(),
        logits=logits.numpy(),
        attentions=np.stack([pattern[0].numpy() for pattern in patterns]),
    )
