"""The scikit-learn pipeline that training fits, and its export as plain data.

Saved pipelines name three things by their address: `lmclassify.pipeline.StatementPipeline`,
`lmclassify.pipeline._rebuilt` and `lmclassify.terms.terms`. Never rename or move them, or models
that people have saved no longer load; see ``docs/model-format.md``.
"""

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
from lmclassify.model.context import Context
from lmclassify.results import Label
from lmclassify.terms import VERSION, terms, terms_1


class StatementPipeline(Pipeline):  # type: ignore[misc]  # scikit-learn ships no types
    """TF-IDF and logistic regression, pickled as plain data.

    In every other respect an ordinary `sklearn.pipeline.Pipeline`. scikit-learn pickles the
    internals of its estimators, and another release warns about them or cannot read them. This
    class pickles the learnt values and the settings; the release that loads them builds new
    estimators.
    """

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Pickle a fitted pipeline as plain data; if it has other steps, as scikit-learn does."""
        steps = [(name, type(step)) for name, step in self.steps]
        has_own_steps = steps == [("tfidf", TfidfVectorizer), ("classifier", LogisticRegression)]
        if not has_own_steps or not hasattr(self["classifier"], "coef_"):
            return super().__reduce_ex__(protocol)
        tfidf, classifier = self["tfidf"], self["classifier"]
        learnt = {
            "terms": tfidf.get_feature_names_out().tolist(),
            "idf": tfidf.idf_,
            "classes": classifier.classes_.tolist(),
            "coefficients": classifier.coef_,
            "intercept": classifier.intercept_,
            "terms_version": VERSION,
        }
        return _rebuilt, (_settings(tfidf), _settings(classifier), learnt)


def _settings(estimator: BaseEstimator) -> dict[str, Any]:
    """Return the parameters that differ from their defaults."""
    defaults = type(estimator)().get_params(deep=False)
    return {
        name: value
        for name, value in estimator.get_params(deep=False).items()
        if value is not defaults[name] and value != defaults[name]
    }


# Saved pipelines call this function by its name and in this module: never rename or move it, and
# keep its parameters.
def _rebuilt(
    tfidf_settings: Mapping[str, Any],
    classifier_settings: Mapping[str, Any],
    learnt: Mapping[str, Any],
) -> StatementPipeline:
    tfidf = TfidfVectorizer(**tfidf_settings)
    if tfidf.analyzer is terms and learnt.get("terms_version", 1) == 1:
        tfidf.analyzer = terms_1  # when it was saved, this was what `terms` returned
    tfidf.vocabulary_ = {term: column for column, term in enumerate(learnt["terms"])}
    tfidf.fixed_vocabulary_ = False
    tfidf.idf_ = learnt["idf"]
    classifier = LogisticRegression(**classifier_settings)
    classifier.classes_ = np.array(learnt["classes"])
    classifier.coef_, classifier.intercept_ = learnt["coefficients"], learnt["intercept"]
    classifier.n_features_in_ = len(learnt["terms"])
    return StatementPipeline([("tfidf", tfidf), ("classifier", classifier)])


def build_pipeline(C: float) -> StatementPipeline:
    """Build an unfitted pipeline of the steps ``tfidf`` and ``classifier``.

    Parameters
    ----------
    C : float
        The inverse regularisation strength.
    """
    return StatementPipeline(
        [
            ("tfidf", build_vectoriser()),
            # Newton's method gets closer to the optimum than the default solver, in less time: at
            # the default's precision another processor's rounding shows in the weights.
            ("classifier", LogisticRegression(C=C, solver="newton-cg", max_iter=1000, tol=1e-8)),
        ]
    )


def build_vectoriser() -> TfidfVectorizer:
    """Build the unfitted first step of the pipeline."""
    return TfidfVectorizer(analyzer=terms, sublinear_tf=True, min_df=3)


def pack_weights(
    idf: npt.NDArray[np.float64],
    coefficients: npt.NDArray[np.float64],
    intercept: npt.NDArray[np.float64],
) -> array[float]:
    """Pack fitted values into one array, as `lmclassify.model.linear.Linear` takes it.

    Parameters
    ----------
    idf : ndarray of shape (n,)
        The inverse document frequency of each term.
    coefficients : ndarray of shape (k, n)
        One row per class.
    intercept : ndarray of shape (k,)
        One per class.

    Returns
    -------
    array of float, length (n + 1) * (1 + k)
        In single precision.
    """
    first = np.concatenate([[1.0], intercept])
    table = np.vstack([first, np.column_stack([idf, coefficients.T])])
    return array("f", table.astype(np.float32).ravel())


def export_model(
    pipeline: Pipeline,
    label_shares: Mapping[str, float] | None = None,
    practice_weights: array[float] | None = None,
    context: Context | None = None,
) -> Model:
    """Export a fitted pipeline as plain data.

    Parameters
    ----------
    pipeline : sklearn.pipeline.Pipeline
        Fitted, with the steps ``tfidf`` and ``classifier``.
    label_shares : mapping of str to float, optional
        The label shares that it is calibrated for.
    practice_weights : array of float, optional
        As `lmclassify.training.practices.fit` returns them, for the same terms.
    context : Context, optional
        The layer for statements of a document.
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
        pack_weights(tfidf.idf_, coefficients, intercept),
        {"label_shares": dict(label_shares)} if label_shares else None,
        practice_weights=practice_weights,
        context=context,
    )
