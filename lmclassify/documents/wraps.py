"""Which lines were only wrapped: they carry on the sentence of the line before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from lmclassify.documents.lines import Line
from lmclassify.documents.vocabulary import SENTENCE_OPENERS, is_usual_heading

MARKED_HEADING = re.compile(r"\s*#{1,6}\s")
_GOES_ON = re.compile(
    r"(?:,|\b(?:and|or|of|the|a|an|to|for|from|at|into|than|with|in|on|by|as|their|our))\s*\Z"
)
_LETTER = re.compile(r"[^\W\d_]")
_ITEM_END = re.compile(r"[,;](?:\s*(?:and|or))?\s*\Z")
_BROKEN_WORD = re.compile(r"[^\W\d_]{2}[-\u2010\u00ad]\Z")
_POST_LABEL = re.compile(r"(?:accountable|report(?:s|ing)|responsible) to\s*\Z", re.IGNORECASE)
_ENDED = (".", "!", "?", ":", ";")
_WRAPPED_FROM, _WRAPPED_TO = 45, 130
"""Between these lengths, in characters, a line may have been wrapped by hand or by a program."""

_FILLED: Final = 0.8
"""A wrapped line and the first word of the next fill at least this share of the lines' width."""

_RAGGED: Final = 0.5
"""A line that fills less is none of a wrapped text, unless a sentence or paragraph ends there."""

_COMMA_LIST_LINES: Final = 3
_CLOSE_LINES: Final = 0.1
"""A text with a greater share of lines that follow another without a gap is not double-spaced."""


class _Shape(NamedTuple):
    """How lines are set.

    Attributes
    ----------
    filled : int
        How wide the lines of a paragraph are.
    ragged : bool
        Whether they are phrases rather than wrapped text.
    width : int or None
        How wide the whole text was wrapped.
    """

    filled: int
    ragged: bool
    width: int | None


def find_wraps(text: str, lines: Sequence[Line], fixed: Collection[int]) -> set[int]:
    """Find the lines that carry on what the line before began, by their places.

    Parameters
    ----------
    fixed : collection of int
        The places of lines that join nothing: furniture and rows of tables.
    """
    flowing = [place for place, line in enumerate(lines) if not line.blank]
    double = _is_double_spaced(text, lines, flowing)
    runs: list[list[int]] = []
    for place in flowing:
        if place in fixed:
            runs.append([])
        elif (
            not runs
            or not runs[-1]
            or lines[place].mark
            or not _is_below(lines, runs[-1][-1], place, double)
        ):
            runs.append([place])
        else:
            runs[-1].append(place)
    width = _wrap_width(text, [[lines[place] for place in run] for run in runs])
    wraps: set[int] = set()
    for run in runs:
        if len(run) < 2 or _is_comma_list(text, [lines[place] for place in run]):
            continue
        filled = _filled(lines[place] for place in run[:-1])
        ragged = _is_ragged(text, [lines[place] for place in run], filled)
        shape = _Shape(filled, ragged, width)
        opener = lines[run[0]]
        for before, place in pairwise(run):
            if _continues(text, opener, lines[before], lines[place], shape):
                wraps.add(place)
            else:
                opener = lines[place]
    return wraps


def _is_below(lines: Sequence[Line], before: int, place: int, double: bool) -> bool:
    """Check whether nothing but the usual line spacing stands between two lines."""
    if place - before == 1:
        return True
    return double and place - before == 2 and not lines[before + 1].rule


def _is_double_spaced(text: str, lines: Sequence[Line], flowing: Sequence[int]) -> bool:
    """Check whether a blank line stands below every line of wrapped text."""
    pairs = list(pairwise(flowing))
    apart = [(lines[a], lines[b]) for a, b in pairs if b - a == 2 and not lines[a + 1].rule]
    close = sum(b - a == 1 for a, b in pairs)
    if close > _CLOSE_LINES * len(pairs) or not apart:
        return False
    filled = _filled(before for before, _ in apart)
    broken = [(before, line) for before, line in apart if _breaks_off(text, before, line)]
    full = [pair for pair in broken if _is_full(text, *pair, filled)]
    return len(full) > 1 and len(full) >= _FILLED * len(broken)


