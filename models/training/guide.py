"""A term of the loss that teaches one head of the first layer to look at equal tokens.

Nothing in predicting old novels asks a causal model this small for such a head: one that was started as a same-token
head and left alone had become another within a thousand steps.
"""

import torch


def same_token_loss(model, tokens, head):
    """Return -log of the head's attention on earlier equal tokens.

    It is the mean over the tokens that have some, and 0 if none has. tokens: ids [batch, token] of a causal model.
    """
    n_tokens = tokens.shape[1]
    is_equal = (tokens[:, :, None] == tokens[:, None, :]).tril(-1)
    has_equal = is_equal.any(-1)
    if not has_equal.any():
        return torch.zeros((), device=tokens.device)
    block = model.blocks[0]
    x = block.ln1(model.tok(tokens) + model.pos.weight[:n_tokens])
    head_width = x.shape[-1] // block.attn.n_heads
    query, key = (
        torch.nn.functional.linear(x, weight[rows], bias[rows])
        for weight, bias in zip(block.attn.qkv.weight.chunk(3)[:2], block.attn.qkv.bias.chunk(3)[:2])
        for rows in [slice(head * head_width, (head + 1) * head_width)]
    )
    scores = (query @ key.transpose(-1, -2)).float() * head_width**-0.5 + model.mask[:n_tokens, :n_tokens]
    share = (scores.softmax(-1) * is_equal).sum(-1)
    return -(share[has_equal] + 1e-6).log().mean()
