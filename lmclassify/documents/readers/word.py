"""Word documents (.docx): body, tables and text boxes in reading order, as they would print."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from lmclassify.documents.readers.archive import opened
from lmclassify.documents.readers.layout import Blocks, Kind, is_short, outermost
from lmclassify.errors import DocumentError

_P, _BOX = qn("w:p"), qn("w:txbxContent")
# Deleted and moved-away text, and the copy of a text box that is kept for old programs.
_SKIPPED = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_TEXT = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read(data: bytes, source: str) -> str:
    """Give the text of a Word document.

    Parameters
    ----------
    data : bytes
    source : str
        What errors call it.

    Returns
    -------
    str

    Raises
    ------
    DocumentError
        Where it is no Word document, is damaged, or would unpack to too much.
    """
    try:
        # python-docx opens the bytes once more itself; here only their size is looked at.
        opened(data, source).close()
        document = docx.Document(io.BytesIO(data))
        blocks = Blocks()
        _walk(document.element.body, _list_styles(document), blocks)
    except DocumentError:
        raise
    # python-docx lets whatever a damaged part leads to come through: KeyError, ValueError, …
    except Exception as error:
        raise DocumentError(
            f"{source} cannot be read as a Word document ({type(error).__name__}); "
            "open it in Word and save it again, or save it as text."
        ) from None
    return blocks.text()


def _list_styles(document: Any) -> dict[str, Kind]:
    """Tell which paragraph styles make a list item or a heading."""
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
            # A paragraph that holds a text box is read first, then the box.
            blocks.add("".join(_runs(child)), _kind(child, styles))
            for box in outermost(child, _BOX, _SKIPPED):
                _walk(box, styles, blocks)
        else:
            # Tables, rows, cells, content controls: whatever holds paragraphs, in order.
            _walk(child, styles, blocks)


def _kind(paragraph: Any, styles: dict[str, Kind]) -> Kind:
    properties = paragraph.find(qn("w:pPr"))
    bold = _is_bold(paragraph)
    if properties is None:
        return "heading" if bold else "text"
    style = properties.find(qn("w:pStyle"))
    named = styles.get(style.get(qn("w:val"), ""), "text") if style is not None else "text"
    numbered = properties.find(f"{qn('w:numPr')}/{qn('w:numId')}")
    if named == "heading":
        return "heading"
    if numbered is not None:
        named = "item" if numbered.get(qn("w:val")) != "0" else "text"
    return "heading" if named == "text" and bold else named


def _is_bold(paragraph: Any) -> bool:
    """Tell whether a short paragraph is bold throughout: most templates' headings are no more."""
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
