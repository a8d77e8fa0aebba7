"""Ruled tables of a PDF page: the grid that its lines make, and the words in each cell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from lmclassify.documents.readers.columns import Piece
from lmclassify.documents.readers.pdf_paint import Box
from lmclassify.documents.readers.pdf_rules import NEAR, group_rules, is_flat

_LINE_STEP: Final = 1.2
_MAX_WORK: Final = 5_000_000
"""Words times tables; a page with more is a drawing."""

_MAX_CELLS: Final = 5_000
_MIN_SIDES: Final = 3
"""Vertical lines alone are a table from this many on."""

_MIN_COVERED: Final = 0.5
"""A border between two cells covers at least this share of their common side."""


@dataclass
class TableCell:
    """A cell: the first row and column that it is in, how many it spans, and its words."""

    row: int
    column: int
    rows: int
    columns: int
    words: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words in one line."""
        return " ".join(word.text for word in self.words)

    def append(self, words: Sequence[Piece]) -> None:
        """Add words below those that are in the cell."""
        if self.words and words:
            last = self.words[-1]
            shift = last.y - _LINE_STEP * last.height - words[0].y
            words = [word._replace(y=word.y + shift) for word in words]
        self.words += words


@dataclass
class Table:
    """A ruled table.

    Attributes
    ----------
    xs, ys : list of float
        Where its columns begin, from left to right, and its rows, from top to bottom; and where
        the last one ends.
    cells : list of TableCell
        In order.
    """

    box: Box
    xs: list[float]
    ys: list[float]
    cells: list[TableCell]

    def count_rows(self) -> int:
        """Return the number of rows."""
        return max(cell.row + cell.rows for cell in self.cells)

    def fill(self, words: Iterable[Piece]) -> None:
        """Put words into the cells that they are in."""
        by_place: dict[tuple[int, int], TableCell] = {}
        for cell in self.cells:
            cell.words = []
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    by_place.setdefault((row, column), cell)
        depths = [-y for y in self.ys]
        for word in words:
            x, y = _middle(word)
            column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
            row = min(max(bisect_right(depths, -y) - 1, 0), len(self.ys) - 2)
            by_place[row, column].words.append(word)


def find_tables(rules: Iterable[Box], words: Sequence[Piece]) -> tuple[list[Table], list[Piece]]:
    """Return the tables, which have more than one cell, and the words outside of them.

    Parameters
    ----------
    rules : iterable of Box
        As if the page were turned so that its words are upright.
    words : sequence of Piece
        In the order of the file.
    """
    tables = [table for table in map(_build, group_rules(rules)) if table is not None]
    # From inside out: a frame round the page is a table of one cell, with others in it.
    tables.sort(key=lambda table: _area(table.box))
    if len(tables) * len(words) > _MAX_WORK:
        return [], list(words)
    outside = list(words)
    used: list[Table] = []
    for table in tables:
        inside, rest = _part(outside, table.box)
        table.fill(inside)
        filled = [cell for cell in table.cells if cell.words]
        # A row that a page break has divided may have a single cell with words.
        if len(filled) > 1 or (filled and filled[0].columns < len(table.xs) - 1):
            used.append(table)
            outside = rest
    return used, outside


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.top - box.bottom)


def _middle(word: Piece) -> tuple[float, float]:
    return (word.left + word.right) / 2, word.y + 0.3 * word.height


def _part(words: Iterable[Piece], box: Box) -> tuple[list[Piece], list[Piece]]:
    inside: list[Piece] = []
    outside: list[Piece] = []
    for word in words:
        x, y = _middle(word)
        is_inside = box.left <= x <= box.right and box.bottom <= y <= box.top
        (inside if is_inside else outside).append(word)
    return inside, outside


def _cluster(values: Iterable[float]) -> list[float]:
    """Return values without those that are as good as equal."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > NEAR:
            kept.append(value)
    return kept


def _build(lines: list[Box]) -> Table | None:
    """Return the table that a group of rules makes, if it has more than one cell."""
    flat = [line for line in lines if is_flat(line)]
    upright = [line for line in lines if not is_flat(line)]
    if len(upright) < (1 if flat else _MIN_SIDES):
        return None
    box = Box(
        min(line.left for line in lines),
        min(line.bottom for line in lines),
        max(line.right for line in lines),
        max(line.top for line in lines),
    )
    # Many tables have no lines at their sides.
    xs = _cluster([box.left, *((line.left + line.right) / 2 for line in upright), box.right])
    ys = _cluster([box.bottom, *((line.bottom + line.top) / 2 for line in flat), box.top])[::-1]
    if not 1 < (len(xs) - 1) * (len(ys) - 1) <= _MAX_CELLS:
        return None
    return Table(box, xs, ys, _join_cells(xs, ys, flat, upright))


def _join_cells(
    xs: list[float], ys: list[float], flat: list[Box], upright: list[Box]
) -> list[TableCell]:
    """Return the cells of a grid; those without a border between them are one."""
    between_columns = _by_place(xs, upright, is_flat=False)
    between_rows = _by_place(ys, flat, is_flat=True)
    owner: dict[tuple[int, int], TableCell] = {}
    cells: list[TableCell] = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            left, above = owner.get((row, column - 1)), owner.get((row - 1, column))
            if left and not _has_border(between_columns[column], ys[row + 1], ys[row]):
                cell = left
            elif above and not _has_border(between_rows[row], xs[column], xs[column + 1]):
                cell = above
            else:
                cell = TableCell(row, column, 1, 1)
                cells.append(cell)
            cell.rows = max(cell.rows, row - cell.row + 1)
            cell.columns = max(cell.columns, column - cell.column + 1)
            owner[row, column] = cell
    return cells


_Span = tuple[float, float]


def _by_place(places: list[float], lines: list[Box], *, is_flat: bool) -> list[list[_Span]]:
    """Return from where to where the lines at each place reach."""
    spans: list[list[_Span]] = [[] for _ in places]
    for line in lines:
        at = (line.bottom + line.top) / 2 if is_flat else (line.left + line.right) / 2
        span = (line.left, line.right) if is_flat else (line.bottom, line.top)
        nearest = min(range(len(places)), key=lambda index: abs(places[index] - at))
        spans[nearest].append(span)
    return spans


def _has_border(spans: list[_Span], start: float, end: float) -> bool:
    """Check whether lines cover most of a side of a cell."""
    covered = sum(max(0.0, min(last, end) - max(first, start)) for first, last in spans)
    return covered >= _MIN_COVERED * (end - start)
