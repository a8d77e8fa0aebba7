"""`in_order`: the pieces of a PDF page as the lines that a person reads, one column at a time."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby
from statistics import median
from typing import Final, NamedTuple

MARKER: Final = re.compile(
    r"[^\w\s(\"“'‘£$€]|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)](?:\s|\Z)|\d{1,2}(?:\.\d{1,2})+\s|o\s"
)
"""How a list item begins."""

_FULL: Final = 0.85
"""A line that reaches this far across its column was ended by the margin, not by its author."""

_STICKING_OUT: Final = 2
_NARROW: Final = 12
"""A column less wide than this many times the height of its letters holds no prose."""

_COLUMN_LINES: Final = 3
_MOST_SPLITS: Final = 3
"""How often a page is split in two; it also bounds the work on a page of scattered letters."""

_CANDIDATES: Final = 10
_LABEL_WORDS: Final = 5
_LABELLED: Final = 0.8


class Piece(NamedTuple):
    """Words that stand beside each other: in points, `y` that of the line they stand on."""

    text: str
    left: float
    right: float
    y: float
    height: float

    def on_line_of(self, other: Piece) -> bool:
        """Tell whether both stand on one line, a raised letter or figure allowed for."""
        return abs(self.y - other.y) < 0.4 * max(self.height, other.height)


class Line(NamedTuple):
    """A line of a page.

    `full` says that it ends where its column does, `room` how far it is from there, in points,
    `first` how wide its first word is, `opens` that it begins a row of a table.
    """

    text: str
    y: float
    full: bool
    room: float
    first: float
    opens: bool


def in_order(pieces: Sequence[Piece], splits: int = _MOST_SPLITS) -> list[Line]:
    """Give the lines of a page, or of one of its columns.

    Programs write tables and columns into a PDF row by row as often as one after the other, so
    where a gap runs down between pieces, the page is read left of it first. What crosses the gap
    (a title, a paragraph) ends the columns above it. Rows of a label and its value stay together.

    Parameters
    ----------
    pieces : sequence of Piece
        In the order of the file, which is kept where nothing speaks for columns.
    splits : int
        How often to split at most.

    Returns
    -------
    list of Line
    """
    if not pieces:
        return []
    edge = _edge(pieces)
    gutter = _gutter(pieces) if splits else None
    if gutter is None:
        return _joined(pieces, edge)
    lines: list[Line] = []
    for crosses, group in groupby(_rows(pieces), lambda p: p.left < gutter < p.right):
        band = list(group)
        left = [p for p in band if p.right <= gutter]
        right = [p for p in band if p.right > gutter]
        if crosses or not _side_by_side(left, right):
            lines += _joined(band, edge)
        elif _are_labels(left, right):
            lines += _joined(band, edge, labels=frozenset(left))
        else:
            lines += in_order(left, splits - 1) + in_order(right, splits - 1)
    return lines


class _Edge(NamedTuple):
    """Where a column ends, and from where on a line was ended by that and not by its author."""

    end: float
    full: float


def _edge(pieces: Sequence[Piece]) -> _Edge:
    # Two of many may stick out: a title over the column, a line with a long word.
    ends = sorted((p.right for p in pieces), reverse=True)
    start, end = min(p.left for p in pieces), ends[min(_STICKING_OUT, len(ends) // 4)]
    # In a column of single words every line is full, and none goes on.
    narrow = end - start < _NARROW * median(p.height for p in pieces)
    return _Edge(math.inf, math.inf) if narrow else _Edge(end, start + _FULL * (end - start))


def _joined(pieces: Sequence[Piece], edge: _Edge, labels: Collection[Piece] = ()) -> list[Line]:
    """Join what follows to the right on the same line.

    "Salary: Band 7" is one line; "Purpose", without a colon, is a heading beside its paragraph.
    """
    lines: list[Line] = []
    last: Piece | None = None
    for piece in pieces:
        apart = last in labels and last is not None and not last.text.endswith(":")
        full, room = piece.right >= edge.full, edge.end - piece.right
        if last is None or apart or not piece.on_line_of(last) or piece.left <= last.left:
            word = len(piece.text.split(maxsplit=1)[0]) / len(piece.text)
            first = word * (piece.right - piece.left)
            lines.append(Line(piece.text, piece.y, full, room, first, piece in labels))
        else:
            before = lines[-1]
            lines[-1] = before._replace(text=f"{before.text} {piece.text}", full=full, room=room)
        last = piece
    return lines


def _rows(pieces: Sequence[Piece]) -> list[Piece]:
    """Sort from top to bottom, and on a line from left to right."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: -p.y):
        if rows and piece.on_line_of(rows[-1][0]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [piece for row in rows for piece in sorted(row, key=lambda p: p.left)]


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Find where a column begins that has lines to its left, or None."""
    starts = Counter(round(p.left) for p in pieces)
    best, most = None, _COLUMN_LINES - 1
    for start, count in starts.most_common(_CANDIDATES):
        gutter = start - 1.0
        left = [p for p in pieces if p.right <= gutter]
        right = [p for p in pieces if p.left >= gutter < p.right]
        beside = min(len(left), len(right))
        if count >= _COLUMN_LINES and beside > most and _side_by_side(left, right):
            best, most = gutter, beside
    return best


def _side_by_side(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Tell whether lines on both sides stand at the same height, enough of them for columns."""
    if not left or not right:
        return False
    # The lines of two columns need not stand at the same height: less than a line is forgiven.
    lowest = max(min(p.y - p.height for p in side) for side in (left, right))
    highest = min(max(p.y + p.height for p in side) for side in (left, right))
    return all(
        sum(lowest <= p.y <= highest for p in side) >= _COLUMN_LINES for side in (left, right)
    )


def _are_labels(left: Sequence[Piece], right: Sequence[Piece]) -> bool:
    """Tell labels with a value each from a column of short lines.

    A value begins on the line of its label; a line of prose there mostly goes on in lower case.
    """
    values = {round(p.y): p.text for p in right}
    labels = 0
    for piece in left:
        y = round(piece.y)
        value = next((values[at] for at in (y, y - 1, y + 1) if at in values), "")
        short = len(piece.text.split()) <= _LABEL_WORDS or piece.text.endswith(":")
        begins = value and not value[0].islower() and not MARKER.match(value)
        labels += bool(short and (begins or piece.text.endswith(":")))
    return labels >= _LABELLED * len(left)
