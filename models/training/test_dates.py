"""python3 -m unittest discover models/training: the dates that the rewriting model learns from, and its network."""

import datetime
import unittest

import numpy as np

from date_tokens import END, PADDING, START, date_tokenizer, decode, encode, to_batch
from dates import HELD_OUT_FORMS, WORDS, Form, all_dates, all_forms, draw, ending, split

try:
    import torch
except ImportError:
    torch = None
else:
    from hub_rewriter import rewriter, rewriter_weights
    from rewriter import Rewriter

MARCH = datetime.date(1998, 3, 3)


class Writing(unittest.TestCase):
    def test_as_people_write(self):
        cases = {
            "the third of March, 1998": Form("the {day} of {month}, {year}", day="word"),
            "March 3rd 98": Form("{month} {day} {year}", day="ordinal", year="two figures"),
            "3.3.1998": Form("{d}.{m}.{year}"),
            "03/03/98": Form("{m}/{d}/{year}", year="two figures", padded=True),
            "Tue, 3 Mar. '98": Form("{day} {month} {year}", month="short with point", year="apostrophe", before="short weekday, "),
            "Tuesday 1998-03-03": Form("{full}-{m}-{d}", before="weekday ", padded=True),
        }  # fmt: skip
        self.assertEqual([form.write(MARCH) for form in cases.values()], list(cases))

    def test_ordinals(self):
        self.assertEqual([f"{n}{ending(n)}" for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30, 31)],
                         "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 30th 31st".split())  # fmt: skip
        self.assertEqual([WORDS[n - 1] for n in (1, 12, 20, 21, 30, 31)],
                         "first twelfth twentieth twenty-first thirtieth thirty-first".split())  # fmt: skip
        self.assertEqual(len(WORDS), 31)

    def test_no_text_means_two_dates(self):
        meanings = {}
        for text, date in draw(all_forms(), all_dates(), 20000, np.random.default_rng(3)):
            self.assertEqual(meanings.setdefault(text.lower(), date), date, text)

    def test_two_figures_are_of_1950_to_2049(self):
        form = Form("{d}.{m}.{year}", year="two figures")
        years = [year for year in range(1900, 2100) if form.fits(datetime.date(year, 1, 1))]
        self.assertEqual(years, list(range(1950, 2050)))

    def test_what_is_held_out_is_not_trained_on(self):
        kept, held_out = split(all_forms(), HELD_OUT_FORMS)
        self.assertEqual(len(set(kept) & set(held_out)), 0)
        self.assertEqual(len(set(kept) | set(held_out)), len(all_forms()))
        self.assertEqual(len(set(all_forms())), len(all_forms()))


class Tokens(unittest.TestCase):
    def test_there_and_back_again(self):
        self.assertEqual(decode(encode("The 3rd, '98")), "the 3rd, '98")
        self.assertEqual(decode(encode("3ª")), "3<unk>")

    def test_every_date_can_be_spelt(self):
        texts = [text for text, _ in draw(all_forms(), all_dates(), 2000, np.random.default_rng(1))]
        self.assertFalse([text for text in texts if "<unk>" in decode(encode(text))])
        self.assertEqual(date_tokenizer()["model"]["vocab"]["</s>"], END)

    def test_a_batch_is_filled_up(self):
        source, target = to_batch([("3.3.98", "1998-03-03"), ("3", "1")])
        self.assertEqual(source[1, 1:].tolist(), [END] + [PADDING] * 5)
        self.assertEqual([target[0, 0], target[0, -1], target[1, 0]], [START, END, START])


@unittest.skipIf(torch is None, "needs PyTorch")
class Network(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        self.model = Rewriter(20, 24, 2, 3, 40, 16).eval()

    def test_padding_changes_nothing(self):
        source, target = torch.tensor([[5, 6, 7]]), torch.tensor([[0, 8]])
        filled = torch.cat([source, torch.full((1, 4), PADDING)], 1)
        with torch.no_grad():
            alone = self.model(source, source != PADDING, target)
            beside = self.model(filled, filled != PADDING, target)
        self.assertTrue(torch.allclose(alone, beside, atol=1e-5))

    def test_the_decoder_does_not_look_ahead(self):
        source = torch.tensor([[5, 6, 7]])
        with torch.no_grad():
            one, other = (self.model(source, source != PADDING, torch.tensor([[0, 8, last]])) for last in (9, 10))
        self.assertTrue(torch.equal(one[:, :2], other[:, :2]))
        self.assertFalse(torch.equal(one[:, 2], other[:, 2]))

    def test_names_there_and_back_again(self):
        weights = self.model.state_dict()
        again = rewriter(rewriter_weights(weights, 2))
        self.assertEqual(set(again), set(weights))
        for name, value in weights.items():
            self.assertTrue(torch.equal(again[name], value), name)


if __name__ == "__main__":
    unittest.main()
