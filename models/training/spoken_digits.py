"""The ten digits, spoken by the program espeak-ng in many voices: what the sound model learns from.

Files that a program makes of ten words hold nothing of the program itself; nothing was recorded of any person.
"""

import io
import pathlib
import shutil
import subprocess
import wave

import numpy as np

from sound_features import RATE

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

ACCENTS = ("en-gb", "en-us", "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-rp", "en-gb-x-gbcwmd", "en-029", "en-us-nyc")
#: Voices of espeak-ng 1.51, by its own names.
VOICES = (
    "Alicia Andrea Andy Annie adam Alex antonio aunty belinda benjamin boris caleb david Denis Diogo ed edward edward2 Gene Gene2 "
    "Henrique Hugo iven iven2 iven3 iven4 Jacky john kaukovalta Lee linda marcelo Marco Mario max michael michel miguel mike "
    "Nguyen norbert pablo paul pedro quincy rob robert sandro shelby steph steph2 steph3 Storm travis Tweaky victor zac anika "
    "f1 f2 f3 f4 f5 m1 m2 m3 m4 m5 m6 m7 m8 klatt klatt2 klatt3 klatt4 grandma grandpa croak"
).split()

#: One voice in so many is never heard in training.
HELD_OUT_VOICES = 5
SPLIT_SEED = 20
#: Of espeak-ng: from 0 to 99, and words a minute.
PITCHES, SPEEDS = (20, 80), (110, 220)
#: What lies below this part of the loudest sample before and after a word is cut off.
QUIET = 0.02
#: The loudest sample of each.
LOUDEST = 0.5


def split_voices():
    """Return (heard, held out), by an order that the seed fixes."""
    order = np.random.default_rng(SPLIT_SEED).permutation(len(VOICES))
    n = len(VOICES) // HELD_OUT_VOICES
    names = lambda places: tuple(VOICES[at] for at in sorted(places))
    return names(order[n:]), names(order[:n])


def speak_all(voices, n_takes, seed):
    """Each digit in each voice and each accent so many times: (sounds, labels, voices), sounds float32 of RATE samples a second."""
    if shutil.which("espeak-ng") is None:
        raise FileNotFoundError("no espeak-ng: install the package of this name")
    sounds, labels, names = [], [], []
    for voice in voices:
        for at, accent in enumerate(ACCENTS):
            rng = np.random.default_rng([seed, VOICES.index(voice), at])
            for digit in np.tile(np.arange(len(WORDS)), n_takes):
                sounds.append(speak(WORDS[digit], f"{accent}+{voice}", int(rng.integers(*PITCHES)), int(rng.integers(*SPEEDS))))
                labels.append(digit)
                names.append(f"{accent}+{voice}")
    return sounds, np.array(labels), names


def speak(word, voice, pitch, speed):
    """One word as espeak-ng speaks it, without the silence around it."""
    command = ["espeak-ng", "-v", voice, "-p", str(pitch), "-s", str(speed), "--stdout", word]
    said = subprocess.run(command, check=True, capture_output=True).stdout
    samples, rate = read_wave(said)
    samples = resampled(samples, rate)
    loud = np.flatnonzero(np.abs(samples) > QUIET * np.abs(samples).max())
    word = samples[loud[0] : loud[-1] + 1]
    return (word * (LOUDEST / np.abs(word).max())).astype(np.float32)


def read_wave(data):
    """Return (samples from -1 to 1, samples a second). espeak-ng writes to a pipe, so the length in its header is not true."""
    with wave.open(io.BytesIO(data)) as file:
        rate = file.getframerate()
    return np.frombuffer(data[44 : 44 + (len(data) - 44) // 2 * 2], "<i2").astype(np.float64) / 2**15, rate


def resampled(samples, rate, wanted=RATE):
    """The same sound with so many samples a second; what these cannot hold is left out."""
    n = round(len(samples) * wanted / rate)
    spectrum = np.fft.rfft(samples)
    kept = np.zeros(n // 2 + 1, complex)
    m = min(len(kept), len(spectrum))
    kept[:m] = spectrum[:m]
    return np.fft.irfft(kept, n) * (n / len(samples))


def kept_sounds(path, voices, n_takes, seed):
    """The sounds of speak_all, spoken once and kept in a file."""
    path = pathlib.Path(path)
    if not path.exists():
        sounds, labels, names = speak_all(voices, n_takes, seed)
        ends = np.cumsum([len(sound) for sound in sounds])
        unfinished = path.with_name(f"unfinished-{path.name}")
        np.savez(unfinished, samples=np.concatenate(sounds).astype(np.float16), ends=ends, labels=labels, names=names)
        unfinished.replace(path)
    found = np.load(path)
    return np.split(found["samples"], found["ends"][:-1]), found["labels"], found["names"].tolist()
