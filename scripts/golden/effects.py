"""Writes src/core/effect/fixtures/effects.json: python3 scripts/golden/effects.py (numpy and scipy).

Scores before and after a change, and every figure of the effect by scipy's log_softmax, rel_entr and cosine.
Rows, vocabulary and channels have different sizes; two rows are peaked, so that some predictions change and some do not.
"""
import json
import pathlib

import numpy as np
from scipy.spatial.distance import cosine
from scipy.special import log_softmax, rel_entr

OUT = pathlib.Path(__file__).resolve().parents[2] / "src/core/effect/fixtures/effects.json"
RNG = np.random.default_rng(4)
ROWS, VOCAB, CHANNELS, TOP = 7, 23, 5, 4


def floats(array):
    return np.asarray(array, np.float32)


before = floats(RNG.normal(size=(ROWS, VOCAB)) * 3 + 40)
after = floats(before + RNG.normal(size=before.shape) * RNG.uniform(0.001, 3, size=(ROWS, 1)))
targets = [3, 0, None, 22, 7, 7, None]
positions = [1, 2, 3, 5, 6]
log_before = log_softmax(before.astype(np.float64), axis=1)
log_after = log_softmax(after.astype(np.float64), axis=1)


def top(log_probs):
    ids = np.argsort(-log_probs, kind="stable")[:TOP]
    return [{"id": int(i), "probability": float(np.exp(log_probs[i]))} for i in ids]


def at(t):
    target = targets[t]
    return {
        "position": t,
        "target": target,
        "lossBefore": None if target is None else -float(log_before[t, target]),
        "lossAfter": None if target is None else -float(log_after[t, target]),
        "kl": float(rel_entr(np.exp(log_before[t]), np.exp(log_after[t])).sum()),
        "before": top(log_before[t]),
        "after": top(log_after[t]),
        "isFlipped": bool(before[t].argmax() != after[t].argmax()),
    }


effects = [at(t) for t in positions]
scored = [e for e in effects if e["target"] is not None]
kls = [e["kl"] for e in effects]
summary = {
    "lossBefore": float(np.mean([e["lossBefore"] for e in scored])),
    "lossAfter": float(np.mean([e["lossAfter"] for e in scored])),
    "nScored": len(scored),
    "meanKl": float(np.mean(kls)),
    "maxKl": max(kls),
    "worst": positions[int(np.argmax(kls))],
    "nPositions": len(positions),
    "nFlips": sum(e["isFlipped"] for e in effects),
}
out_before = floats(RNG.normal(size=(ROWS, CHANNELS)))
out_after = floats(out_before + RNG.normal(size=out_before.shape) * 0.5)
turns = [cosine(a.astype(np.float64), b.astype(np.float64)) for a, b in zip(out_before, out_after)]
OUT.write_text(json.dumps({
    "nRows": ROWS, "nVocab": VOCAB, "nChannels": CHANNELS, "nTop": TOP,
    "before": before.ravel().tolist(), "after": after.ravel().tolist(), "targets": targets, "positions": positions,
    "effects": effects, "summary": summary,
    "outputBefore": out_before.ravel().tolist(), "outputAfter": out_after.ravel().tolist(), "turns": turns,
}) + "\n")
