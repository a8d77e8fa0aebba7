"""`load_model`: which model to use, read once."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Final

from lmclassify.errors import ModelError
from lmclassify.model.classifier import Model
from lmclassify.model.folder import MANIFEST, read_model

MODEL_VARIABLE: Final = "LMCLASSIFY_MODEL"
"""The environment variable that names the model folder to use if the caller names none."""

ModelLike = Model | str | os.PathLike[str]


def load_model(model: ModelLike | None = None) -> Model:
    """Load a model; each folder is read only once.

    Parameters
    ----------
    model : Model or path, optional
        A model folder. Default: the folder that the environment variable ``LMCLASSIFY_MODEL``
        names, otherwise the model that came with the package.

    Raises
    ------
    ModelError
        If there is no model, or it is damaged.

    Examples
    --------
    >>> load_model().labels
    ('leadership', 'management', 'neither')
    """
    if isinstance(model, Model):
        return model
    if model == "":
        raise ModelError("the name of the model is empty; leave it out for the shipped model.")
    return _load(os.fspath(model_folder(model)))


def model_folder(folder: str | os.PathLike[str] | None = None) -> Path:
    """Return the folder of the model to use: `folder` if given, otherwise as `load_model` says.

    Raises
    ------
    ModelError
        If no folder is named and the package came without a model.
    """
    return Path(folder or os.environ.get(MODEL_VARIABLE) or _shipped_folder())


@lru_cache(maxsize=8)
def _load(folder: str) -> Model:
    return read_model(folder)


@lru_cache(maxsize=1)
def _shipped_folder() -> str:
    """Return the folder of the model in the package or in the checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "models" / "default", package.parent / "models" / "default"):
        if (folder / MANIFEST).is_file():
            return str(folder)
    raise ModelError(
        "this installation has no model; name one with --model, or train one with "
        "'lmclassify train -o DIR'"
    )


def model_name(model: Model) -> str:
    """Return what to call a model in output for people."""
    try:
        shipped = str(model.folder) == _shipped_folder()
    except ModelError:
        shipped = False
    return "the shipped model" if shipped else str(model.folder or "a model in memory")
