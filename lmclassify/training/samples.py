"""The weighted statements that a model is fitted to: a corpus, and changed copies of its rows.

Two things are copied. A stock opening ("You will be expected to") is put before statements of every
label, so that no opening carries a label. Two statements are joined by "and": leadership with
management, which is both, and either of them with neither, which stays what it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lmclassify.corpus import DEFINING_REGISTERS, CorpusLabel, Row, label_parts
from lmclassify.results import SIDES, Label

_DEFINING_WEIGHT: Final = 10.0
"""Statements that define the labels count this many times in the fit."""
_DOCUMENT_WEIGHT: Final = 2.0
"""Statements of whole documents count this many times: their lines are like those of users."""
_COPY_WEIGHT: Final = 0.5

_OPENED_PER_CENT: Final = 15
"""So many of a hundred statements get a copy with an opening."""
_ROWS_PER_JOIN: Final = 20
_OPENINGS: Final = (
    "The post holder will", "The postholder will be required to", "You will",
    "In this role you will", "The successful candidate will", "Main duties:",
    "To be responsible for:", "Key responsibility:", "As part of your duties you will",
    "The jobholder is expected to", "Under the direction of the department head, the incumbent",
    "The role requires you to", "Day to day you will", "Duties include the following:",
    "We are looking for somebody who will", "Reporting to the director, you will",
    "Your main tasks:", "On appointment you will", "The Officer shall", "This position",
    "It is expected that the holder of this office will", "Among your tasks:",
    "The person appointed will", "We expect you to", "Responsible for the following:",
    "What you'll do:", "With support from colleagues, the worker will",
    "From time to time the employee may be asked to", "At this grade staff",
)  # fmt: skip
_JOINTS: Final = (" and ", ", and ", "; ", " as well as ")
_HAS_SUBJECT: Final = re.compile(
    r"(?:the|you|we|our|a|an|your|this|he|she|they|it|in|as|under|with|i|my|at|on|for|what|who|if"
    r"|there|all|some|any)\b",
    re.IGNORECASE,
)
"""A statement that begins so takes no opening before it."""


class Sample(NamedTuple):
    """A statement to fit to; one that does both sides is two samples of half the weight."""

    text: str
    label: Label
    weight: float


def build_samples(rows: Sequence[Row]) -> list[Sample]:
    """Return what a model is fitted to, given the rows that it may see."""
    samples = [sample for row in rows for sample in _split(row, _weight(row))]
    for copy in (*_open(rows), *_join(rows)):
        samples += _split(copy, _COPY_WEIGHT)
    return samples


def _weight(row: Row) -> float:
    if row.register in DEFINING_REGISTERS:
        return _DEFINING_WEIGHT
    return _DOCUMENT_WEIGHT if row.document else 1.0


def _split(row: Row, weight: float) -> list[Sample]:
    parts = label_parts(row.label)
    return [Sample(row.text, label, weight / len(parts)) for label in parts]


def _open(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield copies of some rows with an opening before the statement."""
    for row in rows:
        number = _number(row)
        if number % 100 < _OPENED_PER_CENT and _takes_opening(row.text):
            opening = _OPENINGS[number // 100 % len(_OPENINGS)]
            body = re.sub(r"to (?=[a-z])", "", _lower_first(row.text), count=1)
            yield Row(f"{opening} {body}", row.label)


def _join(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield statements that are two rows joined."""
    pools = {
        label: sorted(
            (r for r in rows if r.label == label and 3 <= len(r.text.split()) <= 14
             and not _HAS_SUBJECT.match(r.text)),
            key=_number,
        )
        for label in (*SIDES, "neither")
    }  # fmt: skip
    count = len(rows) // _ROWS_PER_JOIN
    leading, managing, other = pools.values()
    for first, second in _pair(leading, managing, count):
        yield _joined(first, second, "both")
    for side in SIDES:
        for first, second in _pair(pools[side][::-1], other, count // len(SIDES)):
            yield _joined(first, second, side)


def _pair(first: Sequence[Row], second: Sequence[Row], count: int) -> Iterator[tuple[Row, Row]]:
    """Yield pairs of two pools, now the one first and now the other."""
    for pair in list(zip(first, second, strict=False))[:count]:
        yield pair if _number(pair[0]) % 2 else pair[::-1]


def _joined(first: Row, second: Row, label: CorpusLabel) -> Row:
    joint = _JOINTS[_number(second) % len(_JOINTS)]
    text = first.text.rstrip(" .;,") + joint + _lower_first(second.text)
    return Row(text, label)


def _takes_opening(text: str) -> bool:
    return len(text.split()) > 2 and not text.endswith(":") and not _HAS_SUBJECT.match(text)


def _lower_first(text: str) -> str:
    """Write the first letter small, unless its word is an abbreviation or a name."""
    first = text.split(maxsplit=1)[0]
    return text if any(letter.isupper() for letter in first[1:]) else text[0].lower() + text[1:]


def _number(row: Row) -> int:
    """Return a number that depends on the text alone, so that a choice does not on other rows."""
    return int.from_bytes(hashlib.sha256(row.text.encode()).digest()[:8], "little")
