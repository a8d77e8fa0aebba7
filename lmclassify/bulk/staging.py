"""The input of a job as one Parquet file, with its rows numbered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lmclassify.bulk.engine import import_optional
from lmclassify.bulk.job import Job, inspect
from lmclassify.bulk.table import Table, path_literal
from lmclassify.bulk.text_column import TextColumn
from lmclassify.bulk.writing import write_staged

if TYPE_CHECKING:
    import duckdb

_BATCH_ROWS: Final = 100_000
_MIN_BATCH_ROWS: Final = 1_000
_BATCH_CHARACTERS: Final = 10_000_000
"""A batch has at most so many rows, and about so many characters."""


@dataclass(frozen=True, slots=True)
class Staged:
    """The rows of a job, numbered.

    Attributes
    ----------
    table : Table
        The input.
    text : TextColumn
        Where the texts are.
    relation : str
        The rows as SQL: the columns of the table, and the number of each row in ``row``.
    n_rows : int
        How many there are.
    batch_size : int
        How many to label at a time.
    are_codes : bool
        Whether most texts are single words with digits, such as the keys of rows.
    has_lists : bool
        Whether some texts are lists of strings.
    """

    table: Table
    text: TextColumn
    relation: str
    n_rows: int
    batch_size: int
    are_codes: bool
    has_lists: bool

    def batch(self, first: int) -> str:
        """Return the rows of a batch as SQL."""
        last = first + self.batch_size - 1
        return f"(FROM {self.relation} WHERE row BETWEEN {first} AND {last})"


def stage(connection: duckdb.DuckDBPyConnection, job: Job, folder: Path) -> Staged:
    """Copy the input of a job into a folder; if DuckDB cannot read it, it is converted first.

    Raises
    ------
    LMClassifyError
        If it cannot be read, or the job cannot be done; see `lmclassify.bulk.job.inspect`.
    """
    duckdb = import_optional("duckdb")
    target = folder / "staged.parquet"
    try:
        table, text = _copy(connection, job, folder, target, converted=False)
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        table, text = _copy(connection, job, folder, target, converted=True)
    relation = f"read_parquet({path_literal(target)})"
    n_rows, n_characters, n_codes, has_lists = connection.execute(
        f"""SELECT COUNT(*), SUM(LENGTH(text)),
          COUNT(*) FILTER (NOT CONTAINS(text, ' ') AND REGEXP_MATCHES(text, '[0-9]')),
          BOOL_OR(text LIKE '[%')
        FROM (SELECT {text.text_sql} AS text FROM {relation})"""
    ).fetchall()[0]
    if text.is_json and has_lists:  # or texts that begin with a bracket
        query = f"SELECT BOOL_OR({text.value_sql} LIKE '[%') FROM {relation}"
        ((has_lists,),) = connection.execute(query).fetchall()
    size = _BATCH_CHARACTERS * n_rows // max(1, n_characters or 0)
    return Staged(
        table,
        text,
        relation,
        n_rows,
        max(_MIN_BATCH_ROWS, min(_BATCH_ROWS, size)),
        n_codes > n_rows / 2,
        bool(text.is_json and has_lists),
    )


@contextmanager
def one_thread(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Keep rows in order and memory flat: several threads would read ahead."""
    connection.execute("SET threads = 1")
    yield
    connection.execute("RESET threads")


def _copy(
    connection: duckdb.DuckDBPyConnection, job: Job, folder: Path, target: Path, *, converted: bool
) -> tuple[Table, TextColumn]:
    table, text = inspect(connection, job, folder, converted=converted)
    limit = "" if job.limit is None else f" LIMIT {job.limit}"
    query = f"SELECT ROW_NUMBER() OVER () - 1 AS row, * FROM (FROM ({table.relation}){limit})"
    with one_thread(connection):
        write_staged(connection, query, target)
    return table, text
