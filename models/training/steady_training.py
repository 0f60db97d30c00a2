"""A training run of a fixed number of steps, known from its plan alone, that can be stopped and goes on as if it had not been."""

import dataclasses
import datetime
import pathlib
import platform
import re
import time

import numpy as np
import torch

from muon import Muon

#: The rate rises for this share of the steps, then falls in a line to nothing.
WARMUP = 0.05
SAVE_SECONDS = 60
REPORT_STEPS = 50

#: Parts of a network whose matrices are Muon's.
BLOCKS = re.compile(r"\b(blocks|layers)\.")


def run(plan, n_steps, loss_at, path, log, look=None):
    """Train plan.model() to the end, going on from `path` if it is there; return the checkpoint, which is written there.

    loss_at(model, step): the loss of a step, the same whenever it is asked. look(model, step): called with the model as it is after so many
    steps, from 0 on; a run that goes on may call it with one again. In the checkpoint: model (weights), plan,
    step, steps, seconds, cpuSeconds, date, machine, and curve, the mean loss of every REPORT_STEPS steps.
    """
    torch.manual_seed(plan.seed)
    model = plan.model()
    optimisers = make_optimisers(model, plan)
    state = {"plan": dataclasses.asdict(plan), "step": 0, "steps": n_steps, "curve": []}
    # Beside other work a run takes longer than it computes.
    state.update(seconds=0.0, cpuSeconds=0.0)
    path = pathlib.Path(path)
    if path.exists():
        state = resume(path, state, model, optimisers)
        # Its date is that of its last step.
        if state["step"] == n_steps:
            return torch.load(path)

    def save():
        state.update(date=datetime.date.today().isoformat(), machine=processor())
        memories = [optimiser.state_dict() for optimiser in optimisers]
        unfinished = path.with_suffix(".part")
        torch.save({**state, "model": model.state_dict(), "optimisers": memories}, unfinished)
        unfinished.replace(path)

    if look is not None and state["step"] == 0:
        look(model, 0)
    last, last_cpu, saved, losses = time.time(), time.process_time(), time.time(), []
    while state["step"] < n_steps:
        take_step(model, optimisers, state, loss_at, losses)
        if look is not None:
            look(model, state["step"])
        now, cpu = time.time(), time.process_time()
        state["seconds"], last = state["seconds"] + now - last, now
        state["cpuSeconds"], last_cpu = state["cpuSeconds"] + cpu - last_cpu, cpu
        if state["step"] % REPORT_STEPS == 0:
            state["curve"].append(round(float(np.mean(losses[-REPORT_STEPS:])), 4))
            log(f"{state['step']}/{n_steps} {state['seconds']:.0f}s loss {state['curve'][-1]}")
        if now - saved > SAVE_SECONDS:
            saved = now
            save()
    save()
    return torch.load(path)


def log_of(checkpoint):
    """The log of a run, as training.json beside a model holds it. Checkpoints of November 2026 name no machine."""
    log = {key: checkpoint[key] for key in ("plan", "steps", "date", "machine", "curve") if key in checkpoint}
    return {**log, **{key: round(checkpoint[key]) for key in ("seconds", "cpuSeconds")}, "threads": 1}


def processor():
    """The processor by its name, as far as the system tells it."""
    try:
        names = re.findall(r"^model name\s*:\s*(.+)$", pathlib.Path("/proc/cpuinfo").read_text(encoding="utf8"), re.MULTILINE)
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


def resume(path, state, model, optimisers):
    """Put the checkpoint into model and optimisers; return its state. Refuses one of another plan."""
    found = torch.load(path)
    for key in ("plan", "steps"):
        if found[key] != state[key]:
            raise ValueError(f"{path} is of another run: {key} {found[key]}, not {state[key]}")
    model.load_state_dict(found["model"])
    for optimiser, memory in zip(optimisers, found["optimisers"]):
        optimiser.load_state_dict(memory)
    return {key: found[key] for key in state}


def take_step(model, optimisers, state, loss_at, losses):
    rate = rate_at(state["step"] / state["steps"])
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["lr"] = group["highest"] * rate
    loss = loss_at(model, state["step"])
    for optimiser in optimisers:
        optimiser.zero_grad(set_to_none=True)
    loss.backward()
    for optimiser in optimisers:
        optimiser.step()
    losses.append(loss.item())
    state["step"] += 1


def rate_at(done):
    """The share of the highest rate when this share of the steps is done."""
    return min((done + 1e-3) / WARMUP, (1 - done) / (1 - WARMUP), 1)


def make_optimisers(model, plan):
    """Muon for the matrices of the blocks, AdamW for the rest, as for the text models."""
    is_hidden = lambda name, parameter: BLOCKS.search(name) and parameter.dim() > 1
    hidden = [parameter for name, parameter in model.named_parameters() if is_hidden(name, parameter)]
    rest = [parameter for name, parameter in model.named_parameters() if not is_hidden(name, parameter)]
    group = {"params": rest, "lr": plan.lr, "highest": plan.lr}
    return torch.optim.AdamW([group], betas=(0.9, 0.95), weight_decay=0.0), Muon(hidden, plan.width, plan.muon)
