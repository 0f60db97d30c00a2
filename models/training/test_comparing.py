"""python3 -m unittest discover models/training: the table of comparisons and their times; skipped where PyTorch is missing."""

import dataclasses
import json
import pathlib
import tempfile
import unittest

try:
    import torch
except ImportError as error:
    raise unittest.SkipTest("needs PyTorch") from error

from comparing import RUNS, TIMED_ROUNDS, Table, timed


@dataclasses.dataclass(frozen=True)
class SomePlan:
    heads: int = 1
    seed: int = 1
    width: int = 8


def row(heads, seed):
    return {"heads": heads, "seed": seed, "loss": heads / 10, "trainingCpuSeconds": 10 * seed, "weightsOfAttention": 1000 * heads}


class Tables(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name) / "heads.json"

    def table(self, plan=SomePlan(), steps=5):
        return Table(self.path, plan, steps, {1: "tiny-h1", 2: "tiny-h2"})

    def test_runs_are_kept_whatever_run_the_plan_was_of_and_stand_in_order(self):
        table = self.table()
        table.set_times("ms", {1: 0.5, 2: 0.75})
        table.add(row(2, 1))
        table.add(row(1, 2))
        again = self.table(SomePlan(heads=2, seed=3))
        self.assertEqual([again.has(1, 2), again.has(2, 1), again.has(1, 1)], [True, True, False])
        again.set_times("ms", {1: 0.25, 2: 1})
        again.add(row(1, 1))
        written = json.loads(self.path.read_text())
        self.assertEqual([(one["heads"], one["seed"], one["ms"]) for one in written["runs"]], [(1, 1, 0.25), (1, 2, 0.25), (2, 1, 1)])
        self.assertEqual(written["models"], {"1": "tiny-h1", "2": "tiny-h2"})
        self.assertEqual(written["plan"], {"width": 8})

    def test_a_table_of_another_comparison_is_refused(self):
        table = self.table()
        table.set_times("ms", {1: 1})
        table.add(row(1, 1))
        for other in ({"plan": SomePlan(width=9)}, {"steps": 6}):
            with self.assertRaises(SystemExit):
                self.table(**other)

    def test_the_lines_of_a_card_hold_every_seed_and_means(self):
        table = self.table()
        table.set_times("ms", {1: 0.5})
        table.add(row(1, 2))
        table.add(row(1, 1))
        self.assertEqual(list(table.lines(lambda one: f"s{one['seed']}", "ms")), ["| 1 | s1, s2 | 0.100 | 1,000 | 0.50 | 15 |"])


class Times(unittest.TestCase):
    def test_models_take_turns_and_a_time_is_that_of_one_input(self):
        calls = []
        models = {heads: lambda given, heads=heads: calls.append((heads, len(given))) for heads in (4, 2)}
        found = timed(models, torch.zeros(3, 1))
        self.assertEqual(calls, [(4, 3), (2, 3)] * TIMED_ROUNDS)
        self.assertEqual(list(found), [4, 2])
        self.assertTrue(all(0 <= milliseconds < 1000 for milliseconds in found.values()))


class Runs(unittest.TestCase):
    def test_every_number_of_heads_is_run_with_one_seed_before_another(self):
        self.assertEqual(len(set(RUNS)), 15)
        self.assertEqual([seed for seed, _ in RUNS], [1] * 5 + [2] * 5 + [3] * 5)


if __name__ == "__main__":
    unittest.main()
