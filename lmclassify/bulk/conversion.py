"""Input files that DuckDB cannot read: converted to plain CSV or JSON Lines, in UTF-8.

Reading them in Python also finds out what is wrong with a file, and in which line.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from lmclassify.documents.decoding import find_encoding
from lmclassify.errors import LMClassifyError
from lmclassify.tables.readers import read_excel_rows, read_json_values
from lmclassify.tables.text import TableFile, detect_encoding, open_binary, read_rows

_BEGINNING_BYTES: Final = 65_536
_ESCAPE: Final = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F]..)|.)")
"""Matches the escapes of JSON; the group is half a character, which UTF-8 cannot contain."""


def read_beginning(path: Path) -> bytes:
    """Read the first bytes of a file, unpacked."""
    with open_binary(path) as file:
        return file.read(_BEGINNING_BYTES)


def is_needed(file: TableFile, *, with_mark: bool = False) -> bool:
    """Check whether a file's name or, as far as the beginning shows, its content is not UTF-8.

    Parameters
    ----------
    file : TableFile
        The file; its encoding is checked if it is given.
    with_mark : bool, default False
        Whether UTF-8 with a byte order mark needs conversion too.
    """
    if not is_utf8(str(file.path)):
        return True
    beginning = read_beginning(file.path)
    encoding = file.encoding or find_encoding([beginning])[0]
    if codecs.lookup(encoding).name == "utf-8":
        return with_mark and beginning.startswith(codecs.BOM_UTF8)
    # The beginning may end in the middle of a character, which is no sign of another encoding.
    return (
        file.encoding is not None
        or encoding not in ("utf-8-sig", "cp1252")
        or (with_mark and encoding == "utf-8-sig")
    )


def is_utf8(name: str) -> bool:
    """Check whether a file's name is UTF-8, which DuckDB needs."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def convert_csv(file: TableFile, target: Path, notes: list[str]) -> Path:
    """Convert a .csv or .tsv file to CSV with commas.

    Raises
    ------
    LMClassifyError
        If it is not CSV; with the line.
    """
    try:
        return _write_csv(file.path, read_rows(_find_encoding(file, notes)), target)
    except csv.Error as error:
        raise LMClassifyError(f"{file.path}:{error}; fix the file.") from None
    except UnicodeError as error:
        raise _encoding_error(file, error) from None


def convert_excel(file: TableFile, target: Path) -> Path:
    """Convert the first sheet of an Excel file to CSV.

    Raises
    ------
    LMClassifyError
        If it is not an Excel file.
    """
    problems: list[str] = []
    path = _write_csv(file.path, read_excel_rows(file, problems), target)
    if not problems and not path.stat().st_size:
        problems.append(f"{file.path}: the first sheet is empty.")
    if problems:
        raise LMClassifyError(problems[0])
    return path


def convert_json(file: TableFile, target: Path, notes: list[str]) -> Path:
    """Convert JSON Lines or a JSON array to JSON Lines.

    Raises
    ------
    LMClassifyError
        If it is not JSON, or has other values than objects; with the line.
    """
    problems: list[str] = []
    try:
        with target.open("w", encoding="utf-8", newline="\n") as output:
            for line, value, text in read_json_values(_find_encoding(file, notes), problems):
                if not isinstance(value, dict):
                    problems.append(f"{file.path}:{line}: not an object with fields, as it must be")
                if problems:
                    break
                whole = _ESCAPE.sub(lambda m: "\\ufffd" if m[1] else m[0], text)
                output.write(whole.replace("\n", " ").replace("\r", " ") + "\n")
    except UnicodeError as error:
        raise _encoding_error(file, error) from None
    if problems:
        raise LMClassifyError(f"{problems[0]}; fix the file.")
    return target


def _find_encoding(file: TableFile, notes: list[str]) -> TableFile:
    if file.encoding is not None:
        return file
    encoding, found = detect_encoding(file.path)
    notes += [f"{file.path}: {note}; name another with --encoding" for note in found]
    return file._replace(encoding=encoding)


def _write_csv(path: Path, rows: Iterable[tuple[int, list[str]]], target: Path) -> Path:
    n_columns = None
    with target.open("w", encoding="utf-8", newline="") as output:
        writer = csv.writer(output, lineterminator="\n")
        for line, cells in rows:
            if n_columns is None:
                n_columns = len(cells)
            elif cells and len(cells) != n_columns:
                raise LMClassifyError(
                    f"{path}:{line}: {len(cells)} fields under {n_columns} column names; a text "
                    "that contains the delimiter needs quotation marks."
                )
            writer.writerow(cells)
    return target


def _encoding_error(file: TableFile, error: UnicodeError) -> LMClassifyError:
    place = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
    encoding = file.encoding or "UTF-8 or Windows-1252"
    return LMClassifyError(
        f"{file.path} is not {encoding} text{place}; name its encoding with --encoding."
    )
