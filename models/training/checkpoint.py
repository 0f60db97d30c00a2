"""The file from which training goes on: weights, optimisers, random numbers, and how far it was."""

import torch


def write_checkpoint(path, model, optimisers, state, is_light):
    """Write the file; a light one has no optimisers and its weights are in float16. The causal mask is left out."""
    weights = {name: value for name, value in model.state_dict().items() if name != "mask"}
    if is_light:
        weights = {name: value.half() for name, value in weights.items()}
    memories = [] if is_light else [optimiser.state_dict() for optimiser in optimisers]
    torch.save({"model": weights, "optimisers": memories, **state}, path)


def read_checkpoint(path):
    """Return the checkpoint with weights in float32; the list "optimisers" is empty for a light one."""
    checkpoint = torch.load(path, map_location="cpu", weights_only=False)
    checkpoint["model"] = {name: value.float() for name, value in checkpoint["model"].items()}
    return checkpoint


def load_weights(model, weights):
    """Put weights into a network; its causal mask, a constant, stays its own."""
    own = {} if model.mask is None else {"mask": model.mask}
    model.load_state_dict({**weights, **own})
