"""Models written by earlier versions are read by this one; see docs/model-format.md."""

import io
import json
import shutil
from pathlib import Path

import joblib
import pytest
from click.testing import CliRunner

from lmclassify import ModelError, load_model
from lmclassify.cli import commands
from lmclassify.model.folder import MANIFEST, PIPELINE, read_model, write_model
from lmclassify.results import PRACTICES
from lmclassify.training import verification
from tests.conftest import ROOT

FIXTURES = sorted(path for path in (ROOT / "tests" / "fixtures").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda path: path.name)
def test_an_older_model_predicts_what_it_did(folder: Path) -> None:
    """A folder written by an earlier version gives the predictions that it gave then."""
    model = load_model(folder)
    for told in json.loads(folder.with_suffix(".json").read_text(encoding="utf-8")):
        found = model.predict(told["text"])
        assert found.label == told["label"]
        assert dict(found.probabilities) == pytest.approx(told["probabilities"], abs=1e-9)
        assert model.practices is not None
        assert model.practices.practice(told["text"], found.label) == told["practice"]


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda path: path.name)
def test_an_older_pipeline_loads(folder: Path) -> None:
    """Its pipeline loads without a warning and is still the model that the weights are."""
    told = list(verification.verify(folder))
    assert "pipeline and weights agree" in told[-1]
    assert "a pickle, which could run code" in told[-2]


def test_the_page_names_every_file() -> None:
    """The page on the format names each file of the shipped model, and the practices in order."""
    page = (ROOT / "docs" / "model-format.md").read_text(encoding="utf-8")
    folder = load_model().folder
    assert folder is not None
    assert all(f"`{path.name}`" in page for path in folder.iterdir())
    assert ", ".join(f"`{name}`" for name in PRACTICES) in page.replace(",\n", ", ")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES[-1], tmp_path / "model"))


def resign(folder: Path, name: str, data: bytes) -> None:
    """Put other contents into a file, and their hash into the manifest."""
    model = read_model(folder)
    extra = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != MANIFEST}
    fields = {k: v for k, v in model.manifest.items() if k in ("corpus", "training", "metrics")}
    write_model(folder, model, {**extra, name: data}, fields)


def test_a_pipeline_of_another_model_is_told(copy: Path) -> None:
    """`model verify` ends with code 1 where the pipeline is not the model that the weights are."""
    other = joblib.load(copy / "pipeline.joblib")
    other["classifier"].intercept_ += [0.5, 0.0, 0.0]
    buffer = io.BytesIO()
    joblib.dump(other, buffer)
    resign(copy, PIPELINE, buffer.getvalue())
    result = CliRunner().invoke(commands, ["model", "verify", str(copy)])
    assert result.exit_code == 1
    assert "are not one model" in result.stderr


def test_a_changed_pickle_is_not_opened(copy: Path) -> None:
    """A pickle whose hash is not the manifest's is never loaded."""

    class Hostile:
        def __reduce__(self):
            return Path.touch, (copy / "ran",)

    joblib.dump(Hostile(), copy / "pipeline.joblib")
    with pytest.raises(ModelError, match="SHA-256"):
        list(verification.verify(copy))
    assert not (copy / "ran").exists()


def test_a_useless_pickle_is_told(copy: Path) -> None:
    """A pipeline that is no pipeline gives one clear error."""
    buffer = io.BytesIO()
    joblib.dump({"not": "a pipeline"}, buffer)
    resign(copy, PIPELINE, buffer.getvalue())
    with pytest.raises(ModelError, match="cannot be used"):
        list(verification.verify(copy))


CARD = (
    "11,083 statements",
    "| slice | n | accuracy | 95 % interval |",
    "## Known failures",
    "calibration.svg",
    "`visio*`",
    "never a person",
    "To reproduce it",
)


def test_model_info() -> None:
    """`model info` prints the card: data, figures by slice with intervals, failures, terms."""
    result = CliRunner().invoke(commands, ["model", "info"])
    assert result.exit_code == 0
    for part in CARD:
        assert part in result.stdout
