"""Tables (CSV, JSON Lines, Excel, Parquet) → their records, each with the line it begins on."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Records = Iterator[tuple[int, dict[str, str]]]


def records(file: str | os.PathLike[str], required: Sequence[str], problems: list[str]) -> Records:
    """Read the records of a table.

    Parameters
    ----------
    file : path
        CSV with a header line, separated by commas, semicolons or tabs, unless its name ends in
        .jsonl, .xlsx or .parquet. CSV and JSON Lines are UTF-8, with or without a byte order mark.
    required : sequence of str
        Columns without which it cannot be used.
    problems : list of str
        What is wrong is added here, with file and line; what can be read is still given.

    Yields
    ------
    line : int
        Counted from 1; of an Excel sheet its row, of a Parquet file the record's number.
    cells : dict
        Column → what stands in it, as text; empty where there is nothing. Empty lines are left out.
    """
    path = Path(file)
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.append(f"{path}: {error.strerror}")
        return
    yield from _READERS.get(path.suffix.lower(), _csv)(data, path, required, problems)


def _missing(header: Sequence[str], path: Path, required: Sequence[str]) -> list[str]:
    missing = [column for column in required if column not in header]
    if not missing:
        return []
    there = f" (it has {', '.join(header)})" if any(header) else ""
    return [f"{path}:1: no column {' or '.join(missing)} in the header line{there}"]


def _named(header: Iterable[object]) -> list[str]:
    """Give the names of columns as this package writes them, whatever their capitals."""
    return [str(name).strip().lower() for name in header]


def _separator(text: str) -> str:
    """Tell what separates the cells: spreadsheets write commas, semicolons or tabs."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _text(data: bytes, path: Path, problems: list[str]) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(
            f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8 and try again"
        )
        return ""


def _csv(data: bytes, path: Path, required: Sequence[str], problems: list[str]) -> Records:
    text = _text(data, path, problems)
    if data and not text:
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    try:
        header = _named(next(reader, []))
        if missing := _missing(header, path, required):
            problems += missing
            return
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                yield line, dict(zip(header, cells, strict=True))
            elif cells:
                problems.append(
                    f"{path}:{line}: {len(cells)} fields under {len(header)} column names; "
                    "a text with a comma needs quotation marks"
                )
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(f"{path}:{line}: not CSV ({error})")


def _json_lines(data: bytes, path: Path, required: Sequence[str], problems: list[str]) -> Records:
    # Not splitlines: JSON may hold line separators other than the line feed as they are.
    for line, content in enumerate(_text(data, path, problems).split("\n"), 1):
        if not content.strip():
            continue
        try:
            found = json.loads(content)
        except ValueError as error:
            problems.append(f"{path}:{line}: not JSON ({error})")
            continue
        if isinstance(found, dict):
            found = dict(zip(_named(found), found.values(), strict=True))
        if not isinstance(found, dict):
            problems.append(f"{path}:{line}: not an object with fields, as a line must be")
        elif missing := [column for column in required if column not in found]:
            problems.append(f"{path}:{line}: no field {' or '.join(missing)}")
        else:
            yield line, {column: _shown(value) for column, value in found.items()}


def _by_pandas(name: str, package: str, first_line: int, **options: Any) -> Callable[..., Records]:
    """Make a reader of a format that pandas reads, by a package, from `first_line` on."""

    def read(data: bytes, path: Path, required: Sequence[str], problems: list[str]) -> Records:
        import pandas as pd

        try:
            table = getattr(pd, name)(io.BytesIO(data), **options)
        except ImportError:
            problems.append(f"{path}: to read this, pip install {package}")
            return
        # Of the many errors that a damaged file gives, each library has its own.
        except Exception as error:
            problems.append(f"{path}: not a {path.suffix} file ({error}); save it again")
            return
        header = _named(table.columns)
        if missing := _missing(header, path, required):
            problems += missing
            return
        for line, cells in enumerate(table.itertuples(index=False), first_line):
            told = ["" if pd.isna(cell) else _shown(cell) for cell in cells]
            if any(told):
                yield line, dict(zip(header, told, strict=True))

    return read


def _shown(value: object) -> str:
    return "" if value is None else str(value)


_READERS: dict[str, Callable[..., Records]] = {
    ".jsonl": _json_lines,
    ".xlsx": _by_pandas("read_excel", "openpyxl", 2, dtype=str, keep_default_na=False),
    ".parquet": _by_pandas("read_parquet", "pyarrow", 1),
}

SUFFIXES = frozenset((".csv", *_READERS))
"""How the names of tables end."""
