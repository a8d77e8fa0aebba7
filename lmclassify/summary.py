"""The rule by which a document's statements are summed up, and its verdict found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lmclassify.results import LABELS, Label, Prediction, Statement, Summary, Verdict

MOSTLY: Final = 0.6
"""A document is *mostly* one of the two from this share on; between, it is balanced."""

IN_SCOPE: Final = 0.2
"""A document with a smaller share of its statements in scope is about neither."""


def summarise(judged: Sequence[tuple[Statement, Prediction]]) -> Summary:
    """Sum up the statements of a document.

    In scope are the statements labelled leadership or management. Where they are fewer than
    `IN_SCOPE` of all, the verdict is ``'neither'``; else the side whose share of the two sides'
    summed probabilities reaches `MOSTLY` gives the verdict, and where neither does, the document
    is ``'balanced'``.

    Parameters
    ----------
    judged : sequence of (Statement, Prediction)

    Returns
    -------
    Summary
    """
    predictions = [prediction for _, prediction in judged]
    counts = {label: sum(p.label == label for p in predictions) for label in LABELS}
    in_scope = [p.probabilities for p in predictions if p.label != "neither"]
    leadership = sum(p["leadership"] for p in in_scope)
    return summed_up(counts, leadership, sum(p["management"] for p in in_scope))


def summed_up(counts: Mapping[Label, int], leadership: float, management: float) -> Summary:
    """Sum up a document whose statements have been counted already, by the rule of `summarise`.

    Parameters
    ----------
    counts : mapping of str to int
        How many statements got each label.
    leadership, management : float
        The sums of the two probabilities over the statements in scope.

    Returns
    -------
    Summary
    """
    in_scope = counts["leadership"] + counts["management"]
    if not in_scope:
        return Summary(counts, None, None, "neither")
    share = leadership / (leadership + management)
    verdict: Verdict = "balanced"
    if in_scope < IN_SCOPE * sum(counts.values()):
        verdict = "neither"
    elif share >= MOSTLY:
        verdict = "mostly leadership"
    elif 1 - share >= MOSTLY:
        verdict = "mostly management"
    return Summary(counts, share, 1 - share, verdict)
