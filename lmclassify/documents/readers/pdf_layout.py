"""The pages of a PDF in reading order: running heads left out, tables joined over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lmclassify.documents.readers.cells import Cell
from lmclassify.documents.readers.columns import Line, Piece, reading_order
from lmclassify.documents.readers.grid import add_table
from lmclassify.documents.readers.layout import Blocks
from lmclassify.documents.readers.pdf_furniture import find_furniture, margins, shape
from lmclassify.documents.readers.pdf_lines import add_cell_lines, add_lines
from lmclassify.documents.readers.pdf_page import Page, join_words
from lmclassify.documents.readers.pdf_tables import Table, TableCell

_OPEN, _CLOSE, _FILLING = "\ue000", "\ue001", "\ue002"
_PLACE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
"""Stands for a table or field in the text of a line, so that it is read in its column."""

_HEIGHT, _LINE, _MAX_FILLING = 1.0, 12.0, 60
_NEAR: Final = 4.0

_MAX_LABEL: Final = 6
_MAX_INSET: Final = 12.0


class _Part(NamedTuple):
    """Something that is read by itself: loose lines, a table, or a filled field."""

    lines: list[Line]
    table: Table | None = None
    field: str = ""


def add_pages(blocks: Blocks, pages: Sequence[Page]) -> None:
    """Add the pages of a document to its blocks."""
    furniture = find_furniture(pages)
    usual = _find_usual_height(pages)
    for page in pages:
        blocks.leave_out("hidden text", " ".join(page.hidden))
        blocks.leave_out("watermarks", " ".join(page.watermarks))
    parts = [part for page in pages for part in _divide(page, furniture, blocks)]
    for part in _join_tables(parts):
        if part.table is not None:
            add_table(blocks, _rows(part.table, blocks))
        elif part.field:
            blocks.add_plain(part.field)
        else:
            add_lines(blocks, part.lines, usual)
    for page in pages:
        for pieces in page.sideways:
            lines = reading_order(pieces)
            if sum(len(line.text.split()) for line in lines) <= _MAX_LABEL:
                # What a table or a part of the page is about, such as "Leadership".
                blocks.add(" ".join(line.text for line in lines), "heading", fixed=True)
            else:
                add_lines(blocks, lines, usual)


def _find_usual_height(pages: Sequence[Page]) -> float:
    """Return the height of most letters of a document."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for piece in page.pieces:
            sizes[round(piece.height, 1)] += len(piece.text)
        for table in page.tables:
            for cell in table.cells:
                for word in cell.words:
                    sizes[round(word.height, 1)] += len(word.text)
    return max(sizes, key=sizes.__getitem__, default=0.0)


def _divide(page: Page, furniture: set[str], blocks: Blocks) -> Iterator[_Part]:
    """Yield the parts of a page from top to bottom."""
    left_out = {piece for piece in margins(page.pieces) if shape(piece.text) in furniture}
    blocks.leave_out("page headers and footers", " ".join(piece.text for piece in left_out))
    pieces = [piece for piece in page.pieces if piece not in left_out]
    # As far from the right side of the page as the text begins from the left.
    margin = page.box.right - (min((p.left for p in pieces), default=0.0) - page.box.left)
    parts: list[_Part] = []
    for part, place, bottom in sorted(_others(page), key=lambda other: -other[1].y):
        mark = place._replace(text=f"{_OPEN}{len(parts)}{_CLOSE}")
        # What is beside it to the left comes first.
        after = (
            index
            for index, piece in enumerate(pieces)
            if piece.y < bottom or (piece.y < place.y and piece.right > place.left)
        )
        at = next(after, len(pieces))
        # Below it as many lines as it is high, so that columns beside it are seen.
        lines_high = min(int((place.y - bottom) / _LINE), _MAX_FILLING)
        filling = [
            place._replace(text=_FILLING, y=place.y - _LINE * (n + 1)) for n in range(lines_high)
        ]
        pieces[at:at] = [mark, *filling]
        parts.append(part)
    lines: list[Line] = []
    for line in reading_order(pieces, margin=margin):
        texts = _PLACE.split(line.text.replace(_FILLING, ""))
        for text, index in zip(texts[::2], [*texts[1::2], None], strict=True):
            if text.strip():
                lines.append(line._replace(text=text.strip()))
            if index is not None:
                yield _Part(lines)
                yield parts[int(index)]
                lines = []
    yield _Part(lines)


