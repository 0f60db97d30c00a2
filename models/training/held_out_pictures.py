"""Write held-out-pictures.json beside a picture model: the first held-out pictures with their classes, which the page measures heads on."""

import argparse
import base64
import json
import pathlib

from fashion_data import CLASSES, FOLDER, load_fashion
from sample_pictures import SOURCE

HERE = pathlib.Path(__file__).resolve().parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, default=HERE.parent / "fashion-vit", help="the model folder")
    parser.add_argument("--data", type=pathlib.Path, default=FOLDER, help="the four files of the data set")
    parser.add_argument("--pictures", type=int, default=200, help="how many")
    options = parser.parse_args()
    pictures, labels = (part[: options.pictures] for part in load_fashion(options.data, "t10k"))
    entries = [
        {"label": CLASSES[label], "pixels": base64.b64encode(picture.tobytes()).decode()}
        for picture, label in zip(pictures, labels)
    ]
    text = {"source": SOURCE, "side": pictures.shape[-1], "pictures": entries}
    path = options.folder / "held-out-pictures.json"
    path.write_text(json.dumps(text, indent=0, ensure_ascii=False) + "\n", encoding="utf8")
    print(f"{path.stat().st_size} bytes  {path}")


if __name__ == "__main__":
    main()
