"""What is usual: where a document's leadership share stands among real documents.

``usual.json`` has figures only, as the shipped model found them; ``scripts/usual.py`` writes it.
They say nothing about the shares that another model finds, so they are used only with the same one.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from lmclassify.results import Practice, Standing, Summary

FILE: Final = Path(__file__).with_name("usual.json")
MIN_IN_SCOPE: Final = 5
"""Only documents with at least so many statements in scope are compared."""

KINDS: Final[Mapping[str, str]] = {
    "health": "health services",
    "public": "public services",
    "charity": "charities, arts and faith",
    "business": "business",
}
"""The kinds of documents that have figures of their own, and what to call them."""

ALL: Final = "all"
STEPS: Final = 20
"""The quantiles are those of 0, 1/20, …, 1."""

_IDENTIFYING: Final = ("terms.txt", "weights.f32", "practices.f32", "context.json")
FEW: Final = 0.5
"""A practice with less than this part of its usual share is rare."""


class UsualPractice(NamedTuple):
    """How many of a document's statements in scope usually ask for a practice.

    Attributes
    ----------
    low, middle, high : float
        The quartiles of its share of the statements in scope.
    asked : float
        The share of documents that ask for it at all.
    """

    low: float
    middle: float
    high: float
    asked: float


def model_identity(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the hashes of the files that decide what a model says."""
    files = manifest.get("files", {})
    return {name: files[name]["sha256"] for name in _IDENTIFYING if name in files}


def read_figures(manifest: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Read the figures of ``usual.json``; None if they are those of another model."""
    figures = _read()
    same = figures is not None and figures["model"] == model_identity(manifest)
    return figures if same else None


@lru_cache(maxsize=1)
def _read() -> Mapping[str, Any] | None:
    try:
        figures: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    except OSError:
        return None
    return figures


def find_standing(
    summary: Summary, figures: Mapping[str, Any] | None, kind: str | None = None
) -> Standing | None:
    """Find where a document's leadership share stands among real documents.

    Parameters
    ----------
    summary : Summary
        Of the document.
    figures : mapping or None
        As `read_figures` returns them.
    kind : str, optional
        One of `KINDS`; default: all documents.

    Returns
    -------
    Standing or None
        None if there are no figures, or fewer than `MIN_IN_SCOPE` statements are in scope.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind is not None and kind not in KINDS:
        raise ValueError(f"there is no kind {kind!r}; the kinds are {', '.join(KINDS)}")
    if figures is None or summary.leadership is None or summary.in_scope < MIN_IN_SCOPE:
        return None
    group = figures["leadership"][kind or ALL]
    less, more = place(summary.leadership, group["quantiles"])
    return Standing(group["n"], less, more, kind)


def place(value: float, quantiles: Sequence[float]) -> tuple[float, float]:
    """Return which part of a distribution is below a value, and which above.

    Both are compared in whole per cent, as they are shown.

    >>> place(0.4, [0.0, 0.0, 0.2, 0.6, 0.9])
    (0.625, 0.375)
    >>> place(0.0, [0.0, 0.0, 0.2, 0.6, 0.9])
    (0.0, 0.75)
    """
    value = round(value, 2)
    points = [round(point, 2) for point in quantiles]
    last = len(points) - 1
    first, end = bisect_left(points, value), bisect_right(points, value)
    if first == end and 0 < first <= last:
        low, high = points[first - 1], points[first]
        below = (first - 1 + (value - low) / (high - low)) / last
        return below, 1 - below
    return min(first, last) / last, (last - max(end - 1, 0)) / last


def usual_practices(figures: Mapping[str, Any] | None) -> dict[Practice, UsualPractice]:
    """Return how often each practice is usually asked for; empty without figures."""
    if figures is None:
        return {}
    return {name: UsualPractice(**row) for name, row in figures["practices"].items()}


def find_rare_practices(summary: Summary, figures: Mapping[str, Any] | None) -> list[Practice]:
    """List the practices that a document asks for little or not at all.

    These are those without a statement, and those with less than half of the usual share of the
    statements in scope.
    """
    usual = usual_practices(figures)
    rare: list[Practice] = []
    for name, count in (summary.practices or {}).items():
        middle = usual[name].middle if name in usual else 0.0
        if count == 0 or count < FEW * middle * summary.in_scope:
            rare.append(name)
    return rare