def _others(page: Page) -> Iterator[tuple[_Part, Piece, float]]:
    """Yield the tables and fields of a page, each with a piece at its top, and its bottom."""
    for table in page.tables:
        yield (
            _Part([], table),
            Piece("", table.box.left, table.box.right, table.ys[0] - _HEIGHT, _HEIGHT),
            table.ys[-1],
        )
    for field in page.fields:
        text = "\n".join(line.text for line in field)
        yield _Part([], field=text), field[0], field[-1].y


def _join_tables(parts: Sequence[_Part]) -> list[_Part]:
    """Return parts with the tables joined that a page break has divided."""
    joined: list[_Part] = []
    for part in parts:
        if not part.lines and part.table is None and not part.field:
            continue
        last = joined[-1].table if joined else None
        if last is not None and part.table is not None and _is_same_grid(last, part.table):
            _append(last, part.table)
        else:
            joined.append(part)
    return joined


def _is_same_grid(first: Table, second: Table) -> bool:
    return len(first.xs) == len(second.xs) and all(
        abs(x - y) <= _NEAR for x, y in zip(first.xs, second.xs, strict=True)
    )


def _append(table: Table, rest: Table) -> None:
    """Add the rows of a table to the one that it is the rest of."""
    rows = _by_row(rest)
    if rows and [cell.text for cell in rows[0]] == [cell.text for cell in _by_row(table)[0]]:
        del rows[0]  # the header again
    count = table.count_rows()
    if rows and _is_rest(rows[0]):
        below = [cell for cell in table.cells if cell.row + cell.rows == count]
        for cell in rows.pop(0):
            above = next((other for other in below if other.column == cell.column), None)
            if above is not None:
                above.append(cell.words)
            else:
                cell.row = count - 1
                table.cells.append(cell)
    for row in rows:
        for cell in row:
            cell.row = count
            table.cells.append(cell)
        count += 1


def _is_rest(row: Sequence[TableCell]) -> bool:
    """Check whether a row on a new page goes on with the last one on the page before."""
    texts = [cell.text for cell in row]
    begun = any(text[:1].islower() for text in texts)
    return begun or (len(texts) > 1 and not texts[0] and any(texts))


def _by_row(table: Table) -> list[list[TableCell]]:
    rows: list[list[TableCell]] = [[] for _ in range(table.count_rows())]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        rows[cell.row].append(cell)
    return rows


def _rows(table: Table, blocks: Blocks) -> Iterator[list[Cell]]:
    """Yield the rows of a table, with an empty cell below each that spans rows."""
    by_row = _by_row(table)
    spanning: list[TableCell] = []
    for number, row in enumerate(by_row):
        spanning = [cell for cell in spanning if cell.row + cell.rows > number]
        cells = [
            (cell.column, Cell(blocks.nested(), cell.columns, continues=True)) for cell in spanning
        ]
        cells += [(cell.column, _read_cell(cell, table, blocks)) for cell in row]
        spanning += [cell for cell in row if cell.rows > 1]
        yield [cell for _, cell in sorted(cells, key=lambda pair: pair[0])]


def _read_cell(cell: TableCell, table: Table, blocks: Blocks) -> Cell:
    content = blocks.nested()
    if cell.words:
        left, right = table.xs[cell.column], table.xs[cell.column + cell.columns]
        inset = min(max(0.0, min(word.left for word in cell.words) - left), _MAX_INSET)
        add_cell_lines(content, reading_order(join_words(cell.words), 0, right=right - inset))
    return Cell(content, cell.columns)
