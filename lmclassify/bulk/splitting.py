"""Documents in bulk: their texts cut into statements on every core, their scores summed up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from lmclassify.bulk.engine import make_table
from lmclassify.documents import statements
from lmclassify.results import LABELS, SIDES
from lmclassify.summary import summarise_counts

if TYPE_CHECKING:
    import duckdb

_CHUNK: Final = 50
"""Texts that a process is given at a time."""

Split = Callable[["duckdb.DuckDBPyConnection", str], None]


@contextmanager
def splitter(needed: bool) -> Iterator[Split]:
    """Start the processes that cut texts into statements, and end them afterwards.

    Parameters
    ----------
    needed : bool
        Without need no process is started.

    Yields
    ------
    callable
        Takes a connection and a query of ``id, text``. It makes the table ``texts`` of the ids as
        ``row`` and of whether they are blank, and the table ``batch`` of their statements:
        ``id, row, start, end, text``.
    """
    # Not forked: DuckDB's threads would not be there in the copy, but their locks would.
    workers = os.cpu_count() if needed else 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:

        def split(connection: duckdb.DuckDBPyConnection, query: str) -> None:
            given = connection.execute(f"{query} ORDER BY id").fetchall()
            texts = [text or "" for _, text in given]
            found = [
                (row, start, end, statement)
                for (row, _), cut in zip(
                    given, pool.map(_statements, texts, chunksize=_CHUNK), strict=True
                )
                for start, end, statement in cut
            ]
            make_table(
                connection,
                "texts",
                {"row": "BIGINT", "blank": "BOOLEAN"},
                [(row, not (text or "").strip()) for row, text in given],
            )
            make_table(
                connection,
                "batch",
                {
                    "id": "BIGINT",
                    "row": "BIGINT",
                    "start": "BIGINT",
                    "end": "BIGINT",
                    "text": "VARCHAR",
                },
                [(number, *one) for number, one in enumerate(found)],
            )

        yield split


def summarise(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``summaries`` of the tables ``texts``, ``batch`` and ``scores``.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    """
    counts = ", ".join(f"COUNT(*) FILTER (label = '{label}')" for label in LABELS)
    sums = ", ".join(f"COALESCE(SUM({side}) FILTER (label <> 'neither'), 0)" for side in SIDES)
    documents = connection.execute(
        f"SELECT texts.row, ANY_VALUE(blank), {counts}, {sums} FROM texts "
        "LEFT JOIN (FROM batch JOIN scores USING (id)) AS scored ON scored.row = texts.row "
        "GROUP BY texts.row"
    ).fetchall()
    summaries = []
    for row, blank, *numbers in documents:
        if blank:
            summaries.append((row, *[None] * (len(LABELS) + 3)))
            continue
        label_counts = dict(zip(LABELS, numbers, strict=False))
        side_sums = dict(zip(SIDES, numbers[len(LABELS) :], strict=True))
        summary = summarise_counts(label_counts, side_sums)
        shares = (summary.leadership, summary.management)
        summaries.append((row, *label_counts.values(), *shares, summary.verdict))
    columns = {"row": "BIGINT"}
    columns |= {f"{label}_statements": "BIGINT" for label in LABELS}
    columns |= {f"{side}_share": "DOUBLE" for side in SIDES}
    columns["verdict"] = "VARCHAR"
    make_table(connection, "summaries", columns, summaries)


def _statements(text: str) -> list[tuple[int, int, str]]:
    return [(found.start, found.end, found.text) for found in statements.split(text)]
