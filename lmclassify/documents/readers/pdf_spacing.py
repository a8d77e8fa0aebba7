"""Letterspaced text: words whose letters stand apart, closed up again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from lmclassify.documents.readers.columns import Piece

_MIN_LETTERS: Final = 5
_MAX_LENGTH: Final = 2
_MOSTLY: Final = 0.7
_WORD_GAP: Final = 1.6
"""A step so many times as wide as most from letter to letter is one from word to word."""

_EVEN: Final = 0.15


def close_letters(words: Sequence[Piece]) -> list[Piece]:
    """Return words with the letters of letterspaced lines joined to words again.

    Parameters
    ----------
    words : sequence of Piece
        In the order of the file.
    """
    if not _has_letters(words):
        return list(words)
    closed: list[Piece] = []
    for line in _lines(words):
        letters = sum(len(word.text) <= _MAX_LENGTH and word.text[0].isalpha() for word in line)
        if len(line) >= _MIN_LETTERS and letters >= _MOSTLY * len(line):
            closed += _close(line)
        else:
            closed += line
    return closed


def _has_letters(words: Sequence[Piece]) -> bool:
    """Check whether so many single letters follow each other as in no other text."""
    run = 0
    for word in words:
        run = run + 1 if len(word.text) <= _MAX_LENGTH else 0
        if run >= _MIN_LETTERS - 1:
            return True
    return False


def _lines(words: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the words that follow each other on a line."""
    line: list[Piece] = []
    for word in words:
        if line and (not word.on_line_of(line[-1]) or word.left < line[-1].left):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _close(line: list[Piece]) -> list[Piece]:
    # Some programs put the same space after each letter, others each letter into the same space.
    gaps = [after.left - before.right for before, after in pairwise(line)]
    steps = [
        after.left - before.right + (before.right - before.left) / len(before.text)
        for before, after in pairwise(line)
    ]
    even = max((gaps, steps), key=_evenness)
    limit = _WORD_GAP * median(even)
    words = [line[0]]
    for piece, step in zip(line[1:], even, strict=True):
        if step > limit:
            words.append(piece)
        else:
            last = words[-1]
            words[-1] = last._replace(text=last.text + piece.text, right=piece.right)
    return words


def _evenness(values: Sequence[float]) -> float:
    """Return how many of the values are about their median."""
    middle = median(values)
    return sum(abs(value - middle) <= _EVEN * middle for value in values)
