"""Writing a model folder: it is never incomplete, and replaces nothing but a model."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from lmclassify.atomic.folders import (
    previous_folder,
    probe_folder,
    recover_folder,
    replace_folder,
)
from lmclassify.errors import ModelError
from lmclassify.escaping import dump_json
from lmclassify.model import Model
from lmclassify.model.folder import (
    CONTEXT,
    FORMAT_VERSION,
    MANIFEST,
    PRACTICE_WEIGHTS,
    TERMS,
    WEIGHTS,
    little_endian,
    read_file,
)

_SYSTEM_FILES: Final = (".DS_Store", "Thumbs.db", "desktop.ini")
"""Some systems put these into every folder that is looked at."""


def prepare_folder(folder: str | os.PathLike[str], *, keep_previous: bool = False) -> None:
    """Check that a model can be written to a folder, before the time to train it is spent.

    If a replacement of the model there was cut off halfway, the model gets its name back.

    Parameters
    ----------
    folder, keep_previous
        As for `write_model`.

    Raises
    ------
    ModelError
        If the folder cannot be written, or holds something other than a model.
    """
    target = Path(folder)
    try:
        recover_folder(target)
        _check_replaceable(target)
        if keep_previous:
            _check_replaceable(previous_folder(target))
        probe_folder(target)
    except OSError as error:
        raise _writing_error(target, error) from None


def write_model(
    folder: str | os.PathLike[str],
    model: Model,
    extra: Mapping[str, bytes],
    fields: Mapping[str, Any],
    *,
    keep_previous: bool = False,
) -> Path | None:
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
    keep_previous : bool, default False
        Whether to keep the model that is replaced, beside the new one.

    Returns
    -------
    pathlib.Path or None
        Where the replaced model is, if it was kept.

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
    contents = {**files, MANIFEST: f"{dump_json(manifest, indent=2)}\n".encode()}
    try:
        return replace_folder(target, contents, _check_replaceable, keep_previous=keep_previous)
    except OSError as error:
        raise _writing_error(target, error) from None


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


def _writing_error(target: Path, error: OSError) -> ModelError:
    return ModelError(
        f"{target} could not be written ({error.strerror}); name another folder with -o."
    )


def _check_replaceable(target: Path) -> None:
    """Check that there is nothing, an empty folder, or a model and nothing else."""
    if not os.path.lexists(target) or (target.is_dir() and not any(target.iterdir())):
        return
    try:
        files = json.loads(read_file(target / MANIFEST))
        is_model = {"format_version", "terms_version"} <= set(files)
        names = {MANIFEST, *files["files"], *_SYSTEM_FILES}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        is_model, names = False, set()
    if not is_model:
        raise ModelError(f"{target} exists and is not a model; name another folder with -o.")
    if foreign := sorted({path.name for path in target.iterdir()} - names):
        raise ModelError(
            f"{target} also holds {', '.join(foreign[:3])}, which is no part of the model; move "
            "that elsewhere, or name another folder with -o."
        )
