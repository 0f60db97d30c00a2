"""What the model sees in a step: spans of the books, some of them repeated, and the masking of the masked model."""

import numpy as np
import torch

END_OF_TEXT = 0
CLS, SEP, MASK = 2, 3, 4

#: Ids from here on are no special tokens and no single characters, roughly; random spans are drawn from them.
FIRST_RANDOM_CAUSAL, FIRST_RANDOM_MASKED = 300, 120

#: Shortest repeated span, in tokens.
MIN_SPAN = 8

#: Share of the tokens that the masked model must restore; of these 80 % are hidden, 10 % changed, 10 % left.
MASKED_SHARE = 0.2


def sample(source, n_sequences, n_tokens, repeat, is_causal, vocab, rng):
    """Return ids [n_sequences, n_tokens], special tokens included, from random places of the source.

    A share `repeat` of the sequences is one span over and over, and half of those spans are random tokens:
    only by looking back can a model know how they go on, so induction heads form.
    """
    n_text = n_tokens - 1 if is_causal else n_tokens - 2
    starts = rng.integers(0, len(source) - n_text - 1, n_sequences)
    texts = np.stack([source[start : start + n_text] for start in starts])
    for text in texts:
        if rng.random() < repeat:
            span = int(rng.integers(MIN_SPAN, n_text // 2))
            if rng.random() < 0.5:
                text[:span] = rng.integers(FIRST_RANDOM_CAUSAL if is_causal else FIRST_RANDOM_MASKED, vocab, span)
            text[:] = np.resize(text[:span], n_text)
    return torch.from_numpy(with_specials(texts, is_causal))


def with_specials(texts, is_causal):
    """Return ids with the end-of-text token in front, or with [CLS] in front and [SEP] behind."""
    column = np.ones((len(texts), 1), dtype=texts.dtype)
    if is_causal:
        return np.concatenate([END_OF_TEXT * column, texts], 1)
    return np.concatenate([CLS * column, texts, SEP * column], 1)


def mask_tokens(tokens, vocab):
    """Return (ids with some of them hidden or changed, the mask of positions to restore)."""
    chosen = (torch.rand(tokens.shape) < MASKED_SHARE) & (tokens > MASK)
    fate = torch.rand(tokens.shape)
    hidden = torch.where(chosen & (fate < 0.8), torch.tensor(MASK), tokens)
    changed = torch.where(chosen & (fate >= 0.9), torch.randint(MASK + 1, vocab, tokens.shape), hidden)
    return changed, chosen
