"""Headers and footers of the pages of a PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from lmclassify.documents.readers.columns import Piece
from lmclassify.documents.readers.duties import reads_as_duty
from lmclassify.documents.readers.pdf_page import Page

_MARGIN_LINES: Final = 2
_DIGITS = re.compile(r"\d+")
_SAME_PAGE: Final = 0.5
"""Pages of which so much is on others too are copies; that it is there says little."""

_FAR: Final = 1.5
_MIN_SENTENCE: Final = 4


def shape(line: str) -> str:
    """Return what a header or footer has in common on all pages."""
    return _DIGITS.sub("#", line.casefold())


def margins(pieces: Sequence[Piece]) -> set[Piece]:
    """Return the pieces on the first and last lines of a page."""
    heights = sorted({round(piece.y) for piece in pieces})
    outer = {*heights[:_MARGIN_LINES], *heights[-_MARGIN_LINES:]}
    return {piece for piece in pieces if round(piece.y) in outer}


def _apart(pieces: Sequence[Piece]) -> set[Piece]:
    """Return the pieces at the top and bottom of a page that are apart from its text."""
    heights = sorted({round(piece.y) for piece in pieces})
    steps = [above - below for below, above in pairwise(heights)]
    if not steps:
        return set()
    far = _FAR * sorted(steps)[len(steps) // 4]
    outer: set[int] = set()
    for end in (heights, heights[::-1]):
        for number in range(1, min(_MARGIN_LINES + 1, len(heights))):
            if abs(end[number] - end[number - 1]) > far:
                outer.update(end[:number])
    return {piece for piece in pieces if round(piece.y) in outer}


def find_furniture(pages: Sequence[Page]) -> set[str]:
    """Find headers and footers: text at the top or bottom of most pages that is no duty.

    Returns
    -------
    set of str
        Their shapes.
    """
    examples = {shape(piece.text): piece.text for page in pages for piece in margins(page.pieces)}
    counts = Counter(
        line for page in pages for line in {shape(piece.text) for piece in margins(page.pieces)}
    )
    furniture = {line for line, n in counts.items() if n >= 2 and n > len(pages) / 2}
    if not furniture:
        return furniture
    everything = Counter(
        line for page in pages for line in {shape(piece.text) for piece in page.pieces}
    )
    if sum(n > 1 for n in everything.values()) > _SAME_PAGE * len(everything):
        furniture &= {shape(piece.text) for page in pages for piece in _apart(page.pieces)}
    return {line for line in furniture if not _is_duty(examples[line])}


def _is_duty(text: str) -> bool:
    return len(text.split()) >= _MIN_SENTENCE and reads_as_duty(text)
