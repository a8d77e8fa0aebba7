"""`split`: the statements of a text, each exactly where the text has it.

Layout first, sentences second: `lmclassify.blocks` joins lines that were only wrapped and tells
headings, which are set aside; what remains is cut into sentences here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from lmclassify.documents.blocks import BULLETS, STEM_WORDS, WORD, blocks_of, headings
from lmclassify.results import Statement

_LETTERS = re.compile(r"[^\W\d_]{2}")
_FUSED_NUMBER = re.compile(r"\d{1,2}[.)]\s+")
_INLINE_NUMBER = re.compile(r"(?<![\w.,£$€-])\(?(\d{1,2})[.)]\s+(?=[A-Za-z])")
# Where copying lost a line break: "skills.A strong", "required2. Licence", "teamAttitude". In the
# last, only words that open a section part what a product's name ("AvaStars") keeps together.
_FUSED = re.compile(
    r"(?<=[a-z]{3}[.!?])(?=[A-Z][a-z]+\s)"
    r"|(?<=[a-z]{3})(?=\d{1,2}[.)]\s+[A-Z])"
    r"|(?<=[a-z]{3})(?=(?:About|Abilit(?:y|ies)|Attitude|Benefits|Duties|Education|Experience"
    r"|Job|Key|Knowledge|Operations|Qualifications|Requirements|Responsibilities|Salary|Skills"
    r"|Summary|What|Who|Why|You)\b)"
)
_CONTACT = re.compile(
    r"\w@\w|https?://|\bwww\.|\b(?:tel|telephone|phone|fax|e-?mail)\b\W*[:\d\[+]", re.IGNORECASE
)
_CONTACT_WORDS = 8
"""A shorter sentence with an address or telephone in it tells only how to get in touch."""
_INLINE_BULLET = re.compile(rf"\s[{BULLETS}]\s+(?=\w)")
_SEMICOLON = re.compile(r";\s+(?=\w+\s+\w)")
_FULL_STOP = re.compile(r"[.!?…。！？][\"'”’)\]]*\s*\Z")


def split(text: str) -> list[Statement]:
    """Cut a text into statements.

    Parameters
    ----------
    text : str
        The plain text of a document.

    Returns
    -------
    list of Statement
        In order and without overlap; ``text[s.start:s.end] == s.text`` for each. Headings, rules
        and blank fragments are left out.
    """
    blocks = list(blocks_of(text))
    return [
        Statement(text[start:end], start, end)
        for block, heading in zip(blocks, headings(text, blocks), strict=True)
        if not heading
        for first, last in _unfused(text, block.start, block.end)
        for start, end in _sentences(text, first, last)
    ]


def _is_contact(content: str) -> bool:
    return _CONTACT.search(content) is not None and len(WORD.findall(content)) <= _CONTACT_WORDS


def _is_stem(content: str) -> bool:
    """Tell whether a sentence only opens a list ("You will:")."""
    return content.rstrip().endswith(":") and len(WORD.findall(content)) <= STEM_WORDS


def _parts(text: str, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut chains inside a sentence: "plans …; directs …; reviews …", "1) … 2) …", "… • …"."""
    for start, end in sentences:
        marks = list(_INLINE_NUMBER.finditer(text, start, end))
        counted = [int(found[1]) for found in marks]
        if len(counted) < 2 or counted != list(range(counted[0], counted[0] + len(counted))):
            marks = list(_INLINE_BULLET.finditer(text, start, end))
        if marks:
            for before, after in pairwise([None, *marks, None]):
                yield before.end() if before else start, after.start() if after else end
            continue
        breaks = [found.end() for found in _SEMICOLON.finditer(text, start, end)]
        if len(breaks) < 2:
            breaks = []
        yield from pairwise([start, *breaks, end])


def _unfused(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut where a line break was lost, leaving out the number that stood after it."""
    breaks = [found.end() for found in _FUSED.finditer(text, start, end)]
    for first, last in pairwise([start, *breaks, end]):
        number = _FUSED_NUMBER.match(text, first, last) if first > start else None
        yield number.end() if number else first, last


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut text[start:end] into sentences, without the white space round them."""
    # Imported here: a caller that only classifies single statements never needs it.
    from sentencex import segment

    pieces: list[tuple[int, int]] = []
    for piece in segment("en", text[start:end]):
        stop = start + len(piece)
        # A full stop before a small letter was an abbreviation's ("five yrs. of experience"), and
        # without a full stop no sentence is over ("four (4) officers").
        if pieces and (
            text[start:stop].lstrip()[:1].islower() or not _FULL_STOP.search(text, *pieces[-1])
        ):
            pieces[-1] = (pieces[-1][0], stop)
        else:
            pieces.append((start, stop))
        start = stop
    for first, last in _parts(text, pieces):
        content = text[first:last]
        if not _LETTERS.search(content) or _is_contact(content) or _is_stem(content):
            continue
        yield first + len(content) - len(content.lstrip()), first + len(content.rstrip())
