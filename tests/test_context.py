"""Statements read among those around them, and what training does for it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from lmclassify import CorpusError, Document, classify_document, corpus, load_model
from lmclassify.cli import commands
from lmclassify.corpus import Row
from lmclassify.evaluation.assessment import assess
from lmclassify.evaluation.cross_validation import group_rows
from lmclassify.evaluation.document_error import compute_document_error
from lmclassify.model.context import RADII, Context, neighbour_means
from lmclassify.results import LABELS, SIDES
from lmclassify.training import context as context_training
from lmclassify.training.samples import build_samples
from lmclassify.training.shares import parse_shares

ROWS = st.lists(st.lists(st.floats(-20, 20), min_size=3, max_size=3), max_size=30)
DUTIES = [
    "Prepare the weekly rota and authorise overtime",
    "Hold the budget of the kitchen",
    "Check that the cooks follow the hygiene rules",
    "Orders and deliveries",
    "Train new cooks in the procedures",
    "Appraise the kitchen porters",
]
BENEFITS = [
    "Twenty-eight days of holiday",
    "A pension and free meals on duty",
    "Free parking beside the building",
    "Orders and deliveries",
    "A uniform and its laundry",
    "Discounts in the shop",
]


@pytest.fixture(scope="module")
def layer() -> Context:
    found = load_model().context
    assert found is not None
    return found


@given(ROWS)
def test_neighbour_means_are_means(rows: list[list[float]]) -> None:
    """Each mean is that of the centred logits within its radius, without the statement itself."""
    centred = [np.array(row) - np.mean(row) for row in rows]
    means = neighbour_means(rows)
    for i, found in enumerate(means):
        expected: list[float] = []
        for radius in RADII:
            near = [c for j, c in enumerate(centred) if 0 < abs(i - j) <= radius]
            expected += list(np.mean(near, axis=0)) if near else [0.0] * 3
        assert found == pytest.approx(expected, abs=1e-9)


def test_written_and_read_again(layer: Context) -> None:
    """A layer that was written and read again gives the same logits."""
    again = Context.from_json(layer.to_json())
    document = [[1.0, -2.0, 0.5], [0.0, 3.0, -1.0], [-1.0, 0.0, 2.0]]
    assert again.logits(document) == layer.logits(document)
    assert (again.radii, again.shares) == (layer.radii, layer.shares)


def test_neighbours_count() -> None:
    """The same line is more likely a duty among duties than among benefits."""
    model, line = load_model(), DUTIES[3]
    assert BENEFITS[3] == line
    among_duties, among_benefits = (model.predict_document(x)[3] for x in (DUTIES, BENEFITS))
    gap = among_duties.probabilities["management"] - among_benefits.probabilities["management"]
    assert gap > 0.2
    alone = model.predict(line)
    assert model.predict_document(DUTIES, use_context=False)[3] == alone


def test_reasons_sum_up_in_context() -> None:
    """In a document, words, baseline and what stands around sum to the logits, of both choices."""
    model = load_model()
    for two_way in (False, True):
        explanations = model.explain_document(DUTIES, two_way=two_way)
        predictions = model.predict_document(DUTIES, two_way=two_way)
        for explanation, prediction in zip(explanations, predictions, strict=True):
            assert explanation.prediction == prediction
            assert explanation.context is not None
            odds = {}
            for label in explanation.labels:
                added = sum(word.contributions[label] for word in explanation.words)
                total = explanation.intercept[label] + explanation.context[label] + added
                assert explanation.logits[label] == pytest.approx(total, abs=1e-9)
                odds[label] = np.exp(total)
            for label, value in odds.items():
                assert prediction.probabilities[label] == pytest.approx(
                    value / sum(odds.values()), abs=1e-9
                )


def test_a_document_uses_its_context() -> None:
    """classify_document gives what the model says in context, and by itself if told so."""
    document = Document("a kitchen", "\n".join(f"- {line}." for line in DUTIES))
    model = load_model()
    result = classify_document(document)
    texts = [statement.text for statement, _ in result.statements]
    assert [p for _, p in result.statements] == model.predict_document(texts)
    alone = classify_document(document, use_context=False)
    assert [p for _, p in alone.statements] == [model.predict(text) for text in texts]


def test_unknown_text_stays_neither() -> None:
    """A line of which nothing is known is neither also among duties."""
    assert load_model().predict_document([*DUTIES, "Xqzvw"])[-1].label == "neither"


def rows_of(label: corpus.CorpusLabel, n: int, document: str = "") -> list[Row]:
    return [
        Row(f"Word{i} statement number {i} of {label}", label, source="one", document=document)
        for i in range(n)
    ]


def test_both_counts_half_for_each_side() -> None:
    """A row of both is two samples of half the weight; other rows are one sample of their own."""
    samples = build_samples([Row("Lead and manage the team", "both"), Row("Type", "neither")])
    assert [(s.label, s.weight) for s in samples] == [
        ("leadership", 0.5), ("management", 0.5), ("neither", 1.0),
    ]  # fmt: skip


def test_copies_depend_on_their_rows_only() -> None:
    """Whether a row gets a copy with an opening does not depend on the other rows."""
    rows = rows_of("management", 60)
    alone = {sample for row in rows for sample in build_samples([row])}
    together = set(build_samples(rows))
    assert alone == together
    assert len(together) > len(rows)


def test_joins_are_both() -> None:
    """Leadership joined with management is both; either joined with neither stays what it is."""
    rows = [*rows_of("leadership", 40), *rows_of("management", 40), *rows_of("neither", 40)]
    by_text: dict[str, set[str]] = {}
    for sample in build_samples(rows):
        by_text.setdefault(sample.text, set()).add(sample.label)
    joined = {text: labels for text, labels in by_text.items() if text.count("statement") == 2}
    assert {len(labels) for labels in joined.values()} == {1, 2}
    for text, labels in joined.items():
        assert labels == {side for side in SIDES if f"of {side}" in text}


@pytest.mark.parametrize("text", ["", "1,2", "1,2,x", "0,1,1", "-1,1,1", "inf,1,1", "nan,1,1"])
def test_bad_shares(text: str) -> None:
    """Label shares that are not three positive numbers are refused, with an example."""
    with pytest.raises(CorpusError, match="three positive numbers"):
        parse_shares(text)


def write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label", "document", "kind", "second"), *rows])
    return path


def test_reading_documents(tmp_path: Path) -> None:
    """Headings are no rows, a repeated line of a document stays, and hands stay together."""
    file = write(
        tmp_path / "d.csv",
        [
            ("Duties", "", "a", "heading", ""),
            ("Sets the budget", "management", "a", "statement", "management"),
            ("Sets the budget", "management", "a", "statement", "neither"),
            ("Sets the budget", "management", "", "", ""),
        ],
    )
    rows = corpus.read([file])
    assert [(row.document, row.agreed) for row in rows] == [("a", True), ("a", False)]
    assert corpus.documents_of(rows) == [[0, 1]]
    assert len(set(group_rows(rows))) == 1


def test_assessing_documents(tmp_path: Path) -> None:
    """Evaluate reads documents in context, and leaves out what two annotators see differently."""
    lines = [(text, "management", "kitchen", "statement", "management") for text in DUTIES]
    lines.append(("Free meals", "management", "kitchen", "statement", "neither"))
    file = write(tmp_path / "d.csv", lines)
    result = CliRunner().invoke(commands, ["evaluate", str(file)])
    assert result.exit_code == 0
    assert "leadership share of 1 documents" in result.stdout
    assert "left out, since a second annotator disagrees: 1" in result.stdout
    rows = corpus.read([file], keep_duplicates=True)
    measured = assess(rows, load_model())
    predicted = load_model().predict_document([row.text for row in rows])
    right = sum(p.label == "management" for p in predicted[:-1])
    assert measured["figures"]["accuracy"] == pytest.approx(right / len(DUTIES))


def test_document_error() -> None:
    """The error of a share is that of the sums; documents with too few sides don't count."""
    names = ["a"] * 4 + ["b"]
    labels = ["leadership", "management", "management", "neither", "leadership"]
    table = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0], [1, 0, 0], [0, 1, 0]], dtype=float)
    error = compute_document_error(names, labels, table)
    assert error.n == 1
    assert error.bias == pytest.approx(0.5 - 1 / 3)


def test_the_layer_is_worth_it() -> None:
    """Out of fold, context raises macro-F1 by 0.01 and lowers the calibration error."""
    measured = load_model().manifest["metrics"]["documents"]
    assert measured["documents"] >= 300
    gain = measured["in_context"]["macro_f1"] - measured["alone"]["macro_f1"]
    assert gain >= 0.01
    assert measured["in_context"]["calibration_error"] < measured["alone"]["calibration_error"]


def test_too_few_documents_give_no_layer() -> None:
    """A corpus of a few documents, or of one hand, is not enough for a context layer."""
    rows = [row for i in range(30) for row in rows_of("neither", 2, str(i))]
    assert not context_training.has_enough_documents(rows)
    assert len(LABELS) == 3
