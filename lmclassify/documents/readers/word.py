"""Read Word documents (.docx): body, tables and text boxes in reading order, as printed."""

from __future__ import annotations

from typing import Any, Final

from lmclassify.documents.readers.cells import Cell
from lmclassify.documents.readers.grid import add_box, add_table
from lmclassify.documents.readers.layout import Blocks, Kind, is_heading, is_short
from lmclassify.documents.readers.package import OFFICE, Package
from lmclassify.documents.readers.word_styles import Styles, W, is_on
from lmclassify.documents.readers.word_text import DELETED, DRAWING, WITHOUT_TEXT, Paragraph
from lmclassify.documents.reading import Document, parse
from lmclassify.errors import DocumentError

_RELATION: Final = f"{{{OFFICE}officeDocument/2006/relationships}}"
_DIAGRAM: Final = f"{{{OFFICE}drawingml/2006/diagram}}relIds"
_P, _TABLE, _ROW, _CELL, _SDT = (f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "sdt"))
_OTHER_PARTS: Final = {
    "header": "page headers and footers",
    "footer": "page headers and footers",
    "footnotes": "footnotes",
    "endnotes": "footnotes",
    "comments": "comments",
}
_ZIP: Final = b"PK\x03\x04"
_MAX_NESTED: Final = 3
"""Documents in documents in documents."""


def read(data: bytes, source: str) -> Document:
    """Return the text of a Word document.

    Parameters
    ----------
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If the data is not a Word document, is damaged or has too much in it.
    """
    blocks = Blocks()
    _read_into(blocks, data, source, 0)
    return Document(source, blocks.text(), blocks.notes())


def _read_into(blocks: Blocks, data: bytes, source: str, depth: int) -> None:
    try:
        with Package(data, source) as package:
            _Reader(package, source, depth).read(blocks)
    except DocumentError:
        raise
    # A damaged archive or part, another kind of document, deep nesting: each has its own error.
    except Exception as error:
        raise DocumentError(
            f"{source} cannot be read as a Word document ({type(error).__name__}); "
            "open it in Word and save it again, or save it as text."
        ) from None


