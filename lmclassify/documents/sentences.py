"""Where sentences end, in the English of job documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lmclassify.documents.vocabulary import SENTENCE_OPENERS

# A stop, with the brackets and quotation marks that close after it; then space and something that
# may begin a sentence, or a capitalised word to which copying has glued it ("staff.Check").
_STOP = re.compile(
    r"(?<![.!?…])[.!?…。！？]++[\"'”’»)\]]*+"
    r"(?:\s++(?=[^a-z])|(?=(?:[A-Z][a-z]+|A)[\s,(/:;-])|(?<=[。！？]))"
)
_NEXT = re.compile(r"[\"'“‘«(\[]*([^\W_]+)?")
_DIGITS = frozenset("0123456789£$€#%")

_NEVER_LAST = frozenset(
    "adm approx assoc asst brig c ca capt cf cllr cmdr col cpl dept depts dir dr drs e.g eg esp "
    "excl exec fr gen gov govt hon i.e ie incl intl jr lt maj mgr mr mrs ms mt mx natl prof re "
    "rev revd sgt snr sr st supt univ v viz vs".split()
)
"""Abbreviations that something always follows."""

_BEFORE_FIGURES = frozenset(
    "abs app art avg ch cl ext fig figs max min no nos p para paras pp pt ref reg sec sect sub "
    "tel vol".split()
)
"""Words that are abbreviations only if a figure follows."""

_MAYBE_LAST = frozenset(
    "a.m am apr aug avg co corp dec dept div e.t.c ed eds est etc f.t feb fri ft hr hrs inc jan "
    "jul jun ltd mar mins mon mths nov oct p.a p.m p.t p.w pa plc pm rd sat sep sept sq sun thu "
    "thur thurs tue tues w.c w.e wed wk wks yr yrs".split()
)
"""Abbreviations that may end a sentence: what follows decides."""

_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_MAX_TOKEN: Final = 20
_MAX_BRACKET: Final = 200
"""A bracket that is not closed after so many characters holds nothing together."""


def find_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of ``text[start:end]`` as pairs of offsets.

    The pairs are in order and trimmed of white space.

    Examples
    --------
    >>> text = "Reports to Dr. Ahmed, e.g. on costs. Holds approx. £2m. Own it!"
    >>> [text[first:last] for first, last in find_sentences(text, 0, len(text))]
    ['Reports to Dr. Ahmed, e.g. on costs.', 'Holds approx. £2m.', 'Own it!']
    """
    brackets = _find_brackets(text, start, end)
    bracket = next(brackets, None) if text.find("(", start, end) >= 0 else None
    first = start
    for stop in _STOP.finditer(text, start, end):
        place = stop.start()
        while bracket is not None and bracket[1] < place:
            bracket = next(brackets, None)
        inside = bracket is not None and bracket[0] < place and stop.end() <= bracket[1]
        if inside or not _ends_sentence(text, first, place, stop.end(), stop.group()):
            continue
        yield from _trimmed(text, first, stop.end())
        first = stop.end()
    yield from _trimmed(text, first, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    content = text[start:end]
    stripped = content.strip()
    if stripped:
        first = start + content.index(stripped[0])
        yield first, first + len(stripped)


def _ends_sentence(text: str, first: int, place: int, after: int, stop: str) -> bool:
    """Check whether a stop ends a sentence, and is no abbreviation's."""
    if stop[0] != "." or stop[:2] == "..":
        return True
    token = text[max(first, place - _MAX_TOKEN) : place].split()
    if not token:
        return False
    word = token[-1].lstrip("\"'“‘«([").lower()
    if word in _NEVER_LAST:
        return False
    following = _NEXT.match(text, after)
    opener = (following[1] or "") if following else ""
    figure = text[after : after + 1] in _DIGITS
    if word in _BEFORE_FIGURES:
        return not figure
    if word in _MAYBE_LAST or _INITIALS.match(word):
        return not figure and stop[-1].isspace() and opener.lower() in SENTENCE_OPENERS
    return True


def _find_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the outermost brackets that are closed soon, as pairs of offsets."""
    opened: int | None = None
    depth = 0
    for found in _BRACKET.finditer(text, start, end):
        place = found.start()
        if opened is not None and place - opened > _MAX_BRACKET:
            opened, depth = None, 0
        if found[0] == "(":
            opened, depth = (place, 1) if opened is None else (opened, depth + 1)
        elif opened is not None:
            depth -= 1
            if not depth:
                yield opened, place
                opened = None


_BRACKET = re.compile(r"[()]")
