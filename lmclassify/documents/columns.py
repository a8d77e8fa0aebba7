"""Columns that a text keeps apart by spaces, as ``pdftotext -layout`` writes them, taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from lmclassify.documents.furniture import is_page_mark
from lmclassify.documents.hyphens import join_lines
from lmclassify.documents.tables import has_tables

_GAP = re.compile(r"\S {3,}\S")
_RUN = re.compile(r"\S+(?: \S+)*")
_MARK = re.compile(r"(?:\W|o|\(?(?:\d{1,2}(?:\.\d{1,2})*|[A-Za-z]|[ivx]{1,5})[.)]|\d+(?:\.\d+)+)\Z")
_MIN_GUTTER: Final = 2
_MIN_ROWS: Final = 2
_MAX_BLANKS: Final = 2
_MAX_APART: Final = 12
"""So many lines without a second column end the columns."""

_MAX_CELL_LINES: Final = 3
"""A cell of more lines is a column of text: it keeps its lines."""

_FULL: Final = 0.8
"""A wrapped line and the first word of the next fill at least this share of the column."""

_PROSE: Final = 0.3
"""In columns of prose, at least this share of the lines goes on in lower case."""

_ENDED = (".", "!", "?", ":", ";")


class _Gutter(NamedTuple):
    """The white space between two columns, from one place in the line to another."""

    start: int
    end: int


_Run = tuple[int, int]
_Cells = list[str]


def separate_columns(text: str) -> tuple[str, int]:
    r"""Write tables and columns that are kept apart by spaces row by row, with bars between cells.

    Cells of several lines are put together; long columns come one after the other.

    Returns
    -------
    text : str
    places : int
        How many tables and columns there were.

    Examples
    --------
    >>> separate_columns("Budget of more    Degree in\nthan £1m          nursing\n")
    ('Budget of more than £1m | Degree in nursing\n', 1)
    """
    if len(_GAP.findall(text)) < _MIN_ROWS:
        return text, 0
    lines = text.split("\n")
    runs = [_find_runs(line) for line in lines]
    written: list[str] = []
    places = index = 0
    while index < len(lines):
        end, gutters = _find_region(lines, runs, index)
        if gutters:
            written += _write_region(lines[index:end], runs[index:end], gutters)
            places += 1
            index = end
        else:
            written.append(lines[index])
            index += 1
    return ("\n".join(written), places) if places else (text, 0)


def _find_runs(line: str) -> list[_Run]:
    """Find what stands between gaps of two spaces and more; a bullet belongs to what follows."""
    runs = [found.span() for found in _RUN.finditer(line)]
    if len(runs) > 1 and _MARK.match(line[slice(*runs[0])]):
        runs[:2] = [(runs[0][0], runs[1][1])]
    return runs


def _find_region(
    lines: Sequence[str], runs: Sequence[Sequence[_Run]], start: int
) -> tuple[int, list[_Gutter]]:
    """Find how far the columns reach that a line begins, and the gutters between them."""
    if len(runs[start]) < 2 or _is_other(lines[start]):
        return start, []
    gutters = [_Gutter(a[1], b[0]) for a, b in pairwise(runs[start])]
    rows = wide = 1
    last = start
    end, blanks = start + 1, 0
    for index in range(start + 1, len(lines)):
        if not runs[index]:
            blanks += 1
            if blanks > _MAX_BLANKS:
                break
            continue
        narrowed = [found for gutter in gutters for found in _narrow(gutter, runs[index])]
        if not narrowed or index - last > _MAX_APART or _is_other(lines[index]):
            break
        across = [gutter for gutter in narrowed if _is_across(gutter, runs[index])]
        beyond = runs[index][0][0] >= narrowed[0].end
        if across or beyond or not blanks:
            end = index + 1
        if across:
            rows += 1
            last = index
        wide += any(b[0] - a[1] > _MIN_GUTTER for a, b in pairwise(runs[index]))
        gutters, blanks = narrowed, 0
    return (end, gutters) if rows >= _MIN_ROWS and 2 * wide >= rows else (start, [])


def _is_other(line: str) -> bool:
    """Check whether a line has tabs or bars instead, or is a page's head or foot."""
    return has_tables(line) or is_page_mark(line.strip())


