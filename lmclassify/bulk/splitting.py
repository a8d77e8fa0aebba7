"""Documents in a table: their texts split into statements, and the statements' scores summed up."""

from __future__ import annotations

import json
import os
import re
import signal
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from lmclassify.bulk.engine import make_table
from lmclassify.bulk.job import SUMMARY_COLUMNS
from lmclassify.bulk.text_column import TextColumn, find_value
from lmclassify.documents import parse, statements
from lmclassify.errors import LMClassifyError
from lmclassify.results import LABELS, SIDES
from lmclassify.summary import summarise_counts

if TYPE_CHECKING:
    import duckdb

_CHUNK_SIZE: Final = 50
"""How many texts a process is given at a time."""

_HTML_TAG: Final = re.compile(
    r"</?(?:a|b|body|br|div|em|font|h[1-6]|html|i|li|ol|p|span|strong|table|tbody|td|tr|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


class SplitText(NamedTuple):
    """A text, split.

    Attributes
    ----------
    is_blank : bool
        Whether it is null or blank.
    statements : list of (int, int, str)
        Where each begins and ends, and its text.
    head, tail : str or None
        What stands before and after the text in the JSON that it is from.
    """

    is_blank: bool
    statements: list[tuple[int, int, str]]
    head: str | None = None
    tail: str | None = None


class Splitter:
    """The processes that split texts into statements; they end with the ``with`` block.

    Parameters
    ----------
    text : TextColumn
        Where the texts are.
    whole : bool
        Whether to split lists only, and keep each of their strings whole.
    """

    def __init__(self, text: TextColumn, *, whole: bool) -> None:
        self._text = text
        self._whole = whole
        # Not forked: a copy would have the locks of DuckDB's threads, but not the threads.
        self._pool = ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _end_with_parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def stop(self) -> None:
        """End the processes as soon as each has done the chunk that it works on."""
        self._pool.shutdown(cancel_futures=True)

    def split(self, connection: duckdb.DuckDBPyConnection, relation: str) -> None:
        """Split the texts of some rows.

        Parameters
        ----------
        connection : duckdb.DuckDBPyConnection
            Where to make two tables. ``texts`` has one row for each row of the relation: ``row,
            is_blank, is_empty`` (there is no statement), ``head, tail`` (as `SplitText` has them).
            ``batch`` has their statements: ``id, row, start, end, text``.
        relation : str
            The rows as SQL; ``row`` is their number.
        """
        host = self._text.host_sql if self._text.keys else "NULL"
        rows = connection.execute(
            f"SELECT row, {self._text.value_sql}, {host} FROM {relation} ORDER BY row"
        ).fetchall()
        split = partial(_split, keys=self._text.keys, is_json=self._text.is_json, whole=self._whole)
        split_texts = self._pool.map(split, rows, chunksize=_CHUNK_SIZE)
        numbered = [(row, text) for (row, *_), text in zip(rows, split_texts, strict=True)]
        columns = {"row": "BIGINT", "is_blank": "BOOLEAN", "is_empty": "BOOLEAN"}
        columns |= {"head": "VARCHAR", "tail": "VARCHAR"}
        make_table(
            connection,
            "texts",
            columns,
            [
                (row, text.is_blank, not text.statements, text.head, text.tail)
                for row, text in numbered
            ],
        )
        # If rows stay rows, one without a text stays too.
        without: list[tuple[Any, Any, Any]] = [(None, None, None)] if self._whole else []
        located = [
            (row, *statement) for row, text in numbered for statement in text.statements or without
        ]
        make_table(
            connection,
            "batch",
            dict.fromkeys(("id", "row", "start", "end"), "BIGINT") | {"text": "VARCHAR"},
            [(number, *statement) for number, statement in enumerate(located)],
        )


def summarise(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``summaries`` from the tables ``texts``, ``batch`` and ``scores``."""
    counts = ", ".join(f"COUNT(*) FILTER (label = '{label}')" for label in LABELS)
    in_scope = ", ".join(f"'{side}'" for side in SIDES)
    sums = ", ".join(f"COALESCE(SUM({side}) FILTER (label IN ({in_scope})), 0)" for side in SIDES)
    documents = connection.execute(
        f"SELECT texts.row, ANY_VALUE(is_blank), {counts}, {sums}, AVG(coverage) FROM texts "
        "LEFT JOIN (FROM batch JOIN scores USING (id)) AS scored ON scored.row = texts.row "
        "GROUP BY texts.row"
    ).fetchall()
    summaries: list[tuple[object, ...]] = []
    for row, is_blank, *numbers, coverage in documents:
        if is_blank:
            summaries.append((row, *[None] * len(SUMMARY_COLUMNS)))
            continue
        label_counts = dict(zip(LABELS, numbers[: len(LABELS)], strict=True))
        probabilities = dict(zip(SIDES, numbers[len(LABELS) :], strict=True))
        summary = summarise_counts(label_counts, probabilities)
        shares = (summary.leadership, summary.management)
        summaries.append((row, *label_counts.values(), *shares, summary.verdict, coverage))
    types = ["BIGINT"] * len(LABELS) + ["DOUBLE"] * len(SIDES) + ["VARCHAR", "DOUBLE"]
    columns = {"row": "BIGINT"} | dict(zip(SUMMARY_COLUMNS, types, strict=True))
    make_table(connection, "summaries", columns, summaries)


def _end_with_parent() -> None:
    """End this process when the one that started it ends, however that may be."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted too, and stops us
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _split(
    row: tuple[int, str | None, str | None], *, keys: tuple[str, ...], is_json: bool, whole: bool
) -> SplitText:
    """Split one text; `row` is its row number, the text or its JSON, and the JSON it is from."""
    _, value, host = row
    texts = _strings_of(value) if is_json else [value or ""]
    located: list[tuple[int, int, str]] = []
    start = 0
    for text in texts:
        if whole:
            parts = [(0, len(text), text)] if text.strip() else []
        else:
            parts = _statements_of(text, keep=len(texts) > 1)
        located += [(start + first, start + last, part) for first, last, part in parts]
        start += len(text) + 1  # as if they were lines
    try:
        place = find_value(host, keys) if host is not None else None
    except RecursionError:  # nested too deeply
        place = None
    head, tail = (host[: place[0]], host[place[1] :]) if host and place else (None, None)
    return SplitText(not any(text.strip() for text in texts), located, head, tail)


def _strings_of(value: str | None) -> list[str]:
    """List the strings of a JSON value: itself, or those of a list."""
    try:
        content = json.loads(value, strict=False) if value is not None else None
    except (ValueError, RecursionError):
        return [value or ""]
    items = content if isinstance(content, list) else [content]
    return [_to_string(item) for item in items if item is not None]


def _to_string(item: object) -> str:
    return item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)


def _statements_of(text: str, *, keep: bool) -> list[tuple[int, int, str]]:
    """Split a text; if there is no statement in it, keep it as one if that is asked for."""
    if _HTML_TAG.search(text):
        try:
            text = parse(text.encode(errors="replace"), "text", format="html").text
        except LMClassifyError:  # nothing but tags
            text = ""
    located = [(found.start, found.end, found.text) for found in statements.split(text)]
    return located or ([(0, len(text), text)] if keep and text.strip() else [])
