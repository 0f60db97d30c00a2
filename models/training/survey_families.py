"""Writes a small model with random weights of every surveyed family, and the weights of attention that transformers itself computes, for
`npm run survey` to open: so many of the families that people bring end in a right picture.

    python survey_families.py FOLDER [family ...]

Takes some ten minutes; needs transformers, torch, onnx, onnxscript and onnxruntime. A family that this version of transformers or of torch cannot write is
named with the reason and left out.
"""

import json
import multiprocessing
import os
import sys
import warnings
from pathlib import Path

import onnxruntime
import torch
import transformers

from surveyed import FAMILIES, SIZES
from tiny_pictures import HALVES, lively, rounded, six_digits, stored

SECONDS = 120
SOURCE, TARGET = [7, 12, 33, 5, 40, 18, 9, 25], [2, 11, 30, 8, 21]

SPECTROGRAM = dict(feature_extractor_type="ASTFeatureExtractor", num_mel_bins=16, max_length=40, sampling_rate=16000)
FEATURES = dict(
    feature_extractor_type="WhisperFeatureExtractor", feature_size=8, chunk_length=0.5, n_samples=8000, nb_max_frames=50,
    hop_length=160, n_fft=400, sampling_rate=16000,
)


def row(ids):
    return torch.tensor([ids])


def inputs_of(kind, config):
    """What the model is fed, which axes are free, and what its preprocessor_config.json says."""
    text = {"input_ids": row(SOURCE), "attention_mask": torch.ones(1, len(SOURCE), dtype=torch.int64)}
    ids = {0: "batch", 1: "sequence"}
    free = {"input_ids": ids, "attention_mask": ids}
    if kind in ("text", "causal"):
        return text, free, None
    if kind == "typed text":
        return dict(text, token_type_ids=torch.zeros_like(text["input_ids"])), dict(free, token_type_ids=ids), None
    if kind == "boxes":
        boxes = torch.zeros(1, len(SOURCE), 4, dtype=torch.int64)
        return dict(text, bbox=boxes), dict(free, bbox=ids), None
    if kind == "two texts":
        return dict(text, decoder_input_ids=row(TARGET)), dict(free, decoder_input_ids={0: "batch", 1: "target"}), None
    if kind in ("picture", "film"):
        side = config.image_size if isinstance(getattr(config, "image_size", 32), int) else config.image_size[0]
        shape = (1, 4, 3, side, side) if kind == "film" else (1, 3, side, side)
        said = dict(image_processor_type="ViTImageProcessor", size=dict(height=side, width=side), **HALVES)
        return {"pixel_values": rounded(*shape)}, {"pixel_values": {0: "batch"}}, said
    if kind == "samples":
        said = dict(feature_extractor_type="Wav2Vec2FeatureExtractor", sampling_rate=16000, do_normalize=True)
        return {"input_values": rounded(1, 1600)}, {"input_values": {0: "batch", 1: "samples"}}, said
    if kind == "spectrogram":
        return {"input_values": rounded(1, 40, 16)}, {"input_values": {0: "batch"}}, SPECTROGRAM
    if kind == "features":
        return {"input_features": rounded(1, 8, 50)}, {"input_features": {0: "batch"}}, FEATURES
    return {"past_values": rounded(1, 32, 3)}, {"past_values": {0: "batch"}}, None


class FirstOutput(torch.nn.Module):
    """Named inputs in their order, and the first tensor that comes."""

    def __init__(self, model, names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *tensors):
        return first_of(self.model(**dict(zip(self.names, tensors)), return_dict=True))


def first_of(out):
    return next(value for value in out.values() if isinstance(value, torch.Tensor) and value.is_floating_point())


