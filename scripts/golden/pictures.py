"""Write the held-out pictures that lie beside the tests: python3 scripts/golden/pictures.py

src/inference/fixtures/fashion-pictures.gz: a label each (1,000 bytes), then the pictures (1,000 x 28 x 28 bytes), the first
of Fashion-MNIST's test part. Needs NumPy and Debian's package dataset-fashion-mnist; MIT licence, (c) 2017 Zalando SE.
"""
import gzip
import pathlib
import sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "models/training"))

from fashion_data import FOLDER, load_fashion  # noqa: E402

N_PICTURES = 1000


def main():
    pictures, labels = load_fashion(FOLDER, "t10k")
    data = labels[:N_PICTURES].astype(np.uint8).tobytes() + pictures[:N_PICTURES].tobytes()
    path = ROOT / "src/inference/fixtures/fashion-pictures.gz"
    # No time in the header: the same bytes each time.
    path.write_bytes(gzip.compress(data, mtime=0))
    print(f"{path.stat().st_size} bytes  {path}")


if __name__ == "__main__":
    main()
