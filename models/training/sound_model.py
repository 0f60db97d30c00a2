"""The sound model that is trained: a pre-LN transformer over patches of a spectrogram, in the layout of AST."""

import math

import torch
from torch import nn

from language_model import Block
from vision_model import CLS_STD, LONGEST_WAVE, WAVES


class SoundModel(nn.Module):
    """Spectrograms [sound, frame, bin] to scores of the classes; [CLS] and [DIST] stand before the patches, band by band, the lowest first.

    Blocks and their parts are those of language_model.py, so what ablates heads there does so here.
    """

    is_causal = False
    mask = None

    def __init__(self, n_frames, n_bins, patch, time_stride, bin_stride, n_classes, width, n_layers, n_heads, hidden):
        super().__init__()
        self.strides = bin_stride, time_stride
        self.side = patch
        n_bands, n_steps = (n_bins - patch) // bin_stride + 1, (n_frames - patch) // time_stride + 1
        self.patch = nn.Linear(patch * patch, width)
        self.cls = nn.Parameter(torch.zeros(2, width))
        self.pos = nn.Embedding(2 + n_bands * n_steps, width)
        self.blocks = nn.ModuleList(Block(width, n_heads, hidden) for _ in range(n_layers))
        self.ln = nn.LayerNorm(width)
        self.head_ln = nn.LayerNorm(width)
        self.head = nn.Linear(width, n_classes)
        self.start_weights(n_bands, n_steps, width)

    def start_weights(self, n_bands, n_steps, width):
        """As in vision_model.py."""
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
            self.pos.weight[:2].zero_()
            self.pos.weight[2:].copy_(WAVES * waves(n_bands, n_steps, width))

    def patches(self, spectrograms):
        """[sound, frame, bin] -> [sound, patch, bin and frame]."""
        of_bands, of_steps = self.strides
        cut = spectrograms.transpose(1, 2).unfold(1, self.side, of_bands).unfold(2, self.side, of_steps)
        return cut.reshape(len(spectrograms), -1, self.side * self.side)

    def forward(self, spectrograms, kept=None):
        """kept: the patches that are listened to, for training on fewer; None is all."""
        patches, places = self.patches(spectrograms), self.pos.weight[2:]
        x = self.patch(patches if kept is None else patches[:, kept]) + (places if kept is None else places[kept])
        x = torch.cat([(self.cls + self.pos.weight[:2]).expand(len(x), -1, -1), x], 1)
        for block in self.blocks[:-1]:
            x = block(x, None)
        # Of the last block the first two rows alone are read; its others are for whoever looks on.
        x = self.ln(self.blocks[-1](x, None, 2 if self.training else None))
        return self.head(self.head_ln((x[:, 0] + x[:, 1]) / 2))


def waves(n_bands, n_steps, width):
    """[patch, channel]: half of the channels tell the band of a patch, half its step."""
    quarter = width // 4
    frequencies = torch.exp(torch.arange(quarter) * (-math.log(LONGEST_WAVE) / quarter))

    def line(n):
        angles = torch.arange(n)[:, None] * frequencies
        return torch.cat([torch.sin(angles), torch.cos(angles)], 1)

    bands = line(n_bands)[:, None].expand(-1, n_steps, -1)
    steps = line(n_steps)[None].expand(n_bands, -1, -1)
    return torch.cat([bands, steps], 2).reshape(n_bands * n_steps, width)
