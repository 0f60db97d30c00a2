"""python3 -m unittest discover models/training: the table of comparisons and their times; skipped where PyTorch or onnx is missing."""

import dataclasses
import json
import pathlib
import tempfile
import unittest

try:
    import onnx  # What is imported below needs both.
    import torch
except ImportError as error:
    raise unittest.SkipTest("needs PyTorch and onnx") from error

from comparing import RUNS, TIMED_ROUNDS, Table, run_all, timed


@dataclasses.dataclass(frozen=True)
class SomePlan:
    heads: int = 1
    seed: int = 1
    width: int = 8


def row(heads, seed):
    return {"heads": heads, "seed": seed, "loss": heads / 10, "trainingCpuSeconds": 10 * seed, "weightsOfAttention": 1000 * heads}


class WithTable(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name) / "heads.json"

    def table(self, plan=SomePlan(), steps=5):
        return Table(self.path, "tiny", plan, steps, {1: "tiny-h1", 2: "tiny-h2"})


class Tables(WithTable):
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

    def test_a_run_that_was_done_again_has_one_row(self):
        table = self.table()
        table.set_times("ms", {1: 0.5})
        for loss in (0.1, 0.2):
            table.add({**row(1, 1), "loss": loss})
        self.assertEqual([one["loss"] for one in table.value["runs"]], [0.2])

    def test_the_lines_of_a_card_hold_every_seed_and_means(self):
        table = self.table()
        table.set_times("ms", {1: 0.5})
        table.add(row(1, 2))
        table.add(row(1, 1))
        self.assertEqual(list(table.lines(lambda one: f"s{one['seed']}", "ms")), ["| 1 | s1, s2 | 0.100 | 1,000 | 0.50 | 15 |"])


class AllRuns(WithTable):
    def run_all(self, export=None, runs=((1, 1), (1, 2), (2, 1))):
        """Which checkpoints were asked for; a folder is written but for `export`."""
        table = self.table()
        table.set_times("ms", {1: 0.5, 2: 0.75})
        paths = []

        def train(plan, path, log):
            paths.append(path.name)
            return {"curve": [plan.seed, plan.heads]}

        def write(done, folder):
            folder.mkdir(exist_ok=True)
            (folder / "training.json").touch()

        plans = {(seed, heads): SomePlan(heads=heads, seed=seed) for seed, heads in runs}
        folder = self.path.parent
        curves = run_all(plans, table, folder, folder, train, lambda plan, done: row(plan.heads, plan.seed), export or write)
        self.assertEqual(len(curves), len(paths))
        return paths

    def test_what_is_there_is_not_run_again(self):
        self.assertEqual(self.run_all(), ["tiny-h1-s1.pt", "tiny-h2-s1.pt", "tiny-h1-s2.pt"])
        self.assertEqual(self.run_all(), [])
        self.assertEqual(self.run_all(runs=((1, 1), (2, 2))), ["tiny-h2-s2.pt"])

    def test_a_model_of_the_first_seed_without_a_whole_folder_is_run_again(self):
        self.run_all()
        (self.path.parent / "tiny-h2" / "training.json").unlink()
        self.assertEqual(self.run_all(), ["tiny-h2-s1.pt"])
        self.assertEqual(len(json.loads(self.path.read_text())["runs"]), 3)

    def test_a_run_whose_folder_could_not_be_written_has_no_row(self):
        def stopped(done, folder):
            raise KeyboardInterrupt

        with self.assertRaises(KeyboardInterrupt):
            self.run_all(export=stopped)
        self.assertFalse(self.path.exists())
        self.assertEqual(len(self.run_all()), 3)


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
