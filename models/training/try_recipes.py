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

#: So many lines of a complaint are told again at the end.
LAST_LINES = 8


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
        sys.exit("\n".join(["failed:", *failed]))


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
    # One that is there in parts, or does not go with another, raises what it likes.
    except Exception as error:
        return str(error)
    return None


def run_tests():
    run("-m", "unittest", "discover", "-s", HERE)


def run_quick(script):
    run(HERE / script, "--quick")


def run(*words):
    """Run Python with these words; raises with the end of what it complains of, since the log of a whole run may be cut."""
    done = subprocess.run([sys.executable, *words], stderr=subprocess.PIPE, text=True)
    print(done.stderr, end="", flush=True)
    if done.returncode:
        raise RuntimeError("\n".join(done.stderr.splitlines()[-LAST_LINES:]) or f"exit code {done.returncode}")


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
        failed.append(f"{name}: {type(error).__name__}: {error}")
        print(f"== {failed[-1]}")
    else:
        print(f"== {name}: done in {time.time() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