def _narrow(gutter: _Gutter, runs: Sequence[_Run]) -> Iterator[_Gutter]:
    """Yield what a line leaves free of a gutter."""
    edges = [0, *(edge for run in runs for edge in run), gutter.end + runs[-1][1]]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        free = _Gutter(max(start, gutter.start), min(end, gutter.end))
        if free.end - free.start >= _MIN_GUTTER:
            yield free
            return


def _is_across(gutter: _Gutter, runs: Sequence[_Run]) -> bool:
    return runs[0][1] <= gutter.start and runs[-1][0] >= gutter.end


def _write_region(
    lines: Sequence[str], runs: Sequence[Sequence[_Run]], gutters: Sequence[_Gutter]
) -> Iterator[str]:
    """Write a region: facts as lines, rows with bars, long columns one after the other."""
    cut = [_cut(line, gutters) if found else [] for line, found in zip(lines, runs, strict=True)]
    labels = [cells[0] for cells in cut if cells and cells[0] and any(cells[1:])]
    if 2 * sum(label.endswith(":") for label in labels) > len(labels):
        yield from (" ".join(filter(None, cells)) for cells in cut)
        return
    for row in _find_rows(cut):
        columns = [[cell for cell in column if cell] for column in zip(*row, strict=True)]
        if max(map(len, columns)) > _MAX_CELL_LINES:
            for column in columns:
                yield from (*_flow(column), "")
        else:
            yield " | ".join(map(join_lines, columns)).strip(" |")


def _flow(column: Sequence[str]) -> Iterator[str]:
    """Join the lines of a long column that are full, as wrapped ones are."""
    width = max(map(len, column))
    paragraph: list[str] = []
    for line in column:
        before = paragraph[-1] if paragraph else ""
        full = len(before) + 1 + len(line.split(maxsplit=1)[0]) > _FULL * width
        marked = _MARK.match(line.split(maxsplit=1)[0]) is not None
        if paragraph and (marked or not (full or line[0].islower())):
            yield join_lines(paragraph)
            paragraph = []
        paragraph.append(line)
    yield join_lines(paragraph)


def _cut(line: str, gutters: Sequence[_Gutter]) -> _Cells:
    edges = [0, *(gutter.end for gutter in gutters), len(line)]
    return [line[a:b].strip() for a, b in pairwise(edges)]


def _find_rows(cut: Sequence[_Cells]) -> list[list[_Cells]]:
    """Group the lines of a region into rows."""
    filled = [cells for cells in cut if cells]
    both = [cells for cells in filled if sum(map(bool, cells)) > 1]
    lower = sum(any(cell[:1].islower() for cell in cells) for cells in both)
    prose = lower >= _PROSE * len(both)
    widths = [max(map(len, column)) for column in zip(*filled, strict=True)]
    rows: list[list[_Cells]] = []
    blank = True
    for cells in cut:
        if not cells:
            blank = True
        elif blank or _begins_row(cells, rows[-1], widths, prose):
            rows.append([cells])
            blank = False
        else:
            rows[-1].append(cells)
    return rows


def _begins_row(cells: _Cells, row: Sequence[_Cells], widths: Sequence[int], prose: bool) -> bool:
    """Check whether a line begins a row, and carries on no cell of the row above."""
    if any(cell[:1].islower() for cell in cells) or not cells[0]:
        return False
    alone = sum(map(bool, cells)) == 1
    if not (prose or alone):
        return True
    for place, cell in enumerate(cells):
        before = next((above[place] for above in reversed(row) if above[place]), "")
        if cell and before and not before.endswith(_ENDED):
            full = len(before) + 1 + len(cell.split(maxsplit=1)[0]) > widths[place]
            if full:
                return False
    return True
