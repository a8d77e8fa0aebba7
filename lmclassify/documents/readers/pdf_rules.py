"""Lines on a PDF page: joined where they are one, and in groups that hang together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from lmclassify.documents.readers.pdf_paint import Box

NEAR: Final = 3.5
"""Points; lines that end so near each other meet."""

_ALIGNED: Final = 1.5


def group_rules(rules: Iterable[Box]) -> list[list[Box]]:
    """Return the rules in groups that hang together."""
    lines = _merge(rules)
    parents = list(range(len(lines)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    order = sorted(range(len(lines)), key=lambda index: lines[index].left)
    open_lines: list[int] = []
    for index in order:
        line = lines[index]
        open_lines = [other for other in open_lines if lines[other].right >= line.left - NEAR]
        for other in open_lines:
            above, below = lines[other].bottom - NEAR, lines[other].top + NEAR
            if above <= line.top and line.bottom <= below:
                parents[root(index)] = root(other)
        open_lines.append(index)
    # The sides of columns hang together also in a row that goes on over the page above and below.
    sides: dict[tuple[int, int], int] = {}
    for index, line in enumerate(lines):
        if not is_flat(line):
            first = sides.setdefault((round(line.bottom), round(line.top)), index)
            parents[root(index)] = root(first)
    groups: dict[int, list[Box]] = defaultdict(list)
    for index, line in enumerate(lines):
        groups[root(index)].append(line)
    return list(groups.values())


def is_flat(line: Box) -> bool:
    """Check whether a line is horizontal."""
    return line.right - line.left >= line.top - line.bottom


def _merge(rules: Iterable[Box]) -> list[Box]:
    """Join pieces of lines that lie on one line and meet."""
    merged: list[Box] = []
    flat = sorted(
        (box for box in rules if is_flat(box)), key=lambda box: (round(box.bottom), box.left)
    )
    upright = sorted(
        (box for box in rules if not is_flat(box)), key=lambda box: (round(box.left), box.bottom)
    )
    for box in flat:
        last = merged[-1] if merged else None
        if last and abs(last.bottom - box.bottom) <= _ALIGNED and box.left <= last.right + NEAR:
            merged[-1] = Box(last.left, last.bottom, max(last.right, box.right), last.top)
        else:
            merged.append(box)
    first = len(merged)
    for box in upright:
        last = merged[-1] if len(merged) > first else None
        if last and abs(last.left - box.left) <= _ALIGNED and box.bottom <= last.top + NEAR:
            merged[-1] = Box(last.left, last.bottom, last.right, max(last.top, box.top))
        else:
            merged.append(box)
    return merged
