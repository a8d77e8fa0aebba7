"""Which of the eight practices a statement asks for."""

import pytest

from lmclassify import Document, classify, classify_document, corpus, load_model
from lmclassify import pipeline as pipelines
from lmclassify.model import Model
from lmclassify.model.practices import PracticeModel
from lmclassify.results import LABELS, PRACTICES
from lmclassify.training import practices as practice_training

PLAIN = [
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
    found = load_model().practices
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "practice"), PLAIN)
def test_plain_statements(practices: PracticeModel, text: str, practice: str) -> None:
    """A plain statement of each practice is labelled with its side and named."""
    assert classify(text).label == PRACTICES[practice]
    assert practices.practice(text, classify(text).label) == practice


def test_what_is_not_named(practices: PracticeModel) -> None:
    """Neither has no practice, nor has a text without a known term or without a clear one."""
    assert practices.practice("Take blood samples", "neither") is None
    assert practices.practice("xqzvw", "management") is None
    assert practices.practice("of the", "management") is None


def test_a_practice_is_of_its_label(practices: PracticeModel) -> None:
    """Whatever the text, the practice is one of the four of the label it is asked for."""
    for row in corpus.read(corpus.default_files())[::40]:
        for label in LABELS:
            named = practices.practice(row.text, label)
            assert named is None or PRACTICES[named] == label


def test_documents() -> None:
    """A document has a practice or none a statement, and the counts of them in its summary."""
    text = "".join(f"\u2022 {text}\n" for text, _ in PLAIN) + "\u2022 Take blood samples\n"
    found = classify_document(Document("x", text))
    assert found.practices == (*(practice for _, practice in PLAIN), None)
    assert found.summary.practices == dict.fromkeys(PRACTICES, 1)


def test_a_model_without_practices() -> None:
    """Where a model has no practices, documents have none, and nothing is counted."""
    shipped = load_model()
    bare = Model(shipped.labels, shipped.vocabulary, shipped.weights)
    found = classify_document(Document("x", "\u2022 Sets the budget\n"), model=bare)
    assert found.practices == ()
    assert found.summary.practices is None


def test_trained_on_others() -> None:
    """Trained on a third of the corpus, the practices named for another part are mostly right."""
    rows = corpus.read(corpus.default_files())
    train, test = rows[::3], [row for row in rows[1::9] if row.practice]
    assert practice_training.possible(train)
    assert not practice_training.possible(train[:300])
    vectoriser = pipelines.vectoriser().fit([row.text for row in train])
    numbers = {term: 1 + column for term, column in vectoriser.vocabulary_.items()}
    model = PracticeModel(numbers, practice_training.fit(train, vectoriser))
    named = [(row.practice, model.practice(row.text, row.label)) for row in test]
    right = [practice == name for practice, name in named if name]
    assert len(right) > 0.4 * len(named)
    assert sum(right) > 0.85 * len(right)
