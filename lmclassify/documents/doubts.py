"""What a reader of a result should know: lines left out for no clear reason, another language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from lmclassify.documents.language import is_english
from lmclassify.documents.statements import Part
from lmclassify.documents.vocabulary import WORD
from lmclassify.results import SIDES, Label

NOT_ENGLISH: Final = (
    "this does not look like English, the only language that the model knows; the labels mean "
    "little, and the verdict is withheld"
)
LEFT_OUT: Final = "left out as"
"""What the note on lines that were not classified says."""
_MAX_QUOTED: Final = 3
_MAX_LENGTH: Final = 60
_MIN_WORDS: Final = 2


def describe_doubts(
    text: str, parts: Sequence[Part], classify: Callable[[str], Label]
) -> tuple[str, ...]:
    """Return notes on a text that may not be English, and on lines that may be statements.

    Parameters
    ----------
    parts : sequence of Part
        As `outline` returns them.
    classify : callable
        Returns the label of a text.

    Examples
    --------
    >>> describe_doubts("Sets the rota.", [], lambda _: "management")
    ()
    """
    left_out = _describe_left_out(text, parts, classify)
    notes = (left_out, None if is_english(text) else NOT_ENGLISH)
    return tuple(note for note in notes if note)


def _describe_left_out(
    text: str, parts: Sequence[Part], classify: Callable[[str], Label]
) -> str | None:
    """Describe what was left out of a text although it reads as leadership or management.

    What is clearly a heading, or a heading above the first statement, is not mentioned.
    """
    first = next((part.start for part in parts if part.kind == "statement"), len(text))
    lines = [
        " ".join(text[part.start : part.end].split())
        for part in parts
        if part.kind in ("contact", "page", "letter", "notice")
        or (part.kind == "heading" and part.likely and part.start > first)
    ]
    missed = [
        line
        for line in dict.fromkeys(lines)
        if len(WORD.findall(line)) >= _MIN_WORDS and classify(line) in SIDES
    ]
    if not missed:
        return None
    quoted = ", ".join(f"“{_shorten(line)}”" for line in missed[:_MAX_QUOTED])
    more = ", …" if len(missed) > _MAX_QUOTED else ""
    n = len(missed)
    which = f"line that was {LEFT_OUT} a heading" if n == 1 else f"lines {LEFT_OUT} headings"
    return (
        f"{n} {which} or the like would otherwise count as leadership or management "
        f"({quoted}{more})"
    )


def _shorten(line: str) -> str:
    return line if len(line) <= _MAX_LENGTH else f"{line[:_MAX_LENGTH].rstrip()} …"
