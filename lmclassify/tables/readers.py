"""The readers of the table formats: a file → its records, each with the line it begins on."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from lmclassify.tables.formulas import unescape_formula
from lmclassify.tables.text import TableFile, open_binary, open_text, read_rows

Records = Iterator[tuple[int, dict[str, str]]]
"""Each record with the number of the line on which it begins."""

Reader = Callable[[TableFile, Sequence[str], list[str]], Records]
"""Takes a file, the required columns, and a list to which it adds what is wrong."""

_SURROGATES: Final = re.compile("[\ud800-\udfff]")
"""Half characters, which JSON can contain and UTF-8 cannot."""


def read_csv(file: TableFile, required: Sequence[str], problems: list[str]) -> Records:
    """Read CSV; see `lmclassify.tables.read_records`."""
    try:
        yield from _read_grid(file, read_rows(file), required, problems)
    except csv.Error as error:
        problems.append(f"{file.path}:{error}")


def read_excel(file: TableFile, required: Sequence[str], problems: list[str]) -> Records:
    """Read the first sheet of an Excel file; see `lmclassify.tables.read_records`."""
    return _read_grid(file, read_excel_rows(file, problems), required, problems)


def read_excel_rows(file: TableFile, problems: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of the first sheet, the header first, without empty cells at their ends."""
    try:
        import openpyxl
    except ImportError:
        problems.append(f"{file.path}: to read this, pip install openpyxl")
        return
    width = 0
    with open_binary(file.path) as data:
        try:
            sheet = openpyxl.load_workbook(data, read_only=True, data_only=True).worksheets[0]
            # A single cell far away would otherwise make every row as wide as the sheet can be.
            sheet.reset_dimensions()
            for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
                cells = [to_text(value) for value in row]
                while cells and not cells[-1] and len(cells) > width:
                    cells.pop()
                width = width or len(cells)
                if any(cells):
                    yield line, cells + [""] * (width - len(cells))
        except OSError:
            raise
        # openpyxl and what it uses raise errors of many kinds for a damaged file.
        except Exception as error:
            problems.append(f"{file.path}: not an Excel file ({error}); save it again")


def read_parquet(file: TableFile, required: Sequence[str], problems: list[str]) -> Records:
    """Read Parquet; see `lmclassify.tables.read_records`."""
    import pandas as pd

    try:
        with open_binary(file.path) as data:
            table = pd.read_parquet(data)
    except ImportError:
        problems.append(f"{file.path}: to read this, pip install pyarrow")
        return
    # pyarrow raises errors of many kinds, some of them OSError, for a damaged file.
    except Exception as error:
        problems.append(f"{file.path}: not a Parquet file ({error}); save it again")
        return
    rows = (
        ["" if pd.api.types.is_scalar(cell) and pd.isna(cell) else to_text(cell) for cell in row]
        for row in table.itertuples(index=False)
    )
    # The header has no line of its own.
    numbered = enumerate([list(map(str, table.columns)), *rows])
    yield from _read_grid(file, iter(numbered), required, problems)


def _read_grid(
    file: TableFile,
    rows: Iterator[tuple[int, list[str]]],
    required: Sequence[str],
    problems: list[str],
) -> Records:
    """Turn rows, of which the first is the header, into records."""
    n_before = len(problems)
    header = _normalise_header(next(rows, (1, []))[1])
    if wrong := _describe_header(header, required):
        if len(problems) == n_before:
            problems.append(f"{file.path}:1: {wrong}")
        return
    for line, cells in rows:
        if len(cells) == len(header):
            if any(cells):
                yield line, dict(zip(header, map(unescape_formula, cells), strict=True))
        elif cells:
            problems.append(
                f"{file.path}:{line}: {len(cells)} fields under {len(header)} column names; "
                "a text that contains the delimiter needs quotation marks"
            )


def read_json(file: TableFile, required: Sequence[str], problems: list[str]) -> Records:
    """Read JSON Lines, or one array of objects; see `lmclassify.tables.read_records`."""
    for line, record, _ in read_json_values(file, problems):
        if not isinstance(record, dict):
            problems.append(f"{file.path}:{line}: not an object with fields, as it must be")
            continue
        values = zip(_normalise_header(record), record.values(), strict=True)
        cells = {name: to_text(value) for name, value in values}
        if missing := [column for column in required if column not in cells]:
            problems.append(f"{file.path}:{line}: no field {' or '.join(missing)}")
        else:
            yield line, cells


def read_json_values(file: TableFile, problems: list[str]) -> Iterator[tuple[int, Any, str]]:
    """Read the values of JSON Lines or of one array, each with its line and as it is written."""
    is_first = True
    with open_text(file, newline="\n") as stream:
        for line, content in enumerate(stream, 1):
            if not content.strip():
                continue
            is_array = is_first and content.lstrip().startswith("[")
            is_first = False
            text = content + stream.read() if is_array else content
            try:
                value = json.loads(text, parse_float=_Number, strict=False)
            except json.JSONDecodeError as error:
                lines = error.lineno - 1 if is_array else 0
                problems.append(f"{file.path}:{line + lines}: not JSON ({error.msg})")
            except RecursionError:
                problems.append(f"{file.path}:{line}: nested too deeply")
            except ValueError:
                problems.append(f"{file.path}:{line}: a number has too many digits")
            else:
                yield from _locate(text, line, value) if is_array else [(line, value, text.strip())]


def _locate(text: str, line: int, values: Sequence[Any]) -> Iterator[tuple[int, Any, str]]:
    """Yield the values of a JSON array, each with its line and as it is written."""
    decoder = json.JSONDecoder(strict=False)
    counted, start = 0, text.index("[") + 1
    for value in values:
        while text[start].isspace() or text[start] == ",":
            start += 1
        line += text.count("\n", counted, start)
        _, end = decoder.raw_decode(text, start)
        yield line, value, text[start:end]
        counted = start
        start = end


class _Number(float):
    """A number with a fraction or an exponent, and how it was written."""

    def __new__(cls, text: str) -> _Number:
        number = super().__new__(cls, text)
        number.text = text
        return number

    text: str


def to_text(value: object) -> str:
    """Write a cell as text: JSON's words for truth values, lists and objects; else as it is.

    >>> to_text(None), to_text(True), to_text(7.0), to_text(["a", 1])
    ('', 'true', '7', '["a", 1]')
    """
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if value is None:
        return ""
    if isinstance(value, _Number):
        return value.text
    if hasattr(value, "tolist"):  # NumPy's types
        return to_text(value.tolist())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool | dict | list | tuple):
        return to_text(json.dumps(value, ensure_ascii=False, default=to_text))
    return str(value)


def _normalise_header(header: Iterable[object]) -> list[str]:
    return [str(name).strip().lower() for name in header]


def _describe_header(header: Sequence[str], required: Sequence[str]) -> str | None:
    """Return what is wrong with a header line, if anything is."""
    if missing := [column for column in required if column not in header]:
        columns = f" (it has {', '.join(header)})" if any(header) else ""
        return f"no column {' or '.join(missing)} in the header line{columns}"
    if doubled := [column for column in required if header.count(column) > 1]:
        return f"there are two columns {doubled[0]}; rename one of them"
    return None
