"""lmclassify beside the joblib pipeline, in one run: a whole process, and single calls.

Prints medians and ratios; the figures are of the machine it runs on.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lmclassify import classify, load_model

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "examples" / "ward_manager.txt"
TEXT = "Prepare the duty roster six weeks ahead, keeping skill mix within the establishment"
BY_JOBLIB = """
import json, sys
import joblib
texts = json.load(sys.stdin)
pipeline = joblib.load(sys.argv[1])
for label, row in zip(pipeline.predict(texts), pipeline.predict_proba(texts)):
    print(label, row.max())
"""


def seconds(action: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def alternately(repeats: int, **actions: Callable[[], object]) -> dict[str, float]:
    """Time actions turn by turn, so that what else the machine does meets all alike."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(repeats):
        for name, action in actions.items():
            taken[name].append(seconds(action))
    return {name: statistics.median(times) for name, times in taken.items()}


def process(*arguments: str, stdin: str = "") -> Callable[[], object]:
    """Make an action that runs Python with arguments as a process of its own."""
    return lambda: subprocess.run(
        [sys.executable, *arguments], input=stdin, text=True, capture_output=True, check=True
    )


def main() -> None:
    """Print both comparisons."""
    model = load_model()
    assert model.folder is not None  # noqa: S101  # the default model comes from a folder
    pipeline_file = str(model.folder / "pipeline.joblib")
    listed = subprocess.run(
        [sys.executable, "-m", "lmclassify", "classify", "--format", "jsonl", str(DOCUMENT)],
        capture_output=True,
        text=True,
        check=True,
    )
    texts = json.dumps([json.loads(line)["text"] for line in listed.stdout.splitlines()])
    whole = alternately(
        15,
        lmclassify=process("-m", "lmclassify", "classify", str(DOCUMENT)),
        joblib=process("-c", BY_JOBLIB, pipeline_file, stdin=texts),
        click=process("-c", "import click"),
        python=process("-c", "pass"),
    )
    print(f"whole process, {DOCUMENT.name}, median of 15")
    for name, taken in whole.items():
        print(f"  {name:<12} {1000 * taken:8.1f} ms   {taken / whole['lmclassify']:6.2f} x")

    import joblib

    pipeline = joblib.load(pipeline_file)
    classify(TEXT)

    def plain() -> None:
        for _ in range(200):
            classify(TEXT)

    def scikit_learn() -> None:
        for _ in range(200):
            pipeline.predict_proba([TEXT])

    single = alternately(15, classify=plain, predict_proba=scikit_learn)
    print("one statement, median of 15 times 200 calls")
    for name, taken in single.items():
        ratio = taken / single["classify"]
        print(f"  {name:<14} {taken / 200 * 1e6:8.1f} µs   {ratio:6.2f} x")


if __name__ == "__main__":
    main()
