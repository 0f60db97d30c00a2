"""Writes the small recordings that src/core/recorded is tested with, and expected.json beside them.

The writers are numpy and safetensors themselves: python -m pip install numpy safetensors,
then: python scripts/golden/recorded.py. The same versions write the same bytes.
All axes have different lengths, and no pattern is symmetric, so that a swap or a transpose shows.
"""

import json
from pathlib import Path

import numpy as np
from numpy.lib import format as npy_format
from safetensors import TensorSpec, serialize_file
from safetensors.numpy import save_file

OUT = Path(__file__).resolve().parents[2] / "src/core/recorded/fixtures"
RNG = np.random.default_rng(20_261_121)
EXPECTED = {}

WORDPIECE = ["[CLS]", "the", "mill", "##er", "smiled", "caf\u00e9", "[SEP]"]
BYTE_LEVEL = ["The", "\u0120boy", "\u0120ran", ".", "\u0120\u00c3\u00a9"]
SOURCE = ["\u2581A", "\u2581dog", "\u2581barks", "</s>"]
TARGET = ["<pad>", "\u2581Ein", "\u2581Hund", "\u2581bellt", ".", "\U0001f415"]


def exact(*shape, causal=False):
    """Rows of 256ths: exact in half precision and in bfloat16, which has 8 bits, and with sums of exactly 1."""
    *outer, queries, keys = shape
    rows = np.zeros(shape)
    for place in np.ndindex(*outer, queries):
        n = place[-1] + 1 if causal else keys
        rows[place][:n] = RNG.multinomial(256, RNG.dirichlet(np.ones(n))) / 256
    return rows


def softmax(*shape):
    """Rows that no short fraction holds: the last bit of every float counts."""
    scores = RNG.normal(size=shape) * 2
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return weights / weights.sum(-1, keepdims=True)


def expect(name, patterns, kind, tolerance=0.0, **more):
    """What is read back: [layer, head, query, key], as float32."""
    patterns = np.asarray(patterns, np.float32)
    stack = {"kind": kind, "dims": list(patterns.shape), "data": patterns.ravel().tolist(), "tolerance": tolerance}
    entry = EXPECTED.setdefault(name, {"stacks": []})
    entry["stacks"].append(stack)
    entry.update(more)


def npy(name, array, version=None):
    with open(OUT / name, "wb") as file:
        npy_format.write_array(file, array, version=version, allow_pickle=False)


def single_arrays():
    patterns = exact(3, 5, 5, causal=True)
    for dtype in ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
        name = f"{'little' if dtype[0] == '<' else 'big'}-{dtype[1:]}.npy"
        npy(name, patterns.astype(dtype))
        expect(name, patterns[None], "decoder", causal=True)
    fine = softmax(2, 3, 4, 4)
    npy("softmax-f8.npy", fine)
    expect("softmax-f8.npy", fine, "encoder", causal=False)
    npy("softmax-f4.npy", fine.astype(np.float32))
    expect("softmax-f4.npy", fine, "encoder", causal=False)
    half = softmax(2, 3, 4, 4).astype(np.float16)
    npy("softmax-f2.npy", half)
    sums = half.astype(np.float64).sum(-1, keepdims=True)
    expect("softmax-f2.npy", half / sums, "encoder", tolerance=1e-7, warning="renormalised")
    fortran = exact(2, 3, 5, 5)
    npy("fortran.npy", np.asfortranarray(fortran.astype(np.float32)))
    npy("fortran-big.npy", np.asfortranarray(fortran.astype(">f8")))
    for name in ["fortran.npy", "fortran-big.npy"]:
        expect(name, fortran, "encoder")
    for version in [(2, 0), (3, 0)]:
        name = f"version-{version[0]}.npy"
        npy(name, fortran.astype(np.float32), version=version)
        expect(name, fortran, "encoder")
    one_hot = np.zeros((2, 3, 4), int)
    for place in np.ndindex(2, 3):
        one_hot[place][RNG.integers(4)] = 1
    for dtype in ["<i4", ">i8", "|u1", "|b1"]:
        name = f"one-hot-{dtype[1:]}.npy"
        npy(name, one_hot.astype(dtype))
        expect(name, one_hot[None], "cross")
    batch = exact(2, 3, 4, 5, 5)
    npy("batch.npy", batch.astype(np.float32))
    expect("batch.npy", batch[:, 0], "encoder", warning="batch of 3")


