"""Read web pages: the content without navigation and the like."""

from __future__ import annotations

import re
from typing import Any, Final

from lmclassify.documents.readers.layout import Blocks
from lmclassify.documents.readers.web_furniture import Furniture
from lmclassify.documents.readers.web_page import parse_html, strip
from lmclassify.documents.readers.web_posting import find_posting, is_markup
from lmclassify.documents.readers.web_walker import Walker
from lmclassify.documents.reading import Document
from lmclassify.errors import DocumentError

_OUR_TITLE: Final = "<title>Leadership and management: "
_OUR_COLOUR: Final = "--leadership"
_MIN_CONTENT: Final = 500
"""A page with fewer characters has no job description, only a notice on cookies or scripts."""

_HIDDEN_RATIO: Final = 4
"""A page with so many times more text if hidden parts count is shown by a script."""

_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_SHOWN: Final = 0.6
"""A page shows an advert that it has as data if it has this share of its words."""


def read(text: str) -> Document:
    """Return the text of a web page, empty if it has none.

    Parameters
    ----------
    text : str
        HTML.

    Raises
    ------
    DocumentError
        If it has too many tags, or is a report that lmclassify made.
    """
    if _OUR_TITLE in text and _OUR_COLOUR in text:
        raise DocumentError(
            "this is a report that lmclassify made, not a description; give it the document that "
            "the report is about."
        )
    if "<" not in text:
        return Document("", text)
    try:
        return _read(text)
    except RecursionError:
        raise DocumentError("this page has elements nested too deep; save it as text.") from None


def _read(text: str) -> Document:
    page = parse_html(text)
    if page is None:
        return Document("", "")
    posting = find_posting(page)
    strip(page)
    plain, notes = _walk(page, Furniture(page))
    if len(plain) < _MIN_CONTENT and notes:
        everything, other_notes = _walk(page, Furniture(page, see_hidden=True))
        if len(everything) > _HIDDEN_RATIO * len(plain):
            plain, notes = everything, other_notes
    if not posting or _is_shown(posting, plain):
        return Document("", plain, notes)
    advert = _read_posting(posting)
    if len(plain) >= _MIN_CONTENT:
        advert, note = f"{plain}\n{advert}", "the last part is"
    else:
        notes, note = (), "the text is"
    return Document(
        "", advert, (*notes, f"{note} what the page says to search engines, but does not show")
    )


def _walk(page: Any, furniture: Furniture) -> tuple[str, tuple[str, ...]]:
    """Return the text of a page and the notes on what was left out of it."""
    blocks = Blocks()
    Walker(blocks, furniture).block(page)
    return blocks.text(), blocks.notes()


def _read_posting(posting: str) -> str:
    if not is_markup(posting):
        return posting
    page = parse_html(posting)
    if page is None:
        return ""
    strip(page)
    return _walk(page, Furniture(page))[0]


def _is_shown(posting: str, plain: str) -> bool:
    """Check whether most words of a job posting are in the text of the page."""
    words = set(_WORD.findall(re.sub(r"<[^<>]*>", " ", posting)))
    return len(words.intersection(_WORD.findall(plain))) >= _SHOWN * len(words)
