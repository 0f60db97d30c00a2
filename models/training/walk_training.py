"""The training run of the walker, on grids made on the way, and how often it comes to a goal."""

import dataclasses

import numpy as np
import torch
from torch.nn import functional as F

from grid_walks import THERE, asked, distances, draw_grid, split_pairs, walk, walked
from language_model import LanguageModel
from steady_training import run
from walk_tokens import PADDING, PIECES, VOCABULARY, to_batch

#: Words that are waited for: the longest shortest way has fewer.
LONGEST_WALK = 40


@dataclasses.dataclass(frozen=True)
class WalkPlan:
    heads: int = 4
    seed: int = 1
    steps: int = 2500
    batch: int = 64
    width: int = 64
    layers: int = 3
    context: int = 64
    position_scale: float = 0.03
    lr: float = 2e-3
    muon: float = 0.02

    @property
    def vocab(self):
        return len(VOCABULARY)

    def model(self):
        return LanguageModel(True, self.vocab, self.width, self.layers, self.heads, self.context, self.position_scale)


def train(plan, path, log=print):
    """Train to the end of the plan, going on from `path` if it is there; return the checkpoint, which is written there."""
    pairs = split_pairs()[0]

    def loss_at(model, step):
        # Each step has grids of its own, known from the seed alone.
        rng = np.random.default_rng([plan.seed, step])
        return loss_of(model, [draw_grid(pairs, rng) for _ in range(plan.batch)], rng)

    return run(plan, plan.steps, loss_at, path, log)


def loss_of(model, grids, rng):
    """Nats per word of the ways; what a grid is told in is not foretold."""
    told = [asked(*grid) for grid in grids]
    tokens = torch.from_numpy(to_batch([words + walk(*grid, rng) for words, grid in zip(told, grids)]))
    wanted = tokens.clone()
    for row, words in zip(wanted, told):
        row[: 1 + len(words)] = PADDING
    return F.cross_entropy(model(tokens[:, :-1]).flatten(0, 1), wanted[:, 1:].flatten(), ignore_index=PADDING)


@torch.no_grad()
def write_on(model, told):
    """The words that the model writes behind texts of one length, the likeliest each time."""
    tokens = torch.from_numpy(to_batch(told))
    n_told = tokens.shape[1]
    for _ in range(min(LONGEST_WALK, len(model.pos.weight) - n_told)):
        tokens = torch.cat([tokens, model(tokens)[:, -1:].argmax(-1)], 1)
    words = [[PIECES[index] for index in row] for row in tokens[:, n_told:].tolist()]
    return [row[: row.index(THERE)] if THERE in row else row for row in words]


def evaluate(model, n, seed=0):
    """Return the share of n grids, of starts and goals that were not paired in training, in which the goal is reached, and the share of these in which no way is shorter."""
    rng = np.random.default_rng([seed, n])
    by_walls = {}
    for grid in [draw_grid(split_pairs()[1], rng) for _ in range(n)]:
        by_walls.setdefault(len(grid[2]), []).append(grid)
    shortest, failed, rows = 0, [], []
    # Grids with as many walls are told in texts of one length.
    for n_walls, same in sorted(by_walls.items()):
        reached = 0
        for grid, words in zip(same, write_on(model, [asked(*grid) for grid in same])):
            start, goal, walls = grid
            is_there, n_moves = walked(words, *grid)
            reached += is_there
            shortest += is_there and n_moves == distances(goal, walls)[start]
            if not is_there:
                failed.append(" ".join([*asked(*grid), *words[:12]]))
        rows.append({"walls": n_walls, "grids": len(same), "reached": reached})
    n_reached = sum(row["reached"] for row in rows)
    shares = {"reached": round(n_reached / n, 4), "shortestOfReached": round(shortest / max(1, n_reached), 4)}
    return {**shares, "grids": n, "byWalls": rows, "failed": failed[:: max(1, len(failed) // 5)][:5]}