class _Reader:
    """Walks through the elements of the main part."""

    def __init__(self, package: Package, source: str, depth: int) -> None:
        self._package = package
        self._source = source
        self._depth = depth
        self._part = package.main_part()
        self._relations = package.relations(self._part)
        self._styles = Styles(self._find_part("styles"))

    def _find_part(self, kind: str) -> Any:
        """Return the root of the first part that the main part refers to as this kind, or None."""
        for relation in self._relations.values():
            if relation.kind == kind and relation.is_inside and relation.target in self._package:
                return self._package.read_xml(relation.target)
        return None

    def read(self, blocks: Blocks) -> None:
        """Add the document to the blocks."""
        root = self._package.read_xml(self._part)
        body = root.find(f"{W}body")
        if body is None:
            raise DocumentError(
                f"{self._source} is another kind of office document than a Word document; "
                "save it as one, or as text."
            )
        self._walk(body, blocks)
        for relation in self._relations.values():
            if relation.kind in _OTHER_PARTS and relation.target in self._package:
                part = self._package.read_xml(relation.target)
                words = " ".join(element.text or "" for element in part.iter(f"{W}t"))
                blocks.leave_out(_OTHER_PARTS[relation.kind], words)

    def _walk(self, element: Any, blocks: Blocks) -> None:
        for child in element:
            tag = child.tag
            if tag == _P:
                self._add_paragraph(child, blocks)
            elif tag == _TABLE:
                rows: list[list[Cell]] = []
                self._collect_rows(child, rows, blocks)
                add_table(blocks, rows)
            elif tag == f"{W}altChunk":
                self._add_embedded(child.get(f"{_RELATION}id", ""), blocks)
            elif tag == f"{DRAWING}p":
                blocks.add("".join(text.text or "" for text in child.iter(f"{DRAWING}t")))
            elif tag == _SDT and _is_omitted(child, blocks):
                continue
            elif tag in DELETED:
                blocks.leave_out("deleted text", "".join(child.itertext()))
            elif tag not in WITHOUT_TEXT:
                # Content controls, sections and whatever else has paragraphs.
                self._walk(child, blocks)

    def _add_paragraph(self, element: Any, blocks: Blocks) -> None:
        properties = element.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        style_name = named.get(f"{W}val", "") if named is not None else self._styles.default
        style = self._styles.find(style_name)
        paragraph = Paragraph(self._styles, style, blocks)
        paragraph.collect(element)
        text = paragraph.text()
        if style.is_contents:
            blocks.leave_out("table of contents", text)
        elif text.strip():
            kind: Kind = style.kind or "text"
            level = properties.find(f"{W}outlineLvl") if properties is not None else None
            if level is not None and level.get(f"{W}val") != "9":
                kind = "heading"
            blocks.add(text, self._choose_kind(element, kind, paragraph, text))
        # The text of a paragraph is read first, then what is anchored in it.
        for box in paragraph.boxes:
            self._add_box(box, blocks)

    def _choose_kind(self, element: Any, kind: Kind, paragraph: Paragraph, text: str) -> Kind:
        if kind == "heading":
            return "heading" if is_heading(text) else "text"
        number = _list_of(element)
        if number and number[0]:
            kind = "item" if number[0] != "0" else "text"
        if paragraph.has_mark:
            kind = "item"
        if not (paragraph.bold and is_short(text)):
            return kind
        # In most templates, headings are just short and bold, some numbered too.
        in_list = kind == "item" and (not number or number in _neighbours(element))
        return "item" if in_list else "emphasis"

    def _add_box(self, box: Any, blocks: Blocks) -> None:
        content = blocks.nested()
        if box.tag != _DIAGRAM:
            self._walk(box, content)
            add_box(blocks, content)
            return
        relation = self._relations.get(box.get(f"{_RELATION}dm", ""))
        if relation is not None and relation.target in self._package:
            for paragraph in self._package.read_xml(relation.target).iter(f"{DRAWING}p"):
                content.add("".join(text.text or "" for text in paragraph.iter(f"{DRAWING}t")))
            add_box(blocks, content)

    def _collect_rows(self, element: Any, rows: list[list[Cell]], blocks: Blocks) -> None:
        for child in element:
            if child.tag == _ROW:
                properties = child.find(f"{W}trPr")
                if is_on(properties, "del") is not None or is_on(properties, "hidden"):
                    blocks.leave_out("deleted or hidden rows of tables", "".join(child.itertext()))
                    continue
                row: list[Cell] = []
                self._collect_cells(child, row, blocks, bool(is_on(properties, "tblHeader")))
                rows.append(row)
            elif child.tag not in WITHOUT_TEXT:
                self._collect_rows(child, rows, blocks)

    def _collect_cells(self, element: Any, row: list[Cell], blocks: Blocks, is_head: bool) -> None:
        for child in element:
            if child.tag == _CELL:
                properties = child.find(f"{W}tcPr")
                content = blocks.nested()
                self._walk(child, content)
                row.append(
                    Cell(content, _columns(properties), is_head, _continues(properties, content))
                )
            elif child.tag not in WITHOUT_TEXT:
                self._collect_cells(child, row, blocks, is_head)

    def _add_embedded(self, name: str, blocks: Blocks) -> None:
        """Add a part in another format, such as HTML, that Word shows as part of the text."""
        relation = self._relations.get(name)
        data = b""
        if relation is not None and relation.is_inside and relation.target in self._package:
            data = self._package.read(relation.target)
        try:
            if not data.startswith(_ZIP):
                blocks.add_plain(parse(data, relation.target if relation else name).text)
            elif self._depth < _MAX_NESTED:
                _read_into(blocks, data, self._source, self._depth + 1)
        except DocumentError:
            blocks.add_note("an embedded document was not read, since it is empty or damaged")


def _is_omitted(control: Any, blocks: Blocks) -> bool:
    """Check whether a content control is empty but for its prompt, or a table of contents."""
    properties = control.find(f"{W}sdtPr")
    if properties is None:
        return False
    if is_on(properties, "showingPlcHdr"):
        return True
    gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
    if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
        blocks.leave_out(
            "table of contents", " ".join(text.text or "" for text in control.iter(f"{W}t"))
        )
        return True
    return False


def _list_of(paragraph: Any) -> tuple[str, str] | None:
    """Return the list that a paragraph belongs to and its level, or nothing and its style.

    List 0 is none.
    """
    properties = paragraph.find(f"{W}pPr") if paragraph is not None else None
    if properties is None:
        return None
    number = properties.find(f"{W}numPr/{W}numId")
    if number is not None:
        level = properties.find(f"{W}numPr/{W}ilvl")
        return number.get(f"{W}val", ""), level.get(f"{W}val", "") if level is not None else "0"
    style = properties.find(f"{W}pStyle")
    return ("", style.get(f"{W}val", "")) if style is not None else None


def _neighbours(paragraph: Any) -> list[tuple[str, str] | None]:
    return [_list_of(paragraph.getprevious()), _list_of(paragraph.getnext())]


def _columns(properties: Any) -> int:
    span = properties.find(f"{W}gridSpan") if properties is not None else None
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return int(value) if value.isdecimal() and len(value) < 4 else 1


def _continues(properties: Any, content: Blocks) -> bool:
    merge = properties.find(f"{W}vMerge") if properties is not None else None
    return merge is not None and merge.get(f"{W}val") != "restart" and not len(content)