def runs(path, inputs, truth):
    """Raises where the runtime cannot run what the exporter wrote, or gets something else: such a graph nobody brings."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    fed = {one.name: inputs[one.name].numpy() for one in session.get_inputs()}
    off = abs(session.run(None, fed)[0] - truth.numpy()).max()
    if not off < 1e-3 * (1 + abs(truth.numpy()).max()):
        raise RuntimeError(f"what was exported gives numbers that are off by {off:.1g}")


def made(family):
    kind, name, own = FAMILIES[family]
    Model = getattr(transformers, name)
    sizes = dict(SIZES.get(kind, {}), **own)
    config = Model.config_class(**{key: value for key, value in sizes.items() if value is not None})
    torch.manual_seed(5)
    model = lively(Model._from_config(config, attn_implementation="eager"))
    if family.endswith("-encoder"):
        model = model.get_encoder()
    config.architectures = [name]
    return kind, model, config


def maps_of(out, is_causal, n_heads):
    """Every layer's weights, stack by stack."""
    own = "decoder" if is_causal else "encoder"
    lists = [("encoder", "encoder_attentions"), ("decoder", "decoder_attentions"), ("cross", "cross_attentions")]
    for kind, key in lists if getattr(out, "encoder_attentions", None) else [(own, "attentions")]:
        maps = getattr(out, key, None) or []
        # Layers of another kind give none; some leave heads in the batch.
        given = [one for one in maps if isinstance(one, torch.Tensor) and one.dim() >= 3]
        shown = [one if one.dim() > 3 else one.unflatten(0, (-1, n_heads)) for one in given]
        shown = [one for one in shown if are_weights(one)]
        for layer, one in enumerate(shown):
            yield dict(layer=layer, kind=kind, heads=one.shape[1], dims=list(one.shape), data=six_digits(one.flatten().tolist()))


def are_weights(one):
    """Scores before the softmax, and one mean in the place of all heads, are no truth."""
    sums = one.sum(-1)
    is_mean = one.shape[1] > 1 and bool((one == one[:, :1]).all())
    return bool(((sums - 1).abs() < 1e-3).logical_or(sums.abs() < 1e-6).all()) and not is_mean


def exported(model, inputs, free, path, truth):
    names = list(inputs)
    wrapped, args = FirstOutput(model, names), tuple(inputs.values())
    common = dict(input_names=names, output_names=["output"])
    tries = []
    for attention in ("sdpa", "eager"):
        for how in (dict(dynamo=False, dynamic_axes=free, opset_version=17), dict(dynamo=True, opset_version=18)):
            if how["dynamo"]:
                axes = tuple({axis: torch.export.Dim.DYNAMIC for axis in free.get(name, {})} for name in names)
                how.update(dynamic_shapes=(axes,), external_data=False, verbose=False)
            try:
                model.set_attn_implementation(attention)
                torch.onnx.export(wrapped, args, str(path), **common, **how)
                runs(path, inputs, truth)
                return f"{attention}, {'dynamo' if how['dynamo'] else 'older exporter'}"
            except Exception as error:
                tries.append(f"{attention}: {type(error).__name__}: {str(error)[:120]}")
    raise RuntimeError(tries[-1])


def write(family, folder):
    kind, model, config = made(family)
    inputs, free, said = inputs_of(kind, config)
    with torch.no_grad():
        out = model(**inputs, output_attentions=True, return_dict=True)
    maps = list(maps_of(out, kind == "causal", getattr(config, "num_attention_heads", 1)))
    folder.mkdir(parents=True, exist_ok=True)
    # One that cannot be written any more is not opened.
    (folder / "expected.json").unlink(missing_ok=True)
    how = exported(model, inputs, free, folder / "model.onnx", first_of(out))
    case = dict(file="model.onnx", inputs={key: stored(value) for key, value in inputs.items()}, attentions=maps)
    (folder / "expected.json").write_text(json.dumps(dict(how=how, kind=kind, cases=[case])))
    (folder / "config.json").write_text(config.to_json_string())
    if said:
        (folder / "preprocessor_config.json").write_text(json.dumps(said))
    return f"{how}, {len(maps)} maps"


def tried(family, folder, told):
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    try:
        told.send((True, write(family, folder)))
    except Exception as error:
        told.send((False, f"{type(error).__name__}: {str(error)[:300]}"))
    # Threads that a library left running are not waited for.
    os._exit(0)


def main():
    target, wanted = Path(sys.argv[1]), sys.argv[2:] or list(FAMILIES)
    fork = multiprocessing.get_context("fork")
    for family in wanted:
        heard, told = fork.Pipe(duplex=False)
        work = fork.Process(target=tried, args=(family, target / family, told))
        work.start()
        told.close()
        try:
            is_written, words = heard.recv() if heard.poll(SECONDS) else (False, "no end in sight")
        except EOFError:
            is_written, words = False, "it broke down"
        work.kill()
        print(f"{'written' if is_written else 'LEFT OUT'}  {family}: {words}".replace("\n", " "), flush=True)


if __name__ == "__main__":
    main()
