"""Model folders: damage is reported, and what is written is complete."""

import json
import pickle
import shutil
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lmclassify import ModelError, classify, load_model
from lmclassify.api import MODEL_VARIABLE, model_folder
from lmclassify.model import Model
from lmclassify.model.folder import MANIFEST, read_model
from lmclassify.model.writing import write_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_folder(), tmp_path / "model"))


def edit_manifest(folder: Path, **changes: object) -> None:
    path = folder / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no folder": (shutil.rmtree, "not a model folder"),
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "not a model folder"),
    "not JSON": (lambda f: (f / "manifest.json").write_text("{"), "is damaged"),
    "not an object": (lambda f: (f / "manifest.json").write_text("[]"), "is damaged"),
    "newer format": (lambda f: edit_manifest(f, format_version=99), "format_version is 99"),
    "other terms": (lambda f: edit_manifest(f, terms_version=0), "terms_version is 0"),
    "no labels": (lambda f: edit_manifest(f, labels=None), "labels or files"),
    "odd labels": (lambda f: edit_manifest(f, labels=["leadership", "x"]), "labels or files"),
    "no files": (lambda f: edit_manifest(f, files={}), "labels or files"),
    "no weights": (lambda f: (f / "weights.f32").unlink(), "weights.f32"),
    "changed weights": (lambda f: flip(f / "weights.f32"), "SHA-256"),
    "changed terms": (lambda f: flip(f / "terms.txt"), "SHA-256"),
    "cut short": (
        lambda f: (f / "weights.f32").write_bytes((f / "weights.f32").read_bytes()[:-4]),
        "SHA-256",
    ),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_reported(folder: Path, kind: str) -> None:
    """A file that is missing, changed, cut short or of another version gives a clear error."""
    damage, message = DAMAGE[kind]
    damage(folder)
    with pytest.raises(ModelError, match=message):
        read_model(folder)


def test_classifying_opens_no_pickle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Classifying does not open the pipeline, which could run code when unpickled."""

    class Hostile:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (folder / "ran",)

    (folder / "pipeline.joblib").write_bytes(pickle.dumps(Hostile()))
    monkeypatch.setenv(MODEL_VARIABLE, str(folder))
    assert classify("Approve the rota").label == "management"
    assert not (folder / "ran").exists()


def tiny(weight: float = 0.5) -> Model:
    rows = [1.0, 0.0, 0.0, 0.5, 1.0, weight, -weight, 0.0]
    return Model(["leadership", "management", "neither"], ["vision"], array("f", rows))


def test_a_written_model_is_read_back(tmp_path: Path) -> None:
    """A model read back predicts what the written one did, and its manifest lists the files."""
    write_model(tmp_path / "a" / "m", tiny(), {"CARD.md": b"card"}, {"metrics": {}})
    read_back = load_model(tmp_path / "a" / "m")
    assert read_back.predict("vision") == tiny().predict("vision")
    assert set(read_back.manifest["files"]) == {"CARD.md", "terms.txt", "weights.f32"}
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["m"]


def test_an_older_model_is_replaced_completely(tmp_path: Path) -> None:
    """Writing over a model leaves nothing of the old one, and no other files beside it."""
    write_model(tmp_path / "m", tiny(0.5), {"OLD.md": b""}, {})
    write_model(tmp_path / "m", tiny(2.0), {}, {})
    assert read_model(tmp_path / "m").predict("vision") == tiny(2.0).predict("vision")
    assert not (tmp_path / "m" / "OLD.md").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["m"]


def test_a_replacement_cut_off_halfway_leaves_the_old_model(tmp_path: Path) -> None:
    """If a process died between the two renames, the old model is found and can be replaced."""
    write_model(tmp_path / "m", tiny(0.5), {}, {})
    (tmp_path / "m").rename(tmp_path / ".m-old")
    assert read_model(tmp_path / "m").predict("vision") == tiny(0.5).predict("vision")
    write_model(tmp_path / "m", tiny(2.0), {}, {})
    assert read_model(tmp_path / "m").predict("vision") == tiny(2.0).predict("vision")


def test_a_folder_of_something_else_is_not_overwritten(tmp_path: Path) -> None:
    """Writing into a folder that holds other files is refused and leaves them alone."""
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ModelError, match="is not a model"):
        write_model(tmp_path, tiny(), {}, {})
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_failed_write_leaves_the_old_model(tmp_path: Path) -> None:
    """A file that cannot be written leaves the model that was there, and nothing beside it."""
    write_model(tmp_path / "m", tiny(0.5), {}, {})
    with pytest.raises(ModelError, match="could not be written"):
        write_model(tmp_path / "m", tiny(2.0), {"no/such/place": b""}, {})
    assert read_model(tmp_path / "m").predict("vision") == tiny(0.5).predict("vision")
    assert [p.name for p in tmp_path.iterdir()] == ["m"]
