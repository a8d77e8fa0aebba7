"""What a job reads: the files, and their rows as a query.

Inside DuckDB, columns have names of our own, so that any name in a file will do. A row of JSON is
kept as the text that it is in the file, so that its values come out as they went in.
"""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lmclassify.bulk.engine import literal

JSON_COLUMN: Final = "line"
"""The one column of a table of JSON objects."""


@dataclass(frozen=True, slots=True)
class Input:
    """The files of one format that a job reads, and how.

    Attributes
    ----------
    files : tuple of str
        In the order in which their rows come.
    folder : pathlib.Path
        Where to put files that are converted.
    delimiter, encoding : str or None
        As in `lmclassify.tables.text.TableFile`.
    converted : bool
        Whether to read all files by ourselves first, since DuckDB cannot, and say what is wrong.
    """

    files: tuple[str, ...]
    folder: Path
    delimiter: str | None = None
    encoding: str | None = None
    converted: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an input.

    Attributes
    ----------
    files : tuple of str
        As named by the user.
    columns : tuple of str
        The names of the columns in the files.
    relation : str
        The rows as a query. Its columns are those of `internal_name`, or `JSON_COLUMN`.
    types : tuple of str
        DuckDB's type of each column; empty for JSON.
    n_rows : int or None
        How many rows there are, if the files themselves say so.
    notes : tuple of str
        What the user should know about how the files are read.
    """

    files: tuple[str, ...]
    columns: tuple[str, ...]
    relation: str
    types: tuple[str, ...] = ()
    n_rows: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_json(self) -> bool:
        """Whether the rows are JSON objects, in the column `JSON_COLUMN`."""
        return not self.types

    @property
    def internal_names(self) -> list[str]:
        """The columns as they are called inside DuckDB."""
        return [JSON_COLUMN] if self.is_json else list(map(internal_name, range(len(self.types))))


def internal_name(index: int) -> str:
    """Return the name of a column inside DuckDB."""
    return f"c{index}"


def path_literal(path: str | Path) -> str:
    """Write a path as SQL, for functions that would otherwise take it for a pattern."""
    return literal(glob.escape(str(Path(path).absolute())))


def list_names(names: Sequence[str], limit: int = 20) -> str:
    """Join names, at most so many.

    >>> list_names(["id", "text", "note"], 2)
    'id, text, … (3 in all)'
    """
    more = f", … ({len(names)} in all)" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


def is_nested(type_: str) -> bool:
    """Check whether a DuckDB type is JSON or nested.

    >>> is_nested("VARCHAR[]"), is_nested("VARCHAR")
    (True, False)
    """
    return type_.endswith("]") or type_.startswith(("STRUCT(", "MAP(", "JSON"))
