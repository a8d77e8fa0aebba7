"""Bulk labelling compared with alternatives: rows per second, memory, and how time grows.

Writes ``docs/measured/*.csv``; ``benchmarks/bulk_plot.py`` draws them. The alternatives take turns,
so that other load on the machine affects all of them alike, and medians are kept.

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

from benchmarks.startup import ROOT, time_alternately
from lmclassify import classify_many, corpus, load_model

MEASURED = ROOT / "docs" / "measured"
# VmHWM is the peak memory of the process itself; the figure that a parent gets also includes the
# memory that the child inherits.
LABEL = """
import re, sys
from pathlib import Path
from lmclassify.bulk.labelling import label
from lmclassify.bulk.job import Job
label(Job((sys.argv[1],), sys.argv[2]))
print(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


def texts(count: int, joined: int = 1) -> list[str]:
    """Return texts made of the corpus's statements; each has a number, so no two are the same."""
    rng = random.Random(count)  # noqa: S311  # no secret
    statements = [row.text for row in corpus.read(corpus.default_files())]
    return [f"{' '.join(rng.choices(statements, k=joined))} {n}" for n in range(count)]


def write_table(path: Path, count: int, joined: int = 1) -> Path:
    """Write such texts as Parquet or CSV, a hundred thousand at a time."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE texts (id BIGINT, text VARCHAR)")
        for first in range(0, count, 100_000):
            part = texts(min(100_000, count - first), joined)
            connection.execute(
                "INSERT INTO texts SELECT UNNEST(RANGE($1, $2)), UNNEST($3::VARCHAR[]) || $4",
                [first, first + len(part), part, f" {first}"],
            )
        connection.execute(f"COPY texts TO '{path}'")
    return path


def label_in_process(source: Path, output: Path) -> tuple[float, float]:
    """Label a file in a process of its own; return seconds and peak memory in MB."""
    start = time.perf_counter()
    result = subprocess.run(
        [sys.executable, "-c", LABEL, str(source), str(output)], capture_output=True, check=True
    )
    return time.perf_counter() - start, int(result.stdout) / 1024


def speed(folder: Path, rows: int, repeats: int) -> None:
    """Compare rows per second, on the same texts in one run."""
    sample = texts(rows)
    source = folder / "texts.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT UNNEST($1::VARCHAR[]) AS text) TO '{source}'", [sample])
    model = load_model()
    pipeline = joblib.load(f"{model.folder}/pipeline.joblib")
    cores = os.cpu_count() or 1
    chunks = [sample[start : start + 10_000] for start in range(0, rows, 10_000)]
    predict_fasttext = _train_fasttext(folder)

    def parallel() -> None:
        with joblib.Parallel(n_jobs=cores) as workers:
            workers(joblib.delayed(pipeline.predict_proba)(chunk) for chunk in chunks)

    actions: dict[str, Callable[[], object]] = {
        "label": lambda: label_in_process(source, folder / "out.parquet"),
        "classify_many": lambda: classify_many(sample),
        "pipeline": lambda: pipeline.predict_proba(sample),
        "joblib_parallel": parallel,
        "fasttext": lambda: predict_fasttext(sample),
    }
    # Processor time does not depend on what else the machine does. That of joblib's workers is
    # unknown until they end, and they don't.
    cpu_times: dict[str, list[float]] = {name: [] for name in actions}

    def with_cpu_time(name: str) -> Callable[[], None]:
        def action() -> None:
            before = sum(os.times()[:4])
            actions[name]()
            cpu_times[name].append(sum(os.times()[:4]) - before)

        return action

    medians = time_alternately(repeats, **{name: with_cpu_time(name) for name in actions})
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
                f"{medians['pipeline'] / seconds:.2f}",
                ""
                if name == "joblib_parallel"
                else f"{statistics.median(cpu_times[name]) / rows * 1e6:.1f}",
            )
            for name, seconds in medians.items()
        ],
    )


def growth(folder: Path, max_rows: int, repeats: int) -> None:
    """Measure time and memory of ``label`` by number of rows and by length of the texts."""
    measured = []
    sizes = [(rows, 1) for rows in (100_000, 1_000_000, 10_000_000) if rows <= max_rows]
    for rows, joined in [*sizes, *((50_000, joined) for joined in (1, 2, 4, 8, 16))]:
        source = write_table(folder / "texts.parquet", rows, joined)
        runs = sorted(
            label_in_process(source, folder / "out.parquet")
            for _ in range(repeats if rows < 5_000_000 else 1)
        )
        seconds = runs[len(runs) // 2][0]
        memory = max(memory for _, memory in runs)
        measured.append((rows, joined, f"{seconds:.2f}", round(rows / seconds), round(memory)))
        print(*measured[-1], flush=True)
    _write(
        "growth.csv",
        ("rows", "statements_a_text", "seconds", "rows_per_second", "peak_mb"),
        measured,
    )


def _labels(texts: pd.Series) -> pd.Series:
    labels = [prediction.label for prediction in classify_many(texts)]
    return pd.Series(labels, texts.index, dtype="string")


def recipes(_folder: Path, rows: int, repeats: int) -> None:
    """Compare the recipes of docs/scale.md for data frames."""
    import dask.dataframe as dd
    import polars as pl

    cores = os.cpu_count() or 1
    frame = pd.DataFrame({"text": texts(rows)})
    parts = dd.from_pandas(frame, npartitions=4 * cores)["text"]
    column = pl.Series(frame["text"].tolist())
    whole = pl.DataFrame({"text": column}).lazy()
    labels = pl.col("text").map_batches(
        lambda part: pl.Series([prediction.label for prediction in classify_many(part)]),
        return_dtype=pl.String,
    )
    medians = time_alternately(
        repeats,
        pandas=lambda: _labels(frame["text"]),
        dask=lambda: parts.map_partitions(_labels, meta=("label", "string")).compute(
            scheduler="processes"
        ),
        polars=lambda: whole.with_columns(labels).collect(),
    )
    _write(
        "recipes.csv",
        ("what", "rows", "seconds", "rows_per_second"),
        [(name, rows, f"{t:.2f}", round(rows / t)) for name, t in medians.items()],
    )


def _train_fasttext(folder: Path) -> Callable[[Sequence[str]], object]:
    """Train fastText on the same corpus; return a function that predicts."""
    import fasttext

    path = folder / "corpus.txt"
    rows = corpus.read(corpus.default_files())
    path.write_text(
        "".join(f"__label__{row.label} {' '.join(row.text.split())}\n" for row in rows),
        encoding="utf-8",
    )
    model = fasttext.train_supervised(str(path), wordNgrams=2, epoch=25, verbose=0)
    return lambda part: model.predict(list(part), k=3)


def _write(name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    MEASURED.mkdir(parents=True, exist_ok=True)
    with (MEASURED / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    for row in [header, *rows]:
        print(*row, sep="\t")


def main() -> None:
    """Run one of the comparisons."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["speed", "growth", "recipes"])
    parser.add_argument("--rows", type=int, default=1_000_000, help="at most")
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = {"speed": speed, "growth": growth, "recipes": recipes}[arguments.what]
        run(Path(folder), arguments.rows, arguments.repeats)


if __name__ == "__main__":
    main()
