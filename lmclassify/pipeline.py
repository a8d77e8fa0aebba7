"""The scikit-learn pipeline as training fits it, and as plain data once fitted."""

from __future__ import annotations

from array import array
from typing import cast

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from lmclassify.model import Model
from lmclassify.results import Label
from lmclassify.terms import terms


def unfitted(C: float) -> Pipeline:
    """Make the pipeline.

    Parameters
    ----------
    C : float
        The inverse regularisation strength.

    Returns
    -------
    sklearn.pipeline.Pipeline
        Steps ``tfidf`` and ``classifier``.
    """
    return Pipeline(
        [
            ("tfidf", vectoriser()),
            ("classifier", LogisticRegression(C=C, max_iter=1000, tol=1e-5)),
        ]
    )


def vectoriser() -> TfidfVectorizer:
    """Make the first step of the pipeline.

    Returns
    -------
    sklearn.feature_extraction.text.TfidfVectorizer
    """
    return TfidfVectorizer(analyzer=terms, sublinear_tf=True, min_df=2)


def rows_of_weights(
    idf: npt.NDArray[np.float64],
    coefficients: npt.NDArray[np.float64],
    intercept: npt.NDArray[np.float64],
) -> array[float]:
    """Lay out what was fitted as `lmclassify.linear.Linear` takes it.

    Parameters
    ----------
    idf : ndarray of shape (n,)
    coefficients : ndarray of shape (k, n)
    intercept : ndarray of shape (k,)

    Returns
    -------
    array of float, length (n + 1) * (1 + k)
        Singles.
    """
    first = np.concatenate([[1.0], intercept])
    table = np.vstack([first, np.column_stack([idf, coefficients.T])])
    return array("f", table.astype(np.float32).ravel())


def export(pipeline: Pipeline, practice_weights: array[float] | None = None) -> Model:
    """Turn a fitted pipeline into plain data.

    Parameters
    ----------
    pipeline : sklearn.pipeline.Pipeline
    practice_weights : array of float, optional
        As `lmclassify.practice_training.fit` gives them, of the same terms.

    Returns
    -------
    Model
    """
    tfidf, classifier = pipeline["tfidf"], pipeline["classifier"]
    coefficients, intercept = classifier.coef_, classifier.intercept_
    if len(classifier.classes_) == 2:
        # scikit-learn keeps one column for two classes: the difference of the two.
        coefficients = np.vstack([-coefficients[0] / 2, coefficients[0] / 2])
        intercept = np.array([-intercept[0] / 2, intercept[0] / 2])
    return Model(
        cast("list[Label]", [str(label) for label in classifier.classes_]),
        tfidf.get_feature_names_out().tolist(),
        rows_of_weights(tfidf.idf_, coefficients, intercept),
        practice_weights=practice_weights,
    )
