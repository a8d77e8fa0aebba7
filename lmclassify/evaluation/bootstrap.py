"""The bootstrap: 95 % intervals of any statistic, and of many metrics at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lmclassify.evaluation.metrics import Floats, Ints
from lmclassify.results import SIDES

_PERCENTILES: Final = (2.5, 97.5)
_BLOCK_SIZE: Final = 1_000_000
"""Resamples are drawn in blocks of about this many rows, to bound memory."""


def bootstrap_interval(
    statistic: Callable[[Ints], npt.ArrayLike],
    n: int,
    n_resamples: int = 1000,
    groups: Sequence[str] | None = None,
) -> tuple[Any, Any]:
    """Compute the 95 % interval of a statistic of n rows by the percentile bootstrap.

    Parameters
    ----------
    statistic : callable
        Takes an array of shape (b, n), how often each row is in each of b resamples, and returns
        the statistic of each resample: an array of shape (b,), or (b, m) for m statistics at once.
        Resamples for which it is NaN are left out.
    n : int
        The number of rows.
    n_resamples : int, default 1000
        The number of resamples; their seed is fixed.
    groups : sequence of str, length n, optional
        The group of each row. Whole groups are then drawn (the cluster bootstrap of Davison and
        Hinkley 1997, section 3.8), since rows of one group resemble each other. A row of the group
        ``""`` is drawn by itself.

    Returns
    -------
    low, high : float, or ndarray of shape (m,)
        The bounds of the interval, or of each of the m intervals.

    Examples
    --------
    >>> values = np.arange(100.0)
    >>> low, high = bootstrap_interval(lambda counts: counts @ values / counts.sum(axis=1), 100)
    >>> print(f"{low:.1f} to {high:.1f}")
    43.8 to 55.0
    """
    numbers = np.arange(n)
    if groups is not None:
        keys = [group or (number,) for number, group in enumerate(groups)]
        first = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        numbers = np.array([first[key] for key in keys])
    n_groups = int(numbers.max()) + 1
    rng = np.random.default_rng(0)
    block = max(1, _BLOCK_SIZE // n)
    values = []
    for start in range(0, n_resamples, block):
        size = min(block, n_resamples - start)
        drawn = rng.integers(n_groups, size=(size, n_groups))
        drawn += n_groups * np.arange(size)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=size * n_groups).reshape(size, n_groups)
        values.append(np.asarray(statistic(counts[:, numbers])))
    low, high = np.nanpercentile(np.concatenate(values), _PERCENTILES, axis=0)
    return low, high


def resample_metrics(
    labels: Sequence[str], probabilities: Floats, classes: Sequence[str], counts: Ints
) -> dict[str, Floats]:
    """Compute the metrics of `compute_metrics` that get an interval, for many resamples at once.

    Parameters
    ----------
    labels, probabilities, classes
        As for `compute_metrics`.
    counts : ndarray of int, shape (b, n)
        How often each row is in each resample.

    Returns
    -------
    dict
        Arrays of shape (b,), NaN for a resample that has no row of leadership or management.
    """
    truth = np.array([classes.index(label) for label in labels])
    predicted = probabilities.argmax(axis=1)
    confusion = _count_confusion(truth, predicted, len(classes), counts)
    sides = [classes.index(side) for side in SIDES]
    first, second = sides
    forced = np.where(probabilities[:, first] > probabilities[:, second], first, second)
    choice = _count_confusion(truth, forced, len(classes), counts)[:, sides][:, :, sides]
    with np.errstate(invalid="ignore"):
        right = confusion.diagonal(axis1=1, axis2=2)
        given, found = confusion.sum(axis=2), confusion.sum(axis=1)
        n = given.sum(axis=1)
        accuracy = right.sum(axis=1) / n
        chance = (given * found).sum(axis=1) / n**2
        recalls = choice.diagonal(axis1=1, axis2=2) / choice.sum(axis=2)
        metrics = {
            "accuracy": accuracy,
            "macro_f1": _mean_of_known(2 * right / (given + found)),
            "kappa": np.where(accuracy == 1.0, 1.0, (accuracy - chance) / (1.0 - chance)),
            "forced_accuracy": choice.trace(axis1=1, axis2=2) / choice.sum(axis=(1, 2)),
            "forced_balanced_accuracy": _mean_of_known(recalls),
        }
    empty = np.isnan(metrics["forced_accuracy"])
    return {name: np.where(empty, np.nan, values) for name, values in metrics.items()}


def _count_confusion(truth: Ints, predicted: Ints, n_classes: int, counts: Ints) -> Floats:
    """Count the rows of each resample by true and predicted class: shape (b, k, k)."""
    cells = np.eye(n_classes**2)[truth * n_classes + predicted]
    table: Floats = (counts @ cells).reshape(-1, n_classes, n_classes)
    return table


def _mean_of_known(values: Floats) -> Floats:
    """Return the mean of each row of values, without those that are NaN; NaN if there are none."""
    known = ~np.isnan(values)
    mean: Floats = np.where(known, values, 0.0).sum(axis=1) / known.sum(axis=1)
    return mean
