"""The trained weights as a plain ONNX graph: logits out, no attention; weights in float16, computed in float32."""

import inspect
import math

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional as F

from language_model import HIDDEN

OPSET = 17

#: Smaller tensors (biases of a small head, scalars of the graph) stay in float32.
MAX_FLOAT32_SIZE = 64


def frozen(tensor):
    return nn.Parameter(tensor, requires_grad=False)


class Norm(nn.Module):
    def __init__(self, weights, name):
        super().__init__()
        self.weight, self.bias = frozen(weights[name + ".weight"]), frozen(weights[name + ".bias"])

    def forward(self, x):
        return F.layer_norm(x, self.weight.shape, self.weight, self.bias)


class Linear(nn.Module):
    def __init__(self, weight, bias):
        super().__init__()
        self.weight, self.bias = frozen(weight.clone()), frozen(bias.clone())

    def forward(self, x):
        return F.linear(x, self.weight, self.bias)


class Layer(nn.Module):
    """A block of language_model.py with query, key and value apart and the mask, where there is one, as an input."""

    def __init__(self, weights, name, n_heads):
        super().__init__()
        linear = lambda part: Linear(weights[f"{name}.{part}.weight"], weights[f"{name}.{part}.bias"])
        # Plain numbers, where the shape of a traced tensor would become part of the graph.
        self.n_heads, self.width = n_heads, weights[name + ".ln1.weight"].shape[0]
        self.attention_norm = Norm(weights, name + ".ln1")
        self.query, self.key, self.value = (
            Linear(weight, bias)
            for weight, bias in zip(
                weights[name + ".attn.qkv.weight"].chunk(3), weights[name + ".attn.qkv.bias"].chunk(3)
            )
        )
        self.attention_out = linear("attn.proj")
        self.mlp_norm = Norm(weights, name + ".ln2")
        self.mlp_in = linear("fc")
        self.mlp_out = linear("out")

    def attend(self, x, mask):
        batch, n_tokens = x.shape[0], x.shape[1]
        head_width = self.width // self.n_heads

        def heads(projected):
            return projected.view(batch, n_tokens, self.n_heads, head_width).transpose(1, 2)

        q, k, v = heads(self.query(x)), heads(self.key(x)), heads(self.value(x))
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(head_width)
        scores = scores if mask is None else scores + mask
        mixed = torch.matmul(torch.softmax(scores, -1), v)
        return self.attention_out(mixed.transpose(1, 2).reshape(batch, n_tokens, self.width))

    def forward(self, x, mask):
        x = x + self.attend(self.attention_norm(x), mask)
        return x + self.mlp_out(F.gelu(self.mlp_in(self.mlp_norm(x))))


class CausalModel(nn.Module):
    """(input_ids, attention_mask) -> logits."""

    inputs = ("input_ids", "attention_mask")

    def __init__(self, weights, n_layers, n_heads):
        super().__init__()
        self.layers = nn.ModuleList(Layer(weights, f"blocks.{i}", n_heads) for i in range(n_layers))
        self.tokens, self.positions = frozen(weights["tok.weight"]), frozen(weights["pos.weight"])
        self.last_norm = Norm(weights, "ln")

    def forward(self, input_ids, attention_mask):
        positions = torch.arange(input_ids.shape[1])
        is_later = positions[None, :] > positions[:, None]
        mask = padding(attention_mask) + torch.where(is_later, torch.tensor(HIDDEN), torch.tensor(0.0))[None, None]
        x = F.embedding(input_ids, self.tokens) + F.embedding(positions, self.positions)[None]
        for layer in self.layers:
            x = layer(x, mask)
        return torch.matmul(self.last_norm(x), self.tokens.t())


class MaskedModel(nn.Module):
    """(input_ids, attention_mask, token_type_ids) -> logits."""

    inputs = ("input_ids", "attention_mask", "token_type_ids")

    def __init__(self, weights, n_layers, n_heads):
        super().__init__()
        self.layers = nn.ModuleList(Layer(weights, f"blocks.{i}", n_heads) for i in range(n_layers))
        self.tokens, self.positions = frozen(weights["tok.weight"]), frozen(weights["pos.weight"])
        self.types = frozen(weights["typ.weight"])
        self.first_norm, self.last_norm = Norm(weights, "emb_ln"), Norm(weights, "ln")
        self.head = Linear(weights["head.weight"], weights["head.bias"])
        self.head_norm = Norm(weights, "head_ln")
        self.bias = frozen(weights["bias"])

    def forward(self, input_ids, attention_mask, token_type_ids):
        positions = torch.arange(input_ids.shape[1])
        mask = padding(attention_mask)
        x = F.embedding(input_ids, self.tokens) + F.embedding(positions, self.positions)[None]
        x = self.first_norm(x + F.embedding(token_type_ids, self.types))
        for layer in self.layers:
            x = layer(x, mask)
        x = self.head_norm(F.gelu(self.head(self.last_norm(x))))
        return torch.matmul(x, self.tokens.t()) + self.bias


def padding(attention_mask):
    """Return what is added to the scores so that no query sees padding."""
    return (1.0 - attention_mask[:, None, None, :].float()) * HIDDEN


def example_inputs(model, tokens):
    """Return the inputs of a model for token ids without padding, all of type 0."""
    return (tokens, torch.ones_like(tokens), torch.zeros_like(tokens))[: len(model.inputs)]


def write_onnx(model, vocab, path):
    """Write a language model with batch and length left open."""
    inputs = dict(zip(model.inputs, example_inputs(model, torch.randint(5, vocab, (2, 7)))))
    free = {0: "batch_size", 1: "sequence_length"}
    write_graph(model, inputs, "logits", {name: free for name in (*inputs, "logits")}, path)


def write_graph(model, inputs, output, free_axes, path):
    """Trace the model on inputs {name: tensor}, and write it with its weights in float16.

    free_axes: {name: {axis: name of its size}} of inputs and output; the other axes stay as they are.
    """
    # Newer versions of PyTorch have a second exporter, which writes another graph, and prefer it.
    older = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    torch.onnx.export(
        model,
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=[output],
        dynamic_axes=free_axes,
        opset_version=OPSET,
        do_constant_folding=True,
        **older,
    )
    graph = onnx.load(str(path))
    share_transposed(graph.graph)
    store_float16(graph.graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, str(path))


def share_transposed(graph):
    """Keep a table once that words are embedded and scored by: the exporter writes what it is transposed to as well."""
    tables = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    matrices = [(name, values) for name, values in tables.items() if values.ndim == 2 and values.size > MAX_FLOAT32_SIZE]
    turned, gone = [], set()
    for at, (name, values) in enumerate(matrices):
        for other, copy in matrices[at + 1 :]:
            if other not in gone and copy.shape == values.shape[::-1] and np.array_equal(copy, values.T):
                gone.add(other)
                turned.append(helper.make_node("Transpose", [name], [other], perm=[1, 0], name=other + "_turned"))
    kept = [tensor for tensor in graph.initializer if tensor.name not in gone]
    nodes = [*turned, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes)


def store_float16(graph):
    """Halve the file: keep the weights in float16 and cast them to float32 where the graph begins."""
    casts = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type == TensorProto.FLOAT and values.size > MAX_FLOAT32_SIZE:
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + "_fp16"))
            casts.append(
                helper.make_node("Cast", [name + "_fp16"], [name], to=TensorProto.FLOAT, name=name + "_cast")
            )
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
