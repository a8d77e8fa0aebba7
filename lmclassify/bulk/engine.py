"""DuckDB and sqlglot, imported only when needed, and SQL's quoting."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from lmclassify.errors import LMClassifyError

if TYPE_CHECKING:
    import duckdb


def import_optional(name: str) -> Any:
    """Import a module of the optional extra ``bulk``: duckdb or sqlglot.

    Raises
    ------
    LMClassifyError
        If it is not installed.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise LMClassifyError(
            f'this needs {name}, which is not installed: pip install "lmclassify[bulk]"'
        ) from None


def connect(memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open an in-memory DuckDB that keeps the order of rows and does not use the network.

    Parameters
    ----------
    memory : str, optional
        How much memory it may use, in DuckDB's notation (``2GB``).

    Raises
    ------
    LMClassifyError
        If DuckDB is not installed, or does not understand `memory`.
    """
    module = import_optional("duckdb")
    connection: duckdb.DuckDBPyConnection = module.connect()
    settings = {
        "preserve_insertion_order": True,
        "autoinstall_known_extensions": False,
        # It would keep what was read of the input in memory, up to the limit.
        "enable_external_file_cache": False,
        "enable_progress_bar": False,
        # A join keeps the table on its right in memory, which is the small one in our queries.
        # DuckDB does not know how many terms come out of a text, and would often choose the other.
        "disabled_optimizers": "build_side_probe_side",
    }
    for name, value in settings.items():
        connection.execute(f"SET {name} = {literal(value)}")
    if memory:
        try:
            connection.execute(f"SET memory_limit = {literal(memory)}")
        except module.Error:
            raise LMClassifyError(
                f"{memory!r} is not an amount of memory; write it as 2GB."
            ) from None
    return connection


@contextmanager
def explain_errors(output: str, memory: str | None = None) -> Iterator[None]:
    """Turn errors of DuckDB and of the file system into ours.

    Parameters
    ----------
    output : str
        What is written.
    memory : str, optional
        As for `connect`.
    """
    module = import_optional("duckdb")
    try:
        yield
    except module.InterruptException:
        raise KeyboardInterrupt from None
    except module.OutOfMemoryException:
        raise LMClassifyError(
            f"{memory} of memory was not enough; allow more with --memory."
        ) from None
    except module.Error as error:
        raise LMClassifyError(
            f"{output} could not be written ({describe_error(error)}); name another place with -o."
        ) from None
    except UnicodeError:
        raise LMClassifyError(
            f"{output}: the name of its folder is not UTF-8; name another folder with -o."
        ) from None
    except OSError as error:
        raise LMClassifyError(
            f"{output} could not be written ({error.strerror}); name another place with -o."
        ) from None


def describe_error(error: Exception) -> str:
    """Return what a DuckDB error says, without the pages of advice about its own options."""
    if number := re.search(r'"errno":"(\d+)"', str(error)):
        return os.strerror(int(number[1]))
    message = " ".join(str(error).split("\n")[0].split())
    return re.sub(r"^(\w+ ){1,3}Error: ", "", message).rstrip(".")


def make_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, str],
    rows: Sequence[Sequence[object]],
    *,
    temporary: bool = True,
) -> None:
    """Create a table, or replace it, and fill it column by column, which is fast.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Where to create it.
    name : str
        The table's name.
    columns : mapping of str to str
        DuckDB's type of each column.
    rows : sequence of sequence
        One value per column.
    temporary : bool, default True
        Whether only this connection can see it, and no other cursor.
    """
    values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    selection = ", ".join(
        f"UNNEST(${number}::{type_}[]) AS {quote_name(column)}"
        for number, (column, type_) in enumerate(columns.items(), 1)
    )
    kind = "TEMP TABLE" if temporary else "TABLE"
    connection.execute(f"CREATE OR REPLACE {kind} {name} AS SELECT {selection}", values)


def quote_name(name: str) -> str:
    """Quote a name for SQL.

    >>> quote_name('a "quoted" name')
    '"a ""quoted"" name"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """Write a string, a truth value, or an iterable of these as SQL.

    >>> print(literal(["the ward's", True]))
    ['the ward''s', TRUE]
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, Iterable):
        return "[" + ", ".join(map(literal, value)) + "]"
    raise TypeError(f"no SQL for {type(value).__name__}")
