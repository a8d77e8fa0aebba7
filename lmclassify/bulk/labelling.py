"""`label`: tables of any size, labelled by DuckDB in the memory of a few batches.

The input is first copied to Parquet beside the output, with its rows numbered. Then each batch is
scored by the query of `lmclassify.bulk.query` and written to a file of its own. At the end these
parts are written as one file, which takes the output's name when it is complete.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lmclassify.api import ModelLike, load_model
from lmclassify.bulk import export, files, splitting
from lmclassify.bulk.engine import connect, import_optional, literal, quote_name
from lmclassify.bulk.job import Counts, Job, inspect
from lmclassify.bulk.query import score_query
from lmclassify.bulk.splitting import Split
from lmclassify.errors import LMClassifyError
from lmclassify.results import Progress

if TYPE_CHECKING:
    import duckdb

_BATCH_ROWS: Final = 100_000
_MIN_BATCH_ROWS: Final = 1_000
_BATCH_CHARACTERS: Final = 10_000_000
"""A batch has at most so many rows, and about so many characters."""

_BATCHES_AT_ONCE: Final = 2
"""While one batch is written, which keeps only one core busy, another is scored."""


def label(
    job: Job,
    model: ModelLike | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Counts:
    """Label a table.

    Unless ``job.unit`` is ``"row"``, texts are split into statements by processes of their own. A
    script must then call this below ``if __name__ == "__main__":``, as `multiprocessing` demands.

    Parameters
    ----------
    job : Job
        What to label, and how.
    model : Model or path, optional
        As for `lmclassify.load_model`.
    progress : callable, optional
        Called after each batch with the number of rows labelled so far, and of all rows.

    Raises
    ------
    LMClassifyError
        If DuckDB is not installed, the job cannot be done (see `lmclassify.bulk.job.inspect`), the
        input is damaged, or the output cannot be written.
    """
    classifier = load_model(model)
    output = Path(job.output)
    connection = connect(job.memory)
    table = inspect(connection, job)
    export.load_weights(connection, classifier)
    query = score_query(classifier, table="batch", two_way=job.two_way)
    duckdb = import_optional("duckdb")
    try:
        with (
            connection,
            tempfile.TemporaryDirectory(
                prefix=f".{output.name}.", suffix=".part", dir=output.parent
            ) as folder,
        ):
            run = _Run(job, table, query, connection, Path(folder))
            counts = run.run(progress)
            run.whole.replace(output)
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.OutOfMemoryException:
        raise LMClassifyError(
            f"{job.memory} of memory was not enough; allow more with --memory."
        ) from None
    except duckdb.Error as error:
        raise LMClassifyError(
            f"the rows could not be labelled: {files.describe_error(error)}; fix the file."
        ) from None
    except OSError as error:
        raise LMClassifyError(
            f"{output} could not be written ({error.strerror}); name another file with -o."
        ) from None
    return counts


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
        self.whole = folder / f"whole{files.find_format(job.output)}"
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
        self._number = quote_name(number)
        text = quote_name(job.text_column)
        as_json = self._table.columns[job.text_column] == "JSON"
        self._text = f"({text} ->> '$')" if as_json else f"CAST({text} AS VARCHAR)"

    def run(self, progress: Progress) -> Counts:
        """Write all rows, labelled, to the file `whole`."""
        rows, size = self._stage()
        progress(0, rows)
        blank = written = 0
        parts: list[Path] = []
        # An empty table has one batch too, so that there is a part, and so a header.
        starts = range(0, max(rows, 1), size)
        with (
            splitting.splitter(self._job.unit != "row") as split,
            ThreadPoolExecutor(_BATCHES_AT_ONCE) as pool,
        ):
            batches = pool.map(lambda first: self._label_batch(first, size, split), starts)
            try:
                for first, (part, batch_blank, batch_written) in zip(starts, batches, strict=True):
                    parts.append(part)
                    blank += batch_blank
                    written += batch_written
                    progress(min(first + size, rows), rows)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        self._join(parts)
        return Counts(rows, blank, written)

    def _stage(self) -> tuple[int, int]:
        """Copy the input and number its rows; return how many there are, and how many per batch."""
        limit = "" if self._job.limit is None else f" LIMIT {self._job.limit}"
        self._copy(
            files.write_staged,
            f"SELECT ROW_NUMBER() OVER () - 1 AS {self._number}, * "
            f"FROM (FROM {self._table.relation}{limit})",
            self._folder / "staged.parquet",
        )
        rows, characters = self._connection.execute(
            f"SELECT COUNT(*), SUM(LENGTH({self._text})) FROM {self._staged}"
        ).fetchall()[0]
        size = _BATCH_CHARACTERS * rows // max(1, characters or 0)
        return rows, max(_MIN_BATCH_ROWS, min(_BATCH_ROWS, size))

    def _label_batch(self, first: int, size: int, split: Split) -> tuple[Path, int, int]:
        """Label some rows; return their file, and how many are blank and how many are written."""
        part = self._folder / f"part-{first}.parquet"
        unit, text = self._job.unit, quote_name(self._job.text_column)
        rows = f"(FROM {self._staged} WHERE {self._number} BETWEEN {first} AND {first + size - 1})"
        texts = f"SELECT {self._number} AS id, {self._text} AS text FROM {rows}"
        kept = ", ".join(f"input.{quote_name(name)}" for name in self._table.columns)
        if unit == "statement":
            kept = kept.replace(f"input.{text}", f"added.text AS {text}")
        new = ", ".join(
            f"added.{quote_name(name)} AS {quote_name(column)}"
            for name, column in self._job.new_columns.items()
        )
        # Each connection has temporary tables of its own, so batches do not meet.
        with self._connection.cursor() as connection:
            if unit == "row":
                connection.execute(f"CREATE TEMP VIEW batch AS {texts}")
            else:
                split(connection, texts)
            connection.execute(f"CREATE TEMP TABLE scores AS {self._query}")
            if unit == "document":
                splitting.summarise(connection)
            files.write_staged(
                connection,
                f"SELECT {kept}, {new} FROM {rows} AS input "
                f"JOIN ({_ADDED[unit]}) AS added ON added.row = input.{self._number} "
                "ORDER BY added.row, added.place",
                part,
            )
            counts = f"SELECT ({_BLANK[unit]}), (SELECT COUNT(*) FROM ({_ADDED[unit]}))"
            return part, *connection.execute(counts).fetchall()[0]

    def _join(self, parts: list[Path]) -> None:
        """Write the parts as one file."""
        types = dict(self._table.columns)
        if self._job.unit == "statement":
            types[self._job.text_column] = "VARCHAR"
        names = [*types, *self._job.new_columns.values()]
        selection = files.select_list(names, types, self.whole, escape=self._job.escape)
        source = f"read_parquet({literal(map(str, parts))})"
        self._copy(files.write, f"SELECT {selection} FROM {source}", self.whole)

    def _copy(self, write: Callable[..., None], query: str, path: Path) -> None:
        """Copy rows in order, on one thread: several would read ahead and fill the memory."""
        self._connection.execute("SET threads = 1")
        write(self._connection, query, path)
        self._connection.execute("RESET threads")


_ADDED: Final = {
    "row": "SELECT id AS row, 0 AS place, * EXCLUDE id FROM scores",
    "statement": "SELECT * EXCLUDE id, id AS place FROM batch JOIN scores USING (id)",
    "document": "SELECT *, 0 AS place FROM summaries",
}
"""The rows of the output, each with the number of the input row that it belongs to."""

_BLANK: Final = {
    "row": "SELECT COUNT(*) FROM scores WHERE label IS NULL",
    "statement": "SELECT COUNT(*) FROM texts WHERE row NOT IN (SELECT row FROM batch)",
    "document": "SELECT COUNT(*) FROM texts WHERE row NOT IN (SELECT row FROM batch)",
}
"""How many rows of the input have nothing to label."""
