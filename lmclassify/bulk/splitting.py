"""Documents in a table: their texts split into statements, and the statements' scores summed up."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from lmclassify.bulk.engine import make_table
from lmclassify.bulk.job import SUMMARY_COLUMNS
from lmclassify.documents import statements
from lmclassify.results import LABELS, SIDES
from lmclassify.summary import summarise_counts

if TYPE_CHECKING:
    import duckdb

_CHUNK_SIZE: Final = 50
"""How many texts a process is given at a time."""

Split = Callable[["duckdb.DuckDBPyConnection", str], None]


@contextmanager
def splitter(needed: bool) -> Iterator[Split]:
    """Start the processes that split texts into statements, and stop them afterwards.

    Parameters
    ----------
    needed : bool
        If false, no process is started.

    Yields
    ------
    callable
        Takes a connection and a query of ``id, text``. It makes the table ``texts`` with each id
        as ``row`` and whether its text is blank, and the table ``batch`` with their statements:
        ``id, row, start, end, text``.
    """
    # Not forked: a copy would have the locks of DuckDB's threads, but not the threads.
    workers = os.cpu_count() if needed else 1
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:

        def split(connection: duckdb.DuckDBPyConnection, query: str) -> None:
            rows = connection.execute(f"{query} ORDER BY id").fetchall()
            texts = [text or "" for _, text in rows]
            split_texts = pool.map(_split, texts, chunksize=_CHUNK_SIZE)
            located = [
                (row, *statement)
                for (row, _), split_text in zip(rows, split_texts, strict=True)
                for statement in split_text
            ]
            make_table(
                connection,
                "texts",
                {"row": "BIGINT", "blank": "BOOLEAN"},
                [(row, not (text or "").strip()) for row, text in rows],
            )
            make_table(
                connection,
                "batch",
                dict.fromkeys(("id", "row", "start", "end"), "BIGINT") | {"text": "VARCHAR"},
                [(number, *statement) for number, statement in enumerate(located)],
            )

        yield split


def summarise(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``summaries`` from the tables ``texts``, ``batch`` and ``scores``."""
    counts = ", ".join(f"COUNT(*) FILTER (label = '{label}')" for label in LABELS)
    in_scope = ", ".join(f"'{side}'" for side in SIDES)
    sums = ", ".join(f"COALESCE(SUM({side}) FILTER (label IN ({in_scope})), 0)" for side in SIDES)
    documents = connection.execute(
        f"SELECT texts.row, ANY_VALUE(blank), {counts}, {sums} FROM texts "
        "LEFT JOIN (FROM batch JOIN scores USING (id)) AS scored ON scored.row = texts.row "
        "GROUP BY texts.row"
    ).fetchall()
    summaries: list[tuple[object, ...]] = []
    for row, blank, *numbers in documents:
        if blank:
            summaries.append((row, *[None] * len(SUMMARY_COLUMNS)))
            continue
        label_counts = dict(zip(LABELS, numbers[: len(LABELS)], strict=True))
        probabilities = dict(zip(SIDES, numbers[len(LABELS) :], strict=True))
        summary = summarise_counts(label_counts, probabilities)
        shares = (summary.leadership, summary.management)
        summaries.append((row, *label_counts.values(), *shares, summary.verdict))
    types = ["BIGINT"] * len(LABELS) + ["DOUBLE"] * len(SIDES) + ["VARCHAR"]
    columns = {"row": "BIGINT"} | dict(zip(SUMMARY_COLUMNS, types, strict=True))
    make_table(connection, "summaries", columns, summaries)


def _split(text: str) -> list[tuple[int, int, str]]:
    return [(found.start, found.end, found.text) for found in statements.split(text)]
