"""Lines → blocks: what was only wrapped is joined, a bullet opens a block, a cell is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lmclassify.documents.furniture import FurnitureKind, find_furniture
from lmclassify.documents.lines import BULLETS, Line, read_lines
from lmclassify.documents.tables import Cell, CellRole, Row, find_cells, has_tables
from lmclassify.documents.wraps import find_wraps

__all__ = ["BULLETS", "Block", "find_blocks"]

_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|_{3,}|~{3,})\s*\Z")


class Block(NamedTuple):
    """Lines that belong together: ``text[start:end]``, without the bullet.

    Attributes
    ----------
    mark : str
        The bullet or number that opens it, if any.
    gap : bool
        Whether a blank line stands before it.
    underlined : bool
        Whether a rule of hyphens or the like stands directly below it.
    role : str
        Of the cell of a table and of furniture, what it is; empty for all other blocks.
    """

    start: int
    end: int
    mark: str = ""
    lines: int = 1
    gap: bool = False
    underlined: bool = False
    role: CellRole | FurnitureKind | str = ""


def find_blocks(text: str) -> list[Block]:
    r"""Return the blocks of a text, with the lines joined that were only wrapped.

    Blank lines and rules are left out.

    Examples
    --------
    >>> text = "Duties\n- Set the rota, and\n  publish it\n- Order stock"
    >>> [text[block.start : block.end] for block in find_blocks(text)]
    ['Duties', 'Set the rota, and\n  publish it', 'Order stock']
    """
    lines = list(read_lines(text))
    furniture = _find_furniture(text, lines)
    cells = _find_cells(text, lines) if has_tables(text) else {}
    wraps = find_wraps(text, lines, furniture.keys() | cells.keys())
    blocks: list[Block] = []
    gap, mark = True, ""
    for place, line in enumerate(lines):
        if line.blank:
            if line.rule and blocks and not gap and _UNDERLINE.match(text, line.start, line.end):
                blocks[-1] = blocks[-1]._replace(underlined=True)
            gap, mark = gap or not line.mark, line.mark
            continue
        mark = line.mark or mark
        if place in furniture:
            blocks.append(Block(line.start, line.end, mark, gap=gap, role=furniture[place]))
        elif place in cells:
            blocks += [
                Block(cell.start, cell.end, mark, gap=gap, role=cell.role) for cell in cells[place]
            ]
        elif place in wraps and blocks:
            blocks[-1] = blocks[-1]._replace(end=line.end, lines=blocks[-1].lines + 1)
        else:
            blocks.append(Block(line.start, line.end, mark, gap=gap))
        gap, mark = False, ""
    return blocks


def _find_furniture(text: str, lines: Sequence[Line]) -> dict[int, FurnitureKind]:
    """Find the lines that belong to the page or to a letter, by their places."""
    places = [place for place, line in enumerate(lines) if not line.blank]
    contents = [text[lines[place].start : lines[place].end] for place in places]
    starts: list[int] = []
    if "\f" in text:
        starts = [
            index
            for index, place in enumerate(places)
            if place and "\f" in text[lines[places[index - 1]].end : lines[place].start]
        ]
    items = {index for index, place in enumerate(places) if lines[place].mark}
    found = find_furniture(contents, starts, items)
    return {places[index]: kind for index, kind in found.items()}


def _find_cells(text: str, lines: Sequence[Line]) -> dict[int, list[Cell]]:
    """Find the lines that are rows of tables, by their places."""
    rows: list[Row] = []
    blanks = 0
    for place, line in enumerate(lines):
        if line.rule and rows and not blanks:
            rows[-1] = rows[-1]._replace(ruled=True)
        elif line.blank:
            blanks += not line.rule
        else:
            rows.append(Row(place, line.start, line.end, blanks <= 1, ruled=False))
            blanks = 0
    return find_cells(text, rows)
