"""Train a small transformer within a time budget, and write a checkpoint from which it can go on."""

import argparse
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from checkpoint import load_weights, read_checkpoint, write_checkpoint
from guide import same_token_loss
from held_out import held_out
from language_model import LanguageModel
from load_hub import load_hub
from muon import Muon
from samples import Books, mask_tokens
from warm_start import is_masked, read_vocab, warm_start

LENGTHS = [32, 64, 128]
#: How often each of the lengths and the whole context is drawn, and of a masked model's steps the whole sentences.
SHARES = [0.25, 0.3, 0.3, 0.15]
WHOLE_SENTENCES = 0.35

WARMUP_STEPS = 100
#: The learning rate stays at its height for this share of the budget, then falls in a line to nothing.
PLATEAU = 0.4
#: How much the term of guide.py counts beside the loss of the words.
GUIDE_WEIGHT = 0.05
REPORT_STEPS = 100
SAVE_SECONDS = 120


def main():
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    is_causal = options.kind == "causal"
    books, valid = (load_books(path, options) for path in (options.data, options.valid))
    model = LanguageModel(
        is_causal, options.vocab, options.d, options.layers, options.heads, options.ctx, options.posscale
    )
    checkpoint = read_checkpoint(options.out) if options.resume else None
    if checkpoint:
        load_weights(model, checkpoint["model"])
    elif options.start:
        start_from(model, options)
    model.to(options.device)
    optimisers = make_optimisers(model, options)
    step, spent_before, rng = 0, 0.0, np.random.default_rng(options.seed)
    # Optimisers without memory begin gently, at the first step and after a light checkpoint.
    warm_from = 0
    if checkpoint:
        step, spent_before = checkpoint["step"], checkpoint["seconds"]
        rng.bit_generator.state = checkpoint["rng"]
        warm_from = 0 if checkpoint["optimisers"] else step
        for optimiser, state in zip(optimisers, checkpoint["optimisers"]):
            optimiser.load_state_dict(state)
    n_parameters = sum(parameter.numel() for parameter in model.parameters())
    print(f"{n_parameters} parameters, {len(books.ids)} tokens to train on", flush=True)

    def save():
        state = {"args": vars(options), "step": step, "seconds": spent_before + seconds, "rng": rng.bit_generator.state}
        write_checkpoint(options.out, model, optimisers, state, options.light)

    start = time.time()
    seconds = last_report = last_save = smooth_loss = n_tokens = 0
    while True:
        seconds = time.time() - start
        spent = (spent_before + seconds) / options.seconds
        if spent >= 1 or seconds >= options.session or step >= options.maxsteps:
            break
        rate = min(1, (step - warm_from + 1) / WARMUP_STEPS, (1 - spent) / (1 - PLATEAU))
        for optimiser in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = group["highest"] * rate
        ids, types = draw(books, options, rng)
        loss = loss_of(model, ids, types, options, rng)
        total = loss
        if options.guide >= 0:
            guided = torch.from_numpy(ids[: max(1, len(ids) // 4)]).to(options.device)
            total = loss + GUIDE_WEIGHT * same_token_loss(model, guided, options.guide)
        for optimiser in optimisers:
            optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimiser in optimisers:
            optimiser.step()
        step += 1
        n_tokens += ids.size
        smooth_loss = 0.98 * smooth_loss + 0.02 * loss.item() if smooth_loss else loss.item()

        if step % REPORT_STEPS == 0:
            speed = n_tokens / (seconds - last_report)
            print(f"{step} {seconds:.0f}s loss {smooth_loss:.3f} rate {rate:.3f} {speed:.0f} tok/s", flush=True)
            last_report, n_tokens = seconds, 0
        if seconds - last_save > SAVE_SECONDS:
            last_save = seconds
            save()
            print("==", held_out(model, valid, options.ctx), flush=True)
    save()
    print(f"done: {step} steps", held_out(model, valid, options.ctx), flush=True)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--kind", choices=["causal", "masked"], default="causal")
    add("--data", required=True, help="token ids to train on, from encode.py")
    add("--valid", required=True, help="token ids held out")
    add("--out", required=True, help="the checkpoint to write")
    add("--vocab", type=int, required=True, help="entries of the vocabulary")
    add("--seconds", type=float, default=3600, help="time budget of all sessions; the learning rate follows it")
    add("--session", type=float, default=1e9, help="stop after so many seconds, to go on later with --resume")
    add("--resume", action="store_true", help="go on from the checkpoint that --out names")
    add("--start", default="", help="weights to begin from, a checkpoint or a folder; masked may start from causal")
    add("--light", action="store_true", help="save weights alone, in float16: a tenth of the size, for copying about")
    add("--maxsteps", type=int, default=10**9, help="stop earlier")
    add("--d", type=int, default=128, help="width of the model")
    add("--layers", type=int, default=4)
    add("--heads", type=int, default=8)
    add("--ctx", type=int, default=256, help="longest sequence in tokens")
    add("--tokens", type=int, default=4096, help="tokens of a step, in sequences of any length")
    add("--lr", type=float, default=2e-3, help="highest learning rate of AdamW")
    add("--muon", type=float, default=0.02, help="highest learning rate of Muon")
    add("--repeat", type=float, default=0.1, help="share of the longer sequences that are a repeated span")
    add("--guide", type=int, default=-1, help="head of layer 0 of a causal model to teach to look at equal tokens")
    add("--posscale", type=float, default=0.03, help="height of the waves that the positions start from")
    add("--tokenizers", default=".", help="folder of the two tokenizer files")
    add("--device", default="cpu", help="cpu, or cuda where PyTorch has it")
    add("--bf16", action="store_true", help="multiply matrices in bfloat16, faster where the processor can")
    add("--threads", type=int, default=1)
    add("--seed", type=int, default=1)
    return parser.parse_args()


def load_books(path, options):
    """Return the token ids of a file as Books; where a text begins is read off the marks of the tokenizer."""
    vocab = read_vocab(options.tokenizers, options.kind)
    is_causal = options.kind == "causal"
    ends, never_first = (["\u010a"], []) if is_causal else ([".", "!", "?"], ['"', "'", ")", ".", "!", "?"])
    ids_of = lambda pieces: [vocab[piece] for piece in pieces if piece in vocab]
    return Books(np.load(path).astype(np.int64), ids_of(ends), ids_of(never_first), is_causal, options.vocab)


def start_from(model, options):
    """Begin with the weights that --start names; those of a causal model are fitted to a masked one."""
    is_checkpoint = options.start.endswith(".pt")
    weights = read_checkpoint(options.start)["model"] if is_checkpoint else load_hub(options.start)
    if options.kind == "causal" or is_masked(weights):
        load_weights(model, weights)
    else:
        warm_start(model, weights, options.tokenizers)


def make_optimisers(model, options):
    """Muon for the matrices of the blocks, AdamW for the rest; each group knows its highest rate."""
    is_hidden = lambda name, parameter: name.startswith("blocks") and parameter.dim() > 1
    hidden = [parameter for name, parameter in model.named_parameters() if is_hidden(name, parameter)]
    rest = [parameter for name, parameter in model.named_parameters() if not is_hidden(name, parameter)]
    group = {"params": rest, "lr": options.lr, "highest": options.lr}
    adam = torch.optim.AdamW([group], betas=(0.9, 0.95), eps=1e-8, weight_decay=0.0)
    return adam, Muon(hidden, options.d, options.muon)


def draw(books, options, rng):
    """Return (ids, types) of one step, all of one length, so that nothing is padded."""
    if not books.is_causal and rng.random() < WHOLE_SENTENCES:
        return books.sentence_batch(options.tokens, rng)
    n_tokens = int(rng.choice([*LENGTHS, options.ctx], p=SHARES))
    return books.batch(max(1, options.tokens // n_tokens), n_tokens, options.repeat, rng)


def loss_of(model, ids, types, options, rng):
    """Return nats per token: of each next token, or of the tokens that were masked."""
    device = options.device
    to = lambda array: torch.from_numpy(array).to(device)
    with torch.autocast(torch.device(device).type, torch.bfloat16, enabled=options.bf16):
        if model.is_causal:
            tokens = to(ids)
            wanted = torch.ones_like(tokens, dtype=torch.bool)
            wanted[:, -1] = False
            logits, answers = model(tokens, wanted=wanted), tokens[:, 1:].reshape(-1)
        else:
            shown, chosen = mask_tokens(ids, options.vocab, rng)
            logits, answers = model(to(shown), to(types), to(chosen)), to(ids[chosen])
    return F.cross_entropy(logits.float(), answers)


if __name__ == "__main__":
    main()
