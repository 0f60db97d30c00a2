"""Train a small transformer on a CPU within a time budget, and write a checkpoint."""

import argparse
import math
import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from language_model import LanguageModel
from muon import Muon
from samples import FIRST_RANDOM_CAUSAL, mask_tokens, sample, with_specials
from warm_start import is_masked, warm_start

SHORT_LENGTHS = [32, 64, 128]
#: How often each of the short lengths and the whole context is drawn: short sequences are many and cheap.
CAUSAL_SHARES = [0.3, 0.35, 0.3, 0.05]
MASKED_SHARES = [0.6, 0.25, 0.13, 0.02]

WARMUP_STEPS = 200
#: The learning rate ends at this share of its highest value.
LAST_RATE = 0.05
REPORT_STEPS = 100
SAVE_SECONDS = 300
#: One early checkpoint shows that saving works, long before it matters.
FIRST_SAVE_STEP = 20


def main():
    options = parse_options()
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    is_causal = options.kind == "causal"
    train = np.load(options.data).astype(np.int64)
    valid = np.load(options.valid).astype(np.int64)
    model = LanguageModel(
        is_causal, options.vocab, options.d, options.layers, options.heads, options.ctx, options.posscale
    )
    resume(model, options)
    model.to(options.device)

    named = list(model.named_parameters())
    hidden = [p for name, p in named if name.startswith("blocks") and p.dim() > 1]
    rest = [p for name, p in named if not (name.startswith("blocks") and p.dim() > 1)]
    adam = torch.optim.AdamW(rest, lr=options.lr, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.0)
    muon = Muon(hidden, options.d, options.muon)
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {len(train)} tokens to train on", flush=True)

    start = last_report = last_save = time.time()
    step = 0
    smooth_loss = None
    while True:
        spent = (time.time() - start) / options.seconds
        if spent >= 1 or step >= options.maxsteps:
            break
        schedule = min(1, (step + 1) / WARMUP_STEPS) * cosine(spent)
        for group in adam.param_groups:
            group["lr"] = options.lr * schedule
        n_tokens = int(rng.choice([*SHORT_LENGTHS, options.ctx], p=CAUSAL_SHARES if is_causal else MASKED_SHARES))
        n_sequences = max(1, options.batch * options.seq // n_tokens)

        batch = sample(train, n_sequences, n_tokens, options.repeat, is_causal, options.vocab, rng)
        loss = loss_of(model, batch)
        adam.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        muon.step(schedule)
        step += 1
        smooth_loss = loss.item() if smooth_loss is None else 0.98 * smooth_loss + 0.02 * loss.item()

        if step % REPORT_STEPS == 0:
            now = time.time()
            rate = REPORT_STEPS * options.batch * options.seq / (now - last_report)
            seconds = now - start
            print(f"{step} {seconds:.0f}s loss {smooth_loss:.3f} schedule {schedule:.3f} {rate:.0f} tok/s", flush=True)
            last_report = now
        if time.time() - last_save > SAVE_SECONDS or step == FIRST_SAVE_STEP:
            last_save = time.time()
            save(model, options, step)
            if step > FIRST_SAVE_STEP:
                report_held_out(model, valid, options, step)
    save(model, options, step)
    print(f"done: {step} steps", flush=True)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--kind", choices=["causal", "masked"], default="causal")
    add("--data", required=True, help="token ids to train on, from encode.py")
    add("--valid", required=True, help="token ids held out")
    add("--out", required=True, help="the checkpoint to write")
    add("--vocab", type=int, required=True, help="entries of the vocabulary")
    add("--seconds", type=float, default=3600, help="time budget; the learning rate follows it")
    add("--maxsteps", type=int, default=10**9, help="stop earlier")
    add("--d", type=int, default=192, help="width of the model")
    add("--layers", type=int, default=4)
    add("--heads", type=int, default=8)
    add("--ctx", type=int, default=256, help="longest sequence in tokens")
    add("--batch", type=int, default=16, help="a step has batch times seq tokens, in sequences of any length")
    add("--seq", type=int, default=192)
    add("--lr", type=float, default=1.5e-3, help="highest learning rate of AdamW")
    add("--muon", type=float, default=0.02, help="highest learning rate of Muon")
    add("--repeat", type=float, default=0.08, help="share of sequences that are a repeated span")
    add("--posscale", type=float, default=0.03, help="height of the waves that the positions start from")
    add("--resume", default="", help="checkpoint to go on from; a masked model may start from a causal one")
    add("--tokenizers", default=".", help="folder of the two tokenizer files, for such a start")
    add("--device", default="cpu", help="cpu, or cuda where PyTorch has it")
    add("--threads", type=int, default=1)
    add("--seed", type=int, default=1)
    return parser.parse_args()


def resume(model, options):
    """Start from the checkpoint of --resume, if there is one."""
    if not options.resume:
        return
    weights = torch.load(options.resume, map_location="cpu")["model"]
    if options.kind == "causal" or is_masked(weights):
        model.load_state_dict(weights)
    else:
        warm_start(model, weights, options.tokenizers)


def cosine(spent):
    """Return the share of the learning rate after a share of the time: from 1 down to LAST_RATE."""
    return LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + math.cos(math.pi * spent))


def loss_of(model, tokens):
    """Return nats per token: of each next token, or of the tokens that were masked."""
    vocab, device = model.tok.num_embeddings, model.tok.weight.device
    if model.is_causal:
        tokens = tokens.to(device)
        return F.cross_entropy(model(tokens)[:, :-1].reshape(-1, vocab), tokens[:, 1:].reshape(-1))
    shown, chosen = mask_tokens(tokens, vocab)
    return F.cross_entropy(model(shown.to(device), chosen.to(device)), tokens[chosen].to(device))


@torch.no_grad()
def report_held_out(model, valid, options, step):
    """Print the loss on the held-out books, and of a causal model that on random tokens seen once before."""
    model.eval()
    rng = np.random.default_rng(0)
    torch.manual_seed(0)
    losses = []
    for _ in range(12):
        tokens = sample(valid, 8, options.ctx, 0, model.is_causal, options.vocab, rng)
        losses.append(loss_of(model, tokens).item())
    print(f"== held out {np.mean(losses):.3f}", end="")
    if model.is_causal:
        span = 60
        random_tokens = np.random.default_rng(7).integers(FIRST_RANDOM_CAUSAL, options.vocab, (8, span))
        twice = with_specials(np.concatenate([random_tokens, random_tokens], 1), True)
        tokens = torch.from_numpy(twice).to(options.device)
        # The first token of the second round cannot be known.
        logits = model(tokens)[:, span + 1 : -1]
        loss = F.cross_entropy(logits.reshape(-1, options.vocab), tokens[:, span + 2 :].reshape(-1))
        print(f", repeated random tokens {loss.item():.3f}", end="")
    print(flush=True)
    torch.manual_seed(step)
    model.train()


def save(model, options, step):
    torch.save({"model": model.state_dict(), "args": vars(options), "step": step}, options.out)


if __name__ == "__main__":
    main()
