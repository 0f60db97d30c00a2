"""What a rewriting model can do at one moment of its training, and whether its heads have found the figures that they copy."""

from unittest import mock

import numpy as np
import torch

from date_tokens import PADDING, to_batch
from date_training import loss_of, rewrite
from dates import HELD_OUT_DATES, HELD_OUT_FORMS, all_dates, all_forms, draw, split

#: Figures of a year, which stand in a date as they stand in the answer.
YEAR = 4
SEED = 5


def held_out_pairs(n):
    """Dates that were held out, in forms that were held out."""
    forms, dates = split(all_forms(), HELD_OUT_FORMS)[1], split(all_dates(), HELD_OUT_DATES)[1]
    return draw(forms, dates, n, np.random.default_rng(SEED))


@torch.no_grad()
def measure(model, pairs):
    """Return {"loss" in nats per character, "exact" share of dates, "found" mean weight on the figure to be copied}."""
    model.eval()
    answers = rewrite(model, [text for text, _ in pairs])
    exact = sum(answer == wanted for answer, (_, wanted) in zip(answers, pairs)) / len(pairs)
    result = {"loss": round(loss_of(model, pairs).item(), 4), "exact": round(exact, 4), "found": round(found(model, pairs), 4)}
    model.train()
    return result


@torch.no_grad()
def found(model, pairs):
    """Of the figures of years that are written in full: the weight on that figure in the row in which it is chosen, in the head that has most there; the mean."""
    pairs = [(text, wanted) for text, wanted in pairs if wanted[:YEAR] in text]
    source, target = (torch.from_numpy(ids) for ids in to_batch(pairs))
    cross = cross_patterns(model, source, target[:, :-1])
    begins = [text.index(wanted[:YEAR]) for text, wanted in pairs]
    weights = [cross[:, at, :, row, begin + row].max() for at, begin in enumerate(begins) for row in range(YEAR)]
    return torch.stack(weights).mean().item()


def cross_patterns(model, source, target):
    """[layer, pair, head, query, key]: every second softmax of the decoder."""
    patterns, softmax = [], torch.Tensor.softmax

    def recording(scores, dim):
        patterns.append(softmax(scores, dim))
        return patterns[-1]

    with mock.patch.object(torch.Tensor, "softmax", recording):
        model(source, source != PADDING, target)
    return torch.stack(patterns[len(model.encoder.layers) :][1::2])
