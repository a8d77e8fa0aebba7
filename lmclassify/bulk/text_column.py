"""The column with the texts: a column of its own, or a value inside a JSON object or a struct."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from lmclassify.bulk.engine import literal
from lmclassify.bulk.table import JSON_COLUMN, Table, internal_name, is_nested


@dataclass(frozen=True, slots=True)
class TextColumn:
    """Where the texts are.

    Attributes
    ----------
    host : str
        The column inside DuckDB that has them.
    keys : tuple of str
        The path to them inside the host; empty if they are the host.
    type : str
        DuckDB's type of the host.
    is_json : bool
        Whether they are values of JSON or of a nested type, and may therefore be lists of strings.
    """

    host: str
    keys: tuple[str, ...]
    type: str
    is_json: bool

    @property
    def host_sql(self) -> str:
        """The host as text."""
        if self.host == JSON_COLUMN:
            return self.host
        return f"CAST(to_json({self.host}) AS VARCHAR)" if self.is_json else self.host

    @property
    def value_sql(self) -> str:
        """The text; of a value of JSON, its JSON."""
        if self.is_json:
            pointer = literal(json_pointer(self.keys))
            return f"CAST(json_extract({self.host_sql}, {pointer}) AS VARCHAR)"
        return f"DECODE({self.host})" if self.type == "BLOB" else f"CAST({self.host} AS VARCHAR)"

    @property
    def text_sql(self) -> str:
        """The text; of a string of JSON, its content."""
        if not self.is_json:
            return self.value_sql
        return f"json_extract_string({self.host_sql}, {literal(json_pointer(self.keys))})"


def find_text_column(table: Table, name: str) -> TextColumn | None:
    """Find a column by its name, or by a path such as ``job.duties``; None if there is none."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        column, inner = ".".join(parts[:length]), tuple(parts[length:])
        if column not in table.columns:
            continue
        if table.is_json:
            return TextColumn(JSON_COLUMN, (column, *inner), "JSON", is_json=True)
        index = table.columns.index(column)
        type_ = table.types[index]
        if is_nested(type_) or not inner:
            return TextColumn(internal_name(index), inner, type_, is_nested(type_))
    return None


def json_pointer(keys: Sequence[str]) -> str:
    """Write a path as a JSON pointer.

    >>> json_pointer(["job", "duties/tasks"])
    '/job/duties~1tasks'
    """
    return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in keys)


def find_value(text: str, keys: Sequence[str]) -> tuple[int, int] | None:
    """Find where a value of a JSON object is written; None if it has no such value.

    >>> text = '{"id": 1.10, "job": {"duties": ["a"]}}'
    >>> start, end = find_value(text, ["job", "duties"])
    >>> text[start:end]
    '["a"]'
    """
    decoder = json.JSONDecoder(strict=False)
    start = _skip_blanks(text, 0)
    for key in keys:
        if text[start : start + 1] != "{":
            return None
        place = _skip_blanks(text, start + 1)
        while text[place] == '"':
            name, place = decoder.raw_decode(text, place)
            start = _skip_blanks(text, _skip_blanks(text, place) + 1)
            if name == key:
                break
            _, place = decoder.raw_decode(text, start)
            place = _skip_blanks(text, place)
            if text[place] == ",":
                place = _skip_blanks(text, place + 1)
        else:
            return None
    return start, decoder.raw_decode(text, start)[1]


def _skip_blanks(text: str, place: int) -> int:
    while text[place : place + 1].isspace():
        place += 1
    return place
