"""One training run of a small text model that writes on, and how well it does on books that it has not seen."""

import dataclasses
import math

import numpy as np
import torch
from torch.nn import functional as F

from language_model import LanguageModel
from samples import with_specials
from steady_training import run

#: Held-out texts, and how many of them are computed at once; the result does not depend on the latter.
N_TEXTS, EVALUATION_BATCH = 2000, 50


@dataclasses.dataclass(frozen=True)
class TextPlan:
    """What a run is; heads and seed are what differs between the models that are compared."""

    heads: int = 4
    seed: int = 1
    #: 1.5 million tokens: 15 such runs computed for 19 minutes of one core, what is measured of them not counted.
    steps: int = 1500
    #: Texts of a step, each as long as the context.
    batch: int = 16
    width: int = 64
    layers: int = 2
    vocab: int = 1024
    context: int = 64
    position_scale: float = 0.03
    #: Highest rates of AdamW and Muon.
    lr: float = 2e-3
    muon: float = 0.02

    def model(self):
        return LanguageModel(
            True, self.vocab, self.width, self.layers, self.heads, self.context, self.position_scale
        )


def train(plan, books, path, log=print):
    """Train to the end of the plan, going on from `path` if it is there; return the checkpoint, which is written there.

    books: samples.Books of a causal model.
    """

    def loss_at(model, step):
        tokens = torch.from_numpy(texts_of(plan, step, books))
        return F.cross_entropy(model(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten())

    return run(plan, plan.steps, loss_at, path, log)


def texts_of(plan, step, books):
    """The texts of a step, ids [text, context + 1] behind the end-of-text token: known from seed and step, whatever the heads."""
    rng = np.random.default_rng([plan.seed, step])
    return with_specials(books.texts(plan.batch, plan.context, rng), True)[0]


@torch.no_grad()
def evaluate(model, books, n_characters, context, n_texts=N_TEXTS):
    """Return {"loss" in nats per token, "bitsPerCharacter", "texts", "tokensOfEach"} over texts spread evenly over the books.

    n_characters: for how many characters all the ids of the held-out books stand.
    """
    places = np.linspace(0, len(books.ids) - context, n_texts).astype(int)
    loss = 0.0
    for some in np.array_split(places, max(1, n_texts // EVALUATION_BATCH)):
        ids, _ = with_specials(np.stack([books.ids[place : place + context] for place in some]), True)
        tokens = torch.from_numpy(ids)
        loss += F.cross_entropy(model(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten(), reduction="sum").item()
    nats = loss / (n_texts * context)
    bits = nats / math.log(2) * len(books.ids) / n_characters
    return {"loss": round(nats, 4), "bitsPerCharacter": round(bits, 4), "texts": n_texts, "tokensOfEach": context}
