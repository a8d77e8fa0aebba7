"""How good predictions are: accuracy, F1, kappa, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt
from sklearn.metrics import cohen_kappa_score, f1_score

from lmclassify.corpus import Row
from lmclassify.model import Model
from lmclassify.results import LABELS, Label

Floats = npt.NDArray[np.float64]

Z: Final = 1.959964
"""Within so many standard deviations lie 95 % of a normal distribution."""
BINS: Final = 10
"""Equal-mass bins of the expected calibration error."""


def expected_calibration_error(confidence: Floats, correct: npt.NDArray[np.bool_]) -> float:
    """Measure how far confidence is from the share that is right.

    Parameters
    ----------
    confidence : ndarray of shape (n,)
        The probability of the predicted label.
    correct : ndarray of bool, shape (n,)
        Whether the prediction was right.

    Returns
    -------
    float
        The mean gap over 10 bins of equal mass, weighted by their size (Naeini, Cooper and
        Hauskrecht 2015; equal-mass bins as in Nguyen and O'Connor 2015).
    """
    bins = calibration_curve(confidence, correct)
    return sum(n * abs(sure - right) for n, sure, right in bins) / len(confidence)


def calibration_curve(
    confidence: Floats, correct: npt.NDArray[np.bool_]
) -> list[tuple[int, float, float]]:
    """Set confidence beside the share that is right.

    Parameters
    ----------
    confidence : ndarray of shape (n,)
    correct : ndarray of bool, shape (n,)

    Returns
    -------
    list of (n, confidence, right)
        Of each of 10 bins of equal mass, the least confident first: how many there are, their mean
        confidence, and the share that is right.
    """
    order = np.argsort(confidence, kind="stable")
    return [
        (len(part), float(confidence[part].mean()), float(correct[part].mean()))
        for part in np.array_split(order, BINS)
        if len(part)
    ]


def wilson_interval(right: int, n: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927), which also suits small numbers.

    Parameters
    ----------
    right, n : int
        So many of so many.

    Returns
    -------
    low, high : float
    """
    share, square = right / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return middle - half, middle + half


def compute_details(rows: Sequence[Row], chances: Floats, classes: Sequence[str]) -> dict[str, Any]:
    """Give accuracy by slice, each with its interval, and the calibration by bin.

    Parameters
    ----------
    rows : sequence of Row, length n
    chances : ndarray of shape (n, k)
    classes : sequence of str, length k

    Returns
    -------
    dict
        ``interval`` of the accuracy; ``by_label`` and ``by_sector``: value → ``n``, ``accuracy``,
        ``interval``; ``calibration``, as `calibration_curve` gives it.
    """
    labels = [row.label for row in rows]
    right = np.asarray(classes)[chances.argmax(axis=1)] == np.asarray(labels)

    def by(values: Sequence[str]) -> dict[str, dict[str, Any]]:
        found = {}
        for value in sorted(set(values) - {""}):
            part = right[[one == value for one in values]]
            bounds = list(wilson_interval(int(part.sum()), len(part)))
            found[value] = {"n": len(part), "accuracy": float(part.mean()), "interval": bounds}
        return found

    return {
        "interval": list(wilson_interval(int(right.sum()), len(right))),
        "by_label": by(labels),
        "by_sector": by([row.sector for row in rows]),
        "calibration": [list(one) for one in calibration_curve(chances.max(axis=1), right)],
    }


def predict_probabilities(model: Model, rows: Sequence[Row]) -> Floats:
    """Give a model's probabilities of rows.

    Parameters
    ----------
    model : Model
    rows : sequence of Row, length n

    Returns
    -------
    ndarray of shape (n, 3)
        In the order of `lmclassify.results.LABELS`.
    """
    found = [model.predict(row.text).probabilities for row in rows]
    return np.array([[chances[label] for label in LABELS] for chances in found])


def expand_columns(chances: Floats, classes: Sequence[str]) -> Floats:
    """Give probabilities a column for every label, with zeros for one that is not among them.

    Parameters
    ----------
    chances : ndarray of shape (n, k)
    classes : sequence of str, length k

    Returns
    -------
    ndarray of shape (n, 3)
        In the order of `lmclassify.results.LABELS`.
    """
    table = np.zeros((len(chances), len(LABELS)))
    for column, label in enumerate(classes):
        table[:, LABELS.index(cast("Label", label))] = chances[:, column]
    return table


def compute_metrics(
    labels: Sequence[str], probabilities: Floats, classes: Sequence[str]
) -> dict[str, float | int]:
    """Compute the figures by which a model is judged.

    Parameters
    ----------
    labels : sequence of str, length n
        The true labels.
    probabilities : ndarray of shape (n, k)
        A column a class.
    classes : sequence of str, length k
        What the columns stand for.

    Returns
    -------
    dict
        ``n``; ``accuracy``, ``macro_f1``, ``kappa`` and ``calibration_error`` over all rows;
        ``forced_n``, ``forced_accuracy`` and ``forced_kappa`` over the rows of leadership and
        management, where the more probable of the two is the prediction.
    """
    names = np.asarray(classes)
    truth = np.asarray(labels)
    predicted = names[probabilities.argmax(axis=1)]
    column = {name: index for index, name in enumerate(classes)}
    two = np.isin(truth, ("leadership", "management"))
    ahead = probabilities[:, column["leadership"]] > probabilities[:, column["management"]]
    forced = np.where(ahead, "leadership", "management")
    return {
        "n": len(truth),
        "accuracy": float((predicted == truth).mean()),
        "macro_f1": float(f1_score(truth, predicted, average="macro", zero_division=0.0)),
        "kappa": _kappa(truth, predicted),
        "calibration_error": expected_calibration_error(
            probabilities.max(axis=1), predicted == truth
        ),
        "forced_n": int(two.sum()),
        "forced_accuracy": float((forced == truth)[two].mean()),
        "forced_kappa": _kappa(truth[two], forced[two]),
    }


def _kappa(truth: npt.NDArray[np.str_], predicted: npt.NDArray[np.str_]) -> float:
    """Give Cohen's kappa; where there is one label only, and it is always right, that is 1."""
    if (truth == predicted).all():
        return 1.0
    return float(cohen_kappa_score(truth, predicted))
