"""A trained picture model as a plain ONNX graph in the layout of ViT: scores of the classes out, no attention."""

import torch
from torch import nn
from torch.nn import functional as F

from onnx_model import Layer, Linear, Norm, frozen, write_graph


class VisionGraph(nn.Module):
    """(pixel_values [picture, 1, side, side]) -> logits [picture, class]; patches by a convolution, as ViT has them."""

    def __init__(self, weights, n_layers, n_heads, patch):
        super().__init__()
        self.patch = patch
        self.layers = nn.ModuleList(Layer(weights, f"blocks.{i}", n_heads) for i in range(n_layers))
        self.kernel, self.patch_bias = frozen(kernel_of(weights, patch)), frozen(weights["patch.bias"])
        self.cls, self.positions = frozen(weights["cls"][None, None]), frozen(weights["pos.weight"][None])
        self.last_norm = Norm(weights, "ln")
        self.head = Linear(weights["head.weight"], weights["head.bias"])

    def forward(self, pixel_values):
        patches = F.conv2d(pixel_values, self.kernel, self.patch_bias, stride=self.patch)
        x = patches.flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], 1) + self.positions
        for layer in self.layers:
            x = layer(x, None)
        return self.head(self.last_norm(x)[:, 0])


def kernel_of(weights, patch):
    """The patch matrix [width, pixel] as ViT's kernel [width, 1, row, column]."""
    return weights["patch.weight"].view(-1, 1, patch, patch)


def write_vision(weights, n_layers, n_heads, patch, side, path):
    """Write the graph with the number of pictures left open."""
    model = VisionGraph(weights, n_layers, n_heads, patch).eval()
    free = {"pixel_values": {0: "batch_size"}, "logits": {0: "batch_size"}}
    write_graph(model, {"pixel_values": torch.randn(2, 1, side, side)}, "logits", free, path)
