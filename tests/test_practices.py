"""Which of the eight practices a statement asks for."""

import pytest

from lmclassify import Document, classify, classify_document, corpus, load_model, pipeline
from lmclassify.corpus import label_parts
from lmclassify.model import Model
from lmclassify.model.practices import PracticeModel
from lmclassify.results import LABELS, PRACTICES, Practice
from lmclassify.training import practices as practice_training

PLAIN: list[tuple[str, Practice]] = [
    ("Sets the annual budget and the objectives of the department", "plan"),
    ("Develop the staffing structure, with clear lines of accountability", "organise"),
    ("Coordinate the daily work flow between the two teams", "implement"),
    ("Monitor performance against targets and report variances", "monitor"),
    ("Scan the sector for emerging trends and the needs of service users", "scan"),
    ("Set the strategic direction and the priorities of the charity", "focus"),
    ("Unite partners around a shared vision", "align"),
    ("Be a role model of honesty, and coach people to try new things", "inspire"),
]


@pytest.fixture(scope="module")
def practices() -> PracticeModel:
    model = load_model().practices
    assert model is not None
    return model


@pytest.mark.parametrize(("text", "practice"), PLAIN)
def test_plain_statements(practices: PracticeModel, text: str, practice: Practice) -> None:
    """A plain statement of each practice gets the label and the practice."""
    assert classify(text).label == PRACTICES[practice]
    assert practices.practice(text, classify(text).label) == practice


def test_when_no_practice_is_named(practices: PracticeModel) -> None:
    """No practice is named for neither, for a text without a known term, or if none is clear."""
    assert practices.practice("Take blood samples", "neither") is None
    assert practices.practice("xqzvw", "management") is None
    assert practices.practice("of the", "management") is None


def test_a_practice_is_of_its_label(practices: PracticeModel) -> None:
    """For any text, the practice is one of the four of the given label."""
    for row in corpus.read(corpus.default_files())[::40]:
        for label in LABELS:
            named = practices.practice(row.text, label)
            assert named is None or PRACTICES[named] == label


def test_documents() -> None:
    """A document has a practice or None per statement, and counts them in its summary."""
    text = "".join(f"\u2022 {text}\n" for text, _ in PLAIN) + "\u2022 Take blood samples\n"
    result = classify_document(Document("x", text))
    assert result.practices == (*(practice for _, practice in PLAIN), None)
    assert result.summary.practices == dict.fromkeys(PRACTICES, 1)


def test_a_model_without_practices() -> None:
    """If a model has no practices, documents have none and the summary does not count them."""
    shipped = load_model()
    bare = Model(shipped.labels, shipped.vocabulary, shipped.weights)
    result = classify_document(Document("x", "\u2022 Sets the budget\n"), model=bare)
    assert result.practices == ()
    assert result.summary.practices is None


def test_accuracy_on_other_rows() -> None:
    """Trained on a third of the corpus, most practices named for another part are correct."""
    rows = corpus.read(corpus.default_files())
    train, test = rows[::3], [row for row in rows[1::9] if row.practice]
    assert practice_training.has_enough_rows(train)
    assert not practice_training.has_enough_rows(train[:300])
    vectoriser = pipeline.build_vectoriser().fit([row.text for row in train])
    row_numbers = {term: 1 + column for term, column in vectoriser.vocabulary_.items()}
    model = PracticeModel(row_numbers, practice_training.fit(train, vectoriser))
    named = [(row.practice, model.practice(row.text, label_parts(row.label)[0])) for row in test]
    correct = [practice == name for practice, name in named if name]
    assert len(correct) > 0.4 * len(named)
    assert sum(correct) > 0.85 * len(correct)
