"""Paragraphs and tables of a rich text, put together from its runs."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, NamedTuple

from lmclassify.documents.readers.cells import Cell
from lmclassify.documents.readers.grid import add_table
from lmclassify.documents.readers.layout import TYPED_MARK, Blocks, Kind, is_heading, is_short

_NEAR: Final = 50
"""Edges of cells that are nearer, in twentieths of a point, are of one column."""

_MAX_EDGES: Final = 100


class _Merge(NamedTuple):
    """Whether a cell continues the one beside it or the one above it, and where it ends."""

    beside: bool = False
    above: bool = False
    edge: int = 0


class Paragraphs:
    """Collects the runs of a rich text and adds them to the blocks of the document.

    Attributes
    ----------
    has_mark : bool
        The present paragraph has the mark of a list item.
    """

    def __init__(self) -> None:
        self.blocks = Blocks()
        self.has_mark = False
        self._parts: list[str] = []
        self._has_text = False
        self._all_bold = True
        self._cell: Blocks | None = None
        self._row: list[Cell] = []
        self._rows: list[list[Cell]] = []
        self._edges: list[list[int]] = []
        self._merges: list[_Merge] = []
        self._merge = _Merge()
        self._is_head = False

    def add(self, text: str, *, bold: bool, symbol: bool) -> None:
        """Add a run to the present paragraph."""
        if symbol and len(text.strip()) == 1:
            # A letter in a font of symbols is a picture, mostly a bullet.
            self.has_mark |= not self._has_text
            return
        self._parts.append(text)
        if text.strip():
            self._has_text = True
            self._all_bold &= bold

    def end_paragraph(self, *, has_style: bool, in_table: bool) -> None:
        """Add the present paragraph to the document or cell; it may have the style of a heading."""
        # Characters beyond the first 65,536 are written as two surrogates.
        surrogates = "".join(self._parts).encode("utf-16-le", "surrogatepass")
        text = surrogates.decode("utf-16-le", "replace")
        mark = TYPED_MARK.match(text)
        if mark:
            text = text[mark.end() :]
        kind: Kind = "item" if self.has_mark or mark else "text"
        # In most templates, headings are just short and bold.
        if has_style and is_heading(text):
            kind = "heading"
        elif kind == "text" and self._all_bold and is_short(text):
            kind = "emphasis"
        if text.strip():
            self._target(in_table).add(text, kind)
        self._parts.clear()
        self.has_mark, self._has_text, self._all_bold = False, False, True

    def _target(self, in_table: bool) -> Blocks:
        if in_table:
            self._cell = self._cell if self._cell is not None else self.blocks.nested()
            return self._cell
        self.end_table()
        return self.blocks

    def define_row(self) -> None:
        """Begin the definition of a row, which may come before or after its cells."""
        self._merges.clear()
        self._merge = _Merge()
        self._is_head = False

    def define_cell(self, edge: int) -> None:
        """End the definition of a cell, in twentieths of a point from the margin."""
        self._merges.append(self._merge._replace(edge=edge))
        self._merge = _Merge()

    def merge_cell(self, *, beside: bool = False, above: bool = False) -> None:
        """Define the next cell as a part of the one beside or above it."""
        self._merge = _Merge(beside or self._merge.beside, above or self._merge.above)

    def mark_header(self) -> None:
        """Define the row as a header."""
        self._is_head = True

    def end_cell(self) -> None:
        """End the present cell."""
        merge = self._merges[len(self._row)] if len(self._row) < len(self._merges) else _Merge()
        cell = self._cell if self._cell is not None else self.blocks.nested()
        self._row.append(Cell(cell, 1, self._is_head, merge.above and not len(cell)))
        self._cell = None

    def end_row(self) -> None:
        """End the present row."""
        if self._cell is not None:
            self.end_cell()
        # A cell that others continue spans their columns.
        row: list[Cell] = []
        for number, cell in enumerate(self._row):
            if row and number < len(self._merges) and self._merges[number].beside:
                row[-1].blocks.extend(cell.blocks)
                row[-1] = row[-1]._replace(columns=row[-1].columns + 1)
            else:
                row.append(cell)
        self._rows.append(row)
        self._edges.append([merge.edge for merge in self._merges[: len(self._row)]])
        self._row = []

    def end_table(self) -> None:
        """Add the present table to the document."""
        if self._row or self._cell is not None:
            self.end_row()
        if self._rows:
            add_table(self.blocks, self._span())
            self._rows, self._edges = [], []

    def _span(self) -> list[list[Cell]]:
        """Return the rows with the columns that cells span because they end where others do."""
        places = sorted({edge // _NEAR for edges in self._edges for edge in edges})
        if len(places) > _MAX_EDGES:
            return self._rows
        rows = []
        for row, edges in zip(self._rows, self._edges, strict=True):
            if len(row) != len(edges):
                rows.append(row)  # some of its cells were joined
                continue
            ends = [bisect_right(places, edge // _NEAR) for edge in edges]
            spans = [end - start for start, end in zip([0, *ends], ends, strict=False)]
            rows.append(
                [cell._replace(columns=max(1, span)) for cell, span in zip(row, spans, strict=True)]
            )
        return rows
