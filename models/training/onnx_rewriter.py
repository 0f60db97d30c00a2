"""The trained rewriting model as two plain ONNX graphs, an encoder and a decoder, as exporters of the Hub write them."""

import torch
from torch import nn

from language_model import HIDDEN
from onnx_model import write_graph


class EncoderGraph(nn.Module):
    """(input_ids, attention_mask) -> last_hidden_state."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model.encode(input_ids, attention_mask)[0]


class DecoderGraph(nn.Module):
    """(encoder_attention_mask, input_ids, encoder_hidden_states) -> logits."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, encoder_attention_mask, input_ids, encoder_hidden_states):
        hidden = (1.0 - encoder_attention_mask[:, None, None, :].float()) * HIDDEN
        positions = torch.arange(input_ids.shape[1])
        is_later = positions[None, :] > positions[:, None]
        later = torch.where(is_later, torch.tensor(HIDDEN), torch.tensor(0.0))[None, None]
        states = self.model.decoder(self.model.tok(input_ids), later, encoder_hidden_states, hidden)
        return states @ self.model.tok.weight.t()


def write_rewriter(model, folder):
    """Write encoder_model.onnx and decoder_model.onnx, with batch and lengths left open."""
    vocab, width = model.tok.weight.shape
    source, target = torch.randint(4, vocab, (2, 9)), torch.randint(4, vocab, (2, 5))
    mask = torch.ones_like(source)
    of_source = {0: "batch_size", 1: "encoder_sequence_length"}
    of_target = {0: "batch_size", 1: "decoder_sequence_length"}
    write_graph(
        EncoderGraph(model),
        {"input_ids": source, "attention_mask": mask},
        "last_hidden_state",
        {name: of_source for name in ("input_ids", "attention_mask", "last_hidden_state")},
        folder / "encoder_model.onnx",
    )
    write_graph(
        DecoderGraph(model),
        {"encoder_attention_mask": mask, "input_ids": target, "encoder_hidden_states": torch.randn(2, 9, width)},
        "logits",
        {
            "encoder_attention_mask": of_source,
            "encoder_hidden_states": of_source,
            "input_ids": of_target,
            "logits": of_target,
        },
        folder / "decoder_model.onnx",
    )
