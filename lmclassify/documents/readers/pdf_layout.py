"""The pages of a PDF in reading order: running heads left out, tables joined over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lmclassify.documents.readers.cells import Cell
from lmclassify.documents.readers.columns import Piece, reading_order
from lmclassify.documents.readers.duties import reads_as_duty
from lmclassify.documents.readers.grid import add_table
from lmclassify.documents.readers.layout import Blocks
from lmclassify.documents.readers.pdf_lines import add_cell_lines, add_lines
from lmclassify.documents.readers.pdf_page import Page, join_words
from lmclassify.documents.readers.pdf_tables import Table, TableCell

_MARGIN_LINES: Final = 2
_DIGITS = re.compile(r"\d+")
_NEAR: Final = 4.0
_SAME_PAGE: Final = 0.5
"""Pages of which so much is on others too are copies; that it is there says nothing."""

_MIN_SENTENCE: Final = 4
_MAX_INSET: Final = 12.0


class _Part(NamedTuple):
    """Something that is read by itself: loose pieces, a table, or a filled field."""

    pieces: list[Piece]
    table: Table | None = None
    is_field: bool = False


def add_pages(blocks: Blocks, pages: Sequence[Page]) -> None:
    """Add the pages of a document to its blocks."""
    furniture = _find_furniture(pages)
    usual = _find_usual_height(pages)
    for page in pages:
        blocks.leave_out("hidden text", " ".join(page.hidden))
        blocks.leave_out("watermarks", " ".join(page.watermarks))
    parts = [part for page in pages for part in _divide(page, furniture, blocks)]
    for part in _join_tables(parts):
        if part.table is not None:
            add_table(blocks, _rows(part.table, blocks))
        elif part.is_field:
            blocks.add_plain("\n".join(piece.text for piece in part.pieces))
        else:
            add_lines(blocks, reading_order(part.pieces), usual)
    for page in pages:
        for pieces in page.sideways:
            add_lines(blocks, reading_order(pieces), usual)


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


def _shape(line: str) -> str:
    """Return what a header or footer has in common on all pages."""
    return _DIGITS.sub("#", line.casefold())


def _margins(pieces: Sequence[Piece]) -> set[Piece]:
    """Return the pieces on the first and last lines of a page."""
    heights = sorted({round(piece.y) for piece in pieces})
    outer = {*heights[:_MARGIN_LINES], *heights[-_MARGIN_LINES:]}
    return {piece for piece in pieces if round(piece.y) in outer}


def _find_furniture(pages: Sequence[Page]) -> set[str]:
    """Find headers and footers: text at the top or bottom of most pages that is no duty."""
    counts = Counter(
        shape for page in pages for shape in {_shape(piece.text) for piece in _margins(page.pieces)}
    )
    furniture = {shape for shape, n in counts.items() if n >= 2 and n > len(pages) / 2}
    if not furniture:
        return furniture
    everything = Counter(
        shape for page in pages for shape in {_shape(piece.text) for piece in page.pieces}
    )
    if sum(n > 1 for n in everything.values()) > _SAME_PAGE * len(everything):
        furniture = {shape for shape in furniture if len(shape.split()) < _MIN_SENTENCE}
    return {shape for shape in furniture if not _is_duty(shape)}


def _is_duty(shape: str) -> bool:
    return len(shape.split()) >= _MIN_SENTENCE and reads_as_duty(shape)


def _divide(page: Page, furniture: set[str], blocks: Blocks) -> Iterator[_Part]:
    """Yield the parts of a page from top to bottom."""
    left_out = {piece for piece in _margins(page.pieces) if _shape(piece.text) in furniture}
    blocks.leave_out("page headers and footers", " ".join(piece.text for piece in left_out))
    pieces = [piece for piece in page.pieces if piece not in left_out]
    others = [(table.ys[0], table.ys[-1], _Part([], table)) for table in page.tables]
    others += [
        (lines[0].y + lines[0].height, lines[-1].y, _Part(lines, is_field=True))
        for lines in page.fields
    ]
    for _, bottom, part in sorted(others, key=lambda other: -other[0]):
        above = [piece for piece in pieces if piece.y >= bottom]
        pieces = [piece for piece in pieces if piece.y < bottom]
        if above:
            yield _Part(above)
        yield part
    if pieces:
        yield _Part(pieces)


def _join_tables(parts: Sequence[_Part]) -> list[_Part]:
    """Return parts with the tables joined that a page break has divided."""
    joined: list[_Part] = []
    for part in parts:
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
        add_cell_lines(content, reading_order(join_words(cell.words), 0, right - inset))
    return Cell(content, cell.columns)
