"""Fashion-MNIST, as Debian's package dataset-fashion-mnist installs it: 70,000 grey pictures of clothes in ten classes."""

import gzip
import pathlib

import numpy as np

FOLDER = pathlib.Path("/usr/share/datasets/fashion-mnist")

#: Of the pixels of the training pictures, as parts of 255. Source: measured on all 60,000.
MEAN, STD = 0.2860, 0.3530

#: Source: the data set's own list, in the order of its labels.
CLASSES = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip

#: The first bytes of the two kinds of files: unsigned bytes in three axes, and in one.
PICTURES, LABELS = 2051, 2049


def load_fashion(folder, part):
    """Return (pictures uint8 [picture, row, column], labels int64 [picture]); part: "train" or "t10k", the held-out ones."""
    pictures = read_idx(find(folder, f"{part}-images"), PICTURES)
    labels = read_idx(find(folder, f"{part}-labels"), LABELS)
    if len(pictures) != len(labels):
        raise ValueError(f"{folder}: {len(pictures)} pictures and {len(labels)} labels")
    return pictures, labels.astype(np.int64)


def find(folder, start):
    files = sorted(pathlib.Path(folder).glob(f"{start}*"))
    if not files:
        raise FileNotFoundError(f"no {start}* in {folder}: install the package dataset-fashion-mnist, or name its folder")
    return files[0]


def read_idx(path, kind):
    """Read a file of the IDX format: kind and sizes of the axes as big-endian 32-bit numbers, then bytes."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    n_axes = kind & 255
    found, *shape = np.frombuffer(data, ">i4", 1 + n_axes)
    if found != kind:
        raise ValueError(f"{path}: kind {found}, not {kind}")
    return np.frombuffer(data, np.uint8, offset=4 * (1 + n_axes)).reshape(shape)


def to_input(pictures):
    """Return pixels as the model takes them, float32 [picture, 1, row, column]."""
    return ((pictures[:, None].astype(np.float32) / 255 - MEAN) / STD).astype(np.float32)