def archives():
    patterns = exact(2, 3, 7, 7)
    for name, save in [("stored.npz", np.savez), ("compressed.npz", np.savez_compressed)]:
        save(OUT / name, attention=patterns.astype(np.float32), tokens=WORDPIECE)
        expect(name, patterns, "encoder", queryTokens=WORDPIECE, keyTokens=WORDPIECE)
    layers = exact(11, 1, 2, 5, 5, causal=True)
    # Positional arrays are named arr_0 to arr_10, which sorts otherwise as text; each has a batch of one.
    np.savez(OUT / "positional.npz", *layers.astype(np.float16))
    expect("positional.npz", layers[:, 0], "decoder", causal=True, layerNumbers=list(range(11)))
    picked = {f"layer_{n}": layers[n, 0].astype(np.float32) for n in [3, 10, 7]}
    np.savez_compressed(OUT / "some-layers.npz", **picked, tokens=np.array(BYTE_LEVEL), input_ids=[[5, 9, 2, 13, 8]])
    expect(
        "some-layers.npz",
        layers[[3, 7, 10], 0],
        "decoder",
        causal=True,
        layerNumbers=[3, 7, 10],
        queryTokens=BYTE_LEVEL,
        keyTokens=BYTE_LEVEL,
        ids=[5, 9, 2, 13, 8],
    )
    encoder, decoder, cross = exact(2, 3, 4, 4), exact(3, 2, 6, 6, causal=True), exact(3, 2, 6, 4)
    arrays = {f"cross_attentions.{n}": cross[n][None].astype(np.float32) for n in range(3)}
    arrays |= {f"decoder_attentions.{n}": decoder[n][None].astype(np.float32) for n in range(3)}
    arrays |= {f"encoder_attentions.{n}": encoder[n][None].astype(np.float32) for n in range(2)}
    np.savez_compressed(OUT / "encoder-decoder.npz", **arrays, query_tokens=TARGET, key_tokens=SOURCE)
    for patterns, kind in [(encoder, "encoder"), (decoder, "decoder"), (cross, "cross")]:
        expect("encoder-decoder.npz", patterns, kind, queryTokens=TARGET, keyTokens=SOURCE)
    np.savez(OUT / "objects.npz", attention=np.array([exact(2, 3, 3), None], dtype=object))


def tensors():
    patterns = exact(2, 3, 5, 5, causal=True)
    for dtype in [np.float16, np.float32, np.float64]:
        name = f"{np.dtype(dtype).name}.safetensors"
        # One note only: the library writes several in any order.
        notes = {"tokens": json.dumps(BYTE_LEVEL)}
        save_file({"attentions": patterns.astype(dtype), "input_ids": np.arange(5)}, OUT / name, metadata=notes)
        tokens = {"queryTokens": BYTE_LEVEL, "keyTokens": BYTE_LEVEL, "ids": [0, 1, 2, 3, 4]}
        expect(name, patterns, "decoder", causal=True, **tokens)
    upper = np.ascontiguousarray(patterns.astype("<f4")).view("<u4")
    assert not (upper & 0xFFFF).any()
    bits = (upper >> 16).astype("<u2")
    # numpy has no bfloat16: the library's own entry below its numpy wrapper writes the bits.
    spec = TensorSpec(dtype="bfloat16", shape=bits.shape, data_ptr=bits.ctypes.data, data_len=bits.nbytes)
    serialize_file({"attn": spec}, str(OUT / "bfloat16.safetensors"), None)
    expect("bfloat16.safetensors", patterns, "decoder", causal=True)
    hot = np.eye(4, 4, 1, dtype=int) + np.eye(4, 4, -3, dtype=int)
    for dtype in [np.int32, np.int64]:
        name = f"{np.dtype(dtype).name}.safetensors"
        save_file({"layer_5": np.stack([hot, hot.T]).astype(dtype)}, OUT / name, metadata={"model": "tiny/gpt"})
        expect(name, np.stack([hot, hot.T])[None], "encoder", layerNumbers=[5], modelName="tiny/gpt")


def beside():
    patterns = exact(2, 3, 6, 4)
    npy("cross.npy", patterns.astype(np.float32))
    tokens = {"query_tokens": TARGET, "key_tokens": SOURCE}
    (OUT / "cross.tokens.json").write_text(json.dumps(tokens | {"model": "tiny/t5"}), encoding="utf-8")
    sides = {"queryTokens": TARGET, "keyTokens": SOURCE}
    expect("cross.npy", patterns, "cross", beside="cross.tokens.json", modelName="tiny/t5", **sides)
    (OUT / "plain.json").write_text(
        json.dumps({"tokens": WORDPIECE[:4], "attention": (fine := exact(2, 3, 4, 4)).tolist()}, ensure_ascii=False),
        encoding="utf-8",
    )
    expect("plain.json", fine, "encoder", queryTokens=WORDPIECE[:4], keyTokens=WORDPIECE[:4])


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    single_arrays()
    archives()
    tensors()
    beside()
    for path in OUT.iterdir():
        path.chmod(0o644)
    (OUT / "expected.json").write_text(json.dumps(EXPECTED, separators=(",", ":")) + "\n", encoding="utf-8")
