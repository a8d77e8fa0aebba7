"""Parse web pages within bounds."""

from __future__ import annotations

from typing import Any, Final

import lxml.etree
import lxml.html

from lmclassify.errors import DocumentError

_MAX_TAGS: Final = 300_000
_WITHOUT_TEXT: Final = (
    # Not the head: the parser takes a page without <body> for one long head.
    *("style", "noscript", "title", "select", "svg", "iframe", "object", "canvas"),
    *("audio", "video", "datalist", "map"),
)


def parse_html(text: str) -> Any:
    """Return the root element of a page, or None if there is nothing in it.

    Scripts are still in it, since one may have the advert as data: see `strip`.

    Raises
    ------
    DocumentError
        If it has too many tags.
    """
    if text.count("<") > _MAX_TAGS:
        raise DocumentError(f"this page has more than {_MAX_TAGS:,} tags; save it as text.")
    text = text.replace("<![CDATA[", "").replace("]]>", "").replace("\0", "")
    # As bytes with a given encoding: lxml refuses a string that declares an encoding.
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode(), parser=parser)
    except lxml.etree.ParserError:  # for example if there are only comments
        return None


def strip(page: Any) -> None:
    """Remove the elements that have no text of their own, such as scripts."""
    lxml.etree.strip_elements(page, "script", *_WITHOUT_TEXT, with_tail=False)
