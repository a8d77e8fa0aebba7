"""Reading a model folder, with a check of everything that scoring relies on.

``docs/model-format.md`` describes the format and how to change it. A folder may come from anybody:
whatever is in it, the worst outcome is a `ModelError`.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import sys
from array import array
from collections.abc import Mapping, Sequence
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import Any, Final

from lmclassify import terms
from lmclassify.atomic.places import MARKER, resolve, shared_lock
from lmclassify.errors import ModelError
from lmclassify.model import Model
from lmclassify.model.context import Context
from lmclassify.results import LABELS, PRACTICES, SIDES

FORMAT_VERSION = 2
_FORMAT_VERSIONS = (1, 2)
"""What can be read. Version 1 had no context layer and no label shares."""
MANIFEST, TERMS, WEIGHTS = MARKER, "terms.txt", "weights.f32"
PRACTICE_WEIGHTS, CONTEXT = "practices.f32", "context.json"
TRAINED_ON, TRAINED_ON_LABELS = "trained_on.u64", "trained_on_labels.u8"
PIPELINE, CARD, CALIBRATION = "pipeline.joblib", "CARD.md", "calibration.svg"
_REQUIRED_TO_SCORE = (TERMS, WEIGHTS)
_REPLACE_MODEL = "train the model again, or copy it again from its source."
_MAX_BYTES: Final = 1_000_000_000
"""A larger file is not read."""


def read_model(folder: str | os.PathLike[str]) -> Model:
    """Read the model of a folder that `write_model` wrote, and check it.

    Raises
    ------
    ModelError
        If a file that scoring needs is missing, changed or cut short, or holds something else, or
        the format is unknown.
    """
    path = Path(folder)
    # A training may be replacing the model at this moment.
    with shared_lock(path):
        return _read(resolve(path))


def _read(path: Path) -> Model:
    manifest = read_manifest(path)
    vocabulary = read_text(path, TERMS, manifest).splitlines()

    def read_weights(name: str, classes: Sequence[str]) -> array[float]:
        data = read_verified(path, name, manifest)
        width = 1 + len(classes)
        if len(data) != 4 * width * (len(vocabulary) + 1):
            raise ModelError(
                f"{path}: {name} does not fit the {len(vocabulary)} terms of {TERMS}; "
                f"{_REPLACE_MODEL}"
            )
        if not _are_weights(data, width):
            raise ModelError(
                f"{path}: {name} has weights that are no finite numbers, or frequencies that are "
                f"not above zero; {_REPLACE_MODEL}"
            )
        return little_endian(array("f", data))

    labels = manifest["labels"]
    weights = read_weights(WEIGHTS, labels)
    practices = None
    if PRACTICE_WEIGHTS in manifest["files"]:
        practices = read_weights(PRACTICE_WEIGHTS, tuple(PRACTICES))
    context = _read_context(path, manifest) if CONTEXT in manifest["files"] else None
    try:
        return Model(labels, vocabulary, weights, manifest, path, practices, context)
    except ValueError as error:
        raise ModelError(f"{path}: {TERMS} cannot be used ({error}); {_REPLACE_MODEL}") from None


def _are_weights(data: bytes, width: int) -> bool:
    """Check that little-endian floats are finite, and above zero in the first column.

    The last byte of a float has the sign and seven bits of the exponent. If these are all ones, it
    is infinite, not a number, or over 1e38. Looking at these bytes takes no time, unlike numbers.
    """
    heads = data[3::4]
    frequencies = heads[width::width]
    is_finite = b"\x7f" not in heads and b"\xff" not in heads
    return is_finite and frequencies.isascii() and b"\x00" not in frequencies


def _read_context(path: Path, manifest: Mapping[str, Any]) -> Context:
    try:
        context = Context.from_json(read_text(path, CONTEXT, manifest))
        numbers = (*context.intercept, *chain(*context.weights))
        if all(map(isfinite, numbers)) and all(0 < share <= 1 for share in context.shares):
            return context
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        pass
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
        manifest = json.loads(read_file(path))
    except OSError as error:
        raise ModelError(
            f"{folder} is not a model folder ({MANIFEST}: {error.strerror}); "
            "name a folder that 'lmclassify train' wrote."
        ) from None
    except (ValueError, RecursionError):
        manifest = None
    if not isinstance(manifest, dict):
        raise ModelError(f"{path} is damaged; {_REPLACE_MODEL}")
    for name, known in (("format_version", _FORMAT_VERSIONS), ("terms_version", terms.VERSIONS)):
        if manifest.get(name) not in known:
            readable = " and ".join(map(str, known))
            raise ModelError(
                f"{path}: {name} is {str(manifest.get(name))[:20]}, but this lmclassify reads "
                f"{readable}; install the version that wrote it, or train the model again."
            )
    if not (_are_labels(manifest) and _are_files(manifest.get("files"))):
        raise ModelError(
            f"{path}: its labels or files (or label shares) are missing or wrong; train the model "
            "again."
        )
    return manifest


def _are_labels(manifest: Mapping[str, Any]) -> bool:
    labels = manifest.get("labels")
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        return False
    if not set(SIDES) <= set(labels) <= set(LABELS) or len(set(labels)) != len(labels):
        return False
    shares = manifest.get("label_shares") or dict.fromkeys(labels, 1)
    return isinstance(shares, dict) and all(
        isinstance(share := shares.get(label), int | float) and 0 < share <= 1 for label in labels
    )


def _are_files(files: object) -> bool:
    """Check the manifest's list of files: each is in the folder itself."""
    return (
        isinstance(files, dict)
        and set(_REQUIRED_TO_SCORE) <= set(files)
        and all(isinstance(entry, dict) and "sha256" in entry for entry in files.values())
        and not any(name in (".", "..") or set(name) & set("/\\\0") for name in files)
    )


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
    entry = manifest["files"].get(name)
    if entry is None:
        raise ModelError(f"{folder}: {MANIFEST} names no {name}; {_REPLACE_MODEL}")
    try:
        data = read_file(path)
    except OSError as error:
        raise ModelError(f"{path} could not be read ({error.strerror}); {_REPLACE_MODEL}") from None
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise ModelError(
            f"{path} was changed or cut short (its SHA-256 is not the one in {MANIFEST}); "
            f"{_REPLACE_MODEL}"
        )
    return data


def read_text(folder: Path, name: str, manifest: Mapping[str, Any]) -> str:
    """Read a file of a model folder as text; otherwise as `read_verified`."""
    try:
        return read_verified(folder, name, manifest).decode("utf-8")
    except UnicodeDecodeError:
        raise ModelError(f"{folder / name} is not UTF-8; {_REPLACE_MODEL}") from None


def read_file(path: Path) -> bytes:
    """Read a regular file; a pipe or a device, which may never end, is refused unread."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if status.st_size > _MAX_BYTES:
            raise OSError(errno.EFBIG, f"over {_MAX_BYTES // 10**9} GB")
        return file.read()
