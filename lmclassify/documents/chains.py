"""Lists inside a line: "1) … 2) …", "• … • …", "plans …; directs …; and reviews …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from lmclassify.documents.lines import BULLET_CLASS
from lmclassify.documents.vocabulary import DUTY_VERBS, WORD

# Where copying lost a line break: "required2. Licence", "teamAttitude", "POSITIONThe manager". In
# the second, only words that open a section part what a product's name ("AvaStars") keeps together.
_FUSED = re.compile(
    r"(?<=[a-z]{3})(?=\d{1,2}[.)]\s+[A-Z])"
    r"|(?<=[a-z]{3})(?=(?:About|Abilit(?:y|ies)|Attitude|Benefits|Duties|Education|Experience"
    r"|Job|Key|Knowledge|Operations|Qualifications|Requirements|Responsibilities|Salary|Skills"
    r"|Summary|What|Who|Why|You)\b)"
    r"|(?<=[A-Z]{5})(?=[A-Z][a-z]+\s[a-z])"
)
_SMALL_TO_CAPITAL = re.compile(r"[a-z][A-Z0-9]")
_CAPITALS_TO_SMALL = re.compile(r"[A-Z]{5}[a-z]")
_FUSED_NUMBER = re.compile(r"\d{1,2}[.)]\s+")

# Each of the slower expressions is tried only where a quick one finds something to look at.
_ROUND: Final = "•●▪■◦‣\uf0b7\uf0a7"
_ANY_MARK = re.compile(rf"[{BULLET_CLASS}―]")
_BULLET = re.compile(rf"[{_ROUND}]\s*(?=[\w\"'“‘(£$])")
_OTHER_BULLET = rf"(?:\s[{BULLET_CLASS}]\ufe0f?|(?:―|--))\s*(?=[\"'“‘(]?[A-Z])"
_SIGN = re.compile(r"\s([-–—*+~>§Øü]|->|--|o)\s+(?=[\"'“‘(]?[A-Z0-9£$])")
_MIN_SIGNS: Final = 3
"""So many hyphens or the like in a line are bullets; after a colon or full stop, two are."""

_MIN_ITEM_WORDS: Final = 3
_NUMBER = re.compile(
    r"""[\s:;]\(?(\d{1,2}|[a-z]|[ivx]{2,5})
        (?: [.)]\s+(?=["“'(]?[A-Za-z]) | \.(?=[A-Z][a-z]) | \)(?=[A-Za-z]) )""",
    re.VERBOSE,
)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_NAMES_NUMBER = frozenset(
    "annex appendix band category chapter class figure grade group item key level no number of "
    "page part phase section stage step table than tier to type week year "
    "one two three four five six seven eight nine ten eleven twelve".split()
)
"""Words before a number that opens no item: "Level 1.", "four (4) clerks"."""

_SEMICOLON = re.compile(r";\s+((?:and|or|and/or)\s+)?(?=\w+\s+\w)")
_TRAILING = re.compile(r"(;|(?=,))[;,]?\s*(?:and|or|and/or)\s*\Z")
_TRAILING_WORD = re.compile(r"(;|(?=[,\s]))[;,]?\s*\b(?:and|or|and/or)\s*\Z")
_MAX_TRAILING: Final = 16


class Piece(NamedTuple):
    """A part of a block: ``text[start:end]``; `lead` says that a list inside the line follows."""

    start: int
    end: int
    lead: bool = False


def cut_items(text: str, start: int, end: int, mark: str = "") -> Iterator[Piece]:
    """Cut ``text[start:end]`` where lines were lost in copying and where items of a list begin.

    Parameters
    ----------
    mark : str
        The bullet or number that opens the block, which the list may go on from.

    Examples
    --------
    >>> text = "You will: - Plan the week - Direct the crews"
    >>> [text[piece.start : piece.end] for piece in cut_items(text, 0, len(text))]
    ['You will:', 'Plan the week', 'Direct the crews']
    """
    breaks: list[int] = []
    if _SMALL_TO_CAPITAL.search(text, start, end) or _CAPITALS_TO_SMALL.search(text, start, end):
        breaks = [found.end() for found in _FUSED.finditer(text, start, end)]
    for first, last in pairwise([start, *breaks, end]):
        number = _FUSED_NUMBER.match(text, first, last) if first > start else None
        begin = number.end() if number else first
        opening = mark if first == start else ""
        marks = (
            _find_bullets(text, begin, last)
            or _find_numbers(text, begin, last, opening)
            or _find_signs(text, begin, last, opening)
        )
        edges = [begin, *(edge for found in marks for edge in found.span()), last]
        for index, (low, high) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
            lead = bool(marks) and index == 0 and not opening
            yield Piece(low, _end_of_item(text, low, high, counted=high < last), lead)


def cut_clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence at its semicolons, if it is a chain of them or another duty follows "and".

    Examples
    --------
    >>> text = "Plans the week; directs its crews; and reviews the month."
    >>> [text[first:last] for first, last in cut_clauses(text, 0, len(text))]
    ['Plans the week;', 'directs its crews;', 'reviews the month.']
    """
    breaks = list(_SEMICOLON.finditer(text, start, end))
    if len(breaks) == 1:
        word = WORD.match(text, breaks[0].end())
        if not breaks[0][1] or word is None or word[0].lower() not in DUTY_VERBS:
            breaks = []
    first = start
    for found in breaks:
        yield first, found.start() + 1
        first = found.end()
    yield first, end


def _end_of_item(text: str, start: int, end: int, *, counted: bool) -> int:
    """Return where an item ends without the "and" that joins the next one to it.

    Parameters
    ----------
    counted : bool
        Whether the next item has a number or bullet, so that no comma need stand before "and".
    """
    last = text[max(start, end - _MAX_TRAILING) : end]
    if not last.rstrip().endswith(("and", "or")):
        return end
    found = (_TRAILING_WORD if counted else _TRAILING).search(last)
    return end if found is None else end - len(last) + found.end(1)


def _find_bullets(text: str, start: int, end: int) -> list[re.Match[str]]:
    if not _ANY_MARK.search(text, start, end) and text.find("--", start, end) < 0:
        return []
    marks = [found for found in _BULLET.finditer(text, start, end) if found.start() > start]
    if marks:
        return marks
    marks = list(re.compile(_OTHER_BULLET).finditer(text, start, end))
    return marks if len(marks) > 1 else []


def _find_numbers(text: str, start: int, end: int, mark: str) -> list[re.Match[str]]:
    """Find the longest series of numbers or letters that starts at 1, or goes on from `mark`."""
    candidates = [
        found
        for found in _NUMBER.finditer(text, start, end)
        if _word_before(text, start, found.start()) not in _NAMES_NUMBER
    ]
    best: list[re.Match[str]] = []
    for value in (_arabic, _letter, _ROMAN.get) if candidates else ():
        last = value(mark.strip("().").lower()) or 0
        needed = 1 if last else 2
        series: list[re.Match[str]] = []
        for found in candidates:
            if value(found[1]) == last + 1:
                series.append(found)
                last += 1
        if len(series) >= max(needed, len(best) + 1):
            best = series
    return best


def _arabic(number: str) -> int | None:
    return int(number) if number.isdecimal() else None


def _letter(number: str) -> int | None:
    return ord(number) - ord("a") + 1 if len(number) == 1 and "a" <= number <= "z" else None


def _word_before(text: str, start: int, place: int) -> str:
    words = text[max(start, place - 20) : place].split()
    return words[-1].lower() if words else ""


def _find_signs(text: str, start: int, end: int, mark: str) -> list[re.Match[str]]:
    """Find hyphens, stars and the like that stand as bullets: alike, and before capitals."""
    candidates = list(_SIGN.finditer(text, start, end))
    if not candidates:
        return []
    ((sign, count),) = Counter(found[1] for found in candidates).most_common(1)
    marks = [found for found in candidates if found[1] == sign]
    before = text[start : marks[0].start()].rstrip()
    listed = not before or before[-1] in ":.;" or sign == mark
    if count < _MIN_SIGNS - listed:
        return []
    edges = [found.end() for found in marks] + [end]
    items = sum(_is_item(WORD.findall(text, low, high)) for low, high in pairwise(edges))
    return marks if 2 * items >= count else []


def _is_item(words: list[str]) -> bool:
    """Check whether words are more than one of the names that a title puts in a row."""
    if len(words) >= _MIN_ITEM_WORDS:
        return True
    return len(words) > 1 and words[0].lower() in DUTY_VERBS
