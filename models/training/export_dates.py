"""A checkpoint of date_training.py as a model folder in the layout of the Hugging Face Hub."""

from unittest import mock

import numpy as np
import torch

from date_tokens import PADDING, VOCABULARY, date_tokenizer, to_batch
from date_training import Plan, evaluate
from export_vision import write_json
from hub_rewriter import rewriter_configs, rewriter_weights
from onnx_rewriter import write_rewriter
from safetensors_file import write_float16
from steady_training import log_of

#: Its numbers differ in length from source to target, so that no stack can be taken for another.
REFERENCE = ("the third of March, 1998", "1998-03-03")


def export(checkpoint, folder, n_evaluated):
    """Write the folder; return the held-out figures, over n_evaluated dates of each kind."""
    plan = Plan(**checkpoint["plan"])
    # Every file holds the same numbers: those that survive float16.
    weights = {name: value.half().float() for name, value in checkpoint["model"].items()}
    model = plan.model().eval()
    model.load_state_dict(weights)
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    write_rewriter(model, folder / "onnx")
    write_float16(folder / "model.safetensors", rewriter_weights(weights, plan.layers))
    config, generation, tokenizer_config = rewriter_configs(checkpoint["plan"], len(VOCABULARY))
    write_json(folder / "config.json", config)
    write_json(folder / "generation_config.json", generation)
    write_json(folder / "tokenizer_config.json", tokenizer_config)
    write_json(folder / "tokenizer.json", date_tokenizer())
    write_reference(model, folder / "reference.npz")
    measured = evaluate(model, n_evaluated)
    write_json(folder / "held-out.json", measured)
    write_json(folder / "training.json", log_of(checkpoint))
    return measured


@torch.no_grad()
def write_reference(model, path):
    """Write what any runtime must reproduce: ids of source and target, logits and the patterns of the three stacks.

    Computed by the network that was trained. Each stack: [layer, head, query, key].
    """
    softmax = torch.Tensor.softmax
    patterns = []

    def recording(scores, dim):
        patterns.append(softmax(scores, dim))
        return patterns[-1]

    source, target = (torch.from_numpy(ids) for ids in to_batch([REFERENCE]))
    # The end token is never read: it is the last that is written.
    target = target[:, :-1]
    with mock.patch.object(torch.Tensor, "softmax", recording):
        logits = model(source, source != PADDING, target)
    n_layers = len(model.encoder.layers)
    encoder, of_decoder = patterns[:n_layers], patterns[n_layers:]
    stacks = {"encoder": encoder, "decoder": of_decoder[::2], "cross": of_decoder[1::2]}
    np.savez(
        path,
        input_ids=source.numpy(),
        decoder_input_ids=target.numpy(),
        logits=logits.numpy(),
        **{f"{name}_attentions": np.stack([each[0].numpy() for each in stack]) for name, stack in stacks.items()},
    )
