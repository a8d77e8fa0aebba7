"""How good predictions are: accuracy, F1, kappa and calibration, with 95 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score, f1_score, precision_score, recall_score

from lmclassify.corpus import Row
from lmclassify.results import SIDES

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_N_BINS: Final = 10


class CalibrationBin(NamedTuple):
    """A tenth of the predictions, those of similar confidence."""

    n: int
    confidence: float
    accuracy: float


def expected_calibration_error(confidence: Floats, correct: npt.NDArray[np.bool_]) -> float:
    """Compute the expected calibration error.

    The mean gap between confidence and accuracy over 10 bins of equal mass, weighted by their size
    (Naeini, Cooper and Hauskrecht 2015; equal-mass bins as in Nguyen and O'Connor 2015).

    Parameters
    ----------
    confidence : ndarray of shape (n,)
        The probability of the predicted label.
    correct : ndarray of bool, shape (n,)
        Whether the prediction was correct.

    Examples
    --------
    >>> round(expected_calibration_error(np.full(100, 0.9), np.arange(100) % 2 == 0), 4)
    0.4
    """
    bins = calibration_curve(confidence, correct)
    return sum(b.n * abs(b.confidence - b.accuracy) for b in bins) / len(confidence)


def calibration_curve(confidence: Floats, correct: npt.NDArray[np.bool_]) -> list[CalibrationBin]:
    """Compute mean confidence and accuracy in 10 bins of equal mass, the least confident first."""
    order = np.argsort(confidence, kind="stable")
    return [
        CalibrationBin(len(part), float(confidence[part].mean()), float(correct[part].mean()))
        for part in np.array_split(order, _N_BINS)
        if len(part)
    ]


def wilson_interval(correct: int, n: int) -> tuple[float, float]:
    """Compute Wilson's 95 % interval of a proportion, which also suits small numbers.

    Examples
    --------
    >>> low, high = wilson_interval(9, 10)
    >>> print(f"{low:.3f} to {high:.3f}")
    0.596 to 0.982
    """
    interval = binomtest(correct, n).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)


def compute_metrics(
    labels: Sequence[str], probabilities: Floats, classes: Sequence[str]
) -> dict[str, float | int]:
    """Compute the metrics by which models are compared.

    Parameters
    ----------
    labels : sequence of str, length n
        The true labels.
    probabilities : ndarray of shape (n, k)
        One column per class.
    classes : sequence of str, length k
        The labels that the columns stand for.

    Returns
    -------
    dict
        ``n``; ``accuracy``, ``macro_f1``, ``kappa`` and ``calibration_error`` over all rows;
        ``forced_n``, ``forced_accuracy``, ``forced_balanced_accuracy`` (the mean of the two
        recalls) and ``forced_kappa`` over the rows of leadership and management, if the more
        probable of the two is the prediction; ``leadership_precision`` and so on.
    """
    truth = np.asarray(labels)
    predicted = np.asarray(classes)[probabilities.argmax(axis=1)]
    in_choice = np.isin(truth, SIDES)
    first, second = (probabilities[:, list(classes).index(side)] for side in SIDES)
    forced = np.where(first > second, *SIDES)
    return {
        "n": len(truth),
        "accuracy": float((predicted == truth).mean()),
        "macro_f1": macro_f1(truth, predicted),
        "kappa": _kappa(truth, predicted),
        "calibration_error": expected_calibration_error(
            probabilities.max(axis=1), predicted == truth
        ),
        "forced_n": int(in_choice.sum()),
        "forced_accuracy": float((forced == truth)[in_choice].mean()),
        "forced_balanced_accuracy": float(
            np.mean([(forced == truth)[truth == side].mean() for side in SIDES if side in truth])
        ),
        "forced_kappa": _kappa(truth[in_choice], forced[in_choice]),
        **{
            f"{side}_{name}": float(
                score(truth, predicted, labels=[side], average="macro", zero_division=0.0)
            )
            for side in SIDES
            for name, score in (("precision", precision_score), ("recall", recall_score))
        },
    }


def macro_f1(truth: npt.NDArray[Any], predicted: npt.NDArray[Any]) -> float:
    """Compute the mean of the F1 of each class that is given or predicted."""
    return float(f1_score(truth, predicted, average="macro", zero_division=0.0))


def _kappa(truth: npt.NDArray[np.str_], predicted: npt.NDArray[np.str_]) -> float:
    """Compute Cohen's kappa; 1 if all is correct, also if there is one label only."""
    if (truth == predicted).all():
        return 1.0
    return float(cohen_kappa_score(truth, predicted))


def compute_breakdown(
    rows: Sequence[Row], probabilities: Floats, classes: Sequence[str]
) -> dict[str, Any]:
    """Compute the accuracy by label and by sector, each with its interval, and the calibration.

    Parameters
    ----------
    rows : sequence of Row, length n
        The rows with their true labels.
    probabilities : ndarray of shape (n, k)
        One column per class.
    classes : sequence of str, length k
        The labels that the columns stand for.

    Returns
    -------
    dict
        ``interval`` of the accuracy of all rows; ``by_label`` and ``by_sector``: value → ``n``,
        ``accuracy``, ``interval``; ``calibration``, a list of bins as `calibration_curve` returns.
    """
    labels = [row.label for row in rows]
    correct = np.asarray(classes)[probabilities.argmax(axis=1)] == np.asarray(labels)

    def slice_by(values: Sequence[str]) -> dict[str, dict[str, Any]]:
        slices = {}
        for value in sorted(set(values) - {""}):
            part = correct[[other == value for other in values]]
            interval = list(wilson_interval(int(part.sum()), len(part)))
            slices[value] = {"n": len(part), "accuracy": float(part.mean()), "interval": interval}
        return slices

    return {
        "interval": list(wilson_interval(int(correct.sum()), len(correct))),
        "by_label": slice_by(labels),
        "by_sector": slice_by([row.sector for row in rows]),
        "calibration": [list(b) for b in calibration_curve(probabilities.max(axis=1), correct)],
    }