def _filled(lines: Iterable[Line]) -> int:
    """Return the width up to which lines are filled, as far as they may have been wrapped."""
    return max((line.width for line in lines if line.width <= _WRAPPED_TO), default=0)


def _is_full(text: str, before: Line, line: Line, filled: int, share: float = _FILLED) -> bool:
    """Check whether the first word of a line would not have fitted on the line before."""
    first = text[line.start : line.end].split(maxsplit=1)[0]
    return before.width + 1 + len(first) > share * filled


def _breaks_off(text: str, before: Line, line: Line) -> bool:
    """Check whether a sentence goes on from one line to the next, by the small letter there."""
    return (
        not line.mark
        and text[line.start].islower()
        and not text.endswith(_ENDED, before.start, before.end)
    )


def _wrap_width(text: str, runs: Iterable[Sequence[Line]]) -> int | None:
    """Return the column at which the text was hard-wrapped, or None if nothing shows that it was.

    Evidence is a full line that goes on in lower case on the next one; two are wanted, since a
    list of lower-case phrases has the same look now and then.
    """
    wrapped = [
        before.width
        for run in runs
        for filled in (_filled(run[:-1]),)
        for before, line in pairwise(run)
        if _WRAPPED_FROM <= before.width <= _WRAPPED_TO
        and _breaks_off(text, before, line)
        and _is_full(text, before, line, filled)
    ]
    return max(wrapped) if len(wrapped) > 1 else None


def _is_ragged(text: str, run: Sequence[Line], filled: int) -> bool:
    """Check whether lines go on in lower case that are far from full: phrases of a list."""
    return any(
        _breaks_off(text, before, line)
        and not _GOES_ON.search(text, before.start, before.end)
        and not _is_full(text, before, line, filled, _RAGGED)
        for before, line in pairwise(run)
    )


def _is_comma_list(text: str, run: Sequence[Line]) -> bool:
    """Check whether lines are the items of a list because each ends in a comma or semicolon."""
    *items, last = run[1:] if text.endswith(":", run[0].start, run[0].end) else run
    if len(items) + 1 < _COMMA_LIST_LINES or last.mark:
        return False
    ends = [_ITEM_END.search(text, item.start, item.end) for item in items]
    return all(ends)


def _continues(text: str, opener: Line, before: Line, line: Line, shape: _Shape) -> bool:
    """Check whether a line carries on the sentence or paragraph that the line before left.

    Parameters
    ----------
    opener : Line
        The first line of the block so far.
    shape : _Shape
        Of the lines around them.
    """
    filled, ragged, width = shape
    if MARKED_HEADING.match(text, before.start, before.end):
        return False
    content = text[before.start : before.end]
    if not _LETTER.search(text, line.start, line.end):
        return False
    lower = text[line.start].islower()
    if opener.mark and line.indent > 0 and (lower or line.indent >= 2):
        wrapped = lower or _GOES_ON.search(content) or _is_full(text, before, line, filled)
        heads = opener is before and (content.isupper() or is_usual_heading(content))
        return bool(wrapped) and not heads
    if content.endswith(_ENDED):
        # Only to keep a wrapped paragraph in one piece: its sentences are cut apart again.
        return width is not None and content[-1] in ".!?" and before.width > width - 25
    if opener is before and _POST_LABEL.match(content):
        return False
    if _GOES_ON.search(content) or (lower and _BROKEN_WORD.search(content)):
        if lower or not (content.endswith(",") or is_usual_heading(content)):
            return True
        return before.width >= _WRAPPED_FROM and _is_full(text, before, line, filled)
    if lower:
        wide = (opener.mark or before.width >= _WRAPPED_FROM) and not ragged
        return bool(wide) and _is_full(text, before, line, filled)
    if width is None or not width - 12 <= before.width <= width:
        return False
    first = text[line.start : line.end].split(maxsplit=1)[0]
    # A word with a capital inside a sentence is a name, no verb and no "The".
    return before.width + 1 + len(first) > width and first.lower() not in SENTENCE_OPENERS
