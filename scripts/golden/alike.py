"""Writes src/core/alike/fixtures/alike.json: python3 scripts/golden/alike.py (numpy and scipy).

Distances of all pairs of made-up heads by scipy's jensenshannon (its square root of the divergence), clusters by scipy's
average linkage, groups by its fcluster, the plane by numpy's eigh. One text is causal, one is not; layers, heads and tokens differ in number.
"""
import json
import pathlib

import numpy as np
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage
from scipy.spatial.distance import jensenshannon, squareform

OUT = pathlib.Path(__file__).resolve().parents[2] / "src/core/alike/fixtures/alike.json"
RNG = np.random.default_rng(6)
TEXTS = {
    "causal": (True, ["<|endoftext|>", "the", "old", "sea", "met", "the", "deep"]),
    "bidirectional": (False, ["[CLS]", "my", "dog", "slept", "near", "it", ".", "[SEP]"]),
}


def made(causal, n, layers, heads):
    patterns = np.zeros((layers * heads, n, n))
    for head in range(layers * heads):
        for q in range(n):
            k = q + 1 if causal else n
            row = RNG.dirichlet(np.full(k, RNG.uniform(0.2, 2)))
            sink = RNG.uniform(0, 0.9)
            row *= 1 - sink
            row[0] += sink
            patterns[head, q, :k] = row
    return patterns.astype(np.float32).astype(np.float64)


def compare(patterns, causal, n):
    sinks = [0] if causal else [0, n - 1]
    keys = [[k for k in range(n) if not (causal and k > q)] for q in range(n)]
    content = [[k for k in ks if k not in sinks] for ks in keys]
    count = len(patterns)
    d, dc = np.zeros((count, count)), np.zeros((count, count))
    rows = [q for q in range(n) if len(content[q]) >= 3]
    mass = [float(np.mean([patterns[h, q, content[q]].sum() for q in rows])) for h in range(count)]
    for a in range(count):
        for b in range(count):
            if a == b:
                continue
            far = [jensenshannon(patterns[a, q, keys[q]], patterns[b, q, keys[q]], base=2)
                   for q in range(n) if len(keys[q]) >= 3]
            d[a, b] = np.mean(far)
            weights, parts = [], []
            for q in rows:
                x, y = patterns[a, q, content[q]], patterns[b, q, content[q]]
                weights.append(np.sqrt(x.sum() * y.sum()))
                parts.append(jensenshannon(x / x.sum(), y / y.sum(), base=2))
            dc[a, b] = np.average(parts, weights=weights)
    return d, dc, mass


def groups(tree, tau):
    """Heads that fcluster gives one number, largest group first, of equals the one with the lowest head."""
    numbers = fcluster(tree, tau, criterion="distance")
    found = [np.flatnonzero(numbers == one).tolist() for one in np.unique(numbers)]
    return {"tau": tau, "groups": sorted(found, key=lambda members: (-len(members), members[0]))}


def plane(d):
    n = len(d)
    j = np.eye(n) - 1 / n
    b = -0.5 * j @ (d ** 2) @ j
    values, vectors = np.linalg.eigh(b)
    values, vectors = values[::-1][:2], vectors[:, ::-1][:, :2]
    points = vectors * np.sqrt(np.maximum(values, 0))
    points *= np.sign(points[np.abs(points).argmax(0), [0, 1]])
    return points, float(values.clip(0).sum() / np.trace(b))


result = {}
for name, (causal, tokens) in TEXTS.items():
    layers, heads = 3, 4
    patterns = made(causal, len(tokens), layers, heads)
    d, dc, mass = compare(patterns, causal, len(tokens))
    # What the program gets is float32: the tree and the plane are those of the same numbers.
    d32 = d.astype(np.float32).astype(np.float64)
    tree = linkage(squareform(d32, checks=False), "average")
    points, shown = plane(d32)
    result[name] = {
        "isCausal": causal, "tokens": tokens, "nLayers": layers, "nHeads": heads, "patterns": patterns.ravel().tolist(),
        "distance": d.ravel().tolist(), "contentDistance": dc.ravel().tolist(), "contentMass": mass,
        "merges": tree.tolist(), "order": leaves_list(tree).tolist(), "points": points.ravel().tolist(), "shown": shown,
        "cuts": [groups(tree, tau) for tau in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5)],
    }
OUT.write_text(json.dumps(result) + "\n")
