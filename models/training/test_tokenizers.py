"""python3 -m unittest discover models/training: the part that needs no PyTorch."""

import collections
import pathlib
import unittest

from bpe import learn_merges, merge
from encoders import causal_encoder, load_model, masked_encoder
from vocabularies import learn_causal, learn_masked
from words import byte_symbols

MODELS = pathlib.Path(__file__).resolve().parent.parent
CAUSAL = MODELS / "bookworm-gpt" / "tokenizer.json"
MASKED = MODELS / "bookworm-bert" / "tokenizer.json"


class Merges(unittest.TestCase):
    def test_worked_example(self):
        # ab occurs 5 + 2 times, bc 5; then ab-c 5 times; nothing else twice.
        words = collections.Counter({("a", "b", "c"): 5, ("a", "b"): 2, ("x", "y"): 1})
        self.assertEqual(learn_merges(words, 10), [("a", "b"), ("ab", "c")])

    def test_stops_at_the_number_wanted(self):
        self.assertEqual(learn_merges(collections.Counter({("a", "b", "c"): 5}), 1), [("a", "b")])

    def test_overlapping_pairs_merge_from_the_left(self):
        self.assertEqual(merge(["a", "a", "a"], ("a", "a")), ["aa", "a"])


class Vocabularies(unittest.TestCase):
    text = "the cat sat on the mat; the cat sat. " * 20

    def test_causal_pieces_spell_the_text(self):
        vocabulary, merges = learn_causal([self.text], 280)
        self.assertEqual(len(vocabulary), 257 + len(merges))
        self.assertIn("\u0120the", vocabulary)
        self.assertEqual(sorted(vocabulary.values()), list(range(len(vocabulary))))

    def test_masked_pieces_mark_what_continues_a_word(self):
        vocabulary = learn_masked([self.text], 400)
        self.assertEqual(list(vocabulary)[:5], ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
        self.assertIn("the", vocabulary)
        self.assertIn("##at", vocabulary)
        self.assertNotIn("####", "".join(vocabulary))


class Encoders(unittest.TestCase):
    sentences = ["The boy sprinted to the bank.", "He opened the door, didn't he?  42!", "caf\u00e9 \U0001f600"]

    def test_causal_ids_spell_the_bytes_again(self):
        encode = causal_encoder(CAUSAL)
        pieces = {index: piece for piece, index in load_model(CAUSAL)["vocab"].items()}
        bytes_of = {symbol: byte for byte, symbol in byte_symbols().items()}
        for sentence in self.sentences:
            symbols = "".join(pieces[token] for token in encode(sentence))
            self.assertEqual(bytes(bytes_of[symbol] for symbol in symbols).decode(), sentence)

    def test_masked_ids_spell_the_lowercased_words(self):
        encode = masked_encoder(MASKED)
        pieces = {index: piece for piece, index in load_model(MASKED)["vocab"].items()}
        spelt = " ".join(pieces[token] for token in encode("Sprinted, the BANK")).replace(" ##", "")
        self.assertEqual(spelt, "sprinted , the bank")

    def test_a_word_that_cannot_be_spelt_is_unknown(self):
        self.assertEqual(masked_encoder(MASKED)("\u6f22"), [1])


if __name__ == "__main__":
    unittest.main()
