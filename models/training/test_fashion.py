"""python3 -m unittest discover models/training: the picture model and its training; skipped where PyTorch is missing."""

import dataclasses
import gzip
import pathlib
import struct
import tempfile
import unittest
import unittest.mock

import numpy as np

from fashion_data import LABELS, PICTURES, read_idx

try:
    import onnx  # What is imported below needs both.
    import torch
except ImportError as error:
    raise unittest.SkipTest("needs PyTorch and onnx") from error

from hub_vision import vision, vision_weights
from onnx_vision import VisionGraph
from steady_training import log_of, rate_at
from vision_model import VisionModel
from vision_training import Plan, evaluate, patches_of, places_of, train

#: All axes differ.
SMALL = Plan(heads=3, epochs=1, batch=4, width=24, layers=2, hidden=40, side=12)
RNG = np.random.default_rng(0)
SOME = RNG.integers(0, 256, (40, 12, 12), dtype=np.uint8), RNG.integers(0, 10, 40)


def small_model():
    torch.manual_seed(0)
    model = SMALL.model().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.3)
    return model


class Files(unittest.TestCase):
    def test_idx_is_read_with_its_axes(self):
        values = np.arange(24, dtype=np.uint8)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "pictures.gz"
            path.write_bytes(gzip.compress(struct.pack(">4i", PICTURES, 2, 3, 4) + values.tobytes()))
            self.assertTrue(np.array_equal(read_idx(path, PICTURES), values.reshape(2, 3, 4)))
            with self.assertRaises(ValueError):
                read_idx(path, LABELS)


class Network(unittest.TestCase):
    def test_patches_are_cut_row_by_row(self):
        picture = torch.arange(144.0).view(1, 1, 12, 12)
        patches = small_model().patches(picture)
        self.assertEqual(patches.shape, (1, 9, 16))
        self.assertTrue(torch.equal(patches[0, 5], picture[0, 0, 4:8, 8:12].flatten()))

    def test_the_exported_network_is_the_trained_one(self):
        model = small_model()
        graph = VisionGraph(model.state_dict(), SMALL.layers, SMALL.heads, SMALL.patch)
        pictures = torch.randn(3, 1, 12, 12)
        with torch.no_grad():
            self.assertTrue(torch.allclose(model(pictures), graph(pictures), atol=1e-5))

    def test_all_patches_kept_is_the_same_as_none_left_out(self):
        model, pictures = small_model(), torch.randn(2, 1, 12, 12)
        with torch.no_grad():
            self.assertTrue(torch.equal(model(pictures), model(pictures, torch.arange(9))))
            self.assertFalse(torch.allclose(model(pictures), model(pictures, torch.arange(8))))

    def test_training_leaves_out_only_what_is_not_read(self):
        model, pictures = small_model(), torch.randn(2, 1, 12, 12)
        with torch.no_grad():
            self.assertTrue(torch.allclose(model.train()(pictures), model.eval()(pictures), atol=1e-5))

    def test_names_there_and_back_again(self):
        weights = small_model().state_dict()
        again = vision(vision_weights(weights, SMALL.layers, SMALL.patch))
        self.assertEqual(set(again), set(weights))
        for name, value in weights.items():
            self.assertTrue(torch.equal(again[name], value), name)


class Training(unittest.TestCase):
    def test_a_run_that_was_stopped_ends_as_one_that_was_not(self):
        class Stopped(Exception):
            pass

        with tempfile.TemporaryDirectory() as folder:
            whole, parted = (pathlib.Path(folder) / name for name in ("whole.pt", "parted.pt"))
            wanted = train(dataclasses.replace(SMALL, epochs=10), *SOME, whole, log=lambda _: None)

            def stop(_):
                raise Stopped

            with unittest.mock.patch("steady_training.SAVE_SECONDS", -1), self.assertRaises(Stopped):
                train(dataclasses.replace(SMALL, epochs=10), *SOME, parted, log=stop)
            self.assertLess(torch.load(parted)["step"], wanted["step"])
            found = train(dataclasses.replace(SMALL, epochs=10), *SOME, parted, log=lambda _: None)
        for name, value in wanted["model"].items():
            self.assertTrue(torch.equal(found["model"][name], value), name)

    def test_a_checkpoint_of_another_plan_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.pt"
            train(SMALL, *SOME, path, log=lambda _: None)
            with self.assertRaises(ValueError):
                train(dataclasses.replace(SMALL, seed=2), *SOME, path, log=lambda _: None)

    def test_the_log_of_a_run_says_when_where_how_long_and_from_which_seed(self):
        with tempfile.TemporaryDirectory() as folder:
            log = log_of(train(SMALL, *SOME, pathlib.Path(folder) / "run.pt", log=lambda _: None))
        self.assertEqual(set(log), {"plan", "steps", "date", "machine", "curve", "seconds", "cpuSeconds", "threads"})
        self.assertEqual(log["plan"]["seed"], SMALL.seed)
        self.assertRegex(log["machine"], r"\w")

    def test_an_epoch_sees_every_picture_once(self):
        seen = np.concatenate([places_of(SMALL, step, 40) for step in range(10)])
        self.assertEqual(sorted(seen), list(range(40)))
        self.assertFalse(np.array_equal(places_of(SMALL, 0, 40), places_of(SMALL, 10, 40)))

    def test_few_patches_are_half_of_them(self):
        kept = patches_of(Plan(), 3)
        self.assertEqual(len(set(kept.tolist())), 24)
        self.assertFalse(torch.equal(kept, patches_of(Plan(), 4)))

    def test_the_rate_rises_and_falls_to_nothing(self):
        self.assertLess(rate_at(0), 0.05)
        self.assertAlmostEqual(rate_at(0.05), 1)
        self.assertAlmostEqual(rate_at(1), 0)

    def test_evaluation_counts_right_answers(self):
        model = VisionModel(12, 4, 10, 24, 2, 3, 40)
        with torch.no_grad():
            model.head.bias[3] = 1.0
        pictures, labels = SOME
        measured = evaluate(model, pictures, labels)
        self.assertEqual(measured["accuracy"], round((labels == 3).mean(), 4))
        # The head begins with no weights, so every picture has the loss of the bias alone.
        wanted = np.log(9 + np.e) - (labels == 3).mean()
        self.assertAlmostEqual(measured["loss"], wanted, places=3)


if __name__ == "__main__":
    unittest.main()
