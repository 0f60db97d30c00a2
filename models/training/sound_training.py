"""One training run of the sound model, and how well it does on voices that it has not heard."""

import dataclasses

import numpy as np
import torch
from torch.nn import functional as F

from noisy_rooms import placed
from sound_features import HOP, features
from sound_model import SoundModel
from spoken_digits import WORDS
from steady_training import run

EVALUATION_BATCH = 250
#: Keeps the noises of an evaluation from those of the training.
EVALUATION_SEED = 1000


@dataclasses.dataclass(frozen=True)
class Plan:
    heads: int = 8
    seed: int = 1
    steps: int = 1500
    batch: int = 48
    width: int = 64
    layers: int = 4
    hidden: int = 128
    frames: int = 146
    bins: int = 64
    patch: int = 16
    time_stride: int = 10
    bin_stride: int = 16
    #: For the first of the steps each sees a share of the patches, as in vision_training.py.
    few_patches: float = 0.5
    few_steps: float = 0.6
    #: Of the features of the training sounds: measured on 300 of them, and rounded.
    mean: float = -5.5
    std: float = 5.1
    lr: float = 2e-3
    muon: float = 0.02

    def n_patches(self):
        along = lambda length, stride: (length - self.patch) // stride + 1
        return along(self.bins, self.bin_stride) * along(self.frames, self.time_stride)

    def model(self):
        cut = self.frames, self.bins, self.patch, self.time_stride, self.bin_stride
        return SoundModel(*cut, len(WORDS), self.width, self.layers, self.heads, self.hidden)


def train(plan, sounds, labels, path, log=print):
    """Train to the end of the plan, going on from `path` if it is there; return the checkpoint, which is written there."""

    def loss_at(model, step):
        # Each step has words, places and noises of its own, known from the seed alone.
        rng = np.random.default_rng([plan.seed, step])
        chosen = rng.integers(0, len(sounds), plan.batch)
        inputs = torch.from_numpy(heard(plan, [sounds[at] for at in chosen], rng, np.float32))
        scores = model(inputs, patches_of(plan, rng) if step < plan.few_steps * plan.steps else None)
        return F.cross_entropy(scores, torch.from_numpy(labels[chosen]))

    return run(plan, plan.steps, loss_at, path, log)


def patches_of(plan, rng):
    """The patches of a step that sees few."""
    n_patches = plan.n_patches()
    return torch.from_numpy(np.sort(rng.permutation(n_patches)[: round(plan.few_patches * n_patches)]))


def heard(plan, words, rng, dtype=np.float64):
    """The features of words, each in a noisy room: float32 [word, frame, bin]."""
    return features_of(plan, [placed(word, plan.frames * HOP, rng) for word in words], dtype)


def features_of(plan, sounds, dtype=np.float64):
    return features(sounds, plan.frames, plan.bins, plan.mean, plan.std, dtype)


@torch.no_grad()
def scores_of(model, inputs):
    parts = [model(torch.from_numpy(inputs[i : i + EVALUATION_BATCH])) for i in range(0, len(inputs), EVALUATION_BATCH)]
    return torch.cat(parts)


def evaluate(model, plan, sounds, labels):
    """Return the share named rightly, as they were spoken and in noisy rooms, and which digits are taken for which."""
    rng = np.random.default_rng([plan.seed, EVALUATION_SEED])
    inputs = {
        "asSpoken": features_of(plan, sounds),
        "inNoise": heard(plan, sounds, rng),
    }
    answers = torch.from_numpy(labels)
    result, mistaken = {}, np.zeros((len(WORDS), len(WORDS)), int)
    for name, features_there in inputs.items():
        scores = scores_of(model, features_there)
        taken = scores.argmax(1)
        result[name] = {
            "accuracy": round((taken == answers).double().mean().item(), 4),
            "loss": round(F.cross_entropy(scores, answers).item(), 4),
        }
        if name == "inNoise":
            np.add.at(mistaken, (labels, taken.numpy()), 1)
    np.fill_diagonal(mistaken, 0)
    worst = sorted(((int(n), WORDS[a], WORDS[b]) for (a, b), n in np.ndenumerate(mistaken) if n), reverse=True)[:5]
    return {**result, "sounds": len(sounds), "mostMistaken": [{"said": a, "takenFor": b, "times": n} for n, a, b in worst]}
