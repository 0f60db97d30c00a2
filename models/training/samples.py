"""What the model sees in a step: pieces of the books, some of them repeated or joined to pairs, and the masking."""

import numpy as np

END_OF_TEXT = 0
CLS, SEP, MASK = 2, 3, 4

#: Ids from here on are no special tokens and no single characters, roughly; random spans are drawn from them.
FIRST_RANDOM_CAUSAL, FIRST_RANDOM_MASKED = 300, 120

#: Shortest repeated span, in tokens.
MIN_SPAN = 8

#: A sentence of the books is used as a whole if its length in tokens lies between these.
SHORTEST_SENTENCE, LONGEST_SENTENCE = 5, 48

#: Of a masked model's longer samples this share are pairs of texts; of the pairs this share do not belong together.
PAIRS, STRANGERS = 0.4, 0.5

#: Each sequence has a share of its tokens between these to restore: 80 % of them hidden, 10 % changed, 10 % left.
LEAST_MASKED, MOST_MASKED = 0.1, 0.4


class Books:
    """Token ids of all books, and where in them a text may begin.

    ids: [token]. ends: the ids after which something new begins, line ends or the marks that end a sentence.
    never_first: ids that begin nothing, such as a quotation mark, of which nobody can say whether it opens or closes.
    """

    def __init__(self, ids, ends, never_first, is_causal, vocab):
        self.ids, self.is_causal, self.vocab = ids, is_causal, vocab
        places = np.flatnonzero(np.isin(ids[:-1], ends)) + 1
        self.starts = places[~np.isin(ids[places], never_first)]
        lengths = np.diff(self.starts)
        self.sentences = {
            length: self.starts[:-1][lengths == length] for length in range(SHORTEST_SENTENCE, LONGEST_SENTENCE + 1)
        }
        tokens = np.array([length * len(places) for length, places in self.sentences.items()], dtype=float)
        self.sentence_shares = tokens / max(1, tokens.sum())

    def sentence_batch(self, n_tokens, rng):
        """Return (ids, types) of about n_tokens tokens in all: whole sentences of one length, with special tokens."""
        length = int(rng.choice(list(self.sentences), p=self.sentence_shares))
        places = rng.choice(self.sentences[length], max(1, n_tokens // (length + 2)))
        return with_specials(np.stack([self.ids[place : place + length] for place in places]), self.is_causal)

    def batch(self, n_sequences, n_tokens, repeat, rng):
        """Return (ids, types) [n_sequences, n_tokens], special tokens included.

        Half of the texts begin where a sentence or line does. A share `repeat` is one span over and over, and half of
        those spans are random tokens: only by looking elsewhere can a model know what stands there, so induction
        and same-token heads form. Some of a masked model's are pairs.
        """
        texts = self.texts(n_sequences, n_tokens - (1 if self.is_causal else 2), rng)
        for text in texts:
            if rng.random() < repeat:
                self.repeat_span(text, rng)
        ids, types = with_specials(texts, self.is_causal)
        if not self.is_causal:
            for row in range(n_sequences):
                if rng.random() < PAIRS:
                    self.make_pair(ids[row], types[row], rng)
        return ids, types

    def texts(self, n_sequences, n_text, rng):
        last = len(self.ids) - n_text - 1
        anywhere = rng.integers(0, last, n_sequences)
        at_start = np.minimum(rng.choice(self.starts, n_sequences), last)
        places = np.where(rng.random(n_sequences) < 0.5, anywhere, at_start)
        return np.stack([self.ids[place : place + n_text] for place in places])

    def repeat_span(self, text, rng):
        """Overwrite a text with its own beginning, or with random tokens, over and over."""
        span = int(rng.integers(MIN_SPAN, len(text) // 2))
        if rng.random() < 0.5:
            first = FIRST_RANDOM_CAUSAL if self.is_causal else FIRST_RANDOM_MASKED
            text[:span] = rng.integers(first, self.vocab, span)
        text[:] = np.resize(text[:span], len(text))

    def make_pair(self, ids, types, rng):
        """Turn [CLS] text [SEP] into [CLS] text [SEP] text [SEP], the second text of type 1, at equal length."""
        cut = int(rng.integers(len(ids) // 4, 3 * len(ids) // 4))
        n_second = len(ids) - cut - 2
        if rng.random() < STRANGERS:
            ids[cut + 1 : -1] = self.texts(1, n_second, rng)[0]
        else:
            ids[cut + 1 : -1] = ids[cut:-2].copy()
        ids[cut] = SEP
        types[cut + 1 :] = 1


def with_specials(texts, is_causal):
    """Return (ids, types), the ids with the end-of-text token in front, or with [CLS] in front and [SEP] behind."""
    column = np.ones((len(texts), 1), dtype=texts.dtype)
    around = [END_OF_TEXT * column, texts] if is_causal else [CLS * column, texts, SEP * column]
    ids = np.concatenate(around, 1)
    return ids, np.zeros_like(ids)


def mask_tokens(ids, vocab, rng, least=LEAST_MASKED, most=MOST_MASKED):
    """Return (ids with some hidden or changed, which are to be restored); no special token is among them."""
    share = rng.uniform(least, most, (len(ids), 1))
    chosen = (rng.random(ids.shape) < share) & (ids > MASK)
    fate = rng.random(ids.shape)
    shown = np.where(chosen & (fate < 0.8), MASK, ids)
    shown = np.where(chosen & (fate >= 0.9), rng.integers(MASK + 1, vocab, ids.shape), shown)
    return shown, chosen
