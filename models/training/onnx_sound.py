"""A trained sound model as a plain ONNX graph in the layout of AST: scores of the classes out, no attention."""

import torch
from torch import nn
from torch.nn import functional as F

from onnx_model import Layer, Linear, Norm, frozen, write_graph
from onnx_vision import kernel_of


class SoundGraph(nn.Module):
    """(input_values [sound, frame, bin]) -> logits [sound, class]; patches by a convolution, as AST has them."""

    def __init__(self, weights, plan):
        super().__init__()
        self.strides = plan.bin_stride, plan.time_stride
        self.layers = nn.ModuleList(Layer(weights, f"blocks.{i}", plan.heads) for i in range(plan.layers))
        self.kernel, self.patch_bias = frozen(kernel_of(weights, plan.patch)), frozen(weights["patch.bias"])
        self.first, self.positions = frozen(weights["cls"][None]), frozen(weights["pos.weight"][None])
        self.last_norm, self.head_norm = Norm(weights, "ln"), Norm(weights, "head_ln")
        self.head = Linear(weights["head.weight"], weights["head.bias"])

    def forward(self, input_values):
        patches = F.conv2d(input_values.unsqueeze(1).transpose(2, 3), self.kernel, self.patch_bias, stride=self.strides)
        x = patches.flatten(2).transpose(1, 2)
        x = torch.cat([self.first.expand(x.shape[0], -1, -1), x], 1) + self.positions
        for layer in self.layers:
            x = layer(x, None)
        x = self.last_norm(x)
        return self.head(self.head_norm((x[:, 0] + x[:, 1]) / 2))


def write_sound(weights, plan, path):
    """Write the graph with the number of sounds left open."""
    free = {"input_values": {0: "batch_size"}, "logits": {0: "batch_size"}}
    inputs = {"input_values": torch.randn(2, plan.frames, plan.bins)}
    write_graph(SoundGraph(weights, plan).eval(), inputs, "logits", free, path)
