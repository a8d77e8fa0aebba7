"""CSV files with a header line → their records, each with the line it begins on."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path


def records(
    file: str | os.PathLike[str], required: Sequence[str], problems: list[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the records of a CSV file.

    Parameters
    ----------
    file : path
        UTF-8, with or without a byte order mark.
    required : sequence of str
        Columns without which it cannot be used.
    problems : list of str
        What is wrong is added here, with file and line; what can be read is still given.

    Yields
    ------
    line : int
        Counted from 1.
    cells : dict
        Column → what stands in it. Empty lines are left out.
    """
    path = Path(file)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        problems.append(f"{path}: {error.strerror}")
        return
    except UnicodeDecodeError as error:
        problems.append(f"{path}: byte {error.start} is not UTF-8; save the file as CSV UTF-8")
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = next(reader, [])
        missing = [column for column in required if column not in header]
        if missing:
            problems.append(f"{path}:1: no column {' or '.join(missing)} in the header line")
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
