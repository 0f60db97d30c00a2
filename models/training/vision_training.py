"""One training run of a picture model, and how well it does on pictures that it has not seen."""

import dataclasses

import numpy as np
import torch
from torch.nn import functional as F

from fashion_data import CLASSES, to_input
from steady_training import run
from vision_model import VisionModel

#: Of the batches of an evaluation; the result does not depend on it.
EVALUATION_BATCH = 500


@dataclasses.dataclass(frozen=True)
class Plan:
    """What a run is; heads, seed and epochs are what differs between the models that are compared."""

    heads: int = 8
    seed: int = 1
    epochs: float = 3
    batch: int = 64
    width: int = 64
    layers: int = 4
    hidden: int = 128
    side: int = 28
    patch: int = 4
    #: For the first of the steps each sees a share of the patches, others at each step, which costs less.
    few_patches: float = 0.5
    few_steps: float = 0.7
    #: Highest rates of AdamW and Muon.
    lr: float = 2e-3
    muon: float = 0.02

    def model(self):
        return VisionModel(self.side, self.patch, len(CLASSES), self.width, self.layers, self.heads, self.hidden)


def train(plan, pictures, labels, path, log=print):
    """Train to the end of the plan, going on from `path` if it is there; return the checkpoint, which is written there.

    pictures: uint8 [picture, row, column].
    """

    n_steps = n_steps_of(plan, len(pictures))

    def loss_at(model, step):
        places = places_of(plan, step, len(pictures))
        kept = patches_of(plan, step) if step < plan.few_steps * n_steps else None
        scores = model(torch.from_numpy(to_input(pictures[places])), kept)
        return F.cross_entropy(scores, torch.from_numpy(labels[places]))

    return run(plan, n_steps, loss_at, path, log)


def n_steps_of(plan, n_pictures):
    return round(plan.epochs * n_pictures / plan.batch)


def patches_of(plan, step):
    """The patches of a step that sees few: drawn anew each time, known from the seed alone."""
    n_patches = (plan.side // plan.patch) ** 2
    order = np.random.default_rng([plan.seed, step, n_patches]).permutation(n_patches)
    return torch.from_numpy(np.sort(order[: round(plan.few_patches * n_patches)]))


def places_of(plan, step, n_pictures):
    """The pictures of a step: each epoch is an order of its own, known from the seed alone."""
    places = np.arange(step * plan.batch, (step + 1) * plan.batch)
    epochs = places // n_pictures
    orders = {epoch: np.random.default_rng([plan.seed, epoch]).permutation(n_pictures) for epoch in set(epochs)}
    return np.array([orders[epoch][place] for epoch, place in zip(epochs, places % n_pictures)])


@torch.no_grad()
def evaluate(model, pictures, labels):
    """Return {"accuracy", "loss" in nats per picture, "pictures"}."""
    right, loss = 0, 0.0
    for first in range(0, len(pictures), EVALUATION_BATCH):
        scores = model(torch.from_numpy(to_input(pictures[first : first + EVALUATION_BATCH])))
        answers = torch.from_numpy(labels[first : first + EVALUATION_BATCH])
        right += (scores.argmax(1) == answers).sum().item()
        loss += F.cross_entropy(scores, answers, reduction="sum").item()
    n = len(pictures)
    return {"accuracy": round(right / n, 4), "loss": round(loss / n, 4), "pictures": n}
