"""Scoring without scikit-learn equals the pipeline, and explanations are exact."""

import math
from typing import Any

import joblib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmclassify import classify, corpus, explain, load_model
from lmclassify.api import model_folder
from lmclassify.results import LABELS, SIDES, SMALL_WORDS


@pytest.fixture(scope="module")
def pipeline() -> Any:
    return joblib.load(model_folder() / "pipeline.joblib")


def probabilities(texts: list[str]) -> np.ndarray:
    model = load_model()
    return np.array([[model.predict(t).probabilities[x] for x in model.labels] for t in texts])


def test_equal_to_the_pipeline_on_the_corpus(pipeline: Any) -> None:
    """The model gives the pipeline's probabilities and labels on the whole corpus."""
    texts = [row.text for row in corpus.read(corpus.default_files())]
    expected = pipeline.predict_proba(texts)
    np.testing.assert_allclose(probabilities(texts), expected, rtol=0, atol=1e-9)
    assert [classify(text).label for text in texts[::50]] == list(pipeline.predict(texts[::50]))


@given(st.lists(st.text(), min_size=1, max_size=20))
def test_equal_to_the_pipeline_on_any_text(pipeline: Any, texts: list[str]) -> None:
    """The model gives the pipeline's probabilities on arbitrary Unicode."""
    expected = pipeline.predict_proba(texts)
    np.testing.assert_allclose(probabilities(texts), expected, rtol=0, atol=1e-9)


PHRASES = st.lists(
    st.sampled_from(["lead", "the", "budget", "vision", "Budgets", "zzyzx", "—", "7", "&amp;"]),
    min_size=1,
).map(" ".join)


@given(PHRASES, st.booleans())
def test_an_explanation_sums_to_the_prediction(text: str, two_way: bool) -> None:
    """Terms and intercept sum to the logits, words and intercept too; softmax gives the rest."""
    explanation = explain(text, two_way=two_way)
    for label, logit in explanation.logits.items():
        for parts in (explanation.terms, explanation.words):
            total = explanation.intercept[label] + sum(part.contributions[label] for part in parts)
            assert math.isclose(total, logit, abs_tol=1e-12)
    assert explanation.labels == (SIDES if two_way else LABELS)
    odds = {label: math.exp(explanation.logits[label]) for label in explanation.labels}
    for label in explanation.labels:
        expected = odds[label] / sum(odds.values())
        actual = explanation.prediction.probabilities[label]
        assert math.isclose(actual, expected, abs_tol=1e-9)


def test_a_term_is_shared_equally_among_its_words() -> None:
    """A prefix is shared by the words that begin with it, a pair by its two words."""
    explanation = explain("Manage managers, manage")
    contributions = {t.term: t.contributions["management"] for t in explanation.terms}
    words = {w.word: w.contributions["management"] for w in explanation.words}
    prefix, pair = contributions["manag*"], contributions.get("manag* manag*", 0.0)
    expected = contributions.get("managers", 0.0) + prefix / 3 + pair / 2
    assert words["managers"] == pytest.approx(expected, abs=1e-12)


def test_the_words_of_an_explanation() -> None:
    """Words come by weight for the label, function words last as one, unknown words apart."""
    explanation = explain("Unite the partners of the county around a shared vision zzyzx")
    *words, small = explanation.words
    assert small.word == SMALL_WORDS
    assert {w.word for w in words} == {"unite", "partners", "county", "around", "shared", "vision"}
    weights = [abs(w.contributions["leadership"]) for w in words]
    assert weights == sorted(weights, reverse=True)
    assert explanation.unknown_words == ("zzyzx",)


@given(st.text(min_size=1).filter(str.strip), st.booleans())
def test_properties_of_every_prediction(text: str, two_way: bool) -> None:
    """Probabilities sum to 1, confidence is the label's, and two ways leave no neither."""
    prediction = classify(text, two_way=two_way)
    assert math.isclose(sum(prediction.probabilities.values()), 1.0, abs_tol=1e-9)
    assert prediction.confidence == prediction.probabilities[prediction.label]
    assert 0.0 <= prediction.coverage <= 1.0
    if two_way:
        assert prediction.label == prediction.leaning
        assert prediction.probabilities["neither"] == 0.0
    if prediction.coverage == 0.0 and not two_way:
        assert prediction.label == "neither"


def test_unknown_text_is_neither() -> None:
    """A text without a known term is neither, with coverage 0, and its explanation is empty."""
    explanation = explain("12345 xqzvw")
    assert explanation.prediction.label == "neither"
    assert explanation.prediction.coverage == 0.0
    assert explanation.terms == ()
    assert explanation.words == ()
    assert "xqzvw" in explanation.unknown
    assert "xqzvw" in explanation.unknown_words


def test_mixed_needs_both_sides() -> None:
    """A statement of both sides is mixed; one that is plainly of one side is not."""
    assert classify("Sets the vision and holds the budget").mixed
    assert not classify("Approve timesheets and prepare the weekly rota").mixed
