"""Read OpenDocument text (.odt): paragraphs, lists, tables and text boxes in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import lxml.etree

from lmclassify.documents.readers.archive import open_archive
from lmclassify.documents.readers.layout import Blocks, Kind, is_short, outermost
from lmclassify.errors import DocumentError

_NAMESPACES: Final = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
}


def _names(*names: str) -> frozenset[str]:
    pairs = (name.split(":") for name in names)
    return frozenset(f"{{{_NAMESPACES[space]}}}{name}" for space, name in pairs)


# Deleted text, comments, footnotes, tables of contents, numbers of headings, names of pictures.
_SKIPPED = _names(
    *("text:tracked-changes", "office:annotation", "text:note", "text:table-of-content"),
    *("text:number", "svg:title", "svg:desc", "office:forms"),
)
(_PARAGRAPH,) = _names("text:p")
(_HEADING,) = _names("text:h")
(_ITEM,) = _names("text:list-item")
(_BOX,) = _names("draw:text-box")
(_STYLE,) = _names("text:style-name")
_BREAKS = {
    **dict.fromkeys(_names("text:s", "text:tab"), " "),
    **dict.fromkeys(_names("text:line-break"), "\n"),
}
_TITLES = ("Title", "Subtitle", "Heading")


class _Styles(NamedTuple):
    """Names of the styles that mark headings and bold text."""

    titles: frozenset[str]
    bold: frozenset[str]


def read(data: bytes, source: str) -> str:
    """Return the text of an OpenDocument text.

    Parameters
    ----------
    data : bytes
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If the data is not an OpenDocument text, is damaged or encrypted, or would unpack to too
        much.
    """
    try:
        with open_archive(data, source) as archive:
            content = archive.read("content.xml")
        # Entities are not expanded: office programs write none, but bombs consist of them.
        parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
        page = lxml.etree.fromstring(content, parser)
        (body,) = page.iterfind("office:body/office:text", _NAMESPACES)
        blocks = Blocks()
        _walk(body, "text", _Styles(_title_styles(page), _bold_styles(page)), blocks)
    except DocumentError:
        raise
    # A damaged archive or part, another kind of document, or deep nesting: each has its own error.
    except Exception as error:
        raise DocumentError(
            f"{source} cannot be read as an OpenDocument text ({type(error).__name__}); open it "
            "in LibreOffice and save it again without a password, or save it as text."
        ) from None
    return blocks.text()


def _title_styles(page: Any) -> frozenset[str]:
    """Return the names of the styles that are derived from a heading style."""
    parent, name = (f"{{{_NAMESPACES['style']}}}{part}" for part in ("parent-style-name", "name"))
    return frozenset(
        style.get(name, "")
        for style in page.iterfind(".//style:style", _NAMESPACES)
        if style.get(parent, "").startswith(_TITLES)
    )


def _bold_styles(page: Any) -> frozenset[str]:
    """Return the names of the styles that make text bold."""
    name, weight = f"{{{_NAMESPACES['style']}}}name", f"{{{_NAMESPACES['fo']}}}font-weight"
    return frozenset(
        style.get(name, "")
        for style in page.iterfind(".//style:style", _NAMESPACES)
        if any(
            properties.get(weight) == "bold"
            for properties in style.iterfind("style:text-properties", _NAMESPACES)
        )
    )


def _is_bold(paragraph: Any, styles: _Styles) -> bool:
    """Check whether a paragraph is short and all bold, as the headings of most templates are."""
    text = "".join(_inline(paragraph))
    if paragraph.get(_STYLE) in styles.bold:
        return is_short(text)
    rest = [paragraph.text, *(child.tail for child in paragraph)]
    spans = [child for child in paragraph if "".join(_inline(child)).strip()]
    bold = all(child.get(_STYLE) in styles.bold for child in spans)
    return bool(spans) and bold and not "".join(filter(None, rest)).strip() and is_short(text)


def _walk(element: Any, around: Kind, styles: _Styles, blocks: Blocks) -> None:
    for child in element:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag in (_PARAGRAPH, _HEADING):
            style = child.get(_STYLE, "")
            title = child.tag == _HEADING or style in styles.titles or style.startswith(_TITLES)
            title = title or (around == "text" and _is_bold(child, styles))
            # The text of a paragraph is read first, then the boxes in it.
            blocks.add("".join(_inline(child)), "heading" if title else around)
            for box in outermost(child, _BOX, _SKIPPED):
                _walk(box, "text", styles, blocks)
        else:
            # Lists, tables, sections, frames and whatever else has paragraphs.
            _walk(child, "item" if child.tag == _ITEM else around, styles, blocks)


def _inline(element: Any) -> Iterator[str]:
    yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        if child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag != _BOX:
            yield from _inline(child)
        yield re.sub(r"\s+", " ", child.tail or "")
