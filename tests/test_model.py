"""Scoring without scikit-learn: equal to the pipeline, and explained exactly."""

import math

import joblib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmclassify import classify, corpus, explain, load_model
from lmclassify.results import LABELS


@pytest.fixture(scope="module")
def pipeline():
    return joblib.load(load_model().folder / "pipeline.joblib")


def probabilities(texts: list[str]) -> np.ndarray:
    model = load_model()
    return np.array([[model.predict(t).probabilities[x] for x in model.labels] for t in texts])


def test_equal_to_the_pipeline_on_the_corpus(pipeline) -> None:
    """Plain scoring gives the pipeline's probabilities and labels on the whole corpus."""
    texts = [row.text for row in corpus.read(corpus.default_files())]
    expected = pipeline.predict_proba(texts)
    np.testing.assert_allclose(probabilities(texts), expected, rtol=0, atol=1e-9)
    assert [classify(text).label for text in texts[::50]] == list(pipeline.predict(texts[::50]))


@given(st.lists(st.text(), min_size=1, max_size=20))
def test_equal_to_the_pipeline_on_any_text(pipeline, texts: list[str]) -> None:
    """Plain scoring gives the pipeline's probabilities on arbitrary Unicode."""
    expected = pipeline.predict_proba(texts)
    np.testing.assert_allclose(probabilities(texts), expected, rtol=0, atol=1e-9)


SOME_WORDS = st.lists(
    st.sampled_from(["lead", "the", "budget", "vision", "Budget", "zzyzx", "—", "7", "&amp;"]),
    min_size=1,
).map(" ".join)


@given(SOME_WORDS, st.booleans())
def test_an_explanation_replayed_is_the_prediction(text: str, two_way: bool) -> None:
    """Contributions and intercept sum to the logits, whose softmax is the probabilities."""
    found = explain(text, two_way=two_way)
    for label, logit in found.logits.items():
        added = sum(term.contributions[label] for term in found.terms)
        assert math.isclose(found.intercept[label] + added, logit, abs_tol=1e-12)
    choice = [x for x in LABELS if not (two_way and x == "neither")]
    odds = {label: math.exp(found.logits[label]) for label in choice}
    for label in choice:
        expected = odds[label] / sum(odds.values())
        assert math.isclose(found.prediction.probabilities[label], expected, abs_tol=1e-9)


@given(st.text(min_size=1).filter(str.strip), st.booleans())
def test_what_holds_for_every_prediction(text: str, two_way: bool) -> None:
    """Probabilities sum to 1, confidence is the label's, and two ways leave no neither."""
    found = classify(text, two_way=two_way)
    assert math.isclose(sum(found.probabilities.values()), 1.0, abs_tol=1e-9)
    assert found.confidence == found.probabilities[found.label]
    assert 0.0 <= found.coverage <= 1.0
    if two_way:
        assert found.label == found.leaning
        assert found.probabilities["neither"] == 0.0
    if found.coverage == 0.0 and not two_way:
        assert found.label == "neither"


def test_unknown_text_is_neither() -> None:
    """A text without a known term is neither, with coverage 0, and the explanation says so."""
    found = explain("Żółw 12345 xqzvw")
    assert found.prediction.label == "neither"
    assert found.prediction.coverage == 0.0
    assert found.terms == ()
    assert "xqzvw" in found.unknown


def test_mixed_needs_both_sides() -> None:
    """A statement that does both is mixed; one that plainly does one is not."""
    assert classify("Sets the vision and holds the budget").mixed
    assert not classify("Approve timesheets and prepare the weekly rota").mixed
