"""The training run of the rewriting model, on dates made on the way, and how many it writes exactly."""

import dataclasses

import numpy as np
import torch
from torch.nn import functional as F

from date_tokens import END, PADDING, START, VOCABULARY, decode, to_batch
from dates import HELD_OUT_DATES, HELD_OUT_FORMS, all_dates, all_forms, draw, split
from rewriter import Rewriter
from steady_training import run

#: Longest answer that is waited for: a date, its start and its end, and some more for a wrong one.
LONGEST_ANSWER = 16


@dataclasses.dataclass(frozen=True)
class Plan:
    heads: int = 4
    seed: int = 1
    steps: int = 1000
    batch: int = 64
    width: int = 64
    layers: int = 2
    hidden: int = 128
    context: int = 64
    lr: float = 2e-3
    muon: float = 0.02

    def model(self):
        return Rewriter(len(VOCABULARY), self.width, self.layers, self.heads, self.hidden, self.context)


def train(plan, path, log=print, look=None):
    """Train to the end of the plan, going on from `path` if it is there; return the checkpoint, which is written there.

    look(model, step): as in steady_training.py.
    """
    forms, dates = split(all_forms(), HELD_OUT_FORMS)[0], split(all_dates(), HELD_OUT_DATES)[0]

    def loss_at(model, step):
        # Each step has dates of its own, known from the seed alone.
        return loss_of(model, draw(forms, dates, plan.batch, np.random.default_rng([plan.seed, step])))

    return run(plan, plan.steps, loss_at, path, log, look)


def loss_of(model, pairs):
    """Nats per character of the answers."""
    source, target = (torch.from_numpy(ids) for ids in to_batch(pairs))
    logits = model(source, source != PADDING, target[:, :-1])
    return F.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=PADDING)


@torch.no_grad()
def rewrite(model, texts):
    """The answers that the model writes, the likeliest character each time."""
    source, _ = to_batch([(text, "") for text in texts])
    states, hidden = model.encode(torch.from_numpy(source), torch.from_numpy(source != PADDING))
    target = torch.full((len(texts), 1), START)
    while target.shape[1] < LONGEST_ANSWER:
        target = torch.cat([target, model.decode(target, states, hidden)[:, -1:].argmax(-1)], 1)
    return [decode(row[: row.index(END)] if END in row else row) for row in target[:, 1:].tolist()]


def evaluate(model, n, seed=0):
    """Return the share of n dates written exactly, of each kind of what was held out, and some that went wrong."""
    forms, dates = split(all_forms(), HELD_OUT_FORMS), split(all_dates(), HELD_OUT_DATES)
    result, wrong = {}, []
    for name, of_forms, of_dates in (("forms", 1, 0), ("dates", 0, 1), ("formsAndDates", 1, 1)):
        pairs = draw(forms[of_forms], dates[of_dates], n, np.random.default_rng([seed, of_forms, of_dates]))
        answers = [answer for i in range(0, n, 500) for answer in rewrite(model, [text for text, _ in pairs[i : i + 500]])]
        failed = [[text, wanted, answer] for (text, wanted), answer in zip(pairs, answers) if wanted != answer]
        result[name] = round(1 - len(failed) / n, 4)
        wrong += failed[:5]
    return {"exact": result, "ofEach": n, "wrong": wrong}
