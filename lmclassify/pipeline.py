"""The scikit-learn pipeline as training fits it, and as plain data once fitted."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from lmclassify.model import Model
from lmclassify.results import Label
from lmclassify.terms import terms


class StatementPipeline(Pipeline):  # type: ignore[misc]  # scikit-learn ships no types
    """TF-IDF and logistic regression, pickled as plain data.

    An ordinary `sklearn.pipeline.Pipeline` in every other respect. scikit-learn pickles the insides
    of its estimators, which another release warns of or cannot read; this one pickles what was
    learnt and what was set, and the release that loads it builds the estimators anew.
    """

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Give what rebuilds a fitted pipeline; with other steps, do as any pipeline does."""
        kinds = [(name, type(step)) for name, step in self.steps]
        plain = kinds == [("tfidf", TfidfVectorizer), ("classifier", LogisticRegression)]
        if not plain or not hasattr(self["classifier"], "coef_"):
            return super().__reduce_ex__(protocol)
        tfidf, classifier = self["tfidf"], self["classifier"]
        learnt = {
            "terms": tfidf.get_feature_names_out().tolist(),
            "idf": tfidf.idf_,
            "classes": classifier.classes_.tolist(),
            "coefficients": classifier.coef_,
            "intercept": classifier.intercept_,
        }
        return _rebuilt, (_settings(tfidf), _settings(classifier), learnt)


def _settings(estimator: BaseEstimator) -> dict[str, Any]:
    """Give the parameters that were set to something other than their defaults."""
    defaults = type(estimator)().get_params(deep=False)
    return {
        name: value
        for name, value in estimator.get_params(deep=False).items()
        if value is not defaults[name] and value != defaults[name]
    }


def _rebuilt(
    tfidf_settings: Mapping[str, Any],
    classifier_settings: Mapping[str, Any],
    learnt: Mapping[str, Any],
) -> StatementPipeline:
    tfidf = TfidfVectorizer(**tfidf_settings)
    tfidf.vocabulary_ = {term: column for column, term in enumerate(learnt["terms"])}
    tfidf.fixed_vocabulary_ = False
    tfidf.idf_ = learnt["idf"]
    classifier = LogisticRegression(**classifier_settings)
    classifier.classes_ = np.array(learnt["classes"])
    classifier.coef_, classifier.intercept_ = learnt["coefficients"], learnt["intercept"]
    classifier.n_features_in_ = len(learnt["terms"])
    return StatementPipeline([("tfidf", tfidf), ("classifier", classifier)])


def unfitted(C: float) -> StatementPipeline:
    """Make the pipeline.

    Parameters
    ----------
    C : float
        The inverse regularisation strength.

    Returns
    -------
    StatementPipeline
        Steps ``tfidf`` and ``classifier``.
    """
    return StatementPipeline(
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
