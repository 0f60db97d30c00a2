"""Little grids with walls, and shortest ways through them: the text that the walker learns from."""

from collections import deque

import numpy as np

COLUMNS, ROWS = "abcde", "12345"
CELLS = [column + row for row in ROWS for column in COLUMNS]
#: Row 1 lies below.
MOVES = {"up": (0, 1), "down": (0, -1), "left": (-1, 0), "right": (1, 0)}
THERE = "there"
#: Walls of a grid: from none to so many.
MOST_WALLS = 5

#: One pair of start and goal in so many never comes in training.
HELD_OUT_PAIRS = 10
SPLIT_SEED = 20


def moved(cell, move):
    """The cell that a move leads to; None where the grid ends."""
    column, row = COLUMNS.index(cell[0]) + MOVES[move][0], ROWS.index(cell[1]) + MOVES[move][1]
    return COLUMNS[column] + ROWS[row] if 0 <= column < len(COLUMNS) and 0 <= row < len(ROWS) else None


def distances(goal, walls):
    """Steps to the goal from every cell from which there is a way."""
    found, waiting = {goal: 0}, deque([goal])
    while waiting:
        cell = waiting.popleft()
        for move in MOVES:
            beside = moved(cell, move)
            if beside is not None and beside not in walls and beside not in found:
                found[beside] = found[cell] + 1
                waiting.append(beside)
    return found


def split_pairs():
    """Return (kept, held out) pairs of start and goal, by an order that the seed fixes."""
    pairs = [(start, goal) for start in CELLS for goal in CELLS if start != goal]
    order = np.random.default_rng(SPLIT_SEED).permutation(len(pairs))
    held_out = set(order[: len(pairs) // HELD_OUT_PAIRS])
    return [p for i, p in enumerate(pairs) if i not in held_out], [p for i, p in enumerate(pairs) if i in held_out]


def draw_grid(pairs, rng):
    """Return (start, goal, walls); there is a way."""
    while True:
        start, goal = pairs[rng.integers(len(pairs))]
        free = [cell for cell in CELLS if cell not in (start, goal)]
        walls = [free[at] for at in rng.permutation(len(free))[: rng.integers(MOST_WALLS + 1)]]
        if start in distances(goal, walls):
            return start, goal, walls


def asked(start, goal, walls):
    """The words that a grid is told in."""
    return ["start", start, "goal", goal, *(word for wall in walls for word in ("wall", wall)), ":"]


def walk(start, goal, walls, rng):
    """A shortest way: each move, the cell that it leads to, and at the end the word for it. Of moves that are as good one is drawn."""
    far, cell, words = distances(goal, walls), start, []
    while cell != goal:
        good = [move for move in MOVES if far.get(moved(cell, move), np.inf) < far[cell]]
        move = good[rng.integers(len(good))]
        cell = moved(cell, move)
        words += [move, cell]
    return words + [THERE]


def walked(words, start, goal, walls):
    """Where written words lead: (whether the goal is reached by the moves alone, how many moves there were)."""
    cell, n_moves = start, 0
    for word in words:
        if word in MOVES:
            cell, n_moves = moved(cell, word), n_moves + 1
            if cell is None or cell in walls:
                return False, n_moves
        if cell == goal:
            return True, n_moves
    return False, n_moves
