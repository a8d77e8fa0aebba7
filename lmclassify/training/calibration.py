"""Calibration: one temperature for all logits (Guo, Pleiss, Sun and Weinberger 2017).

Dividing coefficients and intercepts by it is the same thing, so the calibrated model is still one
linear model, and the pipeline and the exported weights can be held equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from sklearn.pipeline import Pipeline

from lmclassify.evaluation.metrics import Floats

TEMPERATURES: Final = (0.05, 20.0)


def log_losses(logits: Floats, labels: Sequence[str], classes: Sequence[str]) -> Floats:
    """Give the log loss of each row.

    Parameters
    ----------
    logits : ndarray of shape (n, k)
    labels : sequence of str, length n
    classes : sequence of str, length k
        In ascending order.

    Returns
    -------
    ndarray of shape (n,)
        In nats.
    """
    columns = np.searchsorted(classes, labels)
    losses: Floats = -log_softmax(logits, axis=1)[np.arange(len(labels)), columns]
    return losses


def temperature(logits: Floats, labels: Sequence[str], classes: Sequence[str]) -> float:
    """Find the temperature at which out-of-fold logits fit the labels best.

    Parameters
    ----------
    logits : ndarray of shape (n, k)
    labels : sequence of str, length n
    classes : sequence of str, length k
        In ascending order.

    Returns
    -------
    float
        To four places.
    """
    found = minimize_scalar(
        lambda log_t: log_losses(logits / np.exp(log_t), labels, classes).mean(),
        bounds=np.log(TEMPERATURES),
        method="bounded",
    )
    return round(float(np.exp(found.x)), 4)


def apply(fitted: Pipeline, divisor: float) -> None:
    """Fold a temperature into the coefficients, and round all to what is stored: singles.

    Parameters
    ----------
    fitted : sklearn.pipeline.Pipeline
        Changed in place.
    divisor : float
        The temperature.
    """
    vectoriser, classifier = fitted["tfidf"], fitted["classifier"]
    for name in ("coef_", "intercept_"):
        value = getattr(classifier, name) / divisor
        # Of two classes the halves are stored; halving a single is exact.
        setattr(classifier, name, value.astype(np.float32).astype(np.float64))
    vectoriser.idf_ = vectoriser.idf_.astype(np.float32).astype(np.float64)
    names = vectoriser.get_feature_names_out().tolist()
    vectoriser.vocabulary_ = {name: index for index, name in enumerate(names)}
