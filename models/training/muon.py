"""Muon (Jordan et al. 2024): momentum whose step for a matrix is the nearest orthogonal matrix."""

import torch

MOMENTUM = 0.95
WEIGHT_DECAY = 0.1

#: The share of weight decay in a step, before the schedule.
DECAY_RATE = 0.01

#: Coefficients of the quintic Newton-Schulz iteration.
A, B, C = 3.4445, -4.7750, 2.0315
N_ITERATIONS = 5


def orthogonal(matrix):
    """Return a matrix with the singular vectors of `matrix` and singular values near 1."""
    x = matrix / (matrix.norm() + 1e-7)
    is_tall = x.shape[0] > x.shape[1]
    if is_tall:
        x = x.t()
    for _ in range(N_ITERATIONS):
        gram = x @ x.t()
        x = A * x + (B * gram + C * (gram @ gram)) @ x
    return x.t() if is_tall else x


class Muon:
    """Steps the hidden matrices of a model of the given width; query, key and value of one matrix are three."""

    def __init__(self, parameters, width, rate):
        self.parameters = parameters
        self.width = width
        self.rate = rate
        self.momenta = [torch.zeros_like(parameter) for parameter in parameters]

    @torch.no_grad()
    def step(self, schedule):
        """schedule: the current learning rate as a share of the highest. Clears the gradients."""
        for parameter, momentum in zip(self.parameters, self.momenta):
            momentum.mul_(MOMENTUM).add_(parameter.grad)
            gradient = parameter.grad + MOMENTUM * momentum
            if gradient.shape[0] == 3 * self.width:
                update = torch.cat([orthogonal(part) for part in gradient.split(self.width)])
                shape_scale = 1
            else:
                update = orthogonal(gradient)
                shape_scale = max(1, update.shape[0] / update.shape[1])
            parameter.mul_(1 - schedule * DECAY_RATE * WEIGHT_DECAY)
            parameter.add_(update, alpha=-schedule * self.rate * shape_scale**0.5)
            parameter.grad = None
