"""Muon (Jordan et al. 2024): momentum whose step for a matrix is the nearest orthogonal matrix."""

import torch

MOMENTUM = 0.95
WEIGHT_DECAY = 0.1

#: The share of weight decay in a step, before the schedule.
DECAY_RATE = 0.01

#: Coefficients of the quintic Newton-Schulz iteration.
A, B, C = 3.4445, -4.7750, 2.0315
N_ITERATIONS = 5


def orthogonal(matrices):
    """Return matrices [n, row, column] with the singular vectors of those given and singular values near 1."""
    x = matrices / (matrices.norm(dim=(1, 2), keepdim=True) + 1e-7)
    is_tall = x.shape[1] > x.shape[2]
    if is_tall:
        x = x.transpose(1, 2)
    for _ in range(N_ITERATIONS):
        gram = x @ x.transpose(1, 2)
        x = A * x + (B * gram + C * (gram @ gram)) @ x
    return x.transpose(1, 2) if is_tall else x


class Muon(torch.optim.Optimizer):
    """Steps the hidden matrices of a model of the given width; query, key and value of one matrix are three.

    All matrices of one shape are made orthogonal together: many small products cost more than few large ones.
    """

    def __init__(self, parameters, width, lr):
        super().__init__(parameters, {"lr": lr, "width": width, "highest": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            schedule = group["lr"] / group["highest"]
            by_shape = {}
            for parameter in group["params"]:
                state = self.state[parameter]
                if not state:
                    state["momentum"] = torch.zeros_like(parameter)
                momentum = state["momentum"].mul_(MOMENTUM).add_(parameter.grad)
                gradient = parameter.grad + MOMENTUM * momentum
                is_joint = gradient.shape[0] == 3 * group["width"]
                parts = gradient.split(group["width"]) if is_joint else [gradient]
                targets = parameter.split(group["width"]) if is_joint else [parameter]
                parameter.mul_(1 - schedule * DECAY_RATE * WEIGHT_DECAY)
                for part, target in zip(parts, targets):
                    by_shape.setdefault(part.shape, []).append((part, target))
            for shape, pairs in by_shape.items():
                updates = orthogonal(torch.stack([part for part, _ in pairs]))
                rate = group["lr"] * max(1, shape[0] / shape[1]) ** 0.5
                for update, (_, target) in zip(updates, pairs):
                    target.add_(update, alpha=-rate)
