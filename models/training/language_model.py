"""The network that is trained: a pre-LN transformer, causal (GPT-2's layout) or masked (RoBERTa-PreLayerNorm's)."""

import math

import torch
from torch import nn
from torch.nn import functional as F

#: Standard deviation of the embeddings at the start.
EMBEDDING_STD = 0.02

#: Longest wave of the sinusoidal start of the position table, in radians over 2 pi.
LONGEST_WAVE = 200.0

#: Added to the scores of keys that a query may not see.
HIDDEN = -1e9


class Attention(nn.Module):
    def __init__(self, width, n_heads):
        super().__init__()
        self.n_heads = n_heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x, mask, n_queries=None):
        batch, n_tokens, width = x.shape
        head_width = width // self.n_heads
        q, k, v = self.qkv(x).view(batch, n_tokens, 3, self.n_heads, head_width).permute(2, 0, 3, 1, 4)
        q = q[:, :, :n_queries]
        scores = (q * head_width**-0.5) @ k.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        return self.proj((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, -1, width))


class Block(nn.Module):
    def __init__(self, width, n_heads, hidden=None):
        super().__init__()
        hidden = hidden or 4 * width
        self.ln1 = nn.LayerNorm(width)
        self.attn = Attention(width, n_heads)
        self.ln2 = nn.LayerNorm(width)
        self.fc = nn.Linear(width, hidden)
        self.out = nn.Linear(hidden, width)

    def forward(self, x, mask, n_queries=None):
        """n_queries: compute the first rows alone, where no other is read; None is all."""
        x = x[:, :n_queries] + self.attn(self.ln1(x), mask, n_queries)
        return x + self.out(F.gelu(self.fc(self.ln2(x))))


class LanguageModel(nn.Module):
    """Token ids [batch, token] to logits; the output matrix is the embedding matrix.

    The names of the parts are the names in a checkpoint, which export.py reads.
    """

    def __init__(self, is_causal, vocab, width, n_layers, n_heads, context, position_scale):
        super().__init__()
        self.is_causal = is_causal
        self.tok = nn.Embedding(vocab, width)
        self.pos = nn.Embedding(context, width)
        self.blocks = nn.ModuleList(Block(width, n_heads) for _ in range(n_layers))
        self.ln = nn.LayerNorm(width)
        if not is_causal:
            self.emb_ln = nn.LayerNorm(width)
            self.typ = nn.Embedding(2, width)
            self.head = nn.Linear(width, width)
            self.head_ln = nn.LayerNorm(width)
        self.bias = None if is_causal else nn.Parameter(torch.zeros(vocab))
        self.start_weights(width, n_layers, context, position_scale)
        hidden_keys = torch.full((context, context), HIDDEN).triu(1) if is_causal else None
        self.register_buffer("mask", hidden_keys)

    def start_weights(self, width, n_layers, context, position_scale):
        """Matrices at 1/sqrt(width): at GPT-2's 0.02 no head of a model this small takes shape in a few hours."""
        for module in self.modules():
            if isinstance(module, nn.Embedding):
                nn.init.normal_(module.weight, 0, EMBEDDING_STD)
            elif isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, 0, width**-0.5)
                nn.init.zeros_(module.bias)
        for block in self.blocks:
            for weight in (block.attn.proj.weight, block.out.weight):
                nn.init.normal_(weight, 0, width**-0.5 / math.sqrt(2 * n_layers))
        # Waves make relative offsets easy to find.
        positions = torch.arange(context)[:, None]
        frequencies = torch.exp(torch.arange(0, width, 2) * (-math.log(LONGEST_WAVE) / width))[None]
        waves = torch.cat([torch.sin(positions * frequencies), torch.cos(positions * frequencies)], 1)
        with torch.no_grad():
            self.pos.weight.copy_(waves * position_scale)

    def forward(self, tokens, types=None, wanted=None):
        """types: token types (masked model only); None is all 0.

        wanted: a mask of the positions [batch, token] whose logits are needed; None is all.
        """
        n_tokens = tokens.shape[1]
        x = self.tok(tokens) + self.pos.weight[:n_tokens]
        if self.is_causal:
            for block in self.blocks:
                x = block(x, self.mask[:n_tokens, :n_tokens])
            x = self.ln(x)
            return (x if wanted is None else x[wanted]) @ self.tok.weight.t()
        x = self.emb_ln(x + (self.typ.weight[0] if types is None else self.typ(types)))
        for block in self.blocks:
            x = block(x, None)
        x = self.ln(x)
        if wanted is not None:
            x = x[wanted]
        return F.linear(self.head_ln(F.gelu(self.head(x))), self.tok.weight, self.bias)
