"""Training: the same every time, calibrated, whole, and honest about what it measured."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import joblib
import numpy as np
import pytest

from lmclassify import CorpusError, corpus, load_model, training
from lmclassify.corpus import Row
from lmclassify.evaluation.cross_validation import make_folds
from lmclassify.evaluation.metrics import compute_metrics, expected_calibration_error
from lmclassify.training import fitting
from tests.conftest import ROOT, run, write_corpus


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Path:
    folder = tmp_path_factory.mktemp("trained") / "model"
    result = run("train", small_corpus, "-o", folder)
    assert result.returncode == 0, result.stderr
    return folder


def test_the_same_corpus_gives_the_same_bytes(trained: Path, small_corpus: Path) -> None:
    """Trained twice, by two routes and hash seeds, every file is the same to the byte."""
    again = trained.parent / "again"
    subprocess.run(
        [sys.executable, ROOT / "scripts" / "train.py", small_corpus, "-o", again],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "123", "OMP_NUM_THREADS": "1"},
    )
    files = sorted(path.name for path in trained.iterdir())
    assert files == [
        "CARD.md", "calibration.svg", "manifest.json", "pipeline.joblib", "terms.txt",
        "trained_on.u64", "weights.f32",
    ]  # fmt: skip
    for name in files:
        assert (trained / name).read_bytes() == (again / name).read_bytes(), name


def test_the_manifest_says_what_is_there(trained: Path, small_corpus: Path) -> None:
    """The manifest names the SHA-256 of every file and of the corpus, and how it was trained."""
    manifest = json.loads((trained / "manifest.json").read_text())
    for name, told in manifest["files"].items():
        data = (trained / name).read_bytes()
        assert told == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    rows = corpus.read([small_corpus])
    assert manifest["corpus"]["sha256"] == corpus.digest(rows)
    assert manifest["corpus"]["files"] == [{"name": "small.csv", "rows": len(rows)}]
    assert manifest["training"]["C"] in fitting.GRID
    assert "out of fold" in manifest["metrics"]["cross_validation"]["split"]


def test_the_pipeline_is_scikit_learns(trained: Path) -> None:
    """The joblib file predicts label strings, and the same probabilities as the plain model."""
    pipeline = joblib.load(trained / "pipeline.joblib")
    texts = ["Sets the budget", "Inspires the crew", "Takes blood", "—"]
    assert set(pipeline.predict(texts)) <= {"leadership", "management", "neither"}
    model = load_model(trained)
    plain = [[model.predict(t).probabilities[x] for x in pipeline.classes_] for t in texts]
    np.testing.assert_allclose(plain, pipeline.predict_proba(texts), rtol=0, atol=1e-9)


def test_two_labels_are_enough(tmp_path: Path, small_corpus: Path) -> None:
    """A corpus without neither trains a model of two labels, equal to its pipeline."""
    rows = [row for row in corpus.read([small_corpus]) if row.label != "neither"]
    result = run("train", write_corpus(tmp_path / "two.csv", rows), "-o", tmp_path / "model")
    assert result.returncode == 0, result.stderr
    model = load_model(tmp_path / "model")
    pipeline = joblib.load(tmp_path / "model" / "pipeline.joblib")
    for text in ("Sets the budget", "Inspires the crew", "the"):
        found = model.predict(text)
        expected = pipeline.predict_proba([text])[0]
        assert found.probabilities["neither"] == 0.0
        assert found.probabilities["leadership"] == pytest.approx(expected[0], abs=1e-9)
        assert found.label == pipeline.predict([text])[0]


def test_folds_part_no_group(small_corpus: Path) -> None:
    """Cross-validation never has a pair or a source on both sides, and tests each row once."""
    rows = corpus.read([small_corpus])
    group = np.array(corpus.groups(rows))
    splits = make_folds(rows)
    assert len(splits) == 5
    for train, test in splits:
        assert not set(group[train]) & set(group[test])
    tested = np.concatenate([test for _, test in splits])
    assert sorted(tested) == list(range(len(rows)))


def test_calibration_error() -> None:
    """The calibration error is 0 where confidence is what is right, and the gap where it is not."""
    right = np.array([True, False] * 50)
    assert expected_calibration_error(np.full(100, 0.5), right) == pytest.approx(0)
    assert expected_calibration_error(np.full(100, 0.9), right) == pytest.approx(0.4)


def test_metrics() -> None:
    """Metrics of a worked example: forced choice leaves neither out, the rest counts it."""
    probabilities = np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5], [0.1, 0.2, 0.7], [0.5, 0.4, 0.1]])
    found = compute_metrics(
        ["leadership", "management", "neither", "management"],
        probabilities,
        ["leadership", "management", "neither"],
    )
    assert (found["n"], found["forced_n"]) == (4, 3)
    assert found["accuracy"] == 0.5
    assert found["forced_accuracy"] == pytest.approx(2 / 3)
    assert found["forced_kappa"] == pytest.approx(0.4)
    assert found["macro_f1"] == pytest.approx((2 / 3 + 0 + 2 / 3) / 3)


TOO_LITTLE = {
    "too few rows of a label": (
        [Row(f"a {i}", "leadership") for i in range(30)] + [Row("b", "management")],
        "1 rows of management",
    ),
    "one group": (
        [Row(f"{label} {i}", label, source="x") for label in corpus.LABELS for i in range(30)],
        "share one source",
    ),
    "one group of a label": (
        [
            Row(f"{label} {i}", label, source="x" if label == "neither" else "")
            for label in corpus.LABELS
            for i in range(30)
        ],
        "all rows of neither share one source",
    ),
}


@pytest.mark.parametrize("kind", TOO_LITTLE)
def test_too_little_to_learn_from(kind: str) -> None:
    """A corpus that cannot be learnt from is refused with what is missing."""
    rows, message = TOO_LITTLE[kind]
    with pytest.raises(CorpusError, match=message):
        training.train(rows)


def test_an_interrupted_training_leaves_the_old_model(trained: Path) -> None:
    """Ctrl-C in the middle ends with code 130, no traceback, and every file as it was."""
    before = {path.name: path.read_bytes() for path in trained.iterdir()}
    process = subprocess.Popen(
        [sys.executable, "-m", "lmclassify", "train", "-o", str(trained)],
        stderr=subprocess.PIPE,
    )
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Interrupted" in told
    assert b"Traceback" not in told
    assert {path.name: path.read_bytes() for path in trained.iterdir()} == before


def test_the_shipped_model_knows_the_source_documents() -> None:
    """Every practice, contrast term and definition of the source documents is labelled right."""
    model = load_model()
    rows = [r for r in corpus.read(corpus.default_files()) if r.register in corpus.DEFINING]
    wrong = [row.text for row in rows if model.predict(row.text).label != row.label]
    assert wrong == []


def test_the_shipped_model_is_of_the_shipped_corpus() -> None:
    """The manifest's corpus digest is that of the corpus that is there."""
    rows = corpus.read(corpus.default_files())
    assert load_model().manifest["corpus"]["sha256"] == corpus.digest(rows)


def test_the_shipped_model_is_small() -> None:
    """The model folder stays under 3 MB."""
    folder = load_model().folder
    assert folder is not None
    assert sum(path.stat().st_size for path in folder.iterdir()) < 3_000_000
