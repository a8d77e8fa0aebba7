"""Read OpenDocument text (.odt, .fodt): paragraphs, lists, tables and shapes in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from lmclassify.documents.readers.archive import Archive
from lmclassify.documents.readers.cells import Cell
from lmclassify.documents.readers.grid import add_box, add_table
from lmclassify.documents.readers.layout import Blocks, Kind, is_heading, is_short
from lmclassify.documents.readers.markup import parse_xml
from lmclassify.documents.readers.open_styles import NAMESPACES, Styles, qualify
from lmclassify.documents.reading import Document
from lmclassify.errors import DocumentError

_ZIP: Final = b"PK\x03\x04"
_DRAW: Final = f"{{{NAMESPACES['draw']}}}"
_LEFT_OUT: Final = {
    **dict.fromkeys(qualify("text:tracked-changes"), "deleted text"),
    **dict.fromkeys(qualify("office:annotation"), "comments"),
    **dict.fromkeys(qualify("text:note"), "footnotes"),
    **dict.fromkeys(
        qualify("text:table-of-content", "text:illustration-index", "text:table-index"),
        "table of contents",
    ),
    **dict.fromkeys(qualify("text:hidden-text", "text:hidden-paragraph"), "hidden text"),
}
_SKIPPED: Final = frozenset(
    (
        *_LEFT_OUT,
        *qualify("text:number", "svg:title", "svg:desc", "office:forms", "text:placeholder"),
        *qualify("text:ruby-text", "office:annotation-end", "text:soft-page-break"),
    )
)
(_PARAGRAPH,) = qualify("text:p")
(_HEADING,) = qualify("text:h")
(_ITEM,) = qualify("text:list-item")
(_TABLE,) = qualify("table:table")
(_HEADER_ROWS,) = qualify("table:table-header-rows")
(_ROW,) = qualify("table:table-row")
(_CELL,) = qualify("table:table-cell")
(_COVERED,) = qualify("table:covered-table-cell")
(_SPANNED,) = qualify("table:number-columns-spanned")
(_REPEATED,) = qualify("table:number-columns-repeated")
(_STYLE,) = qualify("text:style-name")
(_DISPLAY,) = qualify("text:display")
(_LINK,) = qualify("draw:a")
_BREAKS: Final = {
    **dict.fromkeys(qualify("text:s"), " "),
    **dict.fromkeys(qualify("text:tab"), "\t"),
    **dict.fromkeys(qualify("text:line-break"), "\n"),
}
_SPACE: Final = re.compile(r"\s+")


def read(data: bytes, source: str) -> Document:
    """Return the text of an OpenDocument text, a zip archive or a single XML file.

    Parameters
    ----------
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If the data is not an OpenDocument text, is damaged or encrypted, or has too much in it.
    """
    blocks = Blocks()
    try:
        content, styles = _open(data, source)
        body = content.find("office:body/office:text", NAMESPACES)
        if body is None:
            raise DocumentError(
                f"{source} cannot be read as an OpenDocument text, since it is another kind of "
                "document; save it as text."
            )
        reader = _Reader(Styles([styles, content]), blocks)
        reader.walk(body, "text")
        reader.note_headers(styles)
    except DocumentError:
        raise
    # A damaged archive or part, or deep nesting: each has its own error.
    except Exception as error:
        raise DocumentError(
            f"{source} cannot be read as an OpenDocument text ({type(error).__name__}); open it "
            "in LibreOffice and save it again without a password, or save it as text."
        ) from None
    return Document(source, blocks.text(), blocks.notes())


def _open(data: bytes, source: str) -> tuple[Any, Any]:
    """Return the roots of the content and of the styles; they are the same in a flat document."""
    if not data.startswith(_ZIP):
        root = parse_xml(data, source)
        return root, root
    with Archive(data, source) as archive:
        content = parse_xml(archive.read("content.xml"), source)
        if "styles.xml" not in archive:
            return content, None
        return content, parse_xml(archive.read("styles.xml"), source)


class _Reader:
    """Walks through the elements of the body."""

    def __init__(self, styles: Styles, blocks: Blocks) -> None:
        self._styles = styles
        self._blocks = blocks

    def note_headers(self, styles: Any) -> None:
        """Count the words of page headers and footers, which are part of the styles."""
        masters = () if styles is None else styles.iterfind(".//style:master-page", NAMESPACES)
        for master in masters:
            self._blocks.leave_out("page headers and footers", " ".join(master.itertext()))

    def walk(self, element: Any, around: Kind) -> None:
        """Add the paragraphs in an element, list items if it is part of a list."""
        for child in element:
            tag = child.tag
            if tag in _SKIPPED or self._is_hidden(child):
                self._leave_out(child)
            elif tag in (_PARAGRAPH, _HEADING):
                self._add_paragraph(child, around)
            elif tag == _TABLE:
                rows: list[list[Cell]] = []
                self._collect_rows(child, rows, is_head=False)
                add_table(self._blocks, rows)
            else:
                # Lists, sections, frames and whatever else has paragraphs.
                self.walk(child, "item" if tag == _ITEM else around)

    def _is_hidden(self, element: Any) -> bool:
        return element.get(_DISPLAY) == "none" or (
            element.tag == _PARAGRAPH and self._styles.is_hidden(element.get(_STYLE, ""))
        )

    def _leave_out(self, element: Any) -> None:
        what = _LEFT_OUT.get(element.tag, "hidden text")
        if element.tag in _LEFT_OUT or element.tag not in _SKIPPED:
            self._blocks.leave_out(what, " ".join(element.itertext()))

    def _add_paragraph(self, paragraph: Any, around: Kind) -> None:
        shapes: list[Any] = []
        style = paragraph.get(_STYLE, "")
        parts = list(self._inline(paragraph, self._styles.is_bold(style), shapes))
        text = "".join(part for part, _ in parts)
        bold = all(is_bold for part, is_bold in parts if part.strip())
        kind = around
        if paragraph.tag == _HEADING or self._styles.is_title(style):
            kind = "heading" if is_heading(text) else "text"
        elif around == "text" and bold and is_short(text):
            # In most templates, headings are just short and bold.
            kind = "emphasis"
        self._blocks.add(text, kind)
        # The text of a paragraph is read first, then each of the shapes in it.
        for shape in shapes:
            content = self._blocks.nested()
            _Reader(self._styles, content).walk(shape, "text")
            add_box(self._blocks, content)

    def _inline(self, element: Any, bold: bool, shapes: list[Any]) -> Iterator[tuple[str, bool]]:
        """Yield the text in an element, in parts that are bold or not; collect the shapes."""
        if element.text:
            yield _SPACE.sub(" ", element.text), bold
        for child in element:
            tag = child.tag
            if tag in _BREAKS:
                yield _BREAKS[tag], bold
            elif tag.startswith(_DRAW) and tag != _LINK:
                shapes.append(child)
            elif tag in _SKIPPED or self._styles.is_hidden(child.get(_STYLE, "")):
                self._leave_out(child)
            else:
                own = self._styles.is_bold(child.get(_STYLE, ""), bold)
                yield from self._inline(child, own, shapes)
            if child.tail:
                yield _SPACE.sub(" ", child.tail), bold

    def _collect_rows(self, element: Any, rows: list[list[Cell]], *, is_head: bool) -> None:
        for child in element:
            if child.tag == _ROW:
                rows.append(list(self._read_cells(child, is_head)))
            else:
                self._collect_rows(child, rows, is_head=is_head or child.tag == _HEADER_ROWS)

    def _read_cells(self, row: Any, is_head: bool) -> Iterator[Cell]:
        covered = 0  # cells that the one before them spans
        for cell in row:
            if cell.tag == _COVERED and covered:
                covered -= 1
                continue
            content = self._blocks.nested()
            if cell.tag == _CELL:
                _Reader(self._styles, content).walk(cell, "text")
            columns = max(_number(cell, _SPANNED), _number(cell, _REPEATED))
            covered = _number(cell, _SPANNED) - 1
            yield Cell(content, columns, is_head, cell.tag == _COVERED)


def _number(cell: Any, attribute: str) -> int:
    value = cell.get(attribute, "1")
    return int(value) if value.isdecimal() and len(value) < 4 else 1
