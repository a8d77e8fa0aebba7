"""Tables as text: encoding, delimiter, and the rows of a .csv file."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from lmclassify.documents.decoding import find_encoding

MAX_CELL_LENGTH: Final = 16_777_216
"""In characters; a longer cell is an error."""

_DELIMITERS: Final = ",;\t"
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([^"\w\s]|\t)"?', re.IGNORECASE)
"""The first line by which Excel names the delimiter."""
_CHUNK_BYTES: Final = 1 << 20


class TableFile(NamedTuple):
    """A file with a table, and what is known about how to read it.

    Attributes
    ----------
    path : pathlib.Path
        The file; if its name ends in .gz, it is unpacked.
    delimiter : str or None
        What separates the cells; None to find it.
    encoding : str or None
        As Python names it; None to find it.
    """

    path: Path
    delimiter: str | None = None
    encoding: str | None = None


def open_binary(path: Path) -> IO[bytes]:
    """Open a file for reading; if its name ends in .gz, it is unpacked."""
    is_packed = path.suffix.lower() == ".gz"
    return cast("IO[bytes]", gzip.open(path)) if is_packed else path.open("rb")


def open_text(file: TableFile, newline: str = "") -> IO[str]:
    """Open a file of text for reading; `newline` is as for `open`."""
    encoding = file.encoding or detect_encoding(file.path)[0]
    # A byte order mark is not part of the text.
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    return io.TextIOWrapper(open_binary(file.path), encoding=encoding, newline=newline)


def detect_encoding(path: Path) -> tuple[str, tuple[str, ...]]:
    """Find the encoding of a file, and notes; see `lmclassify.documents.decoding`."""
    with open_binary(path) as file:
        return find_encoding(iter(lambda: file.read(_CHUNK_BYTES), b""))


def find_delimiter(text: str) -> tuple[str, int]:
    r"""Find what separates the cells of a .csv file.

    It is the delimiter that Excel's line ``sep=;`` names, or else the comma, semicolon or tab that
    the header line has most of outside quotation marks.

    Parameters
    ----------
    text : str
        How the file begins.

    Returns
    -------
    delimiter : str
        One character.
    skipped : int
        How many lines come before the header line: 1 if the first is ``sep=;``, else 0.

    Examples
    --------
    >>> find_delimiter('"Text, in full";Label\nPlans, budgets, rotas;management')
    (';', 0)
    >>> find_delimiter("sep=;\nText;Label")
    (';', 1)
    """
    line = text.splitlines()[0] if text else ""
    if named := _SEPARATOR_LINE.fullmatch(line):
        return named[1], 1
    unquoted = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=unquoted.count), 0


def read_rows(file: TableFile) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of a .csv file, the header first, each with the line on which it begins.

    Raises
    ------
    csv.Error
        If it is not CSV; the message begins with the line.
    """
    csv.field_size_limit(MAX_CELL_LENGTH)
    with open_text(file) as stream:
        delimiter, skipped = find_delimiter(stream.read(_CHUNK_BYTES))
        stream.seek(0)
        for _ in range(skipped):
            stream.readline()
        reader = csv.reader(stream, delimiter=file.delimiter or delimiter, strict=True)
        line = skipped + 1
        try:
            for cells in reader:
                yield line, cells
                line = skipped + reader.line_num + 1
        except csv.Error as error:
            raise csv.Error(f"{line}: not CSV ({error})") from None
