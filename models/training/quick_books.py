"""The road of the two text models in a minute: tokenizers, ids, training, export, figures, on the sentences that lie here."""

import json
import math
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SENTENCES = HERE.parent / "reference-sentences.txt"

VOCAB = {"causal": 512, "masked": 400}
#: So many steps, however long they take here: the seconds are never reached.
SMALL = "--d 32 --layers 2 --heads 4 --ctx 128 --tokens 1024 --seconds 6000 --maxsteps 120"
#: The loss on these very sentences must lie this much below that of even guessing, in nats per token.
FALL = 0.7


def try_books(folder):
    """Run every step in a folder, the masked model from the causal one; raises where one fails or the loss does not fall."""
    run("make_tokenizers.py", SENTENCES, f"--causal-size={VOCAB['causal']}", f"--masked-size={VOCAB['masked']}", cwd=folder)
    for kind, start in (("causal", ""), ("masked", "--start causal.pt")):
        run("encode.py", kind, f"{kind}.npy", SENTENCES, cwd=folder)
        data = f"--kind {kind} --data {kind}.npy --valid {kind}.npy --vocab {vocab_of(folder, kind)} --out {kind}.pt"
        said = run("train.py", *data.split(), *SMALL.split(), *start.split(), cwd=folder)
        loss = float(re.search(r"done: .*'loss': ([\d.]+)", said)[1])
        if not loss < math.log(vocab_of(folder, kind)) - FALL:
            raise SystemExit(f"the loss of the {kind} model does not fall: {loss}")
        run("export.py", f"{kind}.pt", folder / kind, cwd=folder)
        run("head_means.py", folder / kind, cwd=folder)
        run("evaluate.py", folder / kind, SENTENCES, cwd=folder)
    check = ["npx", "tsx", ROOT / "scripts/checkExport.ts", folder / "causal", folder / "masked"]
    subprocess.run(check, cwd=ROOT, check=True)


def vocab_of(folder, kind):
    """Entries that were learnt: few sentences may hold fewer than were asked for."""
    tokenizer = json.loads((folder / f"{kind}-tokenizer.json").read_text(encoding="utf8"))
    return len(tokenizer["model"]["vocab"])


def run(script, *options, cwd):
    done = subprocess.run([sys.executable, HERE / script, *options], cwd=cwd, check=True, stdout=subprocess.PIPE, text=True)
    print(done.stdout, end="", flush=True)
    return done.stdout
