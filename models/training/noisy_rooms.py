"""A spoken word as a microphone may hear it: somewhere in the time, loud or soft, faster or slower, with noise, through a poor wire."""

import functools

import numpy as np

from sound_features import RATE

#: Of the loudest sample, in decibels; of the noise below the word.
LEVELS, NOISES = (-24, 0), (3, 45)
#: Faster and slower, and so higher and lower.
STRETCHES = (0.85, 1.18)
#: Decibels from the lowest to the highest pitch that a wire takes away or adds.
TILT = 12
#: Share of the sounds that end soon after their word, as files do; the others fill the time with noise.
ENDING = 0.4
N_ROOMS, ROOM_SECONDS = 48, 8


def placed(word, n_samples, rng):
    """Return (the word in a time of n_samples, how many of these there are: fewer where the sound ends with the word)."""
    n = min(round(len(word) / rng.uniform(*STRETCHES)), n_samples)
    word = np.interp(np.linspace(0, len(word) - 1, n), np.arange(len(word)), word.astype(np.float64))
    word = tilted(word, rng.uniform(-TILT, TILT))
    word *= 10 ** (rng.uniform(*LEVELS) / 20) / max(np.abs(word).max(), 1e-9)
    ends = rng.random() < ENDING
    begin = int(rng.integers(0, min(n_samples - n, RATE // 5) + 1) if ends else rng.integers(0, n_samples - n + 1))
    length = min(n_samples, begin + n + int(rng.integers(0, RATE // 5))) if ends else n_samples
    sound = np.zeros(length)
    sound[begin : begin + n] = word
    # Some files are silent to the last bit around their word.
    if ends and rng.random() < 0.5:
        return sound
    loudness = np.sqrt(np.mean(word**2)) * 10 ** (-rng.uniform(*NOISES) / 20)
    return np.clip(sound + loudness * part_of_noise(length, rng), -1, 1)


def part_of_noise(n, rng):
    noise = noises()[rng.integers(N_ROOMS)]
    begin = rng.integers(len(noise) - n + 1)
    return noise[begin : begin + n]


@functools.cache
def noises():
    """[room, sample]: noises of mean square 1, from white to that of a room, which falls with the pitch."""
    rng = np.random.default_rng(N_ROOMS)
    spectra = np.fft.rfft(rng.standard_normal((N_ROOMS, ROOM_SECONDS * RATE)))
    fallen = spectra / np.arange(1, spectra.shape[1] + 1) ** np.linspace(0, 1, N_ROOMS)[:, None]
    made = np.fft.irfft(fallen)
    return (made / np.sqrt(np.mean(made**2, 1, keepdims=True))).astype(np.float32)


def tilted(sound, decibels):
    # Lengths that are no power of two take several times as long.
    n = 1 << len(sound).bit_length()
    spectrum = np.fft.rfft(sound, n)
    return np.fft.irfft(spectrum * 10 ** (np.linspace(-decibels, decibels, len(spectrum)) / 40), n)[: len(sound)]
