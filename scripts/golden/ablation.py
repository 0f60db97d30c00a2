"""Write golden numbers of ablated models: python3 scripts/golden/ablation.py [model id ...]

To be run again whenever the weights of a model change. Takes the network that the models were trained with
(models/training/language_model.py, vision_model.py), the weights of models/ID/model.safetensors and the input of
models/ID/reference.npz, and ablates heads from outside: by zeroing their columns of the output projection, or by
replacing what goes into it. The mode "shared" puts the average of a layer's patterns in the place of each of them; the
patterns are those of the model as it is, in every layer. Computes in double precision. Needs PyTorch and NumPy.

Each case of src/inference/fixtures/ablation-ID.json holds what was done (mode, heads, part that is kept) and what came
out: logits at the last position for every STRIDE-th token, log-sum-exp of every position, and the mean of all logits.
The picture model scores its classes once: that is one position, and every class counts.
"""
import json
import pathlib
import struct
import sys

import numpy as np
import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models/training"))

from hub_vision import vision  # noqa: E402
from language_model import LanguageModel  # noqa: E402
from vision_training import Plan  # noqa: E402

MODELS = ("bookworm-gpt", "bookworm-bert", "fashion-vit")
STRIDE = 61
#: Rounding between two ways to compute the model as it is.
TOLERANCE = 2e-4


def main():
    for model_id in sys.argv[1:] or MODELS:
        folder = ROOT / "models" / model_id
        model, ids = load(folder)
        stride = STRIDE if ids.ndim == 2 else 1
        patterns = patterns_of(model, ids)
        cases = [
            {**case, **numbers_of(run(model, ids, case, patterns), stride)} for case in cases_of(model, means_of(folder))
        ]
        path = ROOT / "src/inference/fixtures" / f"ablation-{model_id}.json"
        path.parent.mkdir(exist_ok=True)
        text = {"stride": stride, "cases": [{k: v for k, v in case.items() if k != "means"} for case in cases]}
        path.write_text(json.dumps(text, indent=None, separators=(",", ":")).replace('{"mode"', '\n{"mode"') + "\n")
        print(f"{path.stat().st_size} bytes  {path}")


def cases_of(model, shipped):
    """heads: pairs of layer and head. keep: the part of each that stays."""
    n_layers, n_heads = len(model.blocks), model.blocks[0].attn.n_heads
    single = [(layer, (3 * layer + 2 * i + 1) % n_heads) for layer in range(n_layers) for i in range(2)]
    pair = [single[1], single[-1]]
    layer = [(1, head) for head in range(n_heads)]

    def case(mode, heads, keep=0.0, means=None):
        return {"mode": mode, "heads": [list(head) for head in heads], "keep": keep, "means": means}

    cases = [case("none", [])]
    cases += [case("zero", [head]) for head in single]
    cases += [case("zero", pair), case("zero", layer), case("zero", [single[2]], 0.5), case("zero", pair, 0.5)]
    made_up = made_up_means(model)
    for mode, means in (("made-up-mean", made_up), ("mean", shipped)):
        if means is not None:
            cases += [case(mode, [single[0]], 0.0, means), case(mode, pair, 0.25, means), case(mode, layer, 0.0, means)]
    for mode in ("flat", "previous"):
        cases += [case(mode, [single[3]]), case(mode, pair, 0.25), case(mode, layer)]
    everything = [(at, head) for at in range(n_layers) for head in range(n_heads)]
    cases += [case("shared", heads) for heads in ([single[3]], layer, everything)]
    cases += [case("shared", pair, 0.25)]
    return cases


def made_up_means(model):
    """first and rest, [layer, head, channel]: waves that a test can make as well."""
    n_layers, attention = len(model.blocks), model.blocks[0].attn
    n_heads = attention.n_heads
    width = attention.proj.in_features // n_heads
    layer, head, channel = np.meshgrid(np.arange(n_layers), np.arange(n_heads), np.arange(width), indexing="ij")
    angle = 1.0 + 0.9 * layer + 1.7 * head + 0.31 * channel
    return {"first": 0.4 * np.cos(angle), "rest": 0.5 * np.sin(angle)}


def means_of(folder):
    path = folder / "head_means.safetensors"
    return read_safetensors(path) if path.exists() else None


