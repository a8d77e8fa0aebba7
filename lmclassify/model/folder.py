"""A model folder: read and checked, written so that it is never half there.

The format, and how it is changed, are written down in ``docs/model-format.md``.
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
from lmclassify.results import LABELS, PRACTICES

FORMAT_VERSION = 1
MANIFEST, TERMS, WEIGHTS = "manifest.json", "terms.txt", "weights.f32"
PRACTICE_WEIGHTS, TRAINED_ON = "practices.f32", "trained_on.u64"
PIPELINE, CARD, CALIBRATION = "pipeline.joblib", "CARD.md", "calibration.svg"
_REQUIRED_TO_SCORE = (TERMS, WEIGHTS)


def read_model(folder: str | os.PathLike[str]) -> Model:
    """Read the model of a folder, checking everything that scoring rests on.

    Parameters
    ----------
    folder : path
        A folder that `write_model` wrote.

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        Where a file is missing, changed or truncated, or the format is not known.
    """
    named = Path(folder)
    # A training may be putting another model there at this moment.
    with atomic.shared_lock(named.parent):
        return _read(atomic.resolve(named))


def _read(path: Path) -> Model:
    manifest = read_manifest(path)
    vocabulary = read_verified(path, TERMS, manifest).decode("utf-8").splitlines()

    def table(name: str, classes: Sequence[str]) -> array[float]:
        weights = _singles(read_verified(path, name, manifest))
        if len(weights) != (len(vocabulary) + 1) * (len(classes) + 1):
            raise ModelError(
                f"{path}: {TERMS} has {len(vocabulary)} terms, which {name} does not fit; "
                "train the model again, or fetch it anew."
            )
        return weights

    labels = manifest["labels"]
    weights = table(WEIGHTS, labels)
    practices = (
        table(PRACTICE_WEIGHTS, tuple(PRACTICES)) if PRACTICE_WEIGHTS in manifest["files"] else None
    )
    return Model(labels, vocabulary, weights, manifest, path, practices)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a folder's manifest and check that this version can use the model.

    Parameters
    ----------
    folder : pathlib.Path
        A folder that `write_model` wrote.

    Returns
    -------
    dict

    Raises
    ------
    ModelError
        Where there is no manifest, or it is damaged or of an unknown version.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
    except OSError as error:
        raise ModelError(
            f"{folder} holds no model ({MANIFEST}: {error.strerror}); "
            "name a folder that 'lmclassify train' wrote."
        ) from None
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict):
        raise ModelError(f"{path} is damaged; train the model again, or fetch it anew.")
    for name, known in (("format_version", FORMAT_VERSION), ("terms_version", terms.VERSION)):
        if manifest.get(name) != known:
            raise ModelError(
                f"{path}: {name} is {manifest.get(name)!r}, this lmclassify knows {known}; "
                "install the lmclassify that wrote it, or train the model again."
            )
    labels, files = manifest.get("labels"), manifest.get("files")
    if (
        not isinstance(labels, list)
        or not {"leadership", "management"} <= set(map(str, labels)) <= set(LABELS)
        or len(set(labels)) != len(labels)
        or not isinstance(files, dict)
        or not set(_REQUIRED_TO_SCORE) <= set(files)
        or not all(isinstance(told, dict) and "sha256" in told for told in files.values())
    ):
        raise ModelError(
            f"{path}: its labels or files are not as they should be; train the model again."
        )
    return manifest


def write_model(
    folder: str | os.PathLike[str],
    model: Model,
    extra: Mapping[str, bytes],
    fields: Mapping[str, Any],
) -> None:
    """Write a model folder beside its place, then put it there in one step.

    Parameters
    ----------
    folder : path
        Where the model goes; a model that is there is replaced.
    model : Model
        What is written to the terms and weights files.
    extra : mapping of str to bytes
        Further files, by name (the pipeline, the card).
    fields : mapping
        What else the manifest says; must be JSON.

    Raises
    ------
    ModelError
        Where the folder cannot be written, or is something other than a model.
    """
    target = Path(folder)
    files = {**model_files(model), **extra}
    manifest = {
        "format_version": FORMAT_VERSION,
        "terms_version": terms.VERSION,
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
    """Give the files that scoring rests on.

    Parameters
    ----------
    model : Model

    Returns
    -------
    dict of str to bytes
        By name.
    """
    files = {
        TERMS: "".join(f"{term}\n" for term in model.vocabulary).encode(),
        WEIGHTS: little_endian(model.weights).tobytes(),
    }
    if model.practices:
        files[PRACTICE_WEIGHTS] = little_endian(model.practices.weights).tobytes()
    return files


def _singles(data: bytes) -> array[float]:
    weights = array("f")
    weights.frombytes(data)
    return little_endian(weights)


def little_endian(values: array[Any]) -> array[Any]:
    """Give numbers in the byte order of the files, or from it.

    Parameters
    ----------
    values : array

    Returns
    -------
    array
        A copy.
    """
    swapped = array(values.typecode, values)
    if sys.byteorder == "big":
        swapped.byteswap()
    return swapped


def read_verified(folder: Path, name: str, manifest: Mapping[str, Any]) -> bytes:
    """Read a file of a model folder and make sure that it is the one that the manifest names.

    Parameters
    ----------
    folder : pathlib.Path
    name : str
        One of the manifest's ``files``.
    manifest : mapping

    Returns
    -------
    bytes

    Raises
    ------
    ModelError
        Where it is missing, or its SHA-256 differs.
    """
    path = folder / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{path}: {error.strerror}; train the model again, or fetch it anew."
        ) from None
    if hashlib.sha256(data).hexdigest() != manifest["files"][name]["sha256"]:
        raise ModelError(
            f"{path} is not the file that {MANIFEST} names (its SHA-256 differs): it was changed "
            "or cut short. Train the model again, or fetch it anew."
        )
    return data


def _check_replaceable(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir() or (not (target / MANIFEST).is_file() and any(target.iterdir())):
        raise ModelError(f"{target} exists and is not a model; name another folder with -o.")
