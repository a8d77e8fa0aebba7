"""The comparison of a new model with the one it would replace, and what `train` refuses."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lmclassify import corpus, load_model, training
from lmclassify.corpus import Row
from lmclassify.evaluation import overlap
from lmclassify.model import Model
from lmclassify.results import LABELS
from lmclassify.training import comparison, label_doubts
from lmclassify.training import view as training_view
from lmclassify.training.comparison import Comparison
from tests.conftest import EXAMPLES, run, write_corpus

SECTOR = EXAMPLES / "veterinary.csv"
HELD_OUT = EXAMPLES / "veterinary_held_out.csv"


def poisoned(rows: Sequence[Row]) -> list[Row]:
    """Change the label of a fifth of the rows."""
    rng = random.Random(1)  # noqa: S311  # a sample, no secret
    flipped = set(rng.sample(range(len(rows)), len(rows) // 5))
    return [
        replace(row, label=rng.choice([label for label in LABELS if label != row.label]))
        if index in flipped
        else row
        for index, row in enumerate(rows)
    ]


@pytest.fixture(scope="module")
def compared(small_corpus: Path) -> Comparison:
    rows = corpus.read([small_corpus, SECTOR])
    held_out = [*corpus.read([HELD_OUT]), *rows[:3]]
    return comparison.compare(training.train(rows), rows, load_model(), held_out)


def test_the_compared_sets(compared: Comparison) -> None:
    """Held-out, challenge and new rows are compared; rows that a model was trained on are not."""
    sizes = {part.overall.name: part.overall.n for part in compared.sets}
    assert sizes == {
        "the held-out files": 120,
        "the challenge sets": 330,
        "statements new to the old model": 240,
    }
    assert (compared.doubts.n_new, compared.n_skipped) == (240, 3)
    slices = {part.name: part.n for part in compared.sets[2].slices}
    assert slices["source vet-rescue"] == 80
    assert slices["label neither"] == 96
    text = "\n".join(training_view.format_comparison(compared, "the shipped model"))
    assert "3 held-out statements left out" in text
    assert "source vet-rescue" in text


def test_clean_labels_raise_no_objection(compared: Comparison) -> None:
    """In a clean file of a new sector few labels are contradicted, and there is no objection."""
    assert len(compared.doubts.contradicted) < 0.05 * compared.doubts.n_new
    assert compared.doubts.objections() == []


def test_a_model_of_less_data_is_worse(compared: Comparison) -> None:
    """There is an objection if a model of a twelfth of the corpus would replace the shipped one."""
    assert any("on the challenge sets" in objection for objection in compared.accuracy_objections())


def test_differences() -> None:
    """The difference is paired: zero if both answer alike, clear if one is often wrong."""
    truth = np.arange(300) % 3
    worse = np.where(np.arange(300) % 5 == 0, (truth + 1) % 3, truth)
    alone = np.full(300, "")
    same = comparison._difference("x", truth, worse, worse, alone)
    assert (same.new_accuracy, same.low, same.high, same.is_worse) == (0.8, 0.0, 0.0, False)
    loss = comparison._difference("x", truth, worse, truth, alone)
    assert loss.is_worse
    assert loss.new_accuracy - loss.old_accuracy == pytest.approx(-0.2)
    assert loss.low < -0.2 < loss.high
    assert loss.old_f1 == 1.0
    assert comparison._difference("x", truth, truth, worse, alone).is_better


def test_a_model_without_a_record_of_its_training(small_corpus: Path) -> None:
    """If the old model has no record of what it was trained on, the comparison notes that."""
    rows = corpus.read([small_corpus])
    shipped = load_model()
    unrecorded = Model(shipped.labels, shipped.vocabulary, shipped.weights)
    compared = comparison.compare(training.train(rows), rows, unrecorded)
    assert (compared.training_rows_unknown, compared.doubts.n_new) == (True, 0)
    text = "\n".join(training_view.format_comparison(compared, "it"))
    assert "has no record of what it was trained on" in text


def test_two_labels_are_compared_in_the_choice_of_two(small_corpus: Path) -> None:
    """If the new model has no neither, both models are compared in the choice of two."""
    rows = [row for row in corpus.read([small_corpus]) if row.label != "neither"]
    compared = comparison.compare(training.train(rows), rows, load_model())
    assert [part.overall.name for part in compared.sets] == [
        "the challenge sets, leadership or management"
    ]
    assert compared.sets[0].overall.n == 240


def test_poisoned_labels_are_refused(tmp_path: Path, small_corpus: Path) -> None:
    """A file with a fifth of its labels flipped is refused with exit code 1; --force writes it."""
    bad = write_corpus(tmp_path / "poisoned.csv", poisoned(corpus.read([SECTOR])))
    target = tmp_path / "model"
    refused = run("train", small_corpus, bad, "-o", target)
    assert refused.returncode == 1
    assert b"was not written" in refused.stderr
    assert b"corpus review" in refused.stderr
    assert not target.exists()
    forced = run("train", small_corpus, bad, "-o", target, "--force")
    assert forced.returncode == 0
    assert b"Warning: it is worse than the old model on the challenge sets" in forced.stderr
    assert load_model(target).predict("Sets the budget").label == "management"


def test_a_better_model_is_not_replaced(tmp_path: Path, small_corpus: Path) -> None:
    """A worse model does not replace a better one, which stays as it was."""
    shipped = load_model().folder
    assert shipped is not None
    target = Path(shutil.copytree(shipped, tmp_path / "model"))
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    refused = run("train", small_corpus, "-o", target)
    assert refused.returncode == 1
    assert b"worse than the old model on the challenge sets" in refused.stderr
    assert b"the challenge sets" in refused.stdout
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before


def test_held_out_statements_are_not_in_the_corpus(tmp_path: Path, small_corpus: Path) -> None:
    """A held-out statement that is also in the corpus is an error with file and line."""
    result = run("train", small_corpus, "--held-out", small_corpus, "-o", tmp_path / "m")
    assert result.returncode == 1
    assert b"small.csv:2: also in the corpus" in result.stderr


def test_contradicted_labels() -> None:
    """A label is contradicted if another is at least as probable as it is among its own rows."""
    probabilities = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.9, 0.05, 0.05], [0.5, 0.4, 0.1]])
    labels = ["leadership", "management", "management", "management"]
    assert label_doubts.find_contradicted(labels, probabilities).tolist() == [
        False,
        False,
        True,
        False,
    ]


def test_a_model_remembers_what_it_was_trained_on() -> None:
    """The shipped model recognises the statements of its corpus, whatever their case; no others."""
    known = overlap.trained_on(load_model())
    assert known is not None
    rows = corpus.read(corpus.default_files())
    assert overlap.unseen(rows, known) == []
    assert overlap.unseen([replace(rows[0], text=f"  {rows[0].text.upper()} ")], known) == []
    held_out = corpus.read([HELD_OUT])
    assert len(overlap.unseen(held_out, known)) == len(held_out)
