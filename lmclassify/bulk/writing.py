"""How DuckDB writes the labelled rows in each format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lmclassify import tables
from lmclassify.bulk.engine import literal, quote_name
from lmclassify.bulk.json_cells import cells_sql, find_types, unmark_numbers
from lmclassify.bulk.table import JSON_COLUMN, internal_name, is_nested

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Output:
    """The rows to write.

    Attributes
    ----------
    relation : str
        The rows as a query; its columns are those of the input as they are called inside DuckDB,
        then the new ones by their names here.
    columns : tuple of str
        The names of the input's columns.
    types : tuple of str
        DuckDB's type of each column of the input; empty if the rows are JSON objects.
    new_columns : mapping of str to str
        The names in the output by the names here.
    escape : bool
        Whether to put an apostrophe before text that a spreadsheet may take for a formula.
    """

    relation: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    new_columns: Mapping[str, str]
    escape: bool = False

    @property
    def cells(self) -> list[str]:
        """The columns of the input, as they are called inside DuckDB."""
        return [internal_name(index) for index in range(len(self.columns))]

    @property
    def names(self) -> list[str]:
        """The names of all columns."""
        return [*self.columns, *self.new_columns.values()]


Writer = Callable[["duckdb.DuckDBPyConnection", Output, Path], None]
"""Writes rows to a file of one format."""


def _write_delimited(
    connection: duckdb.DuckDBPyConnection, output: Output, path: Path, *, delimiter: str
) -> None:
    output = _to_cells(output)
    names, cells = output.names, []
    for cell, type_ in zip(output.cells, output.types, strict=True):
        if output.escape and type_ == "VARCHAR":
            cells.append(_escape_formula(cell))
        else:
            value = f"to_json({cell})" if is_nested(type_) and type_ != "JSON" else cell
            cells.append(f"CAST({value} AS VARCHAR)")
    if output.escape:
        names = list(map(tables.escape_formula, names))
    cells += [f"CAST({quote_name(column)} AS VARCHAR)" for column in output.new_columns]
    # The header is a row: DuckDB would change names that look alike.
    query = (
        f"SELECT {', '.join(map(literal, names))} "
        f"UNION ALL SELECT {', '.join(cells)} FROM ({output.relation})"
    )
    _copy(connection, query, path, f"FORMAT csv, HEADER false, DELIMITER {literal(delimiter)}")


write_csv: Final[Writer] = partial(_write_delimited, delimiter=",")
write_tsv: Final[Writer] = partial(_write_delimited, delimiter="\t")


def write_jsonl(connection: duckdb.DuckDBPyConnection, output: Output, path: Path) -> None:
    """Write one JSON object per line; objects of the input stay as they are written there."""
    new = [(name, quote_name(column)) for column, name in output.new_columns.items()]
    if output.types:
        names = _make_unique(output.columns)
        cells = map(_as_json, output.cells, output.types)
        fields = [*zip(names, cells, strict=True), *new]
        query = f"SELECT {_json_object(fields)} FROM ({output.relation})"
    else:
        # The object without its closing brace, then the new fields.
        query = (
            "SELECT head || CASE WHEN RIGHT(head, 1) = '{' THEN '' ELSE ',' END "
            f"|| SUBSTR({_json_object(new)}, 2) "
            f"FROM (SELECT *, REGEXP_REPLACE({JSON_COLUMN}, ',?\\s*\\}}\\s*$', '') AS head "
            f"FROM ({output.relation}))"
        )
    # With these options, a line is written as it is.
    _copy(connection, query, path, "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER ''")


def write_parquet(connection: duckdb.DuckDBPyConnection, output: Output, path: Path) -> None:
    """Write Parquet; keys of JSON objects whose values are of one type get this type."""
    with_types = {}
    if not output.types:
        with_cells = _to_cells(output, also=(JSON_COLUMN,))
        by_key = dict(zip(output.columns, output.cells, strict=True))
        with_types = find_types(with_cells.relation, JSON_COLUMN, by_key)
    cells = [
        with_types.get(name, cell) for name, cell in zip(output.columns, output.cells, strict=True)
    ]
    cells += map(quote_name, output.new_columns)
    selection = ", ".join(
        f"{cell} AS {quote_name(name)}"
        for cell, name in zip(cells, _make_unique(output.names, str.lower), strict=True)
    )
    query = f"SELECT {selection} FROM ({_to_cells(output).relation})"
    _copy(connection, query, path, "FORMAT parquet, COMPRESSION zstd")


def write_staged(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write rows to Parquet that is read again at once: quickly, in groups of few rows."""
    options = "FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE 8192"
    _copy(connection, query, path, options)


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path, options: str) -> None:
    connection.execute(f"COPY ({query}) TO {literal(str(path))} ({options})")


def _to_cells(output: Output, also: Sequence[str] = ()) -> Output:
    """Turn JSON objects into cells, and keep the columns `also`; leave other rows as they are."""
    if output.types:
        return output
    kept = ", ".join(map(quote_name, (*output.new_columns, *also)))
    cells = ", ".join(
        f"{unmark_numbers(f'values[{number}]')} AS {cell}"
        for number, cell in enumerate(output.cells, 1)
    )
    values = cells_sql(JSON_COLUMN, output.columns)
    relation = (
        f"SELECT {cells}, {kept} FROM (SELECT {values} AS values, {kept} FROM ({output.relation}))"
    )
    return replace(output, relation=relation, types=("VARCHAR",) * len(output.columns))


def _as_json(cell: str, type_: str) -> str:
    if type_ == "JSON":
        return f"CAST({cell} AS JSON)"
    # JSON has no NaN.
    return f"CASE WHEN ISFINITE({cell}) THEN {cell} END" if type_ in ("FLOAT", "DOUBLE") else cell


def _json_object(fields: Iterable[tuple[str, str]]) -> str:
    return f"json_object({', '.join(f'{literal(name)}, {value}' for name, value in fields)})"


def _escape_formula(cell: str) -> str:
    """Write `tables.escape_formula` as SQL."""
    is_formula = f"CONTAINS({literal(tables.FORMULA_MARKS)}, LEFT({cell}, 1)) AND {cell} <> ''"
    return f"CASE WHEN {is_formula} THEN '''' || {cell} ELSE {cell} END"


def _make_unique(names: Sequence[str], fold: Callable[[str], str] = str) -> list[str]:
    """Add numbers to names that occur before, and name what has none.

    >>> _make_unique(["id", "ID", ""], str.lower)
    ['id', 'ID_1', 'column']
    """
    unique: list[str] = []
    seen: set[str] = set()
    for name in names:
        base = candidate = name or "column"
        number = 0
        while fold(candidate) in seen:
            number += 1
            candidate = f"{base}_{number}"
        seen.add(fold(candidate))
        unique.append(candidate)
    return unique
