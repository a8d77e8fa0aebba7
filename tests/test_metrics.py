"""Metrics and their intervals."""

from __future__ import annotations

import numpy as np
import pytest

from lmclassify.evaluation import bootstrap
from lmclassify.evaluation.bootstrap import bootstrap_interval, resample_metrics
from lmclassify.evaluation.metrics import (
    Floats,
    Ints,
    compute_metrics,
    expected_calibration_error,
    wilson_interval,
)
from lmclassify.results import LABELS


def test_calibration_error() -> None:
    """The calibration error is 0 if confidence equals accuracy, and otherwise the difference."""
    correct = np.array([True, False] * 50)
    assert expected_calibration_error(np.full(100, 0.5), correct) == pytest.approx(0)
    assert expected_calibration_error(np.full(100, 0.9), correct) == pytest.approx(0.4)


@pytest.mark.parametrize(("correct", "n"), [(60, 84), (109, 109), (0, 229), (10079, 11083)])
def test_wilson_interval(correct: int, n: int) -> None:
    """The interval is that of Wilson's formula."""
    share, z2 = correct / n, 1.959964**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    assert wilson_interval(correct, n) == pytest.approx((middle - half, middle + half), abs=1e-9)


def test_bootstrap_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interval of a mean is about 4 standard errors wide; blocks and NaN don't change it."""
    values = np.random.default_rng(1).normal(size=400)

    def mean(counts: Ints) -> Floats:
        means: Floats = counts @ values / counts.sum(axis=1)
        return means

    low, high = bootstrap_interval(mean, len(values))
    assert low < values.mean() < high
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)
    monkeypatch.setattr(bootstrap, "_BLOCK_SIZE", 1000)
    assert bootstrap_interval(mean, len(values)) == pytest.approx((low, high))

    def mean_and_nan(counts: Ints) -> Floats:
        means = mean(counts)
        return np.column_stack([means, np.where(means > np.median(means), means, np.nan)])

    lows, highs = bootstrap_interval(mean_and_nan, len(values))
    assert (lows[0], highs[0]) == pytest.approx((low, high))
    assert low < lows[1] < highs[1]


def test_metrics() -> None:
    """Metrics of a worked example: the forced choice leaves neither out, the others count it."""
    probabilities = np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5], [0.1, 0.2, 0.7], [0.5, 0.4, 0.1]])
    measured = compute_metrics(
        ["leadership", "management", "neither", "management"],
        probabilities,
        ["leadership", "management", "neither"],
    )
    assert (measured["n"], measured["forced_n"]) == (4, 3)
    assert measured["accuracy"] == 0.5
    assert measured["forced_accuracy"] == pytest.approx(2 / 3)
    assert measured["forced_kappa"] == pytest.approx(0.4)
    assert measured["macro_f1"] == pytest.approx((2 / 3 + 0 + 2 / 3) / 3)


def test_groups_are_drawn_whole() -> None:
    """The interval of rows that repeat each other in groups is that of the groups."""
    values = np.random.default_rng(2).normal(size=40)
    groups = [str(number % 40) for number in range(400)]

    def mean(counts: Ints) -> Floats:
        means: Floats = counts @ np.resize(values, counts.shape[1]) / counts.sum(axis=1)
        return means

    assert bootstrap_interval(mean, 400, groups=groups) == pytest.approx(
        bootstrap_interval(mean, 40)
    )
    assert bootstrap_interval(mean, 40, groups=[""] * 40) == bootstrap_interval(mean, 40)


@pytest.mark.parametrize("seed", range(5))
def test_metrics_of_resamples(seed: int) -> None:
    """The metrics of a resample are those of its rows, written out."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 60))
    labels = rng.choice(LABELS[: rng.integers(2, 4)], size=n)
    probabilities = rng.dirichlet([1, 1, 1], size=n)
    counts = rng.integers(0, 3, size=(20, n))
    resampled = resample_metrics(labels.tolist(), probabilities, LABELS, counts)
    assert {len(values) for values in resampled.values()} == {20}
    for number, count in enumerate(counts):
        rows = np.repeat(np.arange(n), count)
        if set(labels[rows]) <= {"neither"}:
            assert all(np.isnan(values[number]) for values in resampled.values())
            continue
        measured = compute_metrics(labels[rows].tolist(), probabilities[rows], LABELS)
        for name, values in resampled.items():
            assert values[number] == pytest.approx(measured[name]), name
