"""How DuckDB reads the files of each format."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from lmclassify import tables
from lmclassify.bulk import conversion
from lmclassify.bulk.engine import describe_error, import_optional, literal
from lmclassify.bulk.table import (
    JSON_COLUMN,
    Input,
    Table,
    internal_name,
    list_names,
    path_literal,
)
from lmclassify.errors import LMClassifyError
from lmclassify.tables.text import TableFile, read_rows

if TYPE_CHECKING:
    import duckdb

Reader = Callable[["duckdb.DuckDBPyConnection", Input], Table]
"""Opens the files of one format."""


class _Header(NamedTuple):
    """How a CSV file begins: the names of its columns, and how many lines come before them."""

    path: Path
    columns: tuple[str, ...]
    delimiter: str
    skipped: int


class _NotObjectsError(Exception):
    """A JSON file has values that are not objects."""


_MAX_LINE_BYTES: Final = 16_777_216
_MAX_OBJECT_BYTES: Final = 67_108_864


def read_csv(connection: duckdb.DuckDBPyConnection, source: Input) -> Table:
    """Open .csv or .tsv files."""
    del connection
    notes: list[str] = []
    table_files = []
    for number, file in enumerate(source.files):
        delimiter = source.delimiter or tables.FORMATS[tables.find_suffix(file)].delimiter
        table_file = TableFile(Path(file), delimiter, source.encoding)
        if source.converted or conversion.is_needed(table_file):
            path = conversion.convert_csv(table_file, source.folder / f"{number}.csv", notes)
            table_file = TableFile(path, ",")
        table_files.append(table_file)
    return _open_csv(source.files, table_files, notes)


def read_excel(connection: duckdb.DuckDBPyConnection, source: Input) -> Table:
    """Open .xlsx files, which are converted."""
    del connection
    paths = [
        conversion.convert_excel(TableFile(Path(file)), source.folder / f"{number}.csv")
        for number, file in enumerate(source.files)
    ]
    return _open_csv(source.files, [TableFile(path, ",") for path in paths], [])


def _open_csv(
    names: tuple[str, ...], table_files: Sequence[TableFile], notes: Sequence[str]
) -> Table:
    """Open CSV files that DuckDB can read, which the user knows by their names."""
    headers = [_read_header(file) for file in table_files]
    columns = headers[0].columns
    for name, header in zip(names, headers, strict=True):
        _check_columns(name, header.columns, names[0], columns)
    types = {internal_name(index): "VARCHAR" for index in range(len(columns))}
    # The dialect is given, not guessed: running text leads a guess from the first lines astray.
    # Every cell is taken as text, so that 007 and 1e5 stay as they are.
    options = (
        f"columns={_struct(types)}, auto_detect=false, header=true, quote='\"', escape='\"', "
        f"comment='', hive_partitioning=false, max_line_size={_MAX_LINE_BYTES}"
    )
    parts = [
        f"FROM read_csv([{', '.join(path_literal(header.path) for header in group)}], "
        f"delim={literal(delimiter)}, skip={skipped}, {options})"
        for (delimiter, skipped), group in groupby(headers, lambda h: (h.delimiter, h.skipped))
    ]
    return Table(
        names, columns, " UNION ALL ".join(parts), tuple(types.values()), None, tuple(notes)
    )


def read_json(connection: duckdb.DuckDBPyConnection, source: Input) -> Table:
    """Open files of JSON Lines or JSON arrays; every object is read, for its keys."""
    opened = []
    notes: list[str] = []
    for number, file in enumerate(source.files):
        table_file = TableFile(Path(file), encoding=source.encoding)
        if source.converted or conversion.is_needed(table_file, with_mark=True):
            path = conversion.convert_json(table_file, source.folder / f"{number}.jsonl", notes)
            table_file = TableFile(path)
        opened.append((_json_layout(table_file.path), table_file.path))
    parts = []
    for layout, group in groupby(opened, lambda file: file[0]):
        paths = ", ".join(path_literal(path) for _, path in group)
        # An object may be written in several lines. Between its values, spaces will do.
        one_line = layout == "newline_delimited"
        text = "json" if one_line else "TRANSLATE(json, CHR(10) || CHR(13), '  ')"
        parts.append(
            f"SELECT {text} AS {JSON_COLUMN} FROM read_json_objects([{paths}], "
            f"format={literal(layout)}, maximum_object_size={_MAX_OBJECT_BYTES})"
        )
    relation = " UNION ALL ".join(parts)
    keys = connection.execute(
        f"""SELECT key, BOOL_AND(is_object)
        FROM (
          SELECT n, is_object, UNNEST(keys) AS key, GENERATE_SUBSCRIPTS(keys, 1) AS place
          FROM (
            SELECT ROW_NUMBER() OVER () AS n, json_type({JSON_COLUMN}) = 'OBJECT' AS is_object,
              -- One null key for what is not an object, which has none.
              CASE WHEN is_object THEN json_keys({JSON_COLUMN}) ELSE [NULL] END AS keys
            FROM ({relation})
          )
        ) GROUP BY key ORDER BY MIN(n * 1000000 + place)"""
    ).fetchall()
    if not all(is_object for _, is_object in keys):
        raise _NotObjectsError
    if not keys:
        raise LMClassifyError(f"{list_names(source.files, 3)}: there is no object with fields.")
    return Table(source.files, tuple(key for key, _ in keys), relation, notes=tuple(notes))


def read_parquet(connection: duckdb.DuckDBPyConnection, source: Input) -> Table:
    """Open Parquet files."""
    files = source.files
    if not all(map(conversion.is_utf8, files)):
        raise LMClassifyError(f"{list_names(files, 3)}: the name is not UTF-8; rename the file.")
    columns = _parquet_columns(connection, files[0])
    for file in files[1:]:
        _check_columns(file, _parquet_columns(connection, file), files[0], columns)
    paths = f"[{', '.join(map(path_literal, files))}]"
    names = ", ".join(internal_name(index) for index in range(len(columns)))
    relation = f"FROM read_parquet({paths}, hive_partitioning=false) AS input({names})"
    types = connection.execute(f"DESCRIBE {relation}").fetchall()
    metadata = connection.execute(f"SELECT SUM(num_rows) FROM parquet_file_metadata({paths})")
    ((n_rows,),) = metadata.fetchall()
    return Table(files, columns, relation, tuple(type_ for _, type_, *_ in types), int(n_rows))


def open_table(connection: duckdb.DuckDBPyConnection, reader: Reader, source: Input) -> Table:
    """Open an input; if DuckDB cannot read it, convert it.

    Raises
    ------
    LMClassifyError
        If it cannot be read; the message says what is wrong and, if it is text, in which line.
    """
    try:
        return reader(connection, source)
    except (OSError, EOFError, zlib.error) as error:
        name = getattr(error, "filename", None) or list_names(source.files, 3)
        reason = getattr(error, "strerror", None) or error
        raise LMClassifyError(f"{name} could not be read ({reason}).") from None
    except (_NotObjectsError, csv.Error, UnicodeError, import_optional("duckdb").Error) as error:
        if source.converted or reader is read_parquet:
            raise LMClassifyError(
                f"{list_names(source.files, 3)} could not be read ({describe_error(error)}); save "
                "it again."
            ) from None
    return open_table(connection, reader, replace(source, converted=True))


def _read_header(file: TableFile) -> _Header:
    beginning = conversion.read_beginning(file.path).decode("utf-8-sig", "replace")
    delimiter, skipped = tables.find_delimiter(beginning)
    rows = read_rows(file._replace(encoding="utf-8"))
    _, header = next(rows, (1, []))
    return _Header(file.path, tuple(header), file.delimiter or delimiter, skipped)


def _check_columns(
    file: str, columns: Sequence[str], first_file: str, first_columns: Sequence[str]
) -> None:
    if not columns:
        raise LMClassifyError(f"{file} is empty; it needs a header line.")
    if columns != first_columns:
        raise LMClassifyError(
            f"{file} has the columns {list_names(columns)}, but {first_file} has "
            f"{list_names(first_columns)}; name files with the same columns."
        )


def _json_layout(path: Path) -> str:
    """Return DuckDB's name for how the objects stand in a file."""
    beginning = conversion.read_beginning(path).lstrip()
    if beginning.startswith(b"["):
        return "array"
    return "unstructured" if tables.find_suffix(path) == ".json" else "newline_delimited"


def _parquet_columns(connection: duckdb.DuckDBPyConnection, file: str) -> tuple[str, ...]:
    """Return the names of a Parquet file's columns; DuckDB would change those that look alike."""
    schema = connection.execute(
        f"SELECT name, num_children FROM parquet_schema({path_literal(file)})"
    ).fetchall()
    columns = []
    # Depth first: the root, then each column, followed by what is nested in it.
    nested = 0
    for name, n_children in schema[1:]:
        if nested:
            nested -= 1
        else:
            columns.append(name)
        nested += n_children or 0
    return tuple(columns)


def _struct(values: dict[str, str]) -> str:
    return "{" + ", ".join(f"{name}: {literal(value)}" for name, value in values.items()) + "}"
