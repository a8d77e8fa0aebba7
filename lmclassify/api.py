"""The Python API: `classify`, `classify_many`, `classify_document`, `explain`, `load_model`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from lmclassify import documents
from lmclassify.documents import Document, statements
from lmclassify.errors import ModelError
from lmclassify.model import Model
from lmclassify.model.folder import MANIFEST, read_model
from lmclassify.results import (
    PRACTICES,
    DocumentResult,
    Explanation,
    Practice,
    Prediction,
)
from lmclassify.summary import summarise

MODEL_VARIABLE: Final = "LMCLASSIFY_MODEL"
"""The environment variable that names the model folder to use where the caller names none."""

ModelLike = Model | str | os.PathLike[str]


def load_model(model: ModelLike | None = None) -> Model:
    """Load a model; the default one once only.

    Parameters
    ----------
    model : Model or path, optional
        A model folder. Without it: the folder that the environment variable
        ``LMCLASSIFY_MODEL`` names, else the model that came with the package.

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        Where there is no model, or it is damaged.

    Examples
    --------
    >>> load_model().labels
    ('leadership', 'management', 'neither')
    """
    if isinstance(model, Model):
        return model
    return _load(os.fspath(model_folder(model)))


def model_folder(named: str | os.PathLike[str] | None = None) -> Path:
    """Tell where a model is: what was named, the environment variable's, or the package's own.

    Parameters
    ----------
    named : path, optional

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ModelError
        Where none is named and the package came without.
    """
    return Path(named or os.environ.get(MODEL_VARIABLE) or _own_folder())


@lru_cache(maxsize=8)
def _load(folder: str) -> Model:
    return read_model(folder)


@lru_cache(maxsize=1)
def _own_folder() -> str:
    """Give the folder of the model that came with the package, or stands in the checkout."""
    package = Path(__file__).resolve().parent
    for folder in (package / "models" / "default", package.parent / "models" / "default"):
        if (folder / MANIFEST).is_file():
            return str(folder)
    raise ModelError(
        "this installation has no model; name one with --model, or train one: lmclassify train"
    )


def model_name(model: Model) -> str:
    """Give what to call a model where people read it.

    Parameters
    ----------
    model : Model

    Returns
    -------
    str
    """
    try:
        shipped = str(model.folder) == _own_folder()
    except ModelError:
        shipped = False
    return "the shipped model" if shipped else str(model.folder or "a model in memory")


def classify(text: str, *, two_way: bool = False, model: ModelLike | None = None) -> Prediction:
    """Label one statement as leadership, management or neither.

    Parameters
    ----------
    text : str
        One sentence, bullet or phrase. For a whole document see `classify_document`.
    two_way : bool, default False
        Choose between leadership and management only.
    model : Model or path, optional
        As `load_model` takes it.

    Returns
    -------
    Prediction

    Raises
    ------
    TypeError
        Where `text` is not a string.
    ValueError
        Where `text` is empty.

    Examples
    --------
    >>> classify("Set the ward's annual budget").label
    'management'
    """
    return load_model(model).predict(_checked(text), two_way=two_way)


def classify_many(
    texts: Iterable[str], *, two_way: bool = False, model: ModelLike | None = None
) -> list[Prediction]:
    """Label many statements.

    Parameters
    ----------
    texts : iterable of str
        A list, a pandas column, a generator, …
    two_way : bool, default False
        Choose between leadership and management only.
    model : Model or path, optional
        As `load_model` takes it.

    Returns
    -------
    list of Prediction
        One a text, in order.

    Raises
    ------
    TypeError
        Where an item is not a string (the message says which), or `texts` is itself one or a
        table.
    ValueError
        Where an item is empty.
    """
    if isinstance(texts, str):
        raise TypeError("texts is a single string; use classify(text), or classify_many([text])")
    if isinstance(texts, Mapping) or hasattr(texts, "columns"):
        raise TypeError("texts is a table; pass one of its columns, as classify_many(df['text'])")
    predict = load_model(model).predict
    return [predict(_checked(text, index), two_way=two_way) for index, text in enumerate(texts)]


def classify_document(
    source: str | os.PathLike[str] | Document,
    *,
    format: str | None = None,
    two_way: bool = False,
    model: ModelLike | None = None,
) -> DocumentResult:
    """Label every statement of a document and sum them up.

    Parameters
    ----------
    source : path or Document
        A file, or ``"-"`` for standard input. A text that is already in memory:
        ``Document("its name", text)``.
    format : str, optional
        The format of the file, as `lmclassify.documents.read` takes it; without it, the bytes
        decide, or else the name.
    two_way : bool, default False
        Choose between leadership and management only.
    model : Model or path, optional
        As `load_model` takes it.

    Returns
    -------
    DocumentResult

    Raises
    ------
    DocumentError
        Where the file cannot be read.
    """
    document = source if isinstance(source, Document) else documents.read(source, format=format)
    found = statements.split(document.text)
    loaded = load_model(model)
    judged = classify_many((s.text for s in found), two_way=two_way, model=loaded)
    pairs = tuple(zip(found, judged, strict=True))
    summary = summarise(pairs)
    practices: tuple[Practice | None, ...] = ()
    if naming := loaded.practices:
        practices = tuple(naming.practice(s.text, p.label) for s, p in pairs)
        counts = {practice: practices.count(practice) for practice in PRACTICES}
        summary = replace(summary, practices=counts)
    return DocumentResult(document.source, document.text, pairs, summary, practices, document.notes)


def explain(text: str, *, two_way: bool = False, model: ModelLike | None = None) -> Explanation:
    """Label one statement and show exactly why.

    Parameters
    ----------
    text : str
        One statement.
    two_way : bool, default False
        Choose between leadership and management only.
    model : Model or path, optional
        As `load_model` takes it.

    Returns
    -------
    Explanation

    Raises
    ------
    TypeError
        Where `text` is not a string.
    ValueError
        Where `text` is empty.
    """
    return load_model(model).explain(_checked(text), two_way=two_way)


def _checked(text: object, index: int | None = None) -> str:
    where = "text" if index is None else f"item {index}"
    if text != text:  # noqa: PLR0124  # what pandas has for a missing value is unlike itself
        raise TypeError(f"{where} is missing (nan); drop it first, as df['text'].dropna()")
    if not isinstance(text, str):
        raise TypeError(f"{where} is {type(text).__name__}, not a string; drop or convert it first")
    if not text.strip():
        raise ValueError(f"{where} is empty; drop empty texts first")
    return text
