"""Put the pieces of a PDF page into reading order, one column at a time."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Final, NamedTuple

MARKER: Final = re.compile(
    r"[^\w\s(\"“'‘£$€]|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)](?:\s|\Z)|\d{1,2}(?:\.\d{1,2})+\s|o\s"
)
"""Matches the mark or number at the beginning of a list item."""

_FULL_LINE: Final = 0.85
"""A line that reaches this far across its column was wrapped at the margin."""

_MAX_OUTLIERS: Final = 2
_NARROW_COLUMN: Final = 12
"""A column narrower than this many letter heights holds no prose."""

_SHORT: Final = 0.6
"""Text narrower than this share of the page was not wrapped at its margin."""

_MIN_COLUMN_LINES: Final = 3
_MAX_SPLITS: Final = 3
"""How often a page is split in two; this bounds the work on a page of scattered letters."""

_MAX_CANDIDATES: Final = 10
_MAX_LABEL_WORDS: Final = 5
_MIN_LABEL_SHARE: Final = 0.8


class Piece(NamedTuple):
    """Words next to each other on a line; all lengths in points, `y` is the baseline."""

    text: str
    left: float
    right: float
    y: float
    height: float
    bold: bool = False

    def on_line_of(self, other: Piece) -> bool:
        """Check whether both pieces are on one line; a raised figure may be off the baseline."""
        return abs(self.y - other.y) < 0.4 * max(self.height, other.height)


class Line(NamedTuple):
    """A line of a page.

    Attributes
    ----------
    full : bool
        The line ends where its column ends.
    room : float
        Distance from the end of the line to the end of the column, in points.
    first : float
        Width of the first word, in points.
    opens : bool
        The line begins a row of a table.
    bold : bool
        All of the line is bold.
    """

    text: str
    y: float
    full: bool
    room: float
    first: float
    opens: bool
    height: float
    bold: bool


def reading_order(
    pieces: Sequence[Piece],
    splits: int = _MAX_SPLITS,
    *,
    right: float | None = None,
    margin: float | None = None,
) -> list[Line]:
    """Return the lines of a page, or of one of its columns, in reading order.

    Programs write tables and columns into a PDF row by row as often as column by column. If a gap
    runs down the page between pieces, the part left of it is read first. Whatever crosses the gap
    (a title, a paragraph) ends the columns above it. Rows of a label and its value stay together.

    Parameters
    ----------
    pieces : sequence of Piece
        In the order of the file, which is kept unless there are columns.
    splits : int
        How often to split the page at most.
    right : float, optional
        Where the column ends, if that is known.
    margin : float, optional
        How far text of the page may reach.
    """
    if not pieces:
        return []
    edge = _right_edge(pieces, margin) if right is None else _Edge(right, math.inf)
    gutter = _find_gutter(pieces) if splits else None
    if gutter is None:
        return _join_pieces(pieces, edge)
    lines: list[Line] = []
    for crosses, group in groupby(_sort_by_row(pieces), lambda p: p.left < gutter < p.right):
        band = list(group)
        first = [p for p in band if p.right <= gutter]
        second = [p for p in band if p.right > gutter]
        if crosses or not _are_side_by_side(first, second):
            lines += _join_pieces(band, edge)
        elif _are_labels(first, second):
            lines += _join_pieces(band, edge, labels=frozenset(first))
        else:
            lines += reading_order(first, splits - 1) + reading_order(second, splits - 1)
    return lines


class _Edge(NamedTuple):
    """The right end of a column, and the place from which on a line counts as full."""

    end: float
    full: float


def _right_edge(pieces: Sequence[Piece], margin: float | None) -> _Edge:
    # A few lines may be longer: a title above the column, a line with a long word.
    ends = sorted((p.right for p in pieces), reverse=True)
    start, end = min(p.left for p in pieces), ends[min(_MAX_OUTLIERS, len(ends) // 4)]
    # But one that goes on in small letters on the next line has reached the edge.
    wrapped = [
        piece.right
        for piece, after in pairwise(pieces)
        if after.text[0].islower() and after.left < piece.left + piece.height
    ]
    end = max([end, *wrapped])
    # In a column of single words every line is full, but none continues; nor do the lines of a
    # page that end far from where its text could.
    narrow = end - start < _NARROW_COLUMN * median(p.height for p in pieces)
    short = margin is not None and not wrapped and end - start < _SHORT * (margin - start)
    if narrow or short:
        return _Edge(math.inf, math.inf)
    return _Edge(end, start + _FULL_LINE * (end - start))


def _join_pieces(
    pieces: Sequence[Piece], edge: _Edge, labels: Collection[Piece] = ()
) -> list[Line]:
    """Join pieces that follow each other on the same line.

    "Salary: Band 7" is one line; "Purpose", without a colon, is a heading beside its paragraph.
    """
    lines: list[Line] = []
    last: Piece | None = None
    for piece in pieces:
        is_label = last in labels and last is not None and not last.text.endswith(":")
        full, room = piece.right >= edge.full, edge.end - piece.right
        if last is None or is_label or not piece.on_line_of(last) or piece.left <= last.left:
            word = len(piece.text.split(maxsplit=1)[0]) / len(piece.text)
            first = word * (piece.right - piece.left)
            lines.append(
                Line(
                    *(piece.text, piece.y, full, room, first, piece in labels),
                    *(piece.height, piece.bold),
                )
            )
        else:
            before = lines[-1]
            lines[-1] = before._replace(
                text=f"{before.text} {piece.text}",
                full=full,
                room=room,
                height=max(before.height, piece.height),
                bold=before.bold and piece.bold,
            )
        last = piece
    return lines


def _sort_by_row(pieces: Sequence[Piece]) -> list[Piece]:
    """Sort pieces from top to bottom, and on a line from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: -p.y):
        if rows and piece.on_line_of(rows[-1][0]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [piece for row in rows for piece in sorted(row, key=lambda p: p.left)]


def _find_gutter(pieces: Sequence[Piece]) -> float | None:
    """Return where a column begins that has lines to its left, or None if there is none."""
    starts = Counter(round(p.left) for p in pieces)
    best, most = None, _MIN_COLUMN_LINES - 1
    for start, count in starts.most_common(_MAX_CANDIDATES):
        gutter = start - 1.0
        left = [p for p in pieces if p.right <= gutter]
        right = [p for p in pieces if p.left >= gutter < p.right]
        beside = min(len(left), len(right))
        if count >= _MIN_COLUMN_LINES and beside > most and _are_side_by_side(left, right):
            best, most = gutter, beside
    return best


def _are_side_by_side(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Check whether enough lines on both sides are at the same height to be columns."""
    if not left or not right:
        return False
    # The lines of two columns may be offset by less than a line.
    lowest = max(min(p.y - p.height for p in side) for side in (left, right))
    highest = min(max(p.y + p.height for p in side) for side in (left, right))
    return all(
        sum(lowest <= p.y <= highest for p in side) >= _MIN_COLUMN_LINES for side in (left, right)
    )


def _are_labels(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Check whether the left pieces are labels with a value each, not a column of short lines.

    A value begins on the line of its label; a line of prose mostly continues in lower case.
    """
    values = {round(p.y): p.text for p in right}
    labels = 0
    for piece in left:
        y = round(piece.y)
        value = next((values[at] for at in (y, y - 1, y + 1) if at in values), "")
        short = len(piece.text.split()) <= _MAX_LABEL_WORDS or piece.text.endswith(":")
        begins = value and not value[0].islower() and not MARKER.match(value)
        labels += bool(short and (begins or piece.text.endswith(":")))
    return labels >= _MIN_LABEL_SHARE * len(left)
