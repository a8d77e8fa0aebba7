"""The files of a bulk job: which there are, and how DuckDB reads and writes each format."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from lmclassify import tables
from lmclassify.bulk import reading, writing
from lmclassify.errors import LMClassifyError


class BulkFormat(NamedTuple):
    """How DuckDB reads and writes a table format of `lmclassify.tables.FORMATS`.

    Attributes
    ----------
    read : callable
        Opens the files of this format; see `lmclassify.bulk.reading`.
    write : callable or None
        Writes rows to a file; see `lmclassify.bulk.writing`. None if this is not supported.
    """

    read: reading.Reader
    write: writing.Writer | None = None


BULK_FORMATS: Final = {
    ".csv": BulkFormat(reading.read_csv, writing.write_csv),
    ".tsv": BulkFormat(reading.read_csv, writing.write_tsv),
    ".jsonl": BulkFormat(reading.read_json, writing.write_jsonl),
    ".json": BulkFormat(reading.read_json),
    ".parquet": BulkFormat(reading.read_parquet, writing.write_parquet),
    ".xlsx": BulkFormat(reading.read_excel),
}
"""The formats that ``lmclassify label`` reads, by suffix; it writes those that have a writer."""

OUTPUT_SUFFIXES: Final = tuple(suffix for suffix, row in BULK_FORMATS.items() if row.write)


def find_reader(path: str | Path) -> reading.Reader:
    """Return the reader of a file.

    Raises
    ------
    LMClassifyError
        If its suffix shows no format.
    """
    suffix = tables.find_suffix(path)
    if suffix not in BULK_FORMATS:
        raise LMClassifyError(f"{path}: name a file that ends in {', '.join(BULK_FORMATS)}.")
    return BULK_FORMATS[suffix].read


def find_writer(path: str | Path) -> writing.Writer:
    """Return the writer of a file.

    Raises
    ------
    LMClassifyError
        If its suffix shows no format that can be written.
    """
    row = BULK_FORMATS.get(Path(path).suffix.lower())
    if row is None or row.write is None:
        raise LMClassifyError(f"{path}: name an output that ends in {', '.join(OUTPUT_SUFFIXES)}.")
    return row.write


def find_files(inputs: Iterable[str | Path]) -> list[str]:
    """Find the files of a job, all of one format.

    Parameters
    ----------
    inputs : iterable of path
        Names of files. A name of no file is a pattern, such as ``part-*.csv``.

    Raises
    ------
    LMClassifyError
        If there is no such file, or the files have several formats.
    """
    files = [file for name in inputs for file in _expand(os.fspath(name))]
    if len({find_reader(file) for file in files}) > 1:
        raise LMClassifyError("the inputs have several formats; label one format at a time.")
    return files


def _expand(name: str) -> list[str]:
    """Return the file of a name, or those that a pattern matches."""
    if Path(name).is_file():
        return [name]
    if Path(name).is_dir():
        raise LMClassifyError(f"{name} is a folder; name the files in it: '{name}/*.csv'")
    files = sorted(file for file in glob.glob(name, recursive=True) if Path(file).is_file())
    if not files:
        raise LMClassifyError(f"{name}: no such file; name files, or quote a pattern: 'in/*.csv'")
    return files
