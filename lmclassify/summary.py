"""The rule that sums up a document's statements and decides its verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lmclassify.results import LABELS, SIDES, Label, Prediction, Side, Statement, Summary, Verdict

MOSTLY_SHARE: Final = 0.6
"""A document is *mostly* leadership or management if that side's share is at least this."""

MIN_IN_SCOPE_SHARE: Final = 0.2
"""A document is *neither* if a smaller share of its statements is leadership or management."""

_MOSTLY: Final[Mapping[Side, Verdict]] = {
    "leadership": "mostly leadership",
    "management": "mostly management",
}


def summarise(statements: Sequence[tuple[Statement, Prediction]]) -> Summary:
    """Sum up the statements of a document.

    In scope are the statements labelled leadership or management. If they are fewer than
    `MIN_IN_SCOPE_SHARE` of all, the verdict is ``'neither'``. Otherwise each side's share is its
    part of the two sides' summed probabilities over the statements in scope, and a side with at
    least `MOSTLY_SHARE` decides the verdict. If there is none, the document is ``'balanced'``.
    """
    predictions = [prediction for _, prediction in statements]
    counts = {label: sum(p.label == label for p in predictions) for label in LABELS}
    in_scope = [p.probabilities for p in predictions if p.label in SIDES]
    return summarise_counts(counts, {side: sum(p[side] for p in in_scope) for side in SIDES})


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
    shares = dict(zip(SIDES, (share, 1 - share), strict=True))
    verdict: Verdict = "neither"
    if in_scope >= MIN_IN_SCOPE_SHARE * sum(counts.values()):
        dominant = (_MOSTLY[side] for side in SIDES if shares[side] >= MOSTLY_SHARE)
        verdict = next(dominant, "balanced")
    return Summary(counts, share, 1 - share, verdict)
