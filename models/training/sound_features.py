"""A sound as the features of the Audio Spectrogram Transformer, number for number as ASTFeatureExtractor makes them."""

import numpy as np

RATE = 16000
FRAME, HOP, FFT = 400, 160, 512
LOWEST, HIGHEST = 20, RATE / 2
PREEMPHASIS = 0.97
#: Below it no energy is told apart: the smallest step of float32 at 1.
FLOOR = 1.192092955078125e-07


def mel_of(hertz):
    return 1127 * np.log(1 + np.asarray(hertz) / 700)


def mel_filters(n_bins):
    """Triangles on the mel scale, [frequency, bin]."""
    edges = np.linspace(mel_of(LOWEST), mel_of(HIGHEST), n_bins + 2)
    frequencies = mel_of(np.arange(FFT // 2 + 1) * RATE / FFT)
    slopes = (edges[None] - frequencies[:, None])
    widths = np.diff(edges)
    return np.maximum(0, np.minimum(-slopes[:, :-2] / widths[:-1], slopes[:, 2:] / widths[1:]))


def frames_of(samples):
    """How many whole frames so many samples have."""
    return max(0, 1 + (samples - FRAME) // HOP)


def features(sounds, n_frames, n_bins, mean=0.0, std=0.5, dtype=np.float64):
    """Sounds [sample], of any lengths -> float32 [sound, frame, bin].

    Frames that a sound is too short for are 0 before `mean` is taken off; what comes after the last frame is not heard. In float32 they are
    worked out in half the time, and less exactly.
    """
    n_samples = FRAME + (n_frames - 1) * HOP
    filled = np.zeros((len(sounds), n_samples), dtype)
    for row, sound in zip(filled, sounds):
        row[: len(sound)] = sound[:n_samples]
    frames = np.lib.stride_tricks.sliding_window_view(filled, FRAME, axis=1)[:, ::HOP]
    frames = frames - frames.mean(-1, keepdims=True)
    before = np.concatenate([frames[..., :1], frames[..., :-1]], -1)
    waves = np.fft.rfft((frames - dtype(PREEMPHASIS) * before) * np.hanning(FRAME).astype(dtype), FFT)
    energy = waves.real**2 + waves.imag**2
    made = np.log(np.maximum(dtype(FLOOR), energy @ mel_filters(n_bins).astype(dtype)))
    for row, sound in zip(made, sounds):
        row[frames_of(len(sound)) :] = 0
    return ((made - mean) / (2 * std)).astype(np.float32)
