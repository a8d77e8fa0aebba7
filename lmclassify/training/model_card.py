"""The model card and its plot: what a model is for, how it was made, what was measured of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lmclassify import templates
from lmclassify.evaluation.metrics import CalibrationBin
from lmclassify.model import Model
from lmclassify.model.folder import CALIBRATION
from lmclassify.results import LABELS, Label

_N_TERMS: Final = 15
"""The card lists this many terms of each label."""
_AXIS_START: Final = 0.3
"""Of three labels the most probable has at least a third."""


def render_card(fields: Mapping[str, Any], model: Model) -> str:
    """Return the card of a model as Markdown.

    Parameters
    ----------
    fields : mapping
        The manifest's ``corpus``, ``training``, ``metrics`` and ``versions``.
    model : Model
        The model that the card describes.
    """
    return templates.render(
        "card.md",
        corpus=fields["corpus"],
        training=fields["training"],
        metrics=fields["metrics"],
        versions=fields["versions"],
        cross_validation=fields["metrics"]["cross_validation"],
        label_shares=model.label_shares,
        context_shares=(
            dict(zip(LABELS, model.context.shares, strict=True)) if model.context else None
        ),
        n_terms=len(model.vocabulary),
        strongest_terms={label: _strongest_terms(model, label) for label in model.labels},
        calibration=CALIBRATION,
        format_interval=lambda interval: "{:.3f} to {:.3f}".format(*interval),
    )


def render_calibration(metrics: Mapping[str, Any]) -> str:
    """Return the plot of accuracy against confidence in cross-validation, as SVG.

    Parameters
    ----------
    metrics : mapping
        The manifest's ``metrics``.
    """
    bins = [CalibrationBin(*values) for values in metrics["cross_validation"]["calibration"]]
    lowest = min([_AXIS_START, *(min(part.confidence, part.accuracy) for part in bins)])
    start = int(lowest * 10) / 10

    def scale(value: float) -> float:
        return (value - start) / (1 - start)

    return templates.render(
        "calibration.svg",
        bins=bins,
        start=start,
        ticks=[tick / 10 for tick in range(round(start * 10), 11, 2 if start < _AXIS_START else 1)],
        x=lambda value: round(46 + 260 * scale(value), 1),
        y=lambda value: round(258 - 244 * scale(value), 1),
    )


def _strongest_terms(model: Model, label: Label) -> list[str]:
    width = 1 + len(model.labels)
    column = 1 + model.labels.index(label)
    coefficients = model.weights[width + column :: width]
    ranked = sorted(
        zip(coefficients, model.vocabulary, strict=True), key=lambda pair: (-pair[0], pair[1])
    )
    return [term for _, term in ranked[:_N_TERMS]]
