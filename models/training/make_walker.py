"""Make grid-walker from nothing: train it on grids made on the way, write its folder, and compare it with the framework."""

import argparse
import dataclasses
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import torch

from export import write_folder
from export_vision import write_json
from grid_walks import THERE, asked, draw_grid, split_pairs, walk
from head_means import means_over
from load_hub import load_model
from safetensors_file import write_float32
from steady_training import log_of
from walk_tokens import PADDING, START, VOCABULARY, to_batch, walk_tokenizer
from walk_training import WalkPlan, evaluate, train

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

EVALUATED = 5000
MEANS_GRIDS, MEANS_SEED = 300, 7
#: A minute: the loss of the last steps must lie this much below that of the first.
QUICK_STEPS, QUICK_EVALUATED, QUICK_FALL = 200, 100, 0.3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--out", type=pathlib.Path, default=HERE.parent / "grid-walker", help="the folder to write")
    add("--checkpoint", type=pathlib.Path, default=HERE / "walker.pt", help="to go on from, when stopped")
    add("--seed", type=int, default=WalkPlan.seed)
    add("--steps", type=int, default=WalkPlan.steps)
    add("--quick", action="store_true", help="try the recipe in a minute, in a folder that is thrown away")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    plan = WalkPlan(seed=options.seed, steps=options.steps)
    if not options.quick:
        make(plan, options.checkpoint, options.out, EVALUATED)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        quick = dataclasses.replace(plan, steps=QUICK_STEPS)
        curve = make(quick, place / "quick.pt", place / "quick", QUICK_EVALUATED)["curve"]
    if not curve[-1] < curve[0] - QUICK_FALL:
        raise SystemExit(f"the loss does not fall: {curve}")


def make(plan, checkpoint, folder, n_evaluated):
    done = train(plan, checkpoint, log=lambda line: print(line, flush=True))
    print(folder.name, export(done, folder, n_evaluated))
    subprocess.run(["npx", "tsx", ROOT / "scripts/checkExport.ts", folder.resolve()], cwd=ROOT, check=True)
    return done


def export(checkpoint, folder, n_evaluated):
    """Write the folder, with what was measured of the weights that are in it."""
    plan = WalkPlan(**checkpoint["plan"])
    tokenizer = folder.with_suffix(".tokenizer.json")
    tokenizer.write_text(json.dumps(walk_tokenizer(), indent=2), encoding="utf8")
    write_folder(checkpoint["model"], "causal", plan, tokenizer, folder)
    tokenizer.unlink()
    write_configs(folder)
    model = load_model(folder)
    write_means(model, folder / "head_means.safetensors")
    measured = evaluate(model, n_evaluated)
    write_json(folder / "held-out.json", measured)
    write_json(folder / "training.json", log_of(checkpoint))
    return measured


def write_configs(folder):
    """Put the names of its own special tokens into the configs."""
    config = json.loads((folder / "config.json").read_text(encoding="utf8"))
    end = VOCABULARY[THERE]
    write_json(folder / "config.json", {**config, "bos_token_id": START, "pad_token_id": PADDING, "eos_token_id": end})
    tokens = {"bos_token": "<s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    known = {"tokenizer_class": "PreTrainedTokenizerFast", **tokens, "model_max_length": config["n_positions"]}
    write_json(folder / "tokenizer_config.json", {**known, "clean_up_tokenization_spaces": False})


def write_means(model, path):
    rng = np.random.default_rng(MEANS_SEED)
    grids = [draw_grid(split_pairs()[0], rng) for _ in range(MEANS_GRIDS)]
    texts = [to_batch([asked(*grid) + walk(*grid, rng)]) for grid in grids]
    first, rest = means_over(model, [torch.from_numpy(ids) for ids in texts])
    write_float32(path, {"first": first, "rest": rest}, {"grids": str(MEANS_GRIDS), "source": "grids of the training"})


if __name__ == "__main__":
    main()
