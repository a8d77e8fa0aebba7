"""DuckDB and sqlglot, imported only when needed, and the quoting that their SQL asks for."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lmclassify.errors import LMClassifyError

if TYPE_CHECKING:
    import duckdb


def imported(name: str) -> Any:
    """Import a module of the optional extra.

    Parameters
    ----------
    name : {'duckdb', 'sqlglot'}

    Returns
    -------
    module

    Raises
    ------
    LMClassifyError
        Where it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise LMClassifyError(
            f'this needs {name}, which is not installed: pip install "lmclassify[bulk]"'
        ) from None


def connect(memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open DuckDB in memory, told to keep the order of rows and to leave the network alone.

    Parameters
    ----------
    memory : str, optional
        What it may use, as DuckDB writes it (``2GB``).

    Returns
    -------
    duckdb.DuckDBPyConnection

    Raises
    ------
    LMClassifyError
        Where DuckDB is not installed, or does not understand `memory`.
    """
    module = imported("duckdb")
    connection: duckdb.DuckDBPyConnection = module.connect()
    settings = {
        "preserve_insertion_order": True,
        "autoinstall_known_extensions": False,
        # It would keep what was read of the input in memory, up to the limit.
        "enable_external_file_cache": False,
        "enable_progress_bar": False,
    }
    for name, value in settings.items():
        connection.execute(f"SET {name} = {literal(value)}")
    if memory:
        try:
            connection.execute(f"SET memory_limit = {literal(memory)}")
        except module.Error:
            raise LMClassifyError(f"{memory!r} is no amount of memory; write it as 2GB.") from None
    return connection


def make_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, str],
    rows: Sequence[Sequence[object]],
    *,
    temporary: bool = True,
) -> None:
    """Make a table of rows, column by column: a statement a row would take minutes.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    name : str
        A table of this name is replaced.
    columns : mapping of str to str
        Names and DuckDB's types.
    rows : sequence of sequence
    temporary : bool, default True
        Whether only this connection, not another cursor, is to see it.
    """
    values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    chosen = ", ".join(
        f"UNNEST(${number}::{kind}[]) AS {quoted(column)}"
        for number, (column, kind) in enumerate(columns.items(), 1)
    )
    kind = "TEMP TABLE" if temporary else "TABLE"
    connection.execute(f"CREATE OR REPLACE {kind} {name} AS SELECT {chosen}", values)


def quoted(name: str) -> str:
    """Write a name as SQL.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
    """
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Write a string, a truth value, or a list of strings as SQL.

    Parameters
    ----------
    value : str, bool or iterable of str

    Returns
    -------
    str
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, Iterable):
        return "[" + ", ".join(map(literal, value)) + "]"
    raise TypeError(f"no SQL for {type(value).__name__}")
