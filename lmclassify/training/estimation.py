"""Fitting one model, and the logits of rows by models that were not trained on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from lmclassify import pipeline
from lmclassify.corpus import Row
from lmclassify.evaluation.cross_validation import group_rows, make_folds, predict_out_of_fold
from lmclassify.evaluation.metrics import Floats
from lmclassify.training import calibration
from lmclassify.training.samples import build_samples
from lmclassify.training.shares import log_shares

N_SPLITS: Final = 5
"""The folds of every cross-validation."""


def fit(rows: Sequence[Row], C: float) -> Pipeline:
    """Fit TF-IDF and logistic regression, for equal label shares and without calibration.

    Parameters
    ----------
    C : float
        The inverse regularisation strength.
    """
    samples = build_samples(rows)
    fitted = pipeline.build_pipeline(C).fit(
        [sample.text for sample in samples],
        [sample.label for sample in samples],
        classifier__sample_weight=[sample.weight for sample in samples],
    )
    weights: dict[str, float] = dict.fromkeys((sample.label for sample in samples), 0.0)
    for sample in samples:
        weights[sample.label] += sample.weight
    calibration.add_to_intercept(fitted, -log_shares(weights))
    return fitted


def out_of_fold_logits(
    rows: Sequence[Row], C: float = 3.0, background: Sequence[Row] = ()
) -> Floats:
    """Compute the logits of each row with a model that was not trained on its group.

    Parameters
    ----------
    C : float, default 3
        The inverse regularisation strength.
    background : sequence of Row, optional
        Rows that every model is trained on as well, except those of a group that is being
        predicted.

    Returns
    -------
    ndarray of shape (n, k)
        For the label shares of all rows together. One column per label, in alphabetical order.
    """
    n, together = len(rows), [*rows, *background]
    groups = np.array(group_rows(together))
    folds = []
    for train_rows, test_rows in make_folds(rows, N_SPLITS, groups[:n].tolist()):
        free = np.flatnonzero(~np.isin(groups[n:], groups[test_rows])) + n
        folds.append((np.concatenate([train_rows, free]), test_rows))
    with threadpool_limits(limits=1):
        logits = predict_out_of_fold(together, folds, fitter(C))[:n]
    shifted: Floats = logits + log_shares(own_shares(together))
    return shifted


def fitter(C: float) -> Callable[[Sequence[Row], Sequence[Row]], Floats]:
    """Return a function that fits to some rows and returns the logits of others."""

    def fit_predict(train_rows: Sequence[Row], test_rows: Sequence[Row]) -> Floats:
        logits = fit(train_rows, C).decision_function([row.text for row in test_rows])
        return logits if logits.ndim == 2 else np.column_stack([-logits / 2, logits / 2])

    return fit_predict


def own_shares(rows: Sequence[Row]) -> dict[str, float]:
    """Return the share of each label among rows; those of both don't count."""
    counts = Counter(row.label for row in rows if row.label != "both")
    return {label: counts[label] / counts.total() for label in sorted(counts)}
