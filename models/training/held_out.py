"""How well a model does on books that it was not trained on."""

import numpy as np
import torch
from torch.nn import functional as F

from samples import FIRST_RANDOM_CAUSAL, mask_tokens, with_specials

SEED = 0
BATCH = 8
#: A masked model restores this share of the tokens.
MASKED_SHARE = 0.2
#: Length of the span of random tokens that a causal model reads twice.
SPAN = 60


@torch.no_grad()
def held_out(model, books, context, n_batches=12):
    """Return {"loss": nats per token, ...} over n_batches of 8 sequences of the whole context, the same each time.

    A masked model adds "top1" and "top5", the shares of masked tokens among its first guesses; a causal one adds
    "repeated", the loss on the second round of random tokens read twice.
    """
    rng = np.random.default_rng(SEED)
    device = next(model.parameters()).device
    to = lambda array: torch.from_numpy(array).to(device)
    losses, first, among_five = [], [], []
    n_text = context - (1 if books.is_causal else 2)
    for _ in range(n_batches):
        places = rng.integers(0, len(books.ids) - n_text - 1, BATCH)
        ids, _ = with_specials(np.stack([books.ids[place : place + n_text] for place in places]), books.is_causal)
        if books.is_causal:
            logits, answers = model(to(ids))[:, :-1].reshape(-1, books.vocab), to(ids[:, 1:]).reshape(-1)
        else:
            shown, chosen = mask_tokens(ids, books.vocab, rng, MASKED_SHARE, MASKED_SHARE)
            logits, answers = model(to(shown), wanted=to(chosen)), to(ids[chosen])
        losses.append(F.cross_entropy(logits, answers, reduction="none"))
        hits = logits.topk(5).indices == answers[:, None]
        first.append(hits[:, 0])
        among_five.append(hits.any(1))
    share = lambda hits: round(torch.cat(hits).float().mean().item(), 4)
    result = {"loss": round(torch.cat(losses).mean().item(), 4), "top1": share(first), "top5": share(among_five)}
    if books.is_causal:
        result["repeated"] = round(repeated_loss(model, books.vocab, to), 3)
    return result


def repeated_loss(model, vocab, to):
    """Return nats per token on the second round of random tokens, of which the first cannot be known."""
    tokens = np.random.default_rng(7).integers(FIRST_RANDOM_CAUSAL, vocab, (BATCH, SPAN))
    ids = to(with_specials(np.concatenate([tokens, tokens], 1), True)[0])
    logits = model(ids)[:, SPAN + 1 : -1]
    return F.cross_entropy(logits.reshape(-1, vocab), ids[:, SPAN + 2 :].reshape(-1)).item()
