"""lmclassify compared with the joblib pipeline: a whole process, and single calls.

Prints medians and ratios for the machine that it runs on.
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


def time_once(action: Callable[[], object]) -> float:
    """Return the seconds that one call takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def time_alternately(repeats: int, **actions: Callable[[], object]) -> dict[str, float]:
    """Time actions in turn, so that other load affects all of them; return the medians."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(repeats):
        for name, action in actions.items():
            times[name].append(time_once(action))
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def python_process(*arguments: str, stdin: str = "") -> Callable[[], object]:
    """Return an action that runs Python with these arguments as a process."""
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
    medians = time_alternately(
        15,
        lmclassify=python_process("-m", "lmclassify", "classify", str(DOCUMENT)),
        joblib=python_process("-c", BY_JOBLIB, pipeline_file, stdin=texts),
        click=python_process("-c", "import click"),
        python=python_process("-c", "pass"),
    )
    print(f"whole process, {DOCUMENT.name}, median of 15")
    for name, seconds in medians.items():
        ratio = seconds / medians["lmclassify"]
        print(f"  {name:<12} {1000 * seconds:8.1f} ms   {ratio:6.2f} x")

    import joblib

    pipeline = joblib.load(pipeline_file)
    classify(TEXT)

    def by_classify() -> None:
        for _ in range(200):
            classify(TEXT)

    def by_pipeline() -> None:
        for _ in range(200):
            pipeline.predict_proba([TEXT])

    medians = time_alternately(15, classify=by_classify, predict_proba=by_pipeline)
    print("one statement, median of 15 times 200 calls")
    for name, seconds in medians.items():
        ratio = seconds / medians["classify"]
        print(f"  {name:<14} {seconds / 200 * 1e6:8.1f} µs   {ratio:6.2f} x")


if __name__ == "__main__":
    main()
