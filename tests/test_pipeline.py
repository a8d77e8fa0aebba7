"""The saved pipeline as a scikit-learn estimator among others."""

import io
import pickle
import warnings

import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.naive_bayes import MultinomialNB

from lmclassify import corpus, load_model, pipeline
from lmclassify.pipeline import StatementPipeline
from tests.cases import CASES

TEXTS = [text for text, _ in CASES]


@pytest.fixture(scope="module")
def shipped() -> StatementPipeline:
    folder = load_model().folder
    assert folder is not None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return joblib.load(folder / "pipeline.joblib")


@pytest.fixture(scope="module")
def part() -> tuple[list[str], list[str]]:
    rows = corpus.read(corpus.default_files())[::25]
    return [row.text for row in rows], [row.label for row in rows]


def test_it_loads_without_a_warning_and_predicts(shipped: StatementPipeline) -> None:
    """The shipped joblib file loads silently in this scikit-learn and knows the plain cases."""
    assert list(shipped.predict(TEXTS)) == [label for _, label in CASES]
    assert list(shipped.classes_) == ["leadership", "management", "neither"]


def test_the_pickle_names_no_release(shipped: StatementPipeline) -> None:
    """Nothing in the pickle is of the inside of a scikit-learn estimator or names its release."""
    data = pickle.dumps(shipped)
    assert b"_sklearn_version" not in data
    assert b"TfidfTransformer" not in data


@pytest.mark.parametrize(
    "settings", [{}, {"tfidf__min_df": 1, "classifier__class_weight": "balanced"}]
)
def test_pickled_it_stays_the_same(part: tuple[list[str], list[str]], settings: dict) -> None:
    """A fitted pipeline that was pickled predicts the same and has the same parameters."""
    made = pipeline.unfitted(3.0).set_params(**settings).fit(*part)
    again = pickle.loads(pickle.dumps(made))  # noqa: S301  # our own bytes
    np.testing.assert_array_equal(again.predict_proba(TEXTS), made.predict_proba(TEXTS))
    assert repr(again.get_params()) == repr(made.get_params())


def test_other_steps_are_pickled_as_ever(part: tuple[list[str], list[str]]) -> None:
    """With another classifier, or not yet fitted, it pickles as any pipeline does."""
    other = StatementPipeline([("tfidf", pipeline.vectoriser()), ("classifier", MultinomialNB())])
    for made in (other.fit(*part), pipeline.unfitted(2.0)):
        buffer = io.BytesIO()
        joblib.dump(made, buffer)
        buffer.seek(0)
        assert repr(joblib.load(buffer)) == repr(made)


def test_it_is_cloned_unfitted(shipped: StatementPipeline) -> None:
    """A clone has the parameters and nothing of what was learnt."""
    copy = clone(shipped)
    assert isinstance(copy, StatementPipeline)
    assert repr(copy.get_params()) == repr(shipped.get_params())
    assert not hasattr(copy["classifier"], "coef_")


def test_it_works_in_scikit_learns_tools(
    shipped: StatementPipeline, part: tuple[list[str], list[str]]
) -> None:
    """Cross-validation, grid search and calibration take it, also in other processes."""
    assert cross_val_score(clone(shipped), *part, cv=3, n_jobs=2).mean() > 0.6
    search = GridSearchCV(
        clone(shipped), {"classifier__C": [1.0, 10.0], "tfidf__min_df": [1]}, cv=2
    )
    assert search.fit(*part).best_score_ > 0.6
    calibrated = CalibratedClassifierCV(clone(shipped), cv=2).fit(*part)
    np.testing.assert_allclose(calibrated.predict_proba(TEXTS).sum(axis=1), 1.0)


def test_its_steps_are_scikit_learns_own(shipped: StatementPipeline) -> None:
    """The steps are plain scikit-learn estimators, open to whoever wants their coefficients."""
    assert type(shipped["tfidf"]) is TfidfVectorizer
    assert type(shipped["classifier"]) is LogisticRegression
    assert shipped["classifier"].coef_.shape == (3, len(shipped["tfidf"].vocabulary_))
