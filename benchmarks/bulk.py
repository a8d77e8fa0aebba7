"""Bulk labelling beside its alternatives: rows a second, memory, and how time grows.

Writes ``docs/measured/*.csv``; ``benchmarks/bulk_plot.py`` draws them. What is compared takes
turns, so that whatever else the machine does meets all alike, and medians are kept.

    python -m benchmarks.bulk speed           # a few minutes
    python -m benchmarks.bulk growth          # up to a million rows; more: --rows 10000000
    python -m benchmarks.bulk recipes         # from data frames; needs make engines
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import joblib
import pandas as pd

from benchmarks.startup import ROOT, alternately
from lmclassify import classify_many, corpus, load_model

MEASURED = ROOT / "docs" / "measured"
# The kernel's VmHWM is the process's own; what it tells a parent also counts the parent's memory
# that a child begins with.
LABEL = """
import re, sys
from pathlib import Path
from lmclassify.bulk.labelling import label
from lmclassify.bulk.job import Job
label(Job((sys.argv[1],), sys.argv[2]))
print(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def texts(count: int, joined: int = 1) -> list[str]:
    """Make texts of the corpus's statements, each with a number, so that no two are the same."""
    rng = random.Random(count)  # noqa: S311  # no secret
    statements = [row.text for row in corpus.read(corpus.default_files())]
    return [f"{' '.join(rng.choices(statements, k=joined))} {n}" for n in range(count)]


def table(path: Path, count: int, joined: int = 1) -> Path:
    """Write such texts, a hundred thousand at a time, as Parquet or CSV."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts (id BIGINT, text VARCHAR)")
        for first in range(0, count, 100_000):
            some = texts(min(100_000, count - first), joined)
            connection.execute(
                "INSERT INTO texts SELECT UNNEST(RANGE($1, $2)), UNNEST($3::VARCHAR[]) || $4",
                [first, first + len(some), some, f" {first}"],
            )
        connection.execute(f"COPY texts TO '{path}'")
    return path


def labelled(source: Path, output: Path) -> tuple[float, float]:
    """Label a file in a process of its own; give seconds, and the most memory it had, in MB."""
    start = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-c", LABEL, str(source), str(output)], capture_output=True, check=True
    )
    return time.perf_counter() - start, int(result.stdout) / 1024


def speed(folder: Path, rows: int, repeats: int) -> None:
    """Compare rows a second, everything on the same texts in one run."""
    some = texts(rows)
    source = folder / "texts.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT UNNEST($1::VARCHAR[]) AS text) TO '{source}'", [some])
    model = load_model()
    pipeline = joblib.load(f"{model.folder}/pipeline.joblib")
    cores = os.cpu_count() or 1
    chunks = [some[start : start + 10_000] for start in range(0, rows, 10_000)]
    fast = _fasttext(folder)

    def parallel() -> None:
        with joblib.Parallel(n_jobs=cores) as workers:
            workers(joblib.delayed(pipeline.predict_proba)(chunk) for chunk in chunks)

    actions = {
        "label": lambda: labelled(source, folder / "out.parquet"),
        "classify_many": lambda: classify_many(some),
        "pipeline": lambda: pipeline.predict_proba(some),
        "joblib_parallel": parallel,
        "fasttext": lambda: fast(some),
    }
    # Seconds of processor time tell what a busy machine hides. Those of joblib's workers are not
    # known before they end, which they do not.
    busy: dict[str, list[float]] = {name: [] for name in actions}

    def counted(name: str) -> Callable[[], None]:
        def action() -> None:
            before = sum(os.times()[:4])
            actions[name]()
            busy[name].append(sum(os.times()[:4]) - before)

        return action

    taken = alternately(repeats, **{name: counted(name) for name in actions})
    header = ("what", "rows", "seconds", "rows_per_second", "times_pipeline", "cpu_us_per_row")
    _write(
        "speed.csv",
        header,
        [
            (
                name,
                rows,
                f"{seconds:.2f}",
                round(rows / seconds),
                f"{taken['pipeline'] / seconds:.2f}",
                ""
                if name == "joblib_parallel"
                else f"{statistics.median(busy[name]) / rows * 1e6:.1f}",
            )
            for name, seconds in taken.items()
        ],
    )


def growth(folder: Path, most: int, repeats: int) -> None:
    """Measure time and memory of ``label`` by the number of rows and by the length of a text."""
    found = []
    sizes = [(rows, 1) for rows in (100_000, 1_000_000, 10_000_000) if rows <= most]
    for rows, joined in [*sizes, *((50_000, joined) for joined in (1, 2, 4, 8, 16))]:
        source = table(folder / "texts.parquet", rows, joined)
        runs = sorted(
            labelled(source, folder / "out.parquet")
            for _ in range(repeats if rows < 5_000_000 else 1)
        )
        seconds = runs[len(runs) // 2][0]
        memory = max(memory for _, memory in runs)
        found.append((rows, joined, f"{seconds:.2f}", round(rows / seconds), round(memory)))
        print(*found[-1], flush=True)
    _write(
        "growth.csv", ("rows", "statements_a_text", "seconds", "rows_per_second", "peak_mb"), found
    )


def _labels(texts: pd.Series) -> pd.Series:
    return pd.Series([one.label for one in classify_many(texts)], texts.index, dtype="string")


def recipes(_folder: Path, rows: int, repeats: int) -> None:
    """Compare the ways from a data frame that docs/scale.md has."""
    import dask.dataframe as dd
    import polars as pl

    cores = os.cpu_count() or 1
    frame = pd.DataFrame({"text": texts(rows)})
    parts = dd.from_pandas(frame, npartitions=4 * cores)["text"]
    column = pl.Series(frame["text"].tolist())
    whole = pl.DataFrame({"text": column}).lazy()
    judged = pl.col("text").map_batches(
        lambda some: pl.Series([one.label for one in classify_many(some)]), return_dtype=pl.String
    )
    taken = alternately(
        repeats,
        pandas=lambda: _labels(frame["text"]),
        dask=lambda: parts.map_partitions(_labels, meta=("label", "string")).compute(
            scheduler="processes"
        ),
        polars=lambda: whole.with_columns(judged).collect(),
    )
    _write(
        "recipes.csv",
        ("what", "rows", "seconds", "rows_per_second"),
        [(name, rows, f"{t:.2f}", round(rows / t)) for name, t in taken.items()],
    )


def _fasttext(folder: Path) -> Callable[[Sequence[str]], object]:
    """Train fastText on the same corpus."""
    import fasttext

    path = folder / "corpus.txt"
    rows = corpus.read(corpus.default_files())
    path.write_text(
        "".join(f"__label__{row.label} {' '.join(row.text.split())}\n" for row in rows),
        encoding="utf-8",
    )
    model = fasttext.train_supervised(str(path), wordNgrams=2, epoch=25, verbose=0)
    return lambda some: model.predict(list(some), k=3)


def _write(name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    MEASURED.mkdir(parents=True, exist_ok=True)
    with (MEASURED / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    for row in [header, *rows]:
        print(*row, sep="\t")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["speed", "growth", "recipes"])
    parser.add_argument("--rows", type=int, default=1_000_000, help="at most")
    parser.add_argument("--repeats", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = {"speed": speed, "growth": growth, "recipes": recipes}[asked.what]
        run(Path(folder), asked.rows, asked.repeats)


if __name__ == "__main__":
    main()
