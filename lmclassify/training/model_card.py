"""The model card and its plot: what a model is for, what it is made of, what was measured of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lmclassify import templates
from lmclassify.model import Model
from lmclassify.results import Label

WEIGHTIEST: Final = 15
LOWEST: Final = 0.3
"""Of three labels the likeliest has at least a third."""


def render(fields: Mapping[str, Any], model: Model, calibration: str) -> str:
    """Write the card of a model.

    Parameters
    ----------
    fields : mapping
        The manifest's ``corpus``, ``training``, ``metrics`` and ``versions``.
    model : Model
    calibration : str
        The name of the file with the calibration plot.

    Returns
    -------
    str
        Markdown.
    """
    return templates.render(
        "card.md",
        **fields,
        cv=fields["metrics"]["cross_validation"],
        labels=model.labels,
        terms=len(model.vocabulary),
        weightiest={label: _weightiest(model, label) for label in model.labels},
        calibration=calibration,
        between=lambda bounds: "{:.3f} to {:.3f}".format(*bounds),
    )


def plot(bins: Sequence[tuple[int, float, float]]) -> str:
    """Draw the share that is right against confidence.

    Parameters
    ----------
    bins : sequence of (n, confidence, right)
        As `lmclassify.evaluation.calibration` gives them.

    Returns
    -------
    str
        SVG.
    """
    low = min([LOWEST, *(min(sure, right) for _, sure, right in bins)])
    low = int(low * 10) / 10

    def place(value: float) -> float:
        return (value - low) / (1 - low)

    return templates.render(
        "calibration.svg",
        bins=bins,
        low=low,
        ticks=[tick / 10 for tick in range(round(low * 10), 11, 2 if low < LOWEST else 1)],
        x=lambda value: round(46 + 260 * place(value), 1),
        y=lambda value: round(258 - 244 * place(value), 1),
    )


def _weightiest(model: Model, label: Label) -> list[str]:
    width = 1 + len(model.labels)
    column = 1 + model.labels.index(label)
    coefficients = model.weights[width + column :: width]
    ranked = sorted(
        zip(coefficients, model.vocabulary, strict=True), key=lambda pair: (-pair[0], pair[1])
    )
    return [term for _, term in ranked[:WEIGHTIEST]]
