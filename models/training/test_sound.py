"""python3 -m unittest discover models/training: features of sounds, noisy rooms, and the sound model; the latter skipped where PyTorch is missing."""

import unittest

import numpy as np

from noisy_rooms import placed
from sound_features import FLOOR, HOP, RATE, features, frames_of
from spoken_digits import VOICES, resampled, split_voices

try:
    import onnx  # What is imported below needs both.
    import torch

    from hub_sound import sound_configs, sound_weights
    from onnx_sound import SoundGraph
    from sound_training import Plan
except ImportError:
    torch = None

try:
    # By its name: what the library is made of comes when it is asked for, and may be missing too, or not go with PyTorch.
    from transformers import ASTConfig, ASTFeatureExtractor, ASTForAudioClassification
except Exception as error:
    ASTForAudioClassification = None
    WHY = f"needs transformers: {error}"
else:
    WHY = "needs PyTorch"

SECONDS = np.arange(RATE) / RATE
TONE = 0.3 * np.sin(2 * np.pi * 700 * SECONDS)


class Features(unittest.TestCase):
    def test_frames_beyond_the_sound_are_0_before_the_mean_is_taken_off(self):
        made = features([TONE[: 400 + 3 * HOP]], 10, 16, mean=-2, std=4)
        self.assertEqual((made.shape, frames_of(400 + 3 * HOP)), ((1, 10, 16), 4))
        self.assertTrue(np.all(made[0, 4:] == np.float32(0.25)))
        self.assertFalse(np.any(made[0, :4] == np.float32(0.25)))

    def test_silence_is_the_floor_and_a_higher_tone_lies_higher(self):
        silent = features([np.zeros(RATE)], 5, 16)
        self.assertTrue(np.allclose(silent, np.log(FLOOR), atol=1e-5))
        low, high = (features([np.sin(2 * np.pi * hertz * SECONDS)], 5, 16)[0, 2].argmax() for hertz in (300, 3000))
        self.assertLess(low, high)

    @unittest.skipIf(torch is None or ASTForAudioClassification is None, WHY)
    def test_they_are_those_of_the_extractor_of_transformers(self):
        rng = np.random.default_rng(0)
        sound = (TONE + 0.05 * rng.standard_normal(RATE))[:9000].astype(np.float32)
        extractor = ASTFeatureExtractor(num_mel_bins=32, max_length=80, mean=-3.0, std=5.0)
        truth = extractor(sound, sampling_rate=RATE, return_tensors="np")["input_values"]
        self.assertLess(np.abs(features([sound], 80, 32, -3.0, 5.0) - truth).max(), 1e-3)


class Sounds(unittest.TestCase):
    def test_no_voice_is_on_both_sides(self):
        heard, held_out = split_voices()
        self.assertEqual(sorted((*heard, *held_out)), sorted(VOICES))
        self.assertEqual(len(held_out), len(VOICES) // 5)

    def test_another_rate_is_the_same_tone(self):
        there = np.arange(22050) / 22050
        back = resampled(np.sin(2 * np.pi * 700 * there), 22050)
        self.assertEqual(len(back), RATE)
        self.assertLess(np.abs(back - np.sin(2 * np.pi * 700 * SECONDS))[200:-200].max(), 1e-2)

    def test_a_room_is_known_from_its_seed_and_no_louder_than_a_file_can_be(self):
        word = TONE[:6000].astype(np.float16)
        one, same, other = (placed(word, 20000, np.random.default_rng(seed)) for seed in (1, 1, 2))
        self.assertTrue(np.array_equal(one, same))
        self.assertFalse(len(one) == len(other) and np.array_equal(one, other))
        lengths = {len(placed(word, 20000, np.random.default_rng(seed))) == 20000 for seed in range(20)}
        self.assertEqual(lengths, {True, False})
        self.assertLessEqual(np.abs(one).max(), 1)


@unittest.skipIf(torch is None, "needs PyTorch and onnx")
class Network(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(0)
        #: All axes differ.
        self.plan = Plan(heads=3, width=24, layers=2, hidden=40, frames=30, bins=20, patch=8, time_stride=5, bin_stride=6)
        self.model = self.plan.model().eval()
        with torch.no_grad():
            for parameter in self.model.parameters():
                parameter.normal_(0, 0.3)
        self.sounds = torch.randn(3, 30, 20)

    def test_patches_stand_band_by_band_the_lowest_first(self):
        patches = self.model.patches(self.sounds)
        # (20 - 8) / 6 + 1 bands and (30 - 8) / 5 + 1 steps.
        self.assertEqual(patches.shape, (3, 3 * 5, 64))
        self.assertTrue(torch.equal(patches[1, 7], self.sounds[1, 10:18, 6:14].t().flatten()))

    def test_the_exported_network_is_the_trained_one(self):
        graph = SoundGraph(self.model.state_dict(), self.plan).eval()
        self.assertLess((graph(self.sounds) - self.model(self.sounds)).abs().max().item(), 1e-4)

    def test_training_computes_what_evaluation_does(self):
        whole = self.model(self.sounds)
        self.assertLess((self.model.train()(self.sounds) - whole).abs().max().item(), 1e-4)

    @unittest.skipIf(ASTForAudioClassification is None, WHY)
    def test_the_weights_are_those_of_the_class_that_they_are_named_for(self):
        config = ASTConfig(**sound_configs(self.plan)[0])
        theirs = ASTForAudioClassification.from_pretrained(
            None, config=config, state_dict=sound_weights(self.model.state_dict(), self.plan), attn_implementation="eager"
        ).eval()
        with torch.no_grad():
            self.assertLess((theirs(self.sounds).logits - self.model(self.sounds)).abs().max().item(), 1e-3)


if __name__ == "__main__":
    unittest.main()
