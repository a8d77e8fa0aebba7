"""A model folder: reading and checking it, and writing it so that it is never incomplete.

``docs/model-format.md`` describes the format and how to change it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lmclassify import atomic, terms
from lmclassify.errors import ModelError
from lmclassify.model import Model
from lmclassify.model.context import Context
from lmclassify.results import LABELS, PRACTICES, SIDES

FORMAT_VERSION = 2
_FORMAT_VERSIONS = (1, 2)
"""What can be read. Version 1 had no context layer and no label shares."""
MANIFEST, TERMS, WEIGHTS = "manifest.json", "terms.txt", "weights.f32"
PRACTICE_WEIGHTS, TRAINED_ON = "practices.f32", "trained_on.u64"
CONTEXT = "context.json"
PIPELINE, CARD, CALIBRATION = "pipeline.joblib", "CARD.md", "calibration.svg"
_REQUIRED_TO_SCORE = (TERMS, WEIGHTS)
_REPLACE_MODEL = "train the model again, or copy it again from its source."


def read_model(folder: str | os.PathLike[str]) -> Model:
    """Read the model of a folder that `write_model` wrote, and check it.

    Raises
    ------
    ModelError
        If a file that scoring needs is missing, changed or cut short, or the format is unknown.
    """
    path = Path(folder)
    # A training may be replacing the model at this moment.
    with atomic.shared_lock(path.parent):
        return _read(atomic.resolve(path))


def _read(path: Path) -> Model:
    manifest = read_manifest(path)
    vocabulary = read_verified(path, TERMS, manifest).decode("utf-8").splitlines()

    def read_weights(name: str, classes: Sequence[str]) -> array[float]:
        weights = little_endian(array("f", read_verified(path, name, manifest)))
        if len(weights) != (len(vocabulary) + 1) * (len(classes) + 1):
            raise ModelError(
                f"{path}: {name} does not fit the {len(vocabulary)} terms of {TERMS}; "
                f"{_REPLACE_MODEL}"
            )
        return weights

    labels = manifest["labels"]
    weights = read_weights(WEIGHTS, labels)
    practices = None
    if PRACTICE_WEIGHTS in manifest["files"]:
        practices = read_weights(PRACTICE_WEIGHTS, tuple(PRACTICES))
    context = _read_context(path, manifest) if CONTEXT in manifest["files"] else None
    return Model(labels, vocabulary, weights, manifest, path, practices, context)


def _read_context(path: Path, manifest: Mapping[str, Any]) -> Context:
    try:
        return Context.from_json(read_verified(path, CONTEXT, manifest).decode("utf-8"))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ModelError(f"{path}: {CONTEXT} is damaged; {_REPLACE_MODEL}") from None


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a model folder, and check that this version can use the model.

    Raises
    ------
    ModelError
        If there is no manifest, or it is damaged or of an unknown version.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
    except OSError as error:
        raise ModelError(
            f"{folder} is not a model folder ({MANIFEST}: {error.strerror}); "
            "name a folder that 'lmclassify train' wrote."
        ) from None
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict):
        raise ModelError(f"{path} is damaged; {_REPLACE_MODEL}")
    for name, known in (("format_version", _FORMAT_VERSIONS), ("terms_version", terms.VERSIONS)):
        if manifest.get(name) not in known:
            readable = " and ".join(map(str, known))
            raise ModelError(
                f"{path}: {name} is {manifest.get(name)!r}, but this lmclassify reads {readable}; "
                "install the version that wrote it, or train the model again."
            )
    labels, files = manifest.get("labels"), manifest.get("files")
    if (
        not isinstance(labels, list)
        or not set(SIDES) <= set(map(str, labels)) <= set(LABELS)
        or len(set(labels)) != len(labels)
        or not isinstance(files, dict)
        or not set(_REQUIRED_TO_SCORE) <= set(files)
        or not all(isinstance(entry, dict) and "sha256" in entry for entry in files.values())
    ):
        raise ModelError(
            f"{path}: its labels or files are missing or wrong; train the model again."
        )
    return manifest


def write_model(
    folder: str | os.PathLike[str],
    model: Model,
    extra: Mapping[str, bytes],
    fields: Mapping[str, Any],
) -> None:
    """Write a model folder beside its place, then move it there in one step.

    Parameters
    ----------
    folder : path
        Where the model goes; a model that is there is replaced.
    model : Model
        The terms and weights to write.
    extra : mapping of str to bytes
        Further files, by name (the pipeline, the card).
    fields : mapping
        Further fields of the manifest, as JSON values.

    Raises
    ------
    ModelError
        If the folder cannot be written, or holds something other than a model.
    """
    target = Path(folder)
    files = {**model_files(model), **extra}
    manifest = {
        "format_version": FORMAT_VERSION,
        "terms_version": model.terms_version,
        "labels": list(model.labels),
        "files": {
            name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in sorted(files.items())
        },
        **fields,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    try:
        atomic.replace_folder(target, {**files, MANIFEST: text.encode()}, _check_replaceable)
    except OSError as error:
        raise ModelError(
            f"{target} could not be written ({error.strerror}); name another folder with -o."
        ) from None


def model_files(model: Model) -> dict[str, bytes]:
    """Return the contents of the files that scoring needs, by name."""
    files = {
        TERMS: "".join(f"{term}\n" for term in model.vocabulary).encode(),
        WEIGHTS: little_endian(model.weights).tobytes(),
    }
    if model.practices:
        files[PRACTICE_WEIGHTS] = little_endian(model.practices.weights).tobytes()
    if model.context:
        files[CONTEXT] = f"{model.context.to_json()}\n".encode()
    return files


def little_endian(values: array[Any]) -> array[Any]:
    """Return a copy of numbers with the byte order changed to that of the files, or back.

    On a little-endian machine, the copy is the same.
    """
    swapped = array(values.typecode, values)
    if sys.byteorder == "big":
        swapped.byteswap()
    return swapped


def read_verified(folder: Path, name: str, manifest: Mapping[str, Any]) -> bytes:
    """Read a file of a model folder, and check that it is the one that the manifest names.

    Parameters
    ----------
    folder : pathlib.Path
        The model folder.
    name : str
        One of the manifest's ``files``.
    manifest : mapping
        As `read_manifest` returns it.

    Raises
    ------
    ModelError
        If the file is missing, or its SHA-256 differs.
    """
    path = folder / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} could not be read ({error.strerror}); {_REPLACE_MODEL}") from None
    if hashlib.sha256(data).hexdigest() != manifest["files"][name]["sha256"]:
        raise ModelError(
            f"{path} was changed or cut short (its SHA-256 is not the one in {MANIFEST}); "
            f"{_REPLACE_MODEL}"
        )
    return data


def _check_replaceable(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir() or (not (target / MANIFEST).is_file() and any(target.iterdir())):
        raise ModelError(f"{target} exists and is not a model; name another folder with -o.")
