"""`label`: tables of any size, labelled by DuckDB in the memory of one batch.

The input is first copied to Parquet beside the output, its rows numbered. Then each batch of it is
scored by the query of `lmclassify.bulk.query` and written to a part of its own. At the end the parts
are written as one file, which takes the output's name only when it is whole.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lmclassify.api import ModelLike, load_model
from lmclassify.bulk import export, files, splitting
from lmclassify.bulk.engine import connect, imported, literal, quoted
from lmclassify.bulk.job import Done, Job, checked
from lmclassify.bulk.query import score_query
from lmclassify.bulk.splitting import Split
from lmclassify.errors import LMClassifyError

if TYPE_CHECKING:
    import duckdb

_BATCH_ROWS: Final = 100_000
_BATCH_CHARACTERS: Final = 10_000_000
"""A batch is as many rows as have about so many characters."""

_AT_ONCE: Final = 2
"""Batches under way: while one is written, which keeps one core busy, another is scored."""

Started = Callable[[int], Callable[[int], object]]


def label(job: Job, model: ModelLike | None = None, started: Started | None = None) -> Done:
    """Label a table.

    Where ``job.each`` is not ``"row"``, texts are cut into statements by processes of their own;
    a script then calls this below ``if __name__ == "__main__":``, as `multiprocessing` asks.

    Parameters
    ----------
    job : Job
    model : Model or path, optional
        As `lmclassify.load_model` takes it.
    started : callable, optional
        Called with the number of rows once they are read; what it gives is called with the
        number of rows done since, batch by batch.

    Returns
    -------
    Done

    Raises
    ------
    LMClassifyError
        Where DuckDB is not installed, the job cannot be done (see `lmclassify.bulk.job.checked`),
        the input is damaged, or the output cannot be written.
    """
    judge = load_model(model)
    output = Path(job.output)
    connection = connect(job.memory)
    table = checked(connection, job)
    export.load_weights(connection, judge)
    query = score_query(judge, table="batch", two_way=job.two_way)
    try:
        with (
            connection,
            tempfile.TemporaryDirectory(
                prefix=f".{output.name}.", suffix=".part", dir=output.parent
            ) as folder,
        ):
            run = _Run(job, table, query, connection, Path(folder))
            done = run.done(started)
            run.whole.replace(output)
    except imported("duckdb").InterruptException:
        raise KeyboardInterrupt from None
    except imported("duckdb").OutOfMemoryException:
        raise LMClassifyError(
            f"{job.memory} of memory was not enough; give more with --memory."
        ) from None
    except imported("duckdb").Error as error:
        raise LMClassifyError(
            f"the rows could not be labelled: {files.first_line(error)}; mend it and try again."
        ) from None
    except OSError as error:
        raise LMClassifyError(
            f"{output} could not be written ({error.strerror}); name another file with -o."
        ) from None
    return done


class _Run:
    """One run: the connection, and the files in the folder that it works in."""

    def __init__(
        self,
        job: Job,
        table: files.Table,
        query: str,
        connection: duckdb.DuckDBPyConnection,
        folder: Path,
    ) -> None:
        self.whole = folder / f"whole{files.suffix(job.output)}"
        self._job = job
        self._table = table
        self._query = query
        self._connection = connection
        self._folder = folder
        connection.execute(f"SET temp_directory = {literal(str(folder / 'spilt'))}")
        self._staged = f"read_parquet({literal(str(folder / 'staged.parquet'))})"
        number = "row"
        while number in {name.lower() for name in self._table.columns}:
            number += "_"
        self._number = quoted(number)
        text = quoted(job.text_column)
        as_json = self._table.columns[job.text_column] == "JSON"
        self._text = f"({text} ->> '$')" if as_json else f"CAST({text} AS VARCHAR)"

    def done(self, started: Started | None) -> Done:
        """Do it all."""
        rows, size = self._stage()
        report = started(rows) if started else None
        blank = written = 0
        parts: list[Path] = []
        # An empty table has one batch too, so that there is a part, and so a header.
        starts = range(0, max(rows, 1), size)
        with (
            splitting.splitter(self._job.each != "row") as split,
            ThreadPoolExecutor(_AT_ONCE) as pool,
        ):
            batches = pool.map(lambda first: self._batch(first, size, split), starts)
            try:
                for first, (part, blanks, lines) in zip(starts, batches, strict=True):
                    parts.append(part)
                    blank, written = blank + blanks, written + lines
                    if report:
                        report(min(size, rows - first))
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        self._join(parts)
        return Done(rows, blank, written)

    def _stage(self) -> tuple[int, int]:
        """Copy the input, numbering its rows; give how many there are and how many a batch has."""
        limit = "" if self._job.limit is None else f" LIMIT {self._job.limit}"
        self._copy(
            files.write_parquet,
            f"SELECT ROW_NUMBER() OVER () - 1 AS {self._number}, * "
            f"FROM (FROM {self._table.relation}{limit})",
            self._folder / "staged.parquet",
        )
        rows, characters = self._connection.execute(
            f"SELECT COUNT(*), SUM(LENGTH({self._text})) FROM {self._staged}"
        ).fetchall()[0]
        fitting = _BATCH_CHARACTERS * rows // max(1, characters or 0)
        return rows, max(1_000, min(_BATCH_ROWS, fitting))

    def _batch(self, first: int, size: int, split: Split) -> tuple[Path, int, int]:
        """Score some rows; give the part with them, how many had no text, how many came out."""
        part = self._folder / f"part-{first}.parquet"
        each, text = self._job.each, quoted(self._job.text_column)
        rows = f"(FROM {self._staged} WHERE {self._number} BETWEEN {first} AND {first + size - 1})"
        texts = f"SELECT {self._number} AS id, {self._text} AS text FROM {rows}"
        kept = ", ".join(f"input.{quoted(name)}" for name in self._table.columns)
        if each == "statement":
            kept = kept.replace(f"input.{text}", f"added.text AS {text}")
        new = ", ".join(
            f"added.{quoted(ours)} AS {quoted(its)}" for ours, its in self._job.added.items()
        )
        # Temporary tables are a connection's own, so batches do not meet.
        with self._connection.cursor() as connection:
            if each == "row":
                connection.execute(f"CREATE TEMP VIEW batch AS {texts}")
            else:
                split(connection, texts)
            connection.execute(f"CREATE TEMP TABLE scores AS {self._query}")
            if each == "document":
                splitting.summarise(connection)
            files.write_parquet(
                connection,
                f"SELECT {kept}, {new} FROM {rows} AS input "
                f"JOIN ({_ADDED[each]}) AS added ON added.row = input.{self._number} "
                "ORDER BY added.row, added.place",
                part,
            )
            counts = f"SELECT ({_BLANK[each]}), (SELECT COUNT(*) FROM ({_ADDED[each]}))"
            return part, *connection.execute(counts).fetchall()[0]

    def _join(self, parts: list[Path]) -> None:
        """Write the parts as one file."""
        types = dict(self._table.columns)
        if self._job.each == "statement":
            types[self._job.text_column] = "VARCHAR"
        names = [*types, *self._job.added.values()]
        chosen = files.selected(names, types, self.whole, escape=self._job.escape)
        source = f"read_parquet({literal(map(str, parts))})"
        self._copy(files.write, f"SELECT {chosen} FROM {source}", self.whole)

    def _copy(self, write: Callable[..., None], query: str, path: Path) -> None:
        """Copy rows in their order, on one thread: more would read ahead and fill the memory."""
        self._connection.execute("SET threads = 1")
        write(self._connection, query, path)
        self._connection.execute("RESET threads")


_ADDED: Final = {
    "row": "SELECT id AS row, 0 AS place, * EXCLUDE id FROM scores",
    "statement": "SELECT * EXCLUDE id, id AS place FROM batch JOIN scores USING (id)",
    "document": "SELECT *, 0 AS place FROM summaries",
}
"""Where the rows of the output come from, each with the number of the input row it belongs to."""

_BLANK: Final = {
    "row": "SELECT COUNT(*) FROM scores WHERE label IS NULL",
    "statement": "SELECT COUNT(*) FROM texts WHERE row NOT IN (SELECT row FROM batch)",
    "document": "SELECT COUNT(*) FROM texts WHERE row NOT IN (SELECT row FROM batch)",
}
"""How many of the input's rows have nothing to label."""
