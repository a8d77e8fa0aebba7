"""The saved pipeline as a scikit-learn estimator."""

import io
import pickle
import warnings
from typing import Any

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
from tests.conftest import ROOT

TEXTS = [text for text, _ in CASES]


@pytest.fixture(scope="module")
def shipped() -> StatementPipeline:
    folder = load_model().folder
    assert folder is not None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        loaded: StatementPipeline = joblib.load(folder / "pipeline.joblib")
        return loaded


@pytest.fixture(scope="module")
def part() -> tuple[list[str], list[str]]:
    rows = corpus.read(corpus.default_files())[::25]
    return [row.text for row in rows], [row.label for row in rows]


def test_it_loads_without_a_warning_and_predicts(shipped: StatementPipeline) -> None:
    """The shipped joblib file loads without a warning and labels the plain cases correctly."""
    assert list(shipped.predict(TEXTS)) == [label for _, label in CASES]
    assert list(shipped.classes_) == ["leadership", "management", "neither"]


def test_the_pickle_names_no_release(shipped: StatementPipeline) -> None:
    """The pickle has no internals of a scikit-learn estimator and does not name its release."""
    data = pickle.dumps(shipped)
    assert b"_sklearn_version" not in data
    assert b"TfidfTransformer" not in data


def test_the_names_that_saved_pipelines_need(part: tuple[list[str], list[str]]) -> None:
    """A saved pipeline names two functions of this package, and docs/model-format.md lists them."""
    fitted = pipeline.build_pipeline(3.0).fit(*part)
    needed = {
        f"{module}.{name}"
        for module, name in pickled_names(pickle.dumps(fitted))
        if module.startswith("lmclassify")
    }
    assert needed == {"lmclassify.pipeline._rebuilt", "lmclassify.terms.terms"}
    page = (ROOT / "docs" / "model-format.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in needed)


def pickled_names(data: bytes) -> set[tuple[str, str]]:
    """Return module and name of everything that a pickle imports."""
    names = set()

    class Recorder(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> object:
            names.add((module, name))
            return super().find_class(module, name)

    Recorder(io.BytesIO(data)).load()
    return names


@pytest.mark.parametrize(
    "settings", [{}, {"tfidf__min_df": 1, "classifier__class_weight": "balanced"}]
)
def test_pickling_changes_nothing(
    part: tuple[list[str], list[str]], settings: dict[str, Any]
) -> None:
    """A pickled and loaded pipeline has the same predictions and the same parameters."""
    fitted = pipeline.build_pipeline(3.0).set_params(**settings).fit(*part)
    loaded = pickle.loads(pickle.dumps(fitted))  # noqa: S301  # our own bytes
    np.testing.assert_array_equal(loaded.predict_proba(TEXTS), fitted.predict_proba(TEXTS))
    assert repr(loaded.get_params()) == repr(fitted.get_params())


def test_other_steps_are_pickled_as_in_scikit_learn(part: tuple[list[str], list[str]]) -> None:
    """An unfitted pipeline, or one with another classifier, is pickled as in scikit-learn."""
    steps = [("tfidf", pipeline.build_vectoriser()), ("classifier", MultinomialNB())]
    for saved in (StatementPipeline(steps).fit(*part), pipeline.build_pipeline(2.0)):
        buffer = io.BytesIO()
        joblib.dump(saved, buffer)
        buffer.seek(0)
        assert repr(joblib.load(buffer)) == repr(saved)


def test_it_is_cloned_unfitted(shipped: StatementPipeline) -> None:
    """A clone has the parameters but is not fitted."""
    copy = clone(shipped)
    assert isinstance(copy, StatementPipeline)
    assert repr(copy.get_params()) == repr(shipped.get_params())
    assert not hasattr(copy["classifier"], "coef_")


def test_it_works_in_scikit_learns_tools(
    shipped: StatementPipeline, part: tuple[list[str], list[str]]
) -> None:
    """It works in cross-validation, grid search and calibration, also in other processes."""
    assert cross_val_score(clone(shipped), *part, cv=3, n_jobs=2).mean() > 0.6
    search = GridSearchCV(
        clone(shipped), {"classifier__C": [1.0, 10.0], "tfidf__min_df": [1]}, cv=2
    )
    assert search.fit(*part).best_score_ > 0.6
    calibrated = CalibratedClassifierCV(clone(shipped), cv=2).fit(*part)
    np.testing.assert_allclose(calibrated.predict_proba(TEXTS).sum(axis=1), 1.0)


def test_its_steps_are_scikit_learns_own(shipped: StatementPipeline) -> None:
    """The steps are plain scikit-learn estimators with accessible coefficients."""
    assert type(shipped["tfidf"]) is TfidfVectorizer
    assert type(shipped["classifier"]) is LogisticRegression
    assert shipped["classifier"].coef_.shape == (3, len(shipped["tfidf"].vocabulary_))
