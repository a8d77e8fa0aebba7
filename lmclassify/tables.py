"""Tables of statements: which files are tables, and how to read their records.

A table format is one row of `FORMATS`; `lmclassify.bulk.files` says for each how DuckDB reads and
writes it. Delimiters and formulas are dealt with in one way everywhere, which is this module's.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

Records = Iterator[tuple[int, dict[str, str]]]
"""Each record with the number of the line on which it begins."""

FORMULA_MARKS: Final = "=+-@\t\r"
"""A spreadsheet takes a cell that begins with one of these for a formula."""

_DELIMITERS: Final = ",;\t"
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([^"\w\s]|\t)"?', re.IGNORECASE)
"""The first line by which Excel names the delimiter."""


class TableFormat(NamedTuple):
    """One table format.

    Attributes
    ----------
    suffix : str
        How the names of such files end.
    title : str
        What it is, in a few words.
    read : callable
        Reads the records from a file's bytes; has the parameters ``data, path, required,
        problems``, the last two as in `read_records`.
    delimiter : str or None
        What always separates the cells; None if the header line shows it.
    """

    suffix: str
    title: str
    read: Callable[[bytes, Path, Sequence[str], list[str]], Records]
    delimiter: str | None = None


def read_records(
    file: str | os.PathLike[str], required: Sequence[str], problems: list[str]
) -> Records:
    """Read the records of a table.

    Parameters
    ----------
    file : path
        One of `FORMATS`; any other name is read as .csv. Text is UTF-8, with or without a byte
        order mark.
    required : sequence of str
        The columns without which the table cannot be used.
    problems : list of str
        What is wrong is added here, with file and line; the other records are still read.

    Yields
    ------
    line : int
        The line on which the record begins, counted from 1; the row of an Excel sheet, or the
        number of a Parquet file's record.
    cells : dict
        The text of each cell by column; empty if there is nothing in it. Empty lines are left out.
    """
    path = Path(file)
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.append(f"{path}: {error.strerror}")
        return
    table_format = FORMATS.get(path.suffix.lower(), FORMATS[".csv"])
    yield from table_format.read(data, path, required, problems)


def find_delimiter(path: Path, text: str) -> tuple[str, int]:
    r"""Find what separates the cells of a .csv or .tsv file.

    A .tsv file has tabs. Otherwise it is the delimiter that Excel's line ``sep=;`` names, or the
    comma, semicolon or tab that the header line has most of outside quotation marks.

    Parameters
    ----------
    path : pathlib.Path
        The file; only its suffix is used.
    text : str
        How it begins.

    Returns
    -------
    delimiter : str
        One character.
    skipped : int
        How many lines come before the header line: 1 if the first is ``sep=;``, else 0.

    Examples
    --------
    >>> find_delimiter(Path("a.csv"), '"Text, in full";Label\nPlans, budgets, rotas;management')
    (';', 0)
    >>> find_delimiter(Path("a.csv"), "sep=;\nText;Label")
    (';', 1)
    """
    first_line = text.partition("\n")[0].rstrip("\r")
    named = _SEPARATOR_LINE.fullmatch(first_line)
    delimiter = FORMATS[path.suffix.lower()].delimiter if path.suffix.lower() in FORMATS else None
    if delimiter is None and named:
        delimiter = named[1]
    if delimiter is None:
        unquoted = "".join(first_line.split('"')[::2])
        delimiter = max(_DELIMITERS, key=unquoted.count)
    return delimiter, 1 if named else 0


def escape_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula.

    >>> escape_formula("=SUM(A1)"), escape_formula("Plans budgets")
    ("'=SUM(A1)", 'Plans budgets')
    """
    return f"'{text}" if text[:1] and text[0] in FORMULA_MARKS else text


def _describe_missing(header: Sequence[str], path: Path, required: Sequence[str]) -> list[str]:
    missing = [column for column in required if column not in header]
    if not missing:
        return []
    columns = f" (it has {', '.join(header)})" if any(header) else ""
    return [f"{path}:1: no column {' or '.join(missing)} in the header line{columns}"]


def _normalise_header(header: Iterable[object]) -> list[str]:
    return [str(name).strip().lower() for name in header]


def _decode(data: bytes, path: Path, problems: list[str]) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(
            f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8 and try again"
        )
        return ""


def _read_delimited(
    data: bytes, path: Path, required: Sequence[str], problems: list[str]
) -> Records:
    text = _decode(data, path, problems)
    if data and not text:
        return
    delimiter, skipped = find_delimiter(path, text)
    lines = io.StringIO(text, newline="")
    for _ in range(skipped):
        lines.readline()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    line = skipped + 1
    try:
        header = _normalise_header(next(reader, []))
        if missing := _describe_missing(header, path, required):
            problems += missing
            return
        line = skipped + reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                yield line, dict(zip(header, cells, strict=True))
            elif cells:
                problems.append(
                    f"{path}:{line}: {len(cells)} fields under {len(header)} column names; "
                    "a text that contains the delimiter needs quotation marks"
                )
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        problems.append(f"{path}:{line}: not CSV ({error})")


def _read_json_lines(
    data: bytes, path: Path, required: Sequence[str], problems: list[str]
) -> Records:
    # Not splitlines: JSON may contain other line separators than the line feed.
    for line, content in enumerate(_decode(data, path, problems).split("\n"), 1):
        if not content.strip():
            continue
        try:
            record = json.loads(content)
        except ValueError as error:
            problems.append(f"{path}:{line}: not JSON ({error})")
            continue
        if not isinstance(record, dict):
            problems.append(f"{path}:{line}: not an object with fields, as each line must be")
            continue
        cells = dict(zip(_normalise_header(record), map(_to_text, record.values()), strict=True))
        if missing := [column for column in required if column not in cells]:
            problems.append(f"{path}:{line}: no field {' or '.join(missing)}")
        else:
            yield line, cells


def _pandas_reader(name: str, package: str, first_line: int, **options: Any) -> Any:
    """Make a reader of a format that pandas reads with a package, from `first_line` on."""

    def read(data: bytes, path: Path, required: Sequence[str], problems: list[str]) -> Records:
        import pandas as pd

        try:
            table = getattr(pd, name)(io.BytesIO(data), **options)
        except ImportError:
            problems.append(f"{path}: to read this, pip install {package}")
            return
        # Each library raises errors of its own for a damaged file.
        except Exception as error:
            problems.append(f"{path}: not a {path.suffix} file ({error}); save it again")
            return
        header = _normalise_header(table.columns)
        if missing := _describe_missing(header, path, required):
            problems += missing
            return
        for line, row in enumerate(table.itertuples(index=False), first_line):
            cells = ["" if pd.isna(cell) else _to_text(cell) for cell in row]
            if any(cells):
                yield line, dict(zip(header, cells, strict=True))

    return read


def _to_text(value: object) -> str:
    return "" if value is None else str(value)


FORMATS: Final = {
    row.suffix: row
    for row in (
        TableFormat(".csv", "CSV with commas, semicolons or tabs", _read_delimited),
        TableFormat(".tsv", "CSV with tabs", _read_delimited, "\t"),
        TableFormat(".jsonl", "JSON Lines, one object per line", _read_json_lines),
        TableFormat(".parquet", "Parquet", _pandas_reader("read_parquet", "pyarrow", 1)),
        TableFormat(
            ".xlsx",
            "Excel, first sheet",
            _pandas_reader("read_excel", "openpyxl", 2, dtype=str, keep_default_na=False),
        ),
    )
}
"""The table formats by suffix."""
