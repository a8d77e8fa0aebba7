"""The rule that sums up a document's statements and decides its verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import sqrt
from typing import Final

from lmclassify.results import (
    LABELS,
    SIDES,
    Label,
    Prediction,
    Section,
    Side,
    Statement,
    Summary,
    Verdict,
)

MOSTLY_SHARE: Final = 0.6
"""A document is *mostly* leadership or management if that side's share is at least this."""

MIN_IN_SCOPE_SHARE: Final = 0.15
"""A document is *neither* if a smaller share of its statements is leadership or management."""

INTERVAL_DEVIATIONS: Final = 1.2816
"""Of a normal distribution, four fifths lie within so many standard deviations."""

_VERDICTS: Final[tuple[Verdict, ...]] = ("mostly management", "balanced", "mostly leadership")
"""By rising leadership share."""

_STEM: Final = re.compile(
    r"(?:you|the|we|in|as|to|this|your|they|he|she)\b.*"
    r"\b(?:will|shall|must|should|to|by|for|with|includes?|including|are|is|be|have|you):\s*\Z",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
"""A line such as "The post holder will:" opens a list, not a section."""


def summarise(statements: Sequence[tuple[Statement, Prediction]]) -> Summary:
    """Sum up the statements of a document.

    In scope are the statements labelled leadership or management. If they are fewer than
    `MIN_IN_SCOPE_SHARE` of all, the verdict is ``'neither'``. Otherwise each side's share is its
    part of the two sides' summed probabilities over the statements in scope, and a side with at
    least `MOSTLY_SHARE` decides the verdict. If there is none, the document is ``'balanced'``.
    """
    predictions = [prediction for _, prediction in statements]
    return summarise_counts(_count(predictions), _sum_sides(predictions))


def summarise_counts(counts: Mapping[Label, int], probabilities: Mapping[Side, float]) -> Summary:
    """Sum up a document whose statements have been counted, by the rule of `summarise`.

    Parameters
    ----------
    counts : mapping of str to int
        How many statements have each label.
    probabilities : mapping of str to float
        Each side's summed probability over the statements in scope.

    Examples
    --------
    >>> counts = {"leadership": 1, "management": 3, "neither": 2}
    >>> summarise_counts(counts, {"leadership": 1.0, "management": 3.0}).verdict
    'mostly management'
    """
    in_scope = sum(counts[side] for side in SIDES)
    if not in_scope:
        return Summary(counts, None, None, "neither")
    leadership, management = (probabilities[side] for side in SIDES)
    share = leadership / (leadership + management)
    interval = share_interval(share, in_scope)
    if in_scope < MIN_IN_SCOPE_SHARE * sum(counts.values()):
        return Summary(counts, share, 1 - share, "neither", interval=interval)
    verdict = _verdict(share)
    low, high = map(_verdict, interval)
    reached = _VERDICTS[_VERDICTS.index(low) : _VERDICTS.index(high) + 1]
    rivals = tuple(name for name in reached if name != verdict)
    return Summary(counts, share, 1 - share, verdict, interval=interval, rivals=rivals)


def share_interval(share: float, n: int) -> tuple[float, float]:
    """Compute the interval of a leadership share: that of Wilson (1927), for four times in five.

    It counts each statement as a draw between leadership and management, so it holds both what
    other statements would have been and what their labels might be. See
    ``docs/decisions/12-usual-shares.md``.

    Parameters
    ----------
    share : float
        The leadership share.
    n : int
        The number of statements in scope.

    Examples
    --------
    >>> [round(end, 2) for end in share_interval(0.38, 19)]
    [0.25, 0.53]
    """
    square = INTERVAL_DEVIATIONS**2 / n
    centre = (share + square / 2) / (1 + square)
    half = sqrt(square * (share * (1 - share) + square / 4)) / (1 + square)
    return max(0.0, centre - half), min(1.0, centre + half)


def summarise_sections(
    statements: Sequence[tuple[Statement, Prediction]], headings: Sequence[Statement]
) -> tuple[Section, ...]:
    """Sum up the statements of a document by the heading under which they stand.

    Parameters
    ----------
    statements : sequence of (Statement, Prediction)
        In the order of the document.
    headings : sequence of Statement
        Its headings, in order. One without a statement before the next heading has no section.

    Returns
    -------
    tuple of Section
        In order; each statement is in one.
    """
    sections = []
    for heading, group in groupby(_under_headings(statements, headings), key=lambda pair: pair[0]):
        members = [pair for _, pair in group]
        predictions = [prediction for _, prediction in members]
        counts = _count(predictions)
        share = summarise_counts(counts, _sum_sides(predictions)).leadership
        name = heading.text.strip(" :") if heading else ""
        sections.append(Section(" ".join(name.split()), members[0][0].start, counts, share))
    return tuple(sections)


def _under_headings(
    statements: Sequence[tuple[Statement, Prediction]], headings: Sequence[Statement]
) -> Iterator[tuple[Statement | None, tuple[Statement, Prediction]]]:
    """Yield each statement with the heading above it."""
    current: Statement | None = None
    upcoming = [h for h in headings if not _STEM.match(h.text)][::-1]
    for pair in statements:
        while upcoming and upcoming[-1].start < pair[0].start:
            current = upcoming.pop()
        yield current, pair


def _count(predictions: Sequence[Prediction]) -> dict[Label, int]:
    return {label: sum(p.label == label for p in predictions) for label in LABELS}


def _sum_sides(predictions: Sequence[Prediction]) -> dict[Side, float]:
    """Sum the probabilities of the statements in scope."""
    in_scope = [p.probabilities for p in predictions if p.label in SIDES]
    return {side: sum(p[side] for p in in_scope) for side in SIDES}


def _verdict(share: float) -> Verdict:
    """Return the verdict for a leadership share."""
    management, balanced, leadership = _VERDICTS
    if share >= MOSTLY_SHARE:
        return leadership
    return management if 1 - share >= MOSTLY_SHARE else balanced