@torch.no_grad()
def patterns_of(model, ids):
    """Of the model as it is, by layer: [head, query, key]."""
    found = []

    def before_attention(attention, inputs):
        x, mask, *_ = inputs
        batch, n_tokens, width = x.shape
        q, k, _ = attention.qkv(x).view(batch, n_tokens, 3, attention.n_heads, -1).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) * (width // attention.n_heads) ** -0.5
        found.append((scores if mask is None else scores + mask).softmax(-1)[0])

    hooks = [block.attn.register_forward_pre_hook(before_attention) for block in model.blocks]
    model(ids)
    for hook in hooks:
        hook.remove()
    return found


@torch.no_grad()
def run(model, ids, case, patterns):
    """Logits [token, vocabulary], or [1, class], of the model with the heads of a case turned down."""
    hooks = []
    kept_weights = {}
    by_layer = {}
    for layer, head in case["heads"]:
        by_layer.setdefault(layer, []).append(head)
    for layer, heads in by_layer.items():
        attention = model.blocks[layer].attn
        if case["mode"] == "zero":
            # What a head gives goes through its columns of the projection, and through nothing else.
            kept_weights[layer] = attention.proj.weight.clone()
            for columns in columns_of(attention, heads):
                attention.proj.weight[:, columns] *= case["keep"]
        else:
            hooks += replace(model, layer, heads, case, patterns[layer])
    logits = model(ids)[0].numpy()
    logits = logits.reshape(-1, logits.shape[-1])
    for hook in hooks:
        hook.remove()
    for layer, weight in kept_weights.items():
        model.blocks[layer].attn.proj.weight.copy_(weight)
    return logits


def columns_of(attention, heads):
    width = attention.proj.in_features // attention.n_heads
    return [slice(head * width, (head + 1) * width) for head in heads]


def replace(model, layer, heads, case, patterns):
    """Hooks that put keep * own + (1 - keep) * other in the place of what the heads give."""
    attention, keep = model.blocks[layer].attn, case["keep"]
    seen = {}

    def before_attention(_, inputs):
        seen["x"] = inputs[0]

    def before_projection(_, inputs):
        x = inputs[0].clone()
        for head, columns in zip(heads, columns_of(attention, heads)):
            x[..., columns] = keep * x[..., columns] + (1 - keep) * other(head, columns, x.shape[1])
        return (x,)

    def other(head, columns, n_tokens):
        if case["means"] is not None:
            rows = [case["means"]["first"][layer, head]] + [case["means"]["rest"][layer, head]] * (n_tokens - 1)
            return torch.tensor(np.stack(rows), dtype=torch.float64)[None]
        width = attention.proj.in_features
        values = attention.qkv(seen["x"])[..., 2 * width :][..., columns]
        if case["mode"] == "shared":
            return patterns.mean(0) @ values
        return pattern_of(case["mode"], n_tokens, model.is_causal) @ values

    return [
        attention.register_forward_pre_hook(before_attention),
        attention.proj.register_forward_pre_hook(before_projection),
    ]


def pattern_of(mode, n_tokens, is_causal):
    """flat: even weights over all keys that may be seen. previous: all weight on the token before, at first on itself."""
    if mode == "previous":
        return torch.eye(n_tokens, dtype=torch.float64)[[0, *range(n_tokens - 1)]]
    allowed = torch.ones(n_tokens, n_tokens, dtype=torch.float64)
    allowed = allowed.tril() if is_causal else allowed
    return allowed / allowed.sum(-1, keepdim=True)


def numbers_of(logits, stride):
    largest = logits.max(-1, keepdims=True)
    return {
        "last": rounded(logits[-1, ::stride]),
        "logSumExp": rounded((largest + np.log(np.exp(logits - largest).sum(-1, keepdims=True)))[:, 0]),
        "mean": rounded([logits.mean()])[0],
    }


def rounded(values):
    return [float(f"{value:.8g}") for value in values]


def load(folder):
    """The trained network and the input of its reference, whose logits it must give: ids, or pixels."""
    config = json.loads((folder / "config.json").read_text())
    weights = {name: torch.tensor(value) for name, value in read_safetensors(folder / "model.safetensors").items()}
    reference = np.load(folder / "reference.npz")
    if config["model_type"] == "vit":
        model = Plan(**json.loads((folder / "training.json").read_text())["plan"]).model()
        given = torch.tensor(reference["pixel_values"]).double()
        return checked(folder, model, vision(weights), given, reference["logits"])
    is_causal = config["model_type"] == "gpt2"
    n_layers = config["n_layer"] if is_causal else config["num_hidden_layers"]
    n_heads = config["n_head"] if is_causal else config["num_attention_heads"]
    state = causal_state(weights, n_layers) if is_causal else masked_state(weights, n_layers)
    vocab, width = state["tok.weight"].shape
    context = state["pos.weight"].shape[0]
    model = LanguageModel(is_causal, vocab, width, n_layers, n_heads, context, 0.02)
    return checked(folder, model, state, torch.tensor(reference["input_ids"]), reference["logits"])


def checked(folder, model, state, given, logits):
    """The network, in double precision, with its weights, and what it is given."""
    model = model.double().eval()
    missing, unknown = model.load_state_dict(state, strict=False)
    if set(missing) - {"mask"} or unknown:
        raise ValueError(f"{folder}: weights do not fit: {missing} {unknown}")
    with torch.no_grad():
        error = np.abs(model(given).numpy().reshape(logits.shape) - logits).max()
    if not error < TOLERANCE:
        raise ValueError(f"{folder}: the logits differ from the reference by {error}")
    print(f"{folder.name}: {error:.1e} from the reference")
    return model, given


def causal_state(weights, n_layers):
    """Names of GPT2LMHeadModel to those of the training; its Conv1D holds matrices the other way round."""
    root = "transformer."
    state = {"tok.weight": weights[root + "wte.weight"], "pos.weight": weights[root + "wpe.weight"]}
    parts = (("ln_1", "ln1"), ("ln_2", "ln2"), ("attn.c_attn", "attn.qkv"), ("attn.c_proj", "attn.proj"),
             ("mlp.c_fc", "fc"), ("mlp.c_proj", "out"))
    for i in range(n_layers):
        for there, here in parts:
            weight = weights[f"{root}h.{i}.{there}.weight"]
            state[f"blocks.{i}.{here}.weight"] = weight.t().contiguous() if weight.ndim == 2 else weight
            state[f"blocks.{i}.{here}.bias"] = weights[f"{root}h.{i}.{there}.bias"]
    for kind in ("weight", "bias"):
        state[f"ln.{kind}"] = weights[f"{root}ln_f.{kind}"]
    return state


def masked_state(weights, n_layers):
    """Names of RobertaPreLayerNormForMaskedLM to those of the training; its position table begins with a gap."""
    root = "roberta_prelayernorm."
    state = {
        "tok.weight": weights[root + "embeddings.word_embeddings.weight"],
        "pos.weight": weights[root + "embeddings.position_embeddings.weight"][1:],
        "typ.weight": weights[root + "embeddings.token_type_embeddings.weight"],
        "bias": weights["lm_head.bias"],
    }
    parts = (("attention.LayerNorm", "ln1"), ("attention.output.dense", "attn.proj"), ("intermediate.LayerNorm", "ln2"),
             ("intermediate.dense", "fc"), ("output.dense", "out"))
    ends = ((root + "embeddings.LayerNorm", "emb_ln"), (root + "LayerNorm", "ln"), ("lm_head.dense", "head"),
            ("lm_head.layer_norm", "head_ln"))
    for kind in ("weight", "bias"):
        for i in range(n_layers):
            layer = f"{root}encoder.layer.{i}."
            for there, here in parts:
                state[f"blocks.{i}.{here}.{kind}"] = weights[f"{layer}{there}.{kind}"]
            three = [weights[f"{layer}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
            state[f"blocks.{i}.attn.qkv.{kind}"] = torch.cat(three)
        for there, here in ends:
            state[f"{here}.{kind}"] = weights[f"{there}.{kind}"]
    return state


def read_safetensors(path):
    """{name: float32 array}: 8 bytes of header length, a JSON header, then the tensors."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    types = {"F16": np.float16, "F32": np.float32}
    arrays = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        array = np.frombuffer(data[start:end], types[entry["dtype"]])
        arrays[name] = array.astype(np.float32).reshape(entry["shape"])
    return arrays


if __name__ == "__main__":
    main()
