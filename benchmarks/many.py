"""`lmclassify classify FOLDER` in one process and in several: time, and memory.

Prints, for the machine that it runs on, the median seconds of alternate runs, the processor seconds
of the main process and of its workers (which other load on the machine changes little), what two
idle cores could reach with them, and the peak memory for a folder and for one five times as large.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_RUN = """
import json, resource, sys
from lmclassify.cli import commands
try:
    commands(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps([[u.ru_utime + u.ru_stime, u.ru_maxrss] for u in usage]))
"""


def run(folder: Path, jobs: int) -> dict[str, Any]:
    """Classify a folder; return seconds and kilobytes."""
    start = time.perf_counter()
    command = [sys.executable, "-c", _RUN, "classify", str(folder), "--jobs", str(jobs)]
    command += ["--format", "csv", "-o", str(folder.parent / "all.csv")]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    (main, main_size), (workers, worker_size) = json.loads(result.stdout)
    return {
        "seconds": seconds,
        "main": main,
        "workers": workers,
        "main size": main_size,
        "worker size": worker_size,
    }


def fill(folder: Path, documents: Path, n: int) -> Path:
    """Fill a folder with copies of documents."""
    files = [path for path in sorted(documents.iterdir()) if path.suffix in (".txt", ".pdf")]
    folder.mkdir()
    for i in range(n):
        file = files[i % len(files)]
        shutil.copy(file, folder / f"{i:05}{file.suffix}")
    return folder


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path, nargs="?", default=ROOT / "examples")
    parser.add_argument("-n", type=int, default=1000, help="number of files")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = fill(Path(place, "some"), options.documents, options.n)
        runs: dict[int, list[dict[str, Any]]] = {1: [], options.jobs: []}
        for _ in range(options.repeats):
            for jobs, results in runs.items():
                results.append(run(folder, jobs))
        medians = {
            jobs: {name: statistics.median(r[name] for r in results) for name in results[0]}
            for jobs, results in runs.items()
        }
        one, several = medians[1], medians[options.jobs]
        print(f"{options.n} files, one process:  {one['seconds']:.1f} s ({one['main']:.1f} s CPU)")
        print(
            f"{options.jobs} processes: {several['seconds']:.1f} s "
            f"({several['main']:.1f} + {several['workers']:.1f} s CPU): "
            f"{one['seconds'] / several['seconds']:.2f} times as fast"
        )
        shared = (several["main"] + several["workers"]) / options.jobs
        print(f"what {options.jobs} idle cores can reach: {one['main'] / shared:.2f} times")
        large = run(fill(Path(place, "many"), options.documents, 5 * options.n), options.jobs)
        for name in ("main size", "worker size"):
            print(
                f"peak, {name.split()[0]} process: {several[name] / 1024:.0f} MB for {options.n} "
                f"files, {large[name] / 1024:.0f} MB for {5 * options.n}"
            )


if __name__ == "__main__":
    main()
