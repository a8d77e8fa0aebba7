"""Tables of a PDF page without lines: columns below heads such as "Essential", "Desirable"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median_low
from typing import Final

from lmclassify.documents.readers.cells import is_group, is_head_word
from lmclassify.documents.readers.columns import Piece
from lmclassify.documents.readers.pdf_paint import Box
from lmclassify.documents.readers.pdf_tables import Table, TableCell

_MIN_HEADS: Final = 3
_SLACK: Final = 3.0
"""Points by which text may be left of the head of its column."""

_ROW_GAP: Final = 1.2
"""A row begins if the distance to the line above is this many times the usual one."""

_END_GAP: Final = 4.0
_MAX_TABLES, _MAX_PIECES = 20, 2_000


def find_open_tables(pieces: Sequence[Piece]) -> tuple[list[Table], list[Piece]]:
    """Return the tables that heads of columns show, and the pieces outside of them."""
    tables: list[Table] = []
    rest = list(pieces)
    for _ in range(_MAX_TABLES if len(pieces) <= _MAX_PIECES else 0):
        lines = _lines(rest)
        table = next(filter(None, (_read(lines, at) for at in range(len(lines)))), None)
        if table is None:
            break
        tables.append(table)
        used = {piece for cell in table.cells for piece in cell.words}
        rest = [piece for piece in rest if piece not in used]
    return tables, rest


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the lines of a page from top to bottom, each from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: -p.y):
        if lines and piece.on_line_of(lines[-1][0]):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.left) for line in lines]


def _is_header(line: Sequence[Piece]) -> bool:
    groups = sum(is_group(piece.text) for piece in line)
    known = sum(is_head_word(piece.text) for piece in line)
    return len(line) > 1 and known == len(line) and (groups > 1 or len(line) >= _MIN_HEADS)


def _read(lines: Sequence[list[Piece]], at: int) -> Table | None:
    """Return the table whose heads are on a line, if there is one."""
    if not _is_header(lines[at]):
        return None
    # The first column may have no head.
    below = [piece.left for line in lines[at + 1 :] for piece in line]
    lefts = [piece.left for piece in lines[at]]
    if below and min(below) < lefts[0] - _SLACK:
        lefts.insert(0, min(below))
    body: list[list[tuple[int, Piece]]] = []
    above = lines[at][0]
    for line in lines[at + 1 :]:
        placed = [(_column(lefts, piece), piece) for piece in line]
        if above.y - line[0].y > _END_GAP * above.height or any(
            column is None for column, _ in placed
        ):
            break
        body.append([(column, piece) for column, piece in placed if column is not None])
        above = line[0]
    rows = _divide(body)
    if not rows or len({column for row in rows for column, _ in row}) < 2:
        return None
    heads = [(lefts.index(piece.left), piece) for piece in lines[at]]
    return _build(lefts, [heads, *rows])


def _column(lefts: Sequence[float], piece: Piece) -> int | None:
    """Return the column that a piece is in, or None if it reaches over several."""
    column = max((i for i, left in enumerate(lefts) if left <= piece.left + _SLACK), default=None)
    if column is None:
        return None
    fits = column + 1 == len(lefts) or piece.right <= lefts[column + 1] + _SLACK
    return column if fits else None


def _divide(body: list[list[tuple[int, Piece]]]) -> list[list[tuple[int, Piece]]]:
    """Return the lines of a table in rows, each as its pieces in order."""
    steps = [above[0][1].y - line[0][1].y for above, line in pairwise(body)]
    usual = median_low(sorted(steps)[: max(1, len(steps) // 2 + 1)]) if steps else 0.0
    has_gaps = any(step > _ROW_GAP * usual for step in steps)
    rows: list[list[tuple[int, Piece]]] = []
    for number, line in enumerate(body):
        if has_gaps:
            begins = number == 0 or steps[number - 1] > _ROW_GAP * usual
        else:
            begins = number == 0 or line[0][0] == 0
        if begins:
            rows.append(list(line))
        else:
            rows[-1] += line
    return rows


def _build(lefts: list[float], rows: list[list[tuple[int, Piece]]]) -> Table:
    pieces = [piece for row in rows for _, piece in row]
    right = max(piece.right for piece in pieces)
    tops = [max(piece.y + piece.height for _, piece in row) for row in rows]
    bottom = min(piece.y for piece in pieces)
    cells = [
        TableCell(number, column, 1, 1, [piece for at, piece in row if at == column])
        for number, row in enumerate(rows)
        for column in range(len(lefts))
    ]
    return Table(Box(lefts[0], bottom, right, tops[0]), [*lefts, right], [*tops, bottom], cells)
