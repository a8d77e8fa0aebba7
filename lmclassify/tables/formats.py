"""The table formats, one row each."""

from __future__ import annotations

import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from lmclassify.tables.readers import (
    Reader,
    Records,
    read_csv,
    read_excel,
    read_json,
    read_parquet,
)
from lmclassify.tables.text import TableFile, detect_encoding


class TableFormat(NamedTuple):
    """One table format.

    Attributes
    ----------
    suffix : str
        How the names of such files end.
    title : str
        What it is, in a few words.
    read : callable
        Reads the records of a file that fits into memory.
    delimiter : str or None
        What always separates the cells; None if the header line shows it.
    is_text : bool
        Whether such a file is text, in some encoding.
    """

    suffix: str
    title: str
    read: Reader
    delimiter: str | None = None
    is_text: bool = True


FORMATS: Final = {
    row.suffix: row
    for row in (
        TableFormat(".csv", "CSV with commas, semicolons or tabs", read_csv),
        TableFormat(".tsv", "CSV with tabs", read_csv, "\t"),
        TableFormat(".jsonl", "JSON Lines, one object per line", read_json),
        TableFormat(".json", "JSON, an array of objects", read_json),
        TableFormat(".parquet", "Parquet", read_parquet, is_text=False),
        TableFormat(".xlsx", "Excel, the first sheet", read_excel, is_text=False),
    )
}
"""The table formats by suffix; `lmclassify.bulk.files` says how DuckDB reads and writes them."""


def find_suffix(path: str | os.PathLike[str]) -> str:
    """Return the suffix that shows a table's format, without .gz.

    >>> find_suffix("JOBS.CSV"), find_suffix("jobs.csv.gz")
    ('.csv', '.csv')
    """
    return Path(os.fspath(path).lower().removesuffix(".gz")).suffix


def read_records(
    file: str | os.PathLike[str],
    required: Sequence[str],
    problems: list[str],
    notes: list[str] | None = None,
) -> Records:
    """Read the records of a table.

    Parameters
    ----------
    file : path
        One of `FORMATS`; any other name is read as .csv.
    required : sequence of str
        The columns without which the table cannot be used.
    problems : list of str
        What is wrong is added here, with file and line; the other records are still read.
    notes : list of str, optional
        What a user should know about how the table is read is added here.

    Yields
    ------
    line : int
        The line on which the record begins, counted from 1; the row of an Excel sheet, or the
        number of a Parquet file's record.
    cells : dict
        The text of each cell by column; empty if there is nothing in it. Empty lines are left out.
    """
    path = Path(file)
    row = FORMATS.get(find_suffix(path), FORMATS[".csv"])
    encoding = None
    try:
        if row.is_text:
            encoding, found = detect_encoding(path)
            if notes is not None:
                notes += [f"{path}: {note}" for note in found]
        yield from row.read(TableFile(path, row.delimiter, encoding), required, problems)
    except (OSError, EOFError, zlib.error) as error:
        problems.append(f"{path}: {getattr(error, 'strerror', None) or error}")
    except UnicodeError as error:
        place = f", byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        problems.append(f"{path}: not text{place}; save the file as UTF-8 and try again")
