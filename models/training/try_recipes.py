"""Run the unit tests of this folder, and try every recipe in its quick form, one after another; say which cannot be tried here, and why. Exit code 1 if one fails."""

import pathlib
import subprocess
import sys
import tempfile
import time

from quick_books import try_books

HERE = pathlib.Path(__file__).resolve().parent
PICTURES = pathlib.Path("/usr/share/datasets/fashion-mnist")
SPEAKER = pathlib.Path("/usr/bin/espeak-ng")

#: What is tried, and the file or folder without which it cannot be.
RECIPES = (
    ("make_fashion.py", PICTURES),
    ("compare_heads.py", PICTURES),
    ("make_digits.py", SPEAKER),
    ("make_dates.py", None),
    ("make_date_moments.py", None),
    ("make_walker.py", None),
    ("compare_text_heads.py", None),
)


def main():
    failed = []
    missing = next(filter(None, map(why_missing, ("numpy", "torch", "onnx"))), None)
    if why_missing("numpy"):
        print(f"unit tests not tried: {missing}")
    else:
        # Those that need PyTorch skip themselves where there is none.
        attempt("unit tests", run_tests, failed)
    if missing:
        print(f"recipes not tried: {missing}")
    else:
        try_recipes(failed)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def try_recipes(failed):
    attempt("train.py and what is around it", lambda: in_folder(try_books), failed)
    for script, needed in RECIPES:
        if needed and not needed.exists():
            print(f"{script} not tried: no {needed}")
            continue
        attempt(script, lambda script=script: run_quick(script), failed)


def why_missing(module):
    try:
        __import__(module)
    except ImportError as error:
        return str(error)
    return None


def run_tests():
    subprocess.run([sys.executable, "-m", "unittest", "discover", "-s", HERE], check=True)


def run_quick(script):
    subprocess.run([sys.executable, HERE / script, "--quick"], check=True)


def in_folder(tried):
    with tempfile.TemporaryDirectory() as folder:
        tried(pathlib.Path(folder))


def attempt(name, tried, failed):
    print(f"== {name}", flush=True)
    began = time.time()
    try:
        tried()
    # Whatever one fails by, the others are tried.
    except (Exception, SystemExit) as error:
        print(f"{type(error).__name__}: {error}")
        failed.append(name)
    print(f"== {name}: {'failed' if name in failed else 'done'} in {time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
