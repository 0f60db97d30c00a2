"""python3 -m unittest discover models/training: the files beside the models; skipped where PyTorch is missing."""

import pathlib
import tempfile
import unittest

import numpy as np

try:
    import torch
except ImportError as error:
    raise unittest.SkipTest("needs PyTorch") from error

import hub_names
from guide import same_token_loss
from head_means import head_means
from language_model import LanguageModel
from load_hub import causal, load_model, masked, read_safetensors
from muon import Muon, orthogonal
from safetensors_file import write_float32
from seed_head import seed_same_token

MODELS = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = [MODELS / "bookworm-gpt", MODELS / "bookworm-bert"]


def small_model(is_causal, seed=0):
    torch.manual_seed(seed)
    # All axes differ.
    model = LanguageModel(is_causal, 50, 24, 2, 3, 16, 0.1)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.3)
    return model


class Names(unittest.TestCase):
    def test_there_and_back_again(self):
        ways = ((True, hub_names.causal_weights, causal), (False, hub_names.masked_weights, masked))
        for is_causal, there, back in ways:
            weights = {name: value for name, value in small_model(is_causal).state_dict().items() if name != "mask"}
            again = back(there(weights, 2))
            self.assertEqual(set(again), set(weights))
            for name, value in weights.items():
                self.assertTrue(torch.equal(again[name], value), name)


class Published(unittest.TestCase):
    def test_folders_give_the_logits_beside_them(self):
        for folder in FOLDERS:
            reference = np.load(folder / "reference.npz")
            with torch.no_grad():
                logits = load_model(folder)(torch.from_numpy(reference["input_ids"]))
            self.assertLess(np.abs(logits.numpy() - reference["logits"]).max(), 1e-3)

    def test_head_means_have_a_row_for_each_head(self):
        for folder in FOLDERS:
            model = load_model(folder)
            means = read_safetensors(folder / "head_means.safetensors")
            heads = model.blocks[0].attn.n_heads
            shape = (len(model.blocks), heads, model.tok.weight.shape[1] // heads)
            shapes = {name: tuple(value.shape) for name, value in means.items()}
            self.assertEqual(shapes, {"first": shape, "rest": shape})


class HeadMeans(unittest.TestCase):
    texts = [[3, 1, 4, 1, 5], [9, 2, 6]]

    def test_equal_a_mean_worked_out_from_patterns_and_values(self):
        model = small_model(True)
        first, rest = head_means(model, self.texts)
        firsts, rests = [], []
        with torch.no_grad():
            for ids in self.texts:
                x = model.blocks[0].ln1(model.tok.weight[ids] + model.pos.weight[: len(ids)])
                q, k, v = (part.view(-1, 3, 8) for part in model.blocks[0].attn.qkv(x).split(24, 1))
                scores = torch.einsum("qhd,khd->hqk", q, k) / 8**0.5
                z = torch.einsum("hqk,khd->qhd", (scores + model.mask[: len(ids), : len(ids)]).softmax(-1), v)
                firsts.append(z[0])
                rests.extend(z[1:])
        self.assertTrue(torch.allclose(first[0], torch.stack(firsts).mean(0), atol=1e-5))
        self.assertTrue(torch.allclose(rest[0], torch.stack(rests).mean(0), atol=1e-5))

    def test_of_a_causal_model_at_the_first_position_is_the_value_there(self):
        model = small_model(True)
        first, _ = head_means(model, [[7, 1], [7, 2]])
        with torch.no_grad():
            value = model.blocks[0].attn.qkv(model.blocks[0].ln1(model.tok.weight[7] + model.pos.weight[0]))[48:]
        self.assertTrue(torch.allclose(first[0].flatten(), value, atol=1e-5))

    def test_survive_the_file(self):
        first, rest = head_means(small_model(False), self.texts)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "means.safetensors"
            write_float32(path, {"first": first, "rest": rest}, {"sentences": "2"})
            again = read_safetensors(path)
        self.assertTrue(torch.equal(again["first"], first) and torch.equal(again["rest"], rest))


class Optimiser(unittest.TestCase):
    def test_orthogonal_has_singular_values_near_1(self):
        torch.manual_seed(0)
        for shape in ((3, 8, 20), (2, 20, 8), (4, 16, 16)):
            values = torch.linalg.svdvals(orthogonal(torch.randn(shape)))
            self.assertGreater(values.quantile(0.1).item(), 0.3)
            self.assertLess(values.max().item(), 1.4)

    def test_a_step_follows_the_gradient_and_is_as_large_as_the_rate(self):
        parameter = torch.nn.Parameter(torch.zeros(24, 24))
        optimiser = Muon([parameter], 24, 0.1)
        torch.manual_seed(0)
        parameter.grad = torch.randn(24, 24)
        optimiser.step()
        self.assertLess((parameter.detach() * parameter.grad).sum().item(), 0)
        self.assertAlmostEqual(torch.linalg.matrix_norm(parameter.detach(), 2).item(), 0.1, delta=0.04)

    def test_query_key_and_value_are_three_matrices(self):
        torch.manual_seed(0)
        joint, single = torch.nn.Parameter(torch.zeros(24, 8)), torch.nn.Parameter(torch.zeros(8, 8))
        joint.grad = torch.randn(24, 8)
        single.grad = joint.grad[8:16].clone()
        optimiser = Muon([joint, single], 8, 0.1)
        optimiser.step()
        self.assertTrue(torch.allclose(joint[8:16], single, atol=1e-5))


class SeededHead(unittest.TestCase):
    def test_scores_an_equal_token_higher_than_others_wherever_it_stands(self):
        # The seed leaves 24 directions out, so the model must be wider than that.
        torch.manual_seed(0)
        model = LanguageModel(True, 200, 64, 1, 4, 16, 0.1)
        weights = model.state_dict()
        seed_same_token(weights, 4, 2)
        model.load_state_dict(weights)
        ids = [10, 20, 30, 10, 40, 50, 20]
        with torch.no_grad():
            x = model.blocks[0].ln1(model.tok.weight[ids] + model.pos.weight[: len(ids)])
            q, k, _ = (part.view(-1, 4, 16)[:, 2] for part in model.blocks[0].attn.qkv(x).split(64, 1))
            scores = q @ k.t()
        for query, twin in ((3, 0), (6, 1)):
            others = [key for key in range(len(ids)) if ids[key] != ids[query]]
            self.assertGreater(scores[query, twin].item(), scores[query, others].max().item())


class Guide(unittest.TestCase):
    def test_is_the_attention_on_earlier_equal_tokens(self):
        model = small_model(True)
        tokens = torch.tensor([[5, 6, 5, 5]])
        with torch.no_grad():
            x = model.blocks[0].ln1(model.tok(tokens) + model.pos.weight[:4])[0]
            q, k, _ = (part.view(4, 3, 8)[:, 1] for part in model.blocks[0].attn.qkv(x).split(24, 1))
            pattern = (q @ k.t() / 8**0.5 + model.mask[:4, :4]).softmax(-1)
            wanted = -(pattern[2, 0].log() + (pattern[3, 0] + pattern[3, 2]).log()) / 2
            self.assertAlmostEqual(same_token_loss(model, tokens, 1).item(), wanted.item(), places=4)

    def test_is_nothing_where_no_token_comes_twice(self):
        self.assertEqual(same_token_loss(small_model(True), torch.tensor([[5, 6, 7]]), 1).item(), 0)


if __name__ == "__main__":
    unittest.main()
