"""Calibration: one temperature for all logits (Guo, Pleiss, Sun and Weinberger 2017).

Dividing the coefficients and intercepts by it has the same effect, so the calibrated model is still
one linear model, and tests can hold the pipeline and the exported weights equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.pipeline import Pipeline

from lmclassify.evaluation.metrics import Floats

_TEMPERATURE_BOUNDS: Final = (0.05, 20.0)


def log_losses(logits: Floats, labels: Sequence[str], classes: Sequence[str]) -> Floats:
    """Compute the log loss of each row, in nats.

    Parameters
    ----------
    logits : ndarray of shape (n, k)
        One row per text.
    labels : sequence of str, length n
        The true labels.
    classes : sequence of str, length k
        The labels of the columns, in ascending order.

    Examples
    --------
    >>> log_losses(np.zeros((1, 2)), ["a"], ["a", "b"]).round(3)
    array([0.693])
    """
    columns = np.searchsorted(classes, labels)
    losses: Floats = -log_softmax(logits, axis=1)[np.arange(len(labels)), columns]
    return losses


def fit_temperature(logits: Floats, labels: Sequence[str], classes: Sequence[str]) -> float:
    """Find the temperature that minimises the log loss of out-of-fold logits, to four places.

    Parameters
    ----------
    logits : ndarray of shape (n, k)
        One row per text.
    labels : sequence of str, length n
        The true labels.
    classes : sequence of str, length k
        The labels of the columns, in ascending order.
    """
    optimum = minimize_scalar(
        lambda log_t: log_losses(logits / np.exp(log_t), labels, classes).mean(),
        bounds=np.log(_TEMPERATURE_BOUNDS),
        method="bounded",
    )
    return round(float(np.exp(optimum.x)), 4)


def calibrate(fitted: Pipeline, temperature: float, log_shares: Floats) -> Pipeline:
    """Divide the logits by a temperature, and move them to the label shares to calibrate for.

    All values are then rounded to single precision, which is what a model folder stores.

    Parameters
    ----------
    fitted : sklearn.pipeline.Pipeline
        Fitted for equal label shares; changed in place and returned.
    temperature : float
        As `fit_temperature` returns it.
    log_shares : ndarray of shape (k,)
        The logarithm of each label's share.
    """
    vectoriser, classifier = fitted["tfidf"], fitted["classifier"]
    for name in ("coef_", "intercept_"):
        setattr(classifier, name, getattr(classifier, name) / temperature)
    add_to_intercept(fitted, log_shares)
    for estimator, name in (
        (classifier, "coef_"),
        (classifier, "intercept_"),
        (vectoriser, "idf_"),
    ):
        # For two classes the folder stores halves of these; halving is exact in single precision.
        single = getattr(estimator, name).astype(np.float32)
        setattr(estimator, name, single.astype(np.float64))
    names = vectoriser.get_feature_names_out().tolist()
    vectoriser.vocabulary_ = {name: index for index, name in enumerate(names)}
    return fitted


def add_to_intercept(fitted: Pipeline, added: Floats) -> None:
    """Add a number to the logit of each label.

    Parameters
    ----------
    fitted : sklearn.pipeline.Pipeline
        Changed in place.
    added : ndarray of shape (k,)
        In the order of the classes.
    """
    classifier = fitted["classifier"]
    # For two classes scikit-learn has one logit, the difference of the two.
    difference = np.diff(added) if len(added) == 2 else added
    classifier.intercept_ = classifier.intercept_ + difference
