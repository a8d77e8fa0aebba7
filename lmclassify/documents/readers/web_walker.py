"""Walk through the elements of a web page and add what they hold to the blocks of a document."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any, Final

from lmclassify.documents.readers.cells import Cell
from lmclassify.documents.readers.duties import reads_as_duty
from lmclassify.documents.readers.grid import add_table
from lmclassify.documents.readers.layout import Blocks, Kind, is_heading, is_short
from lmclassify.documents.readers.web_furniture import BLOCKS, Furniture
from lmclassify.documents.readers.web_page import parse_html, strip

_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6 summary legend".split())
_BOLD: Final = ("b", "strong")
_KEEPS_LINES: Final = re.compile(r"white-?space[-:\s]+(?:pre|break-spaces)")
_IS_BLOCK: Final = re.compile(r"display\s*:\s*(?:block|flex|grid|list-item|table)")
_TYPED_LIST: Final = re.compile(r"(?:\n[ \t]*(?:[-–•*·▪]|\d{1,2}[.)])[ \t]+\S[^\n]*){2}")
_MARKUP: Final = re.compile(
    r"</?(?:a|b|br|div|em|h[1-6]|i|li|ol|p|span|strong|table|td|tr|u|ul)\b[^<>]*>", re.IGNORECASE
)
_SPACE: Final = re.compile(r"\s+")
_LINKS: Final = "menus and notices"
_MOSTLY: Final = 0.8
_MAX_LINK: Final = 12
"""Words; a line of so few that is a link is no statement."""

_MAX_ESCAPED: Final = 2
"""How often markup in text is read as markup."""

_MAX_SPANNED: Final = 10
"""Columns in which a cell goes on in the rows below it."""

_MIN_FIELD: Final = 20
"""Words in a field of a form that are not an example of what to fill in."""


class Walker:
    """Collects inline text and adds it to the blocks wherever a block begins or ends.

    Parameters
    ----------
    blocks : Blocks
        What the text is added to.
    furniture : Furniture or None
        What decides on the parts to leave out; without it, none is.
    depth : int
        How many times the markup was escaped.
    """

    def __init__(self, blocks: Blocks, furniture: Furniture | None, depth: int = 0) -> None:
        self._blocks = blocks
        self._furniture = furniture
        self._depth = depth
        self._inline: list[str] = []
        self._length = 0  # characters
        self._linked = 0  # of them
        self._line_has_text = False
        self._keeps_lines = False

    def block(self, element: Any, kind: Kind = "text") -> None:
        """Read an element that begins and ends a line."""
        self._flush("text")
        self._content(element, kind)
        self._flush(kind)

    def _content(self, element: Any, kind: Kind) -> None:
        self._add_text(element.text)
        for child in element:
            attributes = dict(child.items())
            reason = self._find_reason(child, attributes)
            if reason:
                if child.tag in BLOCKS:
                    self._flush(kind)
                self._blocks.leave_out(reason, child.text_content())
            elif attributes and not self._keeps_lines and _keeps_lines(attributes):
                self._keep_lines(child, kind)
            else:
                self._child(child, kind, attributes)
            self._add_text(child.tail)

    def _find_reason(self, child: Any, attributes: Mapping[str, str]) -> str:
        """Return as what an element is left out, or nothing."""
        if self._furniture is None or not self._furniture.is_candidate(child.tag, attributes):
            return ""
        return self._furniture.find_reason(child, attributes)

    def _keep_lines(self, child: Any, kind: Kind) -> None:
        """Read an element whose line breaks are shown."""
        self._flush(kind)
        before, self._keeps_lines = self._keeps_lines, True
        self.block(child, _kind(child.tag, kind))
        self._keeps_lines = before

    def _child(self, child: Any, kind: Kind, attributes: Mapping[str, str]) -> None:
        tag = child.tag
        if tag == "br":
            self._inline.append("\n")
            self._line_has_text = False
        elif tag == "textarea" and len((child.text or "").split()) < _MIN_FIELD:
            self._blocks.leave_out(_LINKS, child.text or "")
        elif tag in ("pre", "textarea") and not self._keeps_lines:
            self._keep_lines(child, kind)
        elif tag == "table":
            self._flush(kind)
            self._table(child, attributes)
        elif tag in _HEADINGS or tag == "dt" or attributes.get("role") in ("heading", "tab"):
            self._flush(kind)
            self._heading(child)
        elif tag in BLOCKS or _IS_BLOCK.search(attributes.get("style", "")):
            self._flush(kind)
            self.block(child, _kind(tag, kind))
        elif tag == "button" and self._furniture and kind != "heading":
            self._button(child, kind, attributes)
        elif kind == "text" and tag in _BOLD and self._is_alone(child):
            self._flush(kind)
            self._blocks.add(child.text_content(), "emphasis")
        elif tag == "a" and self._furniture:
            start = self._length
            self._content(child, kind)
            self._linked += max(0, self._length - start)
        else:
            self._content(child, kind)

    def _heading(self, element: Any) -> None:
        text = " ".join(element.text_content().split())
        if not is_heading(text):
            self.block(element)
        elif element.tag == "dt" and reads_as_duty(text):
            self.block(element, "item")
        else:
            self.block(element, "heading")

    def _button(self, element: Any, kind: Kind, attributes: Mapping[str, str]) -> None:
        """Read a button: the heading of a part that it opens, or nothing."""
        text = element.text_content()
        if attributes.keys() & {"aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle"}:
            self._flush(kind)
            self._blocks.add(text, "heading")
        else:
            self._blocks.leave_out(_LINKS, text)

    def _is_alone(self, element: Any) -> bool:
        """Check whether bold text is short and alone on its line, as headings on many pages are."""
        if self._line_has_text or (element.tail or "").strip():
            return False
        after = element.getnext()
        ends = after is None or after.tag == "br" or after.tag in BLOCKS
        return ends and is_short(element.text_content())

    def _table(self, table: Any, attributes: Mapping[str, str]) -> None:
        rows: list[list[Cell]] = []
        self._collect_rows(table, rows, {})
        if attributes.get("role") in ("presentation", "none"):
            for row in rows:
                for cell in row:
                    self._blocks.extend(cell.blocks)
        else:
            add_table(self._blocks, rows)

    def _collect_rows(self, element: Any, rows: list[list[Cell]], spans: dict[int, int]) -> None:
        for child in element:
            attributes = dict(child.items())
            reason = self._find_reason(child, attributes)
            if reason:
                self._blocks.leave_out(reason, child.text_content())
            elif child.tag == "tr":
                rows.append(self._cells(child, spans))
            elif child.find(".//tr") is not None:
                self._collect_rows(child, rows, spans)
            elif child.tag == "caption":
                self._heading(child)
            else:
                self.block(child)  # where a table should have none

    def _cells(self, row: Any, spans: dict[int, int]) -> list[Cell]:
        """Return the cells of a row, with one for each that goes on from the row above.

        `spans` says for how many more rows the cell in a column goes on.
        """
        cells: list[Cell] = []
        empty = self._blocks.nested()
        column = 0
        for element in row:
            while spans.get(column, 0) > 0:
                spans[column] -= 1
                cells.append(Cell(empty, continues=True))
                column += 1
            content = self._blocks.nested()
            Walker(content, self._furniture, self._depth).block(element)
            columns = _number(element, "colspan")
            rows = _number(element, "rowspan") - 1
            if rows:
                last = min(column + columns, _MAX_SPANNED)
                spans.update(dict.fromkeys(range(column, last), rows))
            cells.append(Cell(content, columns, element.tag == "th"))
            column += columns
        return cells

    def _add_text(self, text: str | None) -> None:
        if not text or (not self._inline and not self._keeps_lines and text.isspace()):
            return
        # Printable text has no white space but the usual.
        if not (text.isprintable() or self._keeps_lines or _TYPED_LIST.search(text)):
            text = _SPACE.sub(" ", text)
        self._inline.append(text)
        self._length += len(text)
        _, line_break, last = text.rpartition("\n")
        self._line_has_text = bool(last.strip()) or (not line_break and self._line_has_text)

    def _flush(self, kind: Kind) -> None:
        linked, self._linked, self._length, self._line_has_text = self._linked, 0, 0, False
        if not self._inline:
            return
        raw = "".join(self._inline)
        self._inline.clear()
        # Twice, since some pages escape characters twice.
        text = html.unescape(html.unescape(raw)) if "&" in raw else raw
        if "<" in text and self._depth < _MAX_ESCAPED and _MARKUP.search(text):
            page = parse_html(text)
            if page is not None:
                strip(page)
                Walker(self._blocks, self._furniture, self._depth + 1).block(page)
                return
        is_link = linked >= _MOSTLY * len(raw.strip()) and len(text.split()) <= _MAX_LINK
        if linked and is_link and kind != "heading":
            self._blocks.leave_out(_LINKS, text)
        elif "\n\n" in text or (self._keeps_lines and "\n" in text.strip()):
            self._blocks.add_plain(text)
        else:
            self._blocks.add(text, kind)


def _keeps_lines(attributes: Mapping[str, str]) -> bool:
    """Check whether an element's style or class says that its line breaks are shown."""
    return any(_KEEPS_LINES.search(attributes.get(name, "")) for name in ("style", "class"))


def _kind(tag: str, around: Kind) -> Kind:
    if tag == "li" or (around == "item" and tag in ("p", "div", "section", "article")):
        return "item"
    return "text"


def _number(element: Any, attribute: str) -> int:
    value = element.get(attribute, "1").strip()
    return max(1, int(value)) if value.isdecimal() and len(value) < 4 else 1
