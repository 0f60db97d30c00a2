"""Write small ONNX graphs of forms that people open: python3 scripts/golden/graphs.py [name ...]

They lie in e2e/fixtures/opened/graphs; src/inference/run/openedGraphs.test.ts opens each and holds it to what the runtime computes inside the
plain file. Weights are seeded, all axes of unlike lengths. Needs onnx and numpy.
"""
import pathlib
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OUT = pathlib.Path(__file__).resolve().parents[2] / "e2e/fixtures/opened/graphs"
FLOAT, INT64, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL


class Graph:
    """Nodes and seeded weights of one graph."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.nodes, self.tensors = [], []

    def add(self, op, inputs, output, domain="", **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def weights(self, name, *shape, scale=0.4):
        values = (self.random.standard_normal(shape) * scale).astype(np.float32)
        return self.stored(name, values)

    def stored(self, name, values):
        self.tensors.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def ints(self, name, *values):
        return self.stored(name, np.array(values, dtype=np.int64))

    def attention(self, x, width, heads, layer):
        """x [batch, token, width] -> x plus what the heads write; the weights are called p and the layer."""
        size = width // heads
        split = self.ints(f"split{layer}", 0, 0, heads, size)
        parts = {}
        for part, perm in (("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3])):
            flat = self.add("MatMul", [x, self.weights(f"W{part}{layer}", width, width)], f"{part}flat{layer}")
            apart = self.add("Reshape", [flat, split], f"{part}apart{layer}")
            parts[part] = self.add("Transpose", [apart], f"{part}{layer}", perm=perm)
        products = self.add("MatMul", [parts["q"], parts["k"]], f"products{layer}")
        scale = self.stored(f"scale{layer}", np.float32(size**-0.5))
        scores = self.add("Mul", [products, scale], f"s{layer}")
        weights = self.add("Softmax", [scores], f"p{layer}", axis=-1)
        mixed = self.add("MatMul", [weights, parts["v"]], f"z{layer}")
        turned = self.add("Transpose", [mixed], f"turned{layer}", perm=[0, 2, 1, 3])
        joined = self.add("Reshape", [turned, self.ints(f"join{layer}", 0, 0, width)], f"c{layer}")
        written = self.add("MatMul", [joined, self.weights(f"Wo{layer}", width, width)], f"o{layer}")
        return self.add("Add", [x, written], f"x{layer + 1}")

    def patches(self, pixels, width):
        """[batch, 3, 16, 16] -> [batch, 16 patches, width]"""
        cut = self.add("Conv", [pixels, self.weights("Wpatch", width, 3, 4, 4)], "cut", strides=[4, 4])
        flat = self.add("Reshape", [cut, self.ints("flat", 0, width, -1)], "cutFlat")
        return self.add("Transpose", [flat], "patches", perm=[0, 2, 1])

    def write(self, name, inputs, outputs, opset=17, contrib=False):
        graph = helper.make_graph(
            self.nodes,
            name,
            [helper.make_tensor_value_info(*each) for each in inputs],
            [helper.make_tensor_value_info(each, FLOAT, None) for each in outputs],
            self.tensors,
        )
        imports = [helper.make_opsetid("", opset)] + ([helper.make_opsetid("com.microsoft", 1)] if contrib else [])
        model = helper.make_model(graph, opset_imports=imports, producer_name="headlight")
        model.ir_version = 8
        onnx.save(model, OUT / f"{name}.onnx")


IDS = ("input_ids", INT64, ["batch", "token"])
PIXELS = ("pixel_values", FLOAT, ["batch", 3, 16, 16])


def one_tower():
    """A text and a picture in one sequence, as ViLT has them."""
    g = Graph(1)
    words = g.add("Gather", [g.weights("table", 20, 6), "input_ids"], "words")
    both = g.add("Concat", [words, g.patches("pixel_values", 6)], "x0", axis=1)
    out = g.attention(g.attention(both, 6, 2, 0), 6, 2, 1)
    g.write("own-one-tower", [IDS, PIXELS], [out])


def masked_patches():
    """Patches in whose place a learned token is put where `bool_masked_pos` is true, as BEiT and DINOv2 have it."""
    g = Graph(2)
    patches = g.patches("pixel_values", 6)
    one = g.stored("one", np.float32(1))
    number = g.add("Cast", ["bool_masked_pos"], "number", to=FLOAT)
    mask = g.add("Unsqueeze", [number, g.ints("last", -1)], "mask")
    left = g.add("Sub", [one, mask], "left")
    kept = g.add("Mul", [patches, left], "kept")
    put = g.add("Mul", [g.weights("token", 1, 1, 6), mask], "put")
    g.write(
        "own-masked-patches",
        [PIXELS, ("bool_masked_pos", BOOL, ["batch", 16])],
        [g.attention(g.add("Add", [kept, put], "x0"), 6, 2, 0)],
    )


def style_and_speed():
    """A text with a style that is added and a speed that is multiplied, which only a person knows."""
    g = Graph(3)
    words = g.add("Gather", [g.weights("table", 20, 6, scale=1.0), "input_ids"], "words")
    paced = g.add("Mul", [words, "speed"], "paced")
    styled = g.add("Unsqueeze", ["style", g.ints("second", 1)], "styled")
    g.write(
        "own-style-and-speed",
        [IDS, ("style", FLOAT, [1, 6]), ("speed", FLOAT, [1])],
        [g.attention(g.add("Add", [paced, styled], "x0"), 6, 2, 0)],
    )


def samples():
    """Samples of a sound under a name that says nothing: nobody can know what they are."""
    g = Graph(4)
    each = g.add("Unsqueeze", ["heard", g.ints("last", -1)], "each")
    g.write("own-samples", [("heard", FLOAT, ["batch", "place"])], [g.attention(g.add("MatMul", [each, g.weights("Win", 1, 6)], "x0"), 6, 2, 0)])


def q_attention():
    """A layer whose queries, keys and values are made of 8-bit integers inside one operator, padded and unidirectional."""
    g = Graph(5)
    width, heads = 8, 2
    words = g.add("Gather", [g.weights("table", 20, width, scale=1.0), "input_ids"], "words")
    in_scale, in_zero = g.stored("inScale", np.float32(0.03)), g.stored("inZero", np.uint8(117))
    small = g.add("QuantizeLinear", [words, in_scale, in_zero], "small")
    x0 = g.add("DequantizeLinear", [small, in_scale, in_zero], "x0")
    packed = g.random.integers(-90, 90, (width, 3 * width)).astype(np.int8)
    w_scale, w_zero = g.stored("wScale", np.float32(0.011)), g.stored("wZero", np.int8(3))
    weights = g.stored("W8", packed)
    g.add("DequantizeLinear", [weights, w_scale, w_zero], "Wreal")
    g.nodes.append(
        helper.make_node(
            "QAttention",
            [small, weights, g.weights("bias", 3 * width), in_scale, w_scale, "attention_mask", in_zero, w_zero],
            ["c0"],
            name="attention",
            domain="com.microsoft",
            num_heads=heads,
            unidirectional=1,
        )
    )
    written = g.add("MatMul", ["c0", g.weights("Wo", width, width)], "o0")
    mask = ("attention_mask", TensorProto.INT32, ["batch", "token"])
    g.write("own-qattention", [IDS, mask], [g.add("Add", [x0, written], "x1")], contrib=True)


GRAPHS = {
    "own-one-tower": one_tower,
    "own-masked-patches": masked_patches,
    "own-style-and-speed": style_and_speed,
    "own-samples": samples,
    "own-qattention": q_attention,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or GRAPHS:
        GRAPHS[name]()
        print(name)
