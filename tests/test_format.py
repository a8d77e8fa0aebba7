"""Models that earlier versions wrote can be read; see docs/model-format.md."""

import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from click.testing import CliRunner

from lmclassify import ModelError, corpus, load_model
from lmclassify.cli import commands
from lmclassify.model.folder import (
    CALIBRATION,
    CARD,
    MANIFEST,
    PIPELINE,
    read_model,
)
from lmclassify.model.writing import write_model
from lmclassify.results import PRACTICES
from lmclassify.training import model_card, verification
from tests.conftest import ROOT

FIXTURES = sorted(path for path in (ROOT / "tests" / "fixtures").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda path: path.name)
def test_an_older_model_predicts_the_same(folder: Path) -> None:
    """A folder that an earlier version wrote gives the same predictions as then."""
    model = load_model(folder)
    for expected in json.loads(folder.with_suffix(".json").read_text(encoding="utf-8")):
        prediction = model.predict(expected["text"])
        assert prediction.label == expected["label"]
        assert dict(prediction.probabilities) == pytest.approx(expected["probabilities"], abs=1e-9)
        assert model.practices is not None
        assert model.practices.practice(expected["text"], prediction.label) == expected["practice"]


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda path: path.name)
def test_an_older_pipeline_loads(folder: Path) -> None:
    """Its pipeline loads without a warning and agrees with the weights."""
    lines = list(verification.verify(folder))
    assert "pipeline and weights agree" in lines[-1]
    assert "a pickle, which could run code" in lines[-2]


def test_the_page_names_every_file() -> None:
    """docs/model-format.md names each file of the shipped model, and the practices in order."""
    page = (ROOT / "docs" / "model-format.md").read_text(encoding="utf-8")
    folder = load_model().folder
    assert folder is not None
    assert all(f"`{path.name}`" in page for path in folder.iterdir())
    assert ", ".join(f"`{name}`" for name in PRACTICES) in page.replace(",\n", ", ")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES[-1], tmp_path / "model"))


def resign(folder: Path, name: str, data: bytes) -> None:
    """Replace a file, and its hash in the manifest."""
    model = read_model(folder)
    extra = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MANIFEST}
    fields = {k: v for k, v in model.manifest.items() if k in ("corpus", "training", "metrics")}
    write_model(folder, model, {**extra, name: data}, fields)


def shift(pipeline: Any) -> None:
    pipeline["classifier"].intercept_ += [0.5, 0.0, 0.0]


def lose_numbers(pipeline: Any) -> None:
    pipeline["classifier"].intercept_ = np.array([np.nan, 0.0, 0.0])


def rename(pipeline: Any) -> None:
    pipeline["classifier"].classes_ = np.array(["boss", "management", "neither"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (shift, "are not one model"),
        (lose_numbers, "are not one model|cannot be used"),
        (rename, "have other labels"),
    ],
)
def test_a_pipeline_of_another_model_is_an_error(
    change: Callable[[Any], None], message: str, copy: Path
) -> None:
    """`model verify` exits with code 1 if pipeline and weights are not one model."""
    other = joblib.load(copy / "pipeline.joblib")
    change(other)
    buffer = io.BytesIO()
    joblib.dump(other, buffer)
    resign(copy, PIPELINE, buffer.getvalue())
    result = CliRunner().invoke(commands, ["model", "verify", str(copy)])
    assert result.exit_code == 1
    assert re.search(message, result.stderr)


def test_a_changed_pickle_is_not_opened(copy: Path) -> None:
    """A pickle whose hash differs from the manifest is never loaded."""

    class Hostile:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (copy / "ran",)

    joblib.dump(Hostile(), copy / "pipeline.joblib")
    with pytest.raises(ModelError, match="SHA-256"):
        list(verification.verify(copy))
    assert not (copy / "ran").exists()


def test_a_useless_pickle_is_an_error(copy: Path) -> None:
    """If the pickle holds no pipeline, the error says so."""
    buffer = io.BytesIO()
    joblib.dump({"not": "a pipeline"}, buffer)
    resign(copy, PIPELINE, buffer.getvalue())
    with pytest.raises(ModelError, match="cannot be used"):
        list(verification.verify(copy))


def test_the_shipped_card_is_as_training_writes_it() -> None:
    """The card and the plot of the shipped model are what training would write today."""
    model = load_model()
    assert model.folder is not None
    card = (model.folder / CARD).read_text(encoding="utf-8")
    assert card == model_card.render_card(model.manifest, model)
    plot = (model.folder / CALIBRATION).read_text(encoding="utf-8")
    assert plot == model_card.render_calibration(model.manifest["metrics"])


CARD_PARTS = (
    f"{len(corpus.read(corpus.default_files())):,} statements",
    "| slice | n | accuracy | 95 % interval |",
    "## Known failures",
    "calibration.svg",
    "`visio*`",
    "never a person",
    "To reproduce the model",
)


def test_model_info() -> None:
    """`model info` prints the card: data, metrics by slice with intervals, failures, terms."""
    result = CliRunner().invoke(commands, ["model", "info"])
    assert result.exit_code == 0
    for part in CARD_PARTS:
        assert part in result.stdout
