"""PDF documents: lines with the gaps between them, without page furniture and hyphenation."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from itertools import pairwise
from typing import Final, NamedTuple

import pypdfium2

from lmclassify.errors import DocumentError

MOST_PAGES: Final = 500
"""A longer document is taken for something other than a job description."""

_MARGIN_LINES: Final = 2
_GAP: Final = 1.35
"""A paragraph begins where lines stand this many times further apart than they mostly do."""

# A hyphen at the end of a line; pdfium shows one as U+FFFE, and may leave out the line's end.
_HYPHEN = re.compile(r"(\b[A-Za-z]*)(?:[\u00ad\ufffe\x02]\n?|(?<=[a-z])-\n(?=[a-z]))")
_KEEPS_ITS_HYPHEN = frozenset(
    (
        "back",
        "co",
        "cross",
        "day",
        "decision",
        "follow",
        "front",
        "full",
        "high",
        "in",
        "long",
        "low",
        "multi",
        "non",
        "off",
        "on",
        "out",
        "part",
        "post",
        "pre",
        "problem",
        "re",
        "return",
        "risk",
        "self",
        "short",
        "to",
        "up",
        "well",
        "work",
    )
)
_FULL: Final = 0.85
"""A line that reaches this far across the page was ended by the margin, not by its author."""

_MARKER = re.compile(r"[^\w\s(\"“'‘£$€]|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[.)]\s|o\s")


class _Line(NamedTuple):
    text: str
    top: float
    last_top: float  # differs from top where pdfium took two lines for one
    right: float


def read(data: bytes, source: str) -> str:
    """Give the text of a PDF document.

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
        Where it is damaged, encrypted, too long, or has no text (a scan).
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError(
                f"{source} is protected by a password; save it without one and try again."
            ) from None
        raise DocumentError(
            f"{source} cannot be read as a PDF; export it again, or save it as text."
        ) from None
    try:
        if len(document) > MOST_PAGES:
            raise DocumentError(
                f"{source} has {len(document)} pages, more than {MOST_PAGES}; split it first."
            )
        pages = [_lines(document[index]) for index in range(len(document))]
    except pypdfium2.PdfiumError:
        raise DocumentError(
            f"{source} has a damaged page; export it again, or save it as text."
        ) from None
    finally:
        document.close()
    furniture = _furniture(pages)
    text = "\n".join(_page(lines, furniture) for lines in pages)
    if not text.strip():
        raise DocumentError(
            f"{source} has no text, only pictures of it; run text recognition (OCR) on it first."
        )
    return _HYPHEN.sub(_unhyphenated, text)


def _unhyphenated(found: re.Match[str]) -> str:
    """Close a word up, unless what stands before the hyphen is mostly written with one."""
    before = found[1]
    kept = len(before) <= 1 or before.lower() in _KEEPS_ITS_HYPHEN
    return f"{before}-" if kept else before


def _lines(page: pypdfium2.PdfPage) -> list[_Line]:
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        lines = []
        start = 0
        # pdfium counts the line ends that it makes up as characters, so positions agree.
        for line in text.split("\r\n"):
            if line.strip():
                first = start + len(line) - len(line.lstrip())
                last = min(start + len(line.rstrip()), textpage.count_chars()) - 1
                top = textpage.get_charbox(min(first, last), loose=True)[3]
                _, _, right, last_top = textpage.get_charbox(last, loose=True)
                lines.append(_Line(line.strip(), top, last_top, right))
            start += len(line) + 2
        return lines
    finally:
        textpage.close()
        page.close()


def _shape(line: str) -> str:
    """Give what stays the same of a page's furniture from page to page."""
    return re.sub(r"\d+", "#", line.casefold())


def _margins(lines: list[_Line]) -> set[str]:
    return {_shape(line.text) for line in lines[:_MARGIN_LINES] + lines[-_MARGIN_LINES:]}


def _furniture(pages: list[list[_Line]]) -> set[str]:
    """Find the lines that stand at the top or bottom of most pages."""
    counts = Counter(shape for lines in pages for shape in _margins(lines))
    return {shape for shape, n in counts.items() if n >= 2 and n > len(pages) / 2}


def _page(lines: list[_Line], furniture: set[str]) -> str:
    last = len(lines) - _MARGIN_LINES
    kept = [
        line
        for index, line in enumerate(lines)
        if not ((index < _MARGIN_LINES or index >= last) and _shape(line.text) in furniture)
    ]
    steps = [above.last_top - below.top for above, below in pairwise(kept)]
    usual = statistics.median([step for step in steps if step > 0] or [0.0])
    margin = _FULL * max((line.right for line in kept), default=0.0)
    shown = [line.text for line in kept[:1]]
    for above, line, step in zip(kept, kept[1:], steps, strict=False):
        if usual and not 0 <= step <= _GAP * usual:
            shown.append("\n\n")
        elif above.right >= margin and not _MARKER.match(line.text):
            shown.append(" " if not above.text.endswith("-") else "\n")
        else:
            shown.append("\n")
        shown.append(line.text)
    return "".join(shown)
