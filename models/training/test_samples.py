"""python3 -m unittest discover models/training: what a step shows the model; needs NumPy, no PyTorch."""

import unittest

import numpy as np

from samples import CLS, END_OF_TEXT, FIRST_RANDOM_MASKED, MASK, SEP, Books, mask_tokens, with_specials

#: Stands for the full stop; every 7th token, so that each sentence has 7 tokens.
STOP = 9
VOCAB = 5000


def numbered_books(is_causal=False, never_first=()):
    """Books in which the token at place p is 1000 + p, but for the stops."""
    ids = np.arange(700, dtype=np.int64) + 1000
    ids[6::7] = STOP
    return Books(ids, [STOP], list(never_first), is_causal, VOCAB)


class Starts(unittest.TestCase):
    def test_a_text_begins_after_each_stop(self):
        self.assertEqual(numbered_books().starts[:3].tolist(), [7, 14, 21])

    def test_but_not_with_what_begins_nothing(self):
        self.assertEqual(numbered_books(never_first=[1014]).starts[:3].tolist(), [7, 21, 28])


class Sentences(unittest.TestCase):
    def test_are_whole_and_of_one_length(self):
        ids, types = numbered_books().sentence_batch(90, np.random.default_rng(1))
        self.assertEqual(ids.shape, (10, 9))
        for row in ids:
            self.assertEqual((row[0], row[-2], row[-1]), (CLS, STOP, SEP))
            self.assertEqual((row[1] - 1000) % 7, 0)
        self.assertEqual(types.max(), 0)


class Batches(unittest.TestCase):
    def test_causal_texts_follow_the_end_of_text_token(self):
        ids, _ = numbered_books(is_causal=True).batch(50, 20, 0, np.random.default_rng(1))
        self.assertTrue((ids[:, 0] == END_OF_TEXT).all())
        words = ids[:, 1:]
        steps = np.diff(words, axis=1)[(words[:, 1:] != STOP) & (words[:, :-1] != STOP)]
        self.assertEqual(set(steps.tolist()), {1})

    def test_half_of_the_texts_begin_a_sentence(self):
        ids, _ = numbered_books(is_causal=True).batch(4000, 20, 0, np.random.default_rng(1))
        share = np.mean((ids[:, 1] - 1000) % 7 == 0)
        # Half, and a seventh of the other half by chance.
        self.assertAlmostEqual(share, 0.5 + 0.5 / 7, delta=0.04)

    def test_a_repeated_span_comes_again_and_again(self):
        ids, _ = numbered_books(is_causal=True).batch(40, 60, 1, np.random.default_rng(1))
        for row in ids[:, 1:]:
            periods = [span for span in range(8, 30) if (row[span:] == row[:-span]).all()]
            self.assertTrue(periods)

    def test_pairs_have_a_second_text_of_type_1_between_delimiters(self):
        ids, types = numbered_books().batch(400, 40, 0, np.random.default_rng(1))
        is_pair = types.any(1)
        self.assertAlmostEqual(is_pair.mean(), 0.4, delta=0.08)
        self.assertEqual(set((ids[~is_pair] == SEP).sum(1)), {1})
        for row, kinds in zip(ids[is_pair], types[is_pair]):
            cut = int(np.flatnonzero(kinds)[0])
            self.assertEqual([row[0], row[cut - 1], row[-1]], [CLS, SEP, SEP])
            self.assertTrue(kinds[cut:].all())
            self.assertEqual((row == SEP).sum(), 2)

    def test_half_of_the_pairs_go_on_where_the_first_text_ends(self):
        ids, types = numbered_books().batch(2000, 40, 0, np.random.default_rng(1))
        goes_on = []
        for row, kinds in zip(ids, types):
            if kinds.any():
                cut = int(np.flatnonzero(kinds)[0])
                before, after = row[cut - 2], row[cut]
                if before != STOP and after != STOP:
                    goes_on.append(after == before + 1)
        self.assertAlmostEqual(np.mean(goes_on), 0.5, delta=0.08)


class Masking(unittest.TestCase):
    def masked(self):
        rng = np.random.default_rng(2)
        ids, _ = with_specials(rng.integers(FIRST_RANDOM_MASKED, VOCAB, (500, 100)), False)
        return ids, *mask_tokens(ids, VOCAB, rng, 0.2, 0.2)

    def test_special_tokens_stay(self):
        ids, shown, chosen = self.masked()
        self.assertFalse(chosen[:, [0, -1]].any())
        self.assertTrue((shown[:, 0] == CLS).all() and (shown[:, -1] == SEP).all())

    def test_what_is_not_chosen_is_shown_as_it_is(self):
        ids, shown, chosen = self.masked()
        self.assertTrue((shown[~chosen] == ids[~chosen]).all())

    def test_a_fifth_is_chosen_and_of_it_eight_tenths_hidden_one_changed(self):
        ids, shown, chosen = self.masked()
        self.assertAlmostEqual(chosen[:, 1:-1].mean(), 0.2, delta=0.01)
        self.assertAlmostEqual((shown[chosen] == MASK).mean(), 0.8, delta=0.02)
        self.assertAlmostEqual((shown[chosen] == ids[chosen]).mean(), 0.1, delta=0.02)

    def test_the_share_differs_from_sequence_to_sequence(self):
        rng = np.random.default_rng(3)
        ids, _ = with_specials(np.full((200, 200), 4000), False)
        _, chosen = mask_tokens(ids, VOCAB, rng, 0.1, 0.4)
        shares = chosen.mean(1)
        self.assertLess(shares.min(), 0.15)
        self.assertGreater(shares.max(), 0.34)


if __name__ == "__main__":
    unittest.main()
