"""The picture model that is trained: a pre-LN transformer over patches, in the layout of ViT."""

import math

import torch
from torch import nn

from language_model import Block

#: Height of the waves that tell where a patch lies, beside patches whose numbers are around 1.
WAVES = 0.5
LONGEST_WAVE = 20.0
CLS_STD = 0.02


class VisionModel(nn.Module):
    """Pictures [picture, 1, side, side] to scores of the classes; [CLS] stands before the patches, row by row.

    Blocks and their parts are those of language_model.py, so what ablates heads there does so here.
    """

    is_causal = False
    mask = None

    def __init__(self, side, patch, n_classes, width, n_layers, n_heads, hidden):
        super().__init__()
        self.patch_size = patch
        n_rows = side // patch
        self.patch = nn.Linear(patch * patch, width)
        self.cls = nn.Parameter(torch.zeros(width))
        self.pos = nn.Embedding(1 + n_rows * n_rows, width)
        self.blocks = nn.ModuleList(Block(width, n_heads, hidden) for _ in range(n_layers))
        self.ln = nn.LayerNorm(width)
        self.head = nn.Linear(width, n_classes)
        self.start_weights(n_rows, width)

    def start_weights(self, n_rows, width):
        """Matrices at 1/sqrt(what goes in), as in language_model.py; what goes back into the stream smaller."""
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, 0, module.in_features**-0.5)
                nn.init.zeros_(module.bias)
        nn.init.normal_(self.cls, 0, CLS_STD)
        with torch.no_grad():
            for block in self.blocks:
                for weight in (block.attn.proj.weight, block.out.weight):
                    weight.div_(math.sqrt(2 * len(self.blocks)))
            self.head.weight.zero_()
            self.pos.weight[0].zero_()
            self.pos.weight[1:].copy_(WAVES * waves(n_rows, width))

    def patches(self, pictures):
        """[picture, 1, side, side] -> [picture, patch, pixel], patches and their pixels row by row."""
        size = self.patch_size
        n_rows = pictures.shape[-1] // size
        parted = pictures.view(-1, n_rows, size, n_rows, size).permute(0, 1, 3, 2, 4)
        return parted.reshape(-1, n_rows * n_rows, size * size)

    def forward(self, pictures, kept=None):
        """kept: the patches that are looked at, for training on fewer; None is all."""
        x = self.patch(self.patches(pictures)) + self.pos.weight[1:]
        x = x if kept is None else x[:, kept]
        x = torch.cat([(self.cls + self.pos.weight[0]).expand(len(x), 1, -1), x], 1)
        for block in self.blocks[:-1]:
            x = block(x, None)
        # Of the last block [CLS] alone is read; its other rows are for whoever looks on.
        x = self.blocks[-1](x, None, 1 if self.training else None)
        return self.head(self.ln(x[:, 0]))


def waves(n_rows, width):
    """[patch, channel]: half of the channels tell the row of a patch, half its column."""
    quarter = width // 4
    frequencies = torch.exp(torch.arange(quarter) * (-math.log(LONGEST_WAVE) / quarter))
    angles = torch.arange(n_rows)[:, None] * frequencies
    line = torch.cat([torch.sin(angles), torch.cos(angles)], 1)
    rows = line[:, None].expand(-1, n_rows, -1)
    columns = line[None].expand(n_rows, -1, -1)
    return torch.cat([rows, columns], 2).reshape(n_rows * n_rows, width)
