"""Read Word documents (.docx): body, tables and text boxes in reading order, as printed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from lmclassify.documents.readers.archive import open_archive
from lmclassify.documents.readers.layout import Blocks, Kind, is_short, outermost
from lmclassify.errors import DocumentError

_P, _BOX = qn("w:p"), qn("w:txbxContent")
# Deleted and moved text, and the copy of a text box for old programs.
_SKIPPED = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_TEXT = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read(data: bytes, source: str) -> str:
    """Return the text of a Word document.

    Parameters
    ----------
    data : bytes
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If the data is not a Word document, is damaged or would unpack to too much.
    """
    try:
        # Only to check the size: python-docx opens the bytes itself.
        open_archive(data, source).close()
        document = docx.Document(io.BytesIO(data))
        blocks = Blocks()
        _walk(document.element.body, _list_styles(document), blocks)
    except DocumentError:
        raise
    # python-docx raises KeyError, ValueError and others, depending on which part is damaged.
    except Exception as error:
        raise DocumentError(
            f"{source} cannot be read as a Word document ({type(error).__name__}); "
            "open it in Word and save it again, or save it as text."
        ) from None
    return blocks.text()


def _list_styles(document: Any) -> dict[str, Kind]:
    """Return the kind of each paragraph style that makes a list item or a heading."""
    kinds: dict[str, Kind] = {}
    for style in document.styles:
        name = (style.name or "").lower()
        if name.startswith(("heading", "title", "subtitle")):
            kinds[style.style_id] = "heading"
        elif name.startswith("list") or style.element.find(f".//{qn('w:numPr')}") is not None:
            kinds[style.style_id] = "item"
    return kinds


def _walk(element: Any, styles: dict[str, Kind], blocks: Blocks) -> None:
    for child in element:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag == _P:
            # The text of a paragraph is read first, then the boxes in it.
            blocks.add("".join(_runs(child)), _kind(child, styles))
            for box in outermost(child, _BOX, _SKIPPED):
                _walk(box, styles, blocks)
        else:
            # Tables, rows, cells, content controls and whatever else has paragraphs.
            _walk(child, styles, blocks)


def _kind(paragraph: Any, styles: dict[str, Kind]) -> Kind:
    properties = paragraph.find(qn("w:pPr"))
    bold = _is_bold(paragraph)
    if properties is None:
        return "heading" if bold else "text"
    style = properties.find(qn("w:pStyle"))
    kind: Kind = styles.get(style.get(qn("w:val"), ""), "text") if style is not None else "text"
    numbered = properties.find(f"{qn('w:numPr')}/{qn('w:numId')}")
    if kind == "heading":
        return "heading"
    if numbered is not None:
        kind = "item" if numbered.get(qn("w:val")) != "0" else "text"
    return "heading" if kind == "text" and bold else kind


def _is_bold(paragraph: Any) -> bool:
    """Check whether a paragraph is short and all bold, as the headings of most templates are."""
    runs = [run for run in paragraph.iter(qn("w:r")) if "".join(_runs(run)).strip()]
    marks = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs]
    bold = all(mark is not None and mark.get(qn("w:val")) not in ("0", "false") for mark in marks)
    return bool(runs) and bold and is_short("".join(_runs(paragraph)))


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == _BOX:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _TEXT and element.tag == qn("w:r"):
            yield _TEXT[child.tag]
        else:
            yield from _runs(child)
