"""The network that rewrites: a pre-LN encoder and decoder over one vocabulary, in the layout of mBART."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from language_model import EMBEDDING_STD, HIDDEN, LONGEST_WAVE

#: Height of the waves that the positions start from.
WAVES = 0.3


class Attention(nn.Module):
    """Queries of x [batch, query, width], keys and values of `memory` [batch, key, width]; of self attention both are x."""

    def __init__(self, width, n_heads):
        super().__init__()
        # Plain numbers, where the shape of a traced tensor would become part of an exported graph.
        self.width, self.n_heads, self.head_width = width, n_heads, width // n_heads
        self.q, self.k, self.v, self.proj = (nn.Linear(width, width) for _ in range(4))

    def heads(self, x):
        return x.view(x.shape[0], x.shape[1], self.n_heads, self.head_width).transpose(1, 2)

    def forward(self, x, memory, mask):
        q, k, v = self.heads(self.q(x)), self.heads(self.k(memory)), self.heads(self.v(memory))
        pattern = (q @ k.transpose(-1, -2) / math.sqrt(self.head_width) + mask).softmax(-1)
        return self.proj((pattern @ v).transpose(1, 2).reshape(x.shape[0], x.shape[1], self.width))


class Layer(nn.Module):
    """Self attention, in a decoder then cross attention, then an MLP; each reads a norm and adds to the stream."""

    def __init__(self, width, n_heads, hidden, is_decoder):
        super().__init__()
        self.ln1, self.attn = nn.LayerNorm(width), Attention(width, n_heads)
        if is_decoder:
            self.ln_cross, self.cross = nn.LayerNorm(width), Attention(width, n_heads)
        self.is_decoder = is_decoder
        self.ln2 = nn.LayerNorm(width)
        self.fc, self.out = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x, mask, memory=None, memory_mask=None):
        normed = self.ln1(x)
        x = x + self.attn(normed, normed, mask)
        if self.is_decoder:
            x = x + self.cross(self.ln_cross(x), memory, memory_mask)
        return x + self.out(F.gelu(self.fc(self.ln2(x))))


class Stack(nn.Module):
    """Positions, layers and the last norm of an encoder or a decoder."""

    def __init__(self, width, n_layers, n_heads, hidden, context, is_decoder):
        super().__init__()
        self.pos = nn.Embedding(context, width)
        self.emb_ln, self.ln = nn.LayerNorm(width), nn.LayerNorm(width)
        self.layers = nn.ModuleList(Layer(width, n_heads, hidden, is_decoder) for _ in range(n_layers))

    def forward(self, embedded, mask, memory=None, memory_mask=None):
        x = self.emb_ln(embedded + self.pos.weight[: embedded.shape[1]])
        for layer in self.layers:
            x = layer(x, mask, memory, memory_mask)
        return self.ln(x)


class Rewriter(nn.Module):
    """(source, source mask, target) to logits [batch, target, vocabulary]; the output matrix is the embedding matrix."""

    def __init__(self, vocab, width, n_layers, n_heads, hidden, context):
        super().__init__()
        self.tok = nn.Embedding(vocab, width)
        self.encoder = Stack(width, n_layers, n_heads, hidden, context, False)
        self.decoder = Stack(width, n_layers, n_heads, hidden, context, True)
        self.start_weights(n_layers)

    def start_weights(self, n_layers):
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, 0, module.in_features**-0.5)
                nn.init.zeros_(module.bias)
        # Norms follow the embeddings, so what counts is their height beside that of the waves.
        nn.init.normal_(self.tok.weight, 0, 10 * EMBEDDING_STD)
        with torch.no_grad():
            for stack in (self.encoder, self.decoder):
                stack.pos.weight.copy_(WAVES * waves(*stack.pos.weight.shape))
                for name, parameter in stack.named_parameters():
                    if name.endswith(("proj.weight", "out.weight")):
                        parameter.div_(math.sqrt(3 * n_layers))

    def encode(self, source, source_mask):
        """source_mask: 1 where a token stands, 0 where padding does. Return (states, what is added to their scores)."""
        hidden = (1.0 - source_mask[:, None, None, :].float()) * HIDDEN
        return self.encoder(self.tok(source), hidden), hidden

    def decode(self, target, states, hidden):
        n_tokens = target.shape[1]
        later = torch.full((n_tokens, n_tokens), HIDDEN).triu(1)
        return self.decoder(self.tok(target), later, states, hidden) @ self.tok.weight.t()

    def forward(self, source, source_mask, target):
        return self.decode(target, *self.encode(source, source_mask))


def waves(n_positions, width):
    """[position, channel]: sines and cosines, as the positions of the text models start."""
    positions = torch.arange(n_positions)[:, None]
    frequencies = torch.exp(torch.arange(0, width, 2) * (-math.log(LONGEST_WAVE) / width))[None]
    return torch.cat([torch.sin(positions * frequencies), torch.cos(positions * frequencies)], 1)
