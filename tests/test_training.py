"""Training: reproducible, calibrated and complete."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import joblib
import numpy as np
import pytest

from lmclassify import CorpusError, corpus, load_model, training
from lmclassify.corpus import Row
from lmclassify.evaluation.cross_validation import group_rows, make_folds
from lmclassify.results import LABELS
from lmclassify.training import fitting
from tests.conftest import ROOT, run, write_corpus


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Path:
    folder = tmp_path_factory.mktemp("trained") / "model"
    result = run("train", small_corpus, "-o", folder)
    assert result.returncode == 0, result.stderr
    return folder


def test_the_same_corpus_gives_the_same_bytes(trained: Path, small_corpus: Path) -> None:
    """Two trainings, by two routes and hash seeds, write the same bytes."""
    again = trained.parent / "again"
    subprocess.run(
        [sys.executable, ROOT / "scripts" / "train.py", small_corpus, "-o", again],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "123", "OMP_NUM_THREADS": "1"},
    )
    files = sorted(path.name for path in trained.iterdir())
    assert files == [
        "CARD.md", "calibration.svg", "manifest.json", "pipeline.joblib", "practices.f32",
        "terms.txt", "trained_on.u64", "trained_on_labels.u8", "weights.f32",
    ]  # fmt: skip
    for name in files:
        assert (trained / name).read_bytes() == (again / name).read_bytes(), name


def test_the_manifest_describes_the_model(trained: Path, small_corpus: Path) -> None:
    """The manifest has the SHA-256 of every file and of the corpus, and the training settings."""
    manifest = json.loads((trained / "manifest.json").read_text())
    for name, recorded in manifest["files"].items():
        data = (trained / name).read_bytes()
        assert recorded == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    rows = corpus.read([small_corpus])
    assert manifest["corpus"]["sha256"] == corpus.digest(rows)
    assert manifest["corpus"]["files"] == [{"name": "small.csv", "rows": len(rows)}]
    assert manifest["training"]["C"] in fitting.C_GRID
    assert "out of fold" in manifest["metrics"]["cross_validation"]["split"]


def test_the_pipeline_equals_the_weights(trained: Path) -> None:
    """The joblib file predicts label strings, with the probabilities of the plain model."""
    pipeline = joblib.load(trained / "pipeline.joblib")
    texts = ["Sets the budget", "Inspires the crew", "Takes blood", "—"]
    assert set(pipeline.predict(texts)) <= {"leadership", "management", "neither"}
    model = load_model(trained)
    plain = [[model.predict(t).probabilities[x] for x in pipeline.classes_] for t in texts]
    np.testing.assert_allclose(plain, pipeline.predict_proba(texts), rtol=0, atol=1e-9)


def test_two_labels_are_enough(tmp_path: Path, small_corpus: Path) -> None:
    """A corpus without neither gives a model of two labels that equals its pipeline."""
    rows = [row for row in corpus.read([small_corpus]) if row.label != "neither"]
    result = run("train", write_corpus(tmp_path / "two.csv", rows), "-o", tmp_path / "model")
    assert result.returncode == 0, result.stderr
    model = load_model(tmp_path / "model")
    pipeline = joblib.load(tmp_path / "model" / "pipeline.joblib")
    for text in ("Sets the budget", "Inspires the crew", "the"):
        prediction = model.predict(text)
        expected = pipeline.predict_proba([text])[0]
        assert prediction.probabilities["neither"] == 0.0
        assert prediction.probabilities["leadership"] == pytest.approx(expected[0], abs=1e-9)
        assert prediction.label == pipeline.predict([text])[0]


def test_folds_split_no_group(small_corpus: Path) -> None:
    """Cross-validation never splits a pair or a source, and tests each row once."""
    rows = corpus.read([small_corpus])
    groups = np.array(group_rows(rows))
    folds = make_folds(rows)
    assert len(folds) == 5
    for train, test in folds:
        assert not set(groups[train]) & set(groups[test])
    tested = np.concatenate([test for _, test in folds])
    assert sorted(tested) == list(range(len(rows)))


def test_progress_is_reported_to_the_end(small_corpus: Path) -> None:
    """`train` reports each step once, up to the total."""
    steps: list[tuple[int, int]] = []
    training.train(corpus.read([small_corpus]), lambda done, total: steps.append((done, total)))
    total = steps[0][1]
    assert steps == [(done, total) for done in range(1, total + 1)]


TOO_LITTLE = {
    "too few rows of a label": (
        [Row(f"a {i}", "leadership") for i in range(30)] + [Row("b", "management")],
        "1 rows of management",
    ),
    "one group": (
        [Row(f"{label} {i}", label, source="x") for label in LABELS for i in range(30)],
        "share one source",
    ),
    "one group of a label": (
        [
            Row(f"{label} {i}", label, source="x" if label == "neither" else "")
            for label in LABELS
            for i in range(30)
        ],
        "all rows of neither share one source",
    ),
}


@pytest.mark.parametrize("kind", TOO_LITTLE)
def test_too_little_to_learn_from(kind: str) -> None:
    """A corpus that is too small is refused, and the error says what is missing."""
    rows, message = TOO_LITTLE[kind]
    with pytest.raises(CorpusError, match=message):
        training.train(rows)


def test_an_interrupted_training_leaves_the_old_model(trained: Path) -> None:
    """Ctrl-C in the middle gives exit code 130, no traceback, and leaves every file as it was."""
    before = {path.name: path.read_bytes() for path in trained.iterdir()}
    process = subprocess.Popen(
        [sys.executable, "-m", "lmclassify", "train", "-o", str(trained)],
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    deadline = threading.Timer(120, process.kill)
    deadline.start()
    started = process.stderr.readline()  # the progress bar, after the first fold
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    deadline.cancel()
    assert b"Training" in started
    assert process.returncode == 130
    assert b"Interrupted" in errors
    assert b"Traceback" not in errors
    assert {path.name: path.read_bytes() for path in trained.iterdir()} == before


def test_the_shipped_model_knows_the_source_documents() -> None:
    """All practices, contrast terms and definitions of the sources are labelled correctly."""
    model = load_model()
    shipped = corpus.read(corpus.default_files())
    rows = [row for row in shipped if row.register in corpus.DEFINING_REGISTERS]
    plain = [row for row in rows if row.label in LABELS]
    assert len(plain) == 84
    assert [row.text for row in plain if model.predict(row.text).label != row.label] == []


def test_the_shipped_model_was_trained_on_the_shipped_corpus() -> None:
    """The manifest has the digest of the shipped corpus."""
    rows = corpus.read(corpus.default_files())
    assert load_model().manifest["corpus"]["sha256"] == corpus.digest(rows)


def test_the_shipped_model_is_small() -> None:
    """The model folder is under 6 MB."""
    folder = load_model().folder
    assert folder is not None
    assert sum(path.stat().st_size for path in folder.iterdir()) < 6_000_000
