"""Lines of a PDF to paragraphs: which lines go on in the next one, and which are headings."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from lmclassify.documents.hyphens import MARK
from lmclassify.documents.readers.columns import MARKER, Line
from lmclassify.documents.readers.duties import begins_item
from lmclassify.documents.readers.layout import Blocks, is_short

_GAP: Final = 1.35
"""A paragraph begins if the distance to the line above is this many times the usual one."""

_DIVIDED = re.compile(r"[^\W_][-\u00ad\ufffe\x02]\Z")
_CAPITALISED = re.compile(r"[A-Z][a-z]")
_LABEL = re.compile(r"[A-Z][^:.]{1,30}:\s")
_UNFINISHED = re.compile(
    r"(?:[,&/–-]|\b(?:a|an|and|as|at|by|for|from|in|into|of|on|or|our|per|the|their|to|with|your))\Z"
)
_ENDED: Final = (".", ":", ";", "!", "?")
_SENTENCE_END: Final = (".", "!", "?")
_MIN_LIST: Final = 3
_MIN_CAPITALS: Final = 4
_LARGE: Final = 1.15
"""Letters so many times as high as most are those of a heading."""

_TOLERANCE: Final = 0.6
"""In letter heights; programs leave so much room at the end of a line."""

_LOOSE: Final = 0.2
_TITLE_SHARE: Final = 0.6


def add_lines(blocks: Blocks, lines: Sequence[Line], usual_height: float) -> None:
    """Add lines to the blocks of a document: paragraphs, lists and headings.

    Parameters
    ----------
    lines : sequence of Line
        In reading order.
    usual_height : float
        Height of most letters of the document.
    """
    paragraphs: list[str] = []
    is_loose = _is_loose(lines)
    for group in _split_at_gaps(lines, usual_height):
        emphasised = _is_emphasised(group[0], usual_height)
        text = _join(group, emphasised, is_loose=is_loose)
        if emphasised and is_short(text) and not MARKER.match(text):
            blocks.add_plain("\n\n".join(paragraphs))
            paragraphs.clear()
            blocks.add(text, "emphasis")
        else:
            paragraphs.append(text)
    blocks.add_plain("\n\n".join(paragraphs))


def add_cell_lines(blocks: Blocks, lines: Sequence[Line]) -> None:
    """Add the lines of a cell of a table, each paragraph or list item as a block."""
    for group in _split_at_gaps(lines, math.inf):
        for text in _join(group, emphasised=False, is_cell=True).split("\n"):
            mark = MARKER.match(text)
            if mark:
                blocks.add(text[mark.end() :], "item")
            else:
                blocks.add(text, "emphasis" if group[0].bold and is_short(text) else "text")


def _split_at_gaps(lines: Sequence[Line], usual_height: float) -> list[list[Line]]:
    """Return the lines in groups with a gap, or a change of letters, between them."""
    steps = [above.y - below.y for above, below in pairwise(lines)]
    usual = statistics.median([step for step in steps if step > 0] or [0.0])
    groups = [[line] for line in lines[:1]]
    for above, line, step in zip(lines, lines[1:], steps, strict=False):
        has_gap = usual and not 0 <= step <= _GAP * usual
        if (
            has_gap
            or _is_emphasised(above, usual_height) != _is_emphasised(line, usual_height)
            or (_is_capitals(above.text) != _is_capitals(line.text) and not line.text[0].islower())
        ):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _is_emphasised(line: Line, usual_height: float) -> bool:
    return line.bold or line.height > _LARGE * usual_height


def _is_capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) >= _MIN_CAPITALS


def _has_room(above: Line, line: Line) -> bool:
    """Check whether the first word of a line would have fitted at the end of the one above."""
    return above.room >= line.first + _TOLERANCE * line.height


def _is_loose(lines: Sequence[Line]) -> bool:
    """Check whether lines end before the margin, as where they were wrapped by their letters."""
    goes_on = [
        _has_room(above, line)
        for above, line in pairwise(lines)
        if line.text[0].islower() and not above.text.endswith(_ENDED)
    ]
    return len(goes_on) >= _MIN_LIST and sum(goes_on) > _LOOSE * len(goes_on)


def _join(
    group: Sequence[Line], emphasised: bool, *, is_loose: bool = False, is_cell: bool = False
) -> str:
    """Return a group of lines as text, a line for each that begins something."""
    is_list = not emphasised and _is_list(group)
    parts = [group[0].text]
    for above, line in pairwise(group):
        if not _is_continued(above, line, is_list=is_list, is_loose=is_loose, is_cell=is_cell):
            parts.append(f"\n{line.text}")
        elif _DIVIDED.search(above.text):
            parts[-1] = f"{parts[-1][:-1]}{MARK}"
            parts.append(line.text)
        else:
            parts.append(f" {line.text}")
    return "".join(parts)


def _is_list(group: Sequence[Line]) -> bool:
    """Check whether lines are a list without marks: each begins with a capital, few as titles do.

    Of the lines of a paragraph, most begin with a small letter.
    """
    if len(group) < _MIN_LIST or any(MARKER.match(line.text) for line in group):
        return False
    if not all(line.text[0].isupper() for line in group):
        return False
    words = [word for line in group for word in line.text.split()[1:] if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    wrapped = sum(above.room < below.first for above, below in pairwise(group))
    is_title = capitals > _TITLE_SHARE * len(words)
    return not is_title and (len(group) > _MIN_LIST or wrapped < len(group) - 1)


def _is_new(above: str, line: str) -> bool:
    """Check whether a line of a narrow cell begins with a capital that is not that of a name."""
    last = above.rpartition(" ")[2]
    return _CAPITALISED.match(line) is not None and _CAPITALISED.match(last) is None


def _is_continued(above: Line, line: Line, *, is_list: bool, is_loose: bool, is_cell: bool) -> bool:
    """Check whether a line goes on with what the one above it began."""
    if line.opens or MARKER.match(line.text) or _LABEL.match(line.text):
        return False
    is_small = line.text[0].islower()
    if is_small and (not above.text.endswith(_ENDED) or not _has_room(above, line)):
        return True
    if _UNFINISHED.search(above.text):
        return True
    if above.text.endswith(_SENTENCE_END):
        return above.full or above.room < line.first
    if is_list or above.text.endswith(_ENDED) or begins_item(line.text):
        return False
    if is_cell and _is_new(above.text, line.text):
        return False
    # Where the first word of the next line would not have fitted, the margin ended this one.
    return not _has_room(above, line) or (is_loose and above.full)
