"""`label`: tables of any size, labelled by DuckDB in the memory of a few batches.

The input is first copied to Parquet beside the output, with its rows numbered. Then each batch is
scored by the query of `lmclassify.bulk.query` and written to a file of its own. At the end these
parts are written as one file, which takes the output's name when it is complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from lmclassify.api import ModelLike, load_model
from lmclassify.atomic.files import put_file
from lmclassify.bulk import export, files, splitting
from lmclassify.bulk.engine import connect, explain_errors, literal, quote_name
from lmclassify.bulk.job import Counts, Job, check_paths
from lmclassify.bulk.query import context_query, score_query
from lmclassify.bulk.staging import one_thread, stage
from lmclassify.bulk.table import path_literal
from lmclassify.bulk.workplace import work_folder
from lmclassify.bulk.writing import Output, write_staged
from lmclassify.model import Model
from lmclassify.results import Progress

if TYPE_CHECKING:
    import duckdb

_BATCHES_AT_ONCE: Final = 2
"""While one batch is written, which keeps only one core busy, another is scored."""

_FAMILIAR_COVERAGE: Final = 0.4
"""Of 20 real statements 19 have a larger coverage; most names and numbers, and other languages,
have a smaller one."""


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
    check_paths(job)
    connection = connect(job.memory)
    with (
        explain_errors(str(output), job.memory),
        connection,
        work_folder(output.parent) as folder,
    ):
        export.load_weights(connection, classifier)
        run = _Run(job, classifier, connection, folder)
        counts = run.label(progress)
        put_file(run.whole, output)
    return counts


class _Batch(NamedTuple):
    """The file of a batch, and its part of the `Counts`."""

    part: Path
    blank: int
    written: int
    labelled: int
    unfamiliar: int


class _Run:
    """One run: the connection, and the files in the folder that it works in."""

    def __init__(
        self, job: Job, model: Model, connection: duckdb.DuckDBPyConnection, folder: Path
    ) -> None:
        self.whole = folder / f"whole{Path(job.output).suffix.lower()}"
        self._job = job
        self._connection = connection
        self._cursors: set[duckdb.DuckDBPyConnection] = set()
        self._folder = folder
        connection.execute(f"SET temp_directory = {literal(str(folder / 'spilt'))}")
        self._staged = stage(connection, job, folder)
        lists_of_rows = job.unit == "row" and self._staged.has_lists
        self._is_split = job.unit != "row" or lists_of_rows
        self._replaces_text = job.unit == "statement" or lists_of_rows
        context = model.context if job.use_context and job.unit != "row" else None
        two_way = job.two_way and context is None
        self._queries = {"scores": score_query(model, table="batch", two_way=two_way)}
        if context is not None:
            self._queries = {
                "own_scores": self._queries["scores"],
                "scores": context_query(context, "own_scores", two_way=job.two_way),
            }

    def label(self, progress: Progress) -> Counts:
        """Write all rows, labelled, to the file `whole`."""
        n_rows, size = self._staged.n_rows, self._staged.batch_size
        progress(0, n_rows)
        batches: list[_Batch] = []
        # An empty table has one batch too, so that there is a part, and so a header.
        starts = range(0, max(n_rows, 1), size)
        with ExitStack() as stack:
            splitter = None
            if self._is_split:
                whole = self._job.unit == "row"
                splitter = stack.enter_context(splitting.Splitter(self._staged.text, whole=whole))
            pool = stack.enter_context(ThreadPoolExecutor(_BATCHES_AT_ONCE))
            try:
                for batch in pool.map(lambda first: self._label_batch(first, splitter), starts):
                    batches.append(batch)
                    progress(min(len(batches) * size, n_rows), n_rows)
            except BaseException:
                if splitter:
                    splitter.stop()
                for cursor in list(self._cursors):
                    cursor.interrupt()
                pool.shutdown(cancel_futures=True)
                raise
        self._write_output([batch.part for batch in batches])
        labelled = sum(batch.labelled for batch in batches)
        unfamiliar = sum(batch.unfamiliar for batch in batches)
        return Counts(
            n_rows,
            sum(batch.blank for batch in batches),
            sum(batch.written for batch in batches),
            labelled,
            labelled if self._staged.are_codes else unfamiliar,
            self._staged.table.notes,
        )

    def _label_batch(self, first: int, splitter: splitting.Splitter | None) -> _Batch:
        part = self._folder / f"part-{first}.parquet"
        rows = self._staged.batch(first)
        # Each connection has temporary tables of its own, so batches do not meet.
        with self._cursor() as connection:
            if splitter:
                splitter.split(connection, rows)
            else:
                connection.execute(
                    "CREATE TEMP VIEW batch AS "
                    f"SELECT row AS id, {self._staged.text.text_sql} AS text FROM {rows}"
                )
            for table, query in self._queries.items():
                connection.execute(f"CREATE TEMP TABLE {table} AS {query}")
            if self._job.unit == "document":
                splitting.summarise(connection)
                added = "SELECT *, 0 AS place FROM summaries"
            elif splitter:
                added = "SELECT * EXCLUDE id, id AS place FROM batch JOIN scores USING (id)"
            else:
                added = "SELECT id AS row, 0 AS place, * EXCLUDE id FROM scores"
            columns = [*self._kept_columns(), *map(quote_name, self._job.new_columns)]
            texts = " LEFT JOIN texts ON texts.row = input.row" if splitter else ""
            write_staged(
                connection,
                f"SELECT {', '.join(columns)} FROM {rows} AS input "
                f"JOIN ({added}) AS added ON added.row = input.row{texts} "
                "ORDER BY added.row, added.place",
                part,
            )
            blank = "texts WHERE is_empty" if splitter else "scores WHERE label IS NULL"
            counts = connection.execute(
                f"""SELECT (SELECT COUNT(*) FROM {blank}), (SELECT COUNT(*) FROM ({added})),
                  COUNT(label), COUNT(*) FILTER (coverage < {_FAMILIAR_COVERAGE})
                FROM scores"""
            ).fetchall()[0]
            return _Batch(part, *counts)

    def _kept_columns(self) -> list[str]:
        """Return the input's columns as the output has them, as SQL."""
        text = self._staged.text
        columns = []
        for column in self._staged.table.internal_names:
            if not self._replaces_text or column != text.host:
                columns.append(f"input.{column}")
            elif text.keys:
                replaced = "texts.head || CAST(to_json(added.text) AS VARCHAR) || texts.tail"
                columns.append(f"COALESCE({replaced}, {text.host_sql}) AS {column}")
            else:
                columns.append(f"added.text AS {column}")
        return columns

    def _write_output(self, parts: list[Path]) -> None:
        table, text = self._staged.table, self._staged.text
        types = list(table.types)
        if types and self._replaces_text:
            types[table.internal_names.index(text.host)] = "JSON" if text.keys else "VARCHAR"
        output = Output(
            f"FROM read_parquet([{', '.join(map(path_literal, parts))}])",
            table.columns,
            tuple(types),
            self._job.new_columns,
            self._job.escape,
        )
        with one_thread(self._connection):
            files.find_writer(self.whole)(self._connection, output, self.whole)

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._connection.cursor() as cursor:
            self._cursors.add(cursor)
            try:
                yield cursor
            finally:
                self._cursors.discard(cursor)
