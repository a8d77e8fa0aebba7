"""What the tests share: paths, the command line as a process, and a small corpus."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from lmclassify import corpus

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"


def run(
    *arguments: str | Path, stdin: bytes = b"", **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "lmclassify", *map(str, arguments)]
    result: subprocess.CompletedProcess[bytes] = subprocess.run(
        command, input=stdin, capture_output=True, check=False, **options
    )
    return result


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a part of the shipped corpus to a file: enough to train on in seconds."""
    shipped = corpus.read(corpus.default_files())
    rows = [row for i, row in enumerate(shipped) if i % 24 == 0 or (row.practice and i % 12 == 0)]
    return write_corpus(tmp_path_factory.mktemp("corpus") / "small.csv", rows)


def write_corpus(path: Path, rows: Sequence[corpus.Row]) -> Path:
    """Write rows as a corpus file."""
    import csv

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(corpus.COLUMNS)
        writer.writerows([getattr(row, column) for column in corpus.COLUMNS] for row in rows)
    return path
