"""Sounds to begin with beside the sound model: one of each digit, in as many held-out voices, as WAV files, and samples.json, which lists them."""

import json
import wave

import numpy as np
import torch

from sound_features import RATE
from sound_training import features_of, scores_of
from spoken_digits import WORDS

SOURCE = "Spoken by the program espeak-ng in voices that the model was not trained on; MIT licence, as the rest of Headlight"
SEED = 12
#: Short ones are small, and silence before a word shows where it begins.
MOST_SECONDS, BEFORE_SECONDS = 0.6, 0.1


def write_samples(model, plan, held_out, folder):
    """Write the files; return the samples of the first, as they are read from there."""
    chosen = choose(model, plan, held_out)
    (folder / "samples").mkdir(exist_ok=True)
    entries = []
    for sound, label, voice in chosen:
        path = f"samples/{WORDS[label]}.wav"
        write_wav(folder / path, sound)
        entries.append({"label": WORDS[label], "voice": voice, "path": path})
    samples = {"source": SOURCE, "sounds": entries}
    (folder / "samples.json").write_text(json.dumps(samples, indent=1) + "\n", encoding="utf8")
    first = (folder / entries[0]["path"]).read_bytes()
    return np.frombuffer(first[44:], "<i2").astype(np.float32) / 2**15


def choose(model, plan, held_out):
    """One of each digit that the model names rightly, each in a voice of its own; where there is none, one that it does not."""
    sounds, labels, voices = held_out
    order = [at for at in np.random.default_rng(SEED).permutation(len(sounds)) if len(sounds[at]) <= MOST_SECONDS * RATE]
    right = scores_of(model, features_of(plan, [padded(sounds[at]) for at in order])).argmax(1).numpy() == labels[order]
    order = [at for _, at in sorted(zip(~right, order), key=lambda pair: pair[0])]
    chosen, taken = [], set()
    for digit in range(len(WORDS)):
        of_digit = [at for at in order if labels[at] == digit]
        at = next((at for at in of_digit if voices[at].split("+")[1] not in taken), of_digit[0])
        taken.add(voices[at].split("+")[1])
        chosen.append((padded(sounds[at]), digit, voices[at]))
    return chosen


def padded(sound):
    return np.concatenate([np.zeros(round(BEFORE_SECONDS * RATE)), sound])


def write_wav(path, sound):
    """One channel, 16 bits a sample."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(np.round(np.asarray(sound, np.float64) * (2**15 - 1)).astype("<i2").tobytes())
