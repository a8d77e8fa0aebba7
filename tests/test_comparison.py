"""Training beside the model that it would replace: what is compared, and what is refused."""

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
from lmclassify.training import comparison
from lmclassify.training import view as training_view
from lmclassify.training.comparison import Comparison
from tests.conftest import EXAMPLES, run, write_corpus

SECTOR = EXAMPLES / "veterinary.csv"
HELD_OUT = EXAMPLES / "veterinary_held_out.csv"


def poisoned(rows: Sequence[Row]) -> list[Row]:
    """Give a fifth of the rows another label."""
    rng = random.Random(1)  # noqa: S311  # a sample, no secret
    flipped = set(rng.sample(range(len(rows)), len(rows) // 5))
    return [
        replace(row, label=rng.choice([label for label in LABELS if label != row.label]))
        if index in flipped
        else row
        for index, row in enumerate(rows)
    ]


@pytest.fixture(scope="module")
def found(small_corpus: Path) -> Comparison:
    rows = corpus.read([small_corpus, SECTOR])
    apart = [*corpus.read([HELD_OUT]), *rows[:3]]
    return comparison.compare(training.train(rows), rows, load_model(), apart)


def test_what_is_compared(found: Comparison) -> None:
    """Held-out, challenge and new rows are compared; what a model has seen is left out."""
    sizes = {part.whole.name: part.whole.n for part in found.parts}
    assert sizes == {
        "the held-out files": 120,
        "the challenge sets": 330,
        "statements new to the old model": 240,
    }
    assert (found.n_new, found.skipped) == (240, 3)
    slices = {one.name: one.n for one in found.parts[2].slices}
    assert slices["source vet-rescue"] == 80
    assert slices["label neither"] == 96
    told = "\n".join(training_view.comparison(found, "the shipped model"))
    assert "3 held-out statements left out" in told
    assert "source vet-rescue" in told


def test_clean_labels_are_not_objected_to(found: Comparison) -> None:
    """Of a clean file of a new sector, few labels are contradicted, and nothing is objected to."""
    assert found.contradicted < 0.05 * found.n_new
    assert found.doubtful() == []


def test_a_model_of_less_is_worse(found: Comparison) -> None:
    """A model of a twelfth of the corpus is objected to as a replacement of the shipped one."""
    assert any("on the challenge sets" in one for one in found.worse())


def test_differences() -> None:
    """A difference is of pairs: none where both answer alike, clear where one is often wrong."""
    truth = np.arange(300) % 3
    worse = np.where(np.arange(300) % 5 == 0, (truth + 1) % 3, truth)
    same = comparison._difference("x", truth, worse, worse)
    assert (same.new, same.low, same.high, same.worse) == (0.8, 0.0, 0.0, False)
    lost = comparison._difference("x", truth, worse, truth)
    assert lost.worse
    assert lost.new - lost.old == pytest.approx(-0.2)
    assert lost.low < -0.2 < lost.high
    assert lost.old_f1 == 1.0
    assert comparison._difference("x", truth, truth, worse).low > 0


def test_a_model_that_does_not_say_what_it_saw(small_corpus: Path) -> None:
    """Where the old model does not say what it was trained on, the comparison says so."""
    rows = corpus.read([small_corpus])
    shipped = load_model()
    silent = Model(shipped.labels, shipped.vocabulary, shipped.weights)
    found = comparison.compare(training.train(rows), rows, silent)
    assert (found.untold, found.n_new) == (True, 0)
    assert "may know some of these" in "\n".join(training_view.comparison(found, "it"))


def test_two_labels_are_compared_between_the_two(small_corpus: Path) -> None:
    """Where the new model knows no neither, both are compared on the choice of two."""
    rows = [row for row in corpus.read([small_corpus]) if row.label != "neither"]
    found = comparison.compare(training.train(rows), rows, load_model())
    assert [part.whole.name for part in found.parts] == [
        "the challenge sets, leadership or management"
    ]
    assert found.parts[0].whole.n == 240


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
    """A worse model is not put in the place of a better one, which stays as it was."""
    target = Path(shutil.copytree(load_model().folder, tmp_path / "model"))
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    refused = run("train", small_corpus, "-o", target)
    assert refused.returncode == 1
    assert b"worse than the old model on the challenge sets" in refused.stderr
    assert b"the challenge sets" in refused.stdout
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before


def test_held_out_statements_are_not_in_the_corpus(tmp_path: Path, small_corpus: Path) -> None:
    """A held-out statement that is also trained on is an error, with file and line."""
    result = run("train", small_corpus, "--held-out", small_corpus, "-o", tmp_path / "m")
    assert result.returncode == 1
    assert b"small.csv:2: also in the corpus" in result.stderr


def test_contradicted_labels() -> None:
    """A label is contradicted where another is as probable as among its own, and no sooner."""
    chances = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.9, 0.05, 0.05], [0.5, 0.4, 0.1]])
    labels = ["leadership", "management", "management", "management"]
    assert comparison.find_contradicted(labels, chances).tolist() == [False, False, True, False]


def test_a_model_remembers_what_it_was_trained_on() -> None:
    """The shipped model knows each statement of its corpus again, in any case, and no other."""
    known = overlap.trained_on(load_model())
    assert known is not None
    rows = corpus.read(corpus.default_files())
    assert overlap.unseen(rows, known) == []
    assert overlap.unseen([replace(rows[0], text=f"  {rows[0].text.upper()} ")], known) == []
    apart = corpus.read([HELD_OUT])
    assert len(overlap.unseen(apart, known)) == len(apart)
