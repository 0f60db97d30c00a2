"""python3 -m unittest discover models/training: grids and the ways through them."""

import unittest

import numpy as np

from grid_walks import CELLS, MOVES, THERE, asked, distances, draw_grid, moved, split_pairs, walk, walked


class Grids(unittest.TestCase):
    def test_a_move_leads_to_the_cell_beside_or_out(self):
        self.assertEqual([moved("b2", move) for move in ("up", "down", "left", "right")], ["b3", "b1", "a2", "c2"])
        self.assertEqual([moved("a5", "up"), moved("a5", "left"), moved("e1", "right")], [None, None, None])

    def test_walls_are_walked_around(self):
        # From a1 to c1 with b1 and b2 shut: up, up, right, right, down, down.
        far = distances("c1", ["b1", "b2"])
        self.assertEqual([far["a1"], far["b3"], far["c1"]], [6, 3, 0])
        self.assertNotIn("b1", far)
        self.assertNotIn("a1", distances("c1", ["a2", "b1"]))

    def test_a_walk_is_a_shortest_way_and_comes_to_its_goal(self):
        rng = np.random.default_rng(0)
        for _ in range(200):
            start, goal, walls = draw_grid(split_pairs()[0], rng)
            words = walk(start, goal, walls, rng)
            moves = [word for word in words if word in MOVES]
            self.assertEqual(len(moves), distances(goal, walls)[start])
            self.assertEqual(words[-2:], [goal, THERE])
            self.assertEqual(walked(words, start, goal, walls), (True, len(moves)))

    def test_who_walks_into_a_wall_or_out_does_not_arrive(self):
        self.assertEqual(walked(["right", "right"], "a1", "c1", ["b1"]), (False, 1))
        self.assertEqual(walked(["left"], "a1", "c1", []), (False, 1))
        # What it says of where it is does not count, where it moves does.
        self.assertEqual(walked(["right", "a1", "right", "a1"], "a1", "c1", []), (True, 2))

    def test_no_pair_is_on_both_sides_and_a_text_is_of_whole_words(self):
        kept, held_out = split_pairs()
        self.assertEqual((len(kept) + len(held_out), len(set(kept) & set(held_out))), (25 * 24, 0))
        # What the page shows first, it has not met.
        self.assertIn(("b2", "d4"), held_out)
        self.assertEqual(" ".join(asked("b2", "e4", ["c3"])), "start b2 goal e4 wall c3 :")
        self.assertEqual(len(CELLS), 25)


if __name__ == "__main__":
    unittest.main()
