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
    package = Path(__file__).resolve().parent
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


def classify(text: str, *, two_way: bool = False, model: ModelLike | None = None) -> Prediction:
    """Label one statement as leadership, management or neither.

    Parameters
    ----------
    text : str
        One sentence, bullet or phrase. For a whole document see `classify_document`.
    two_way : bool, default False
        Choose between leadership and management only.
    model : Model or path, optional
        As for `load_model`.

    Raises
    ------
    TypeError
        If `text` is not a string.
    ValueError
        If `text` is empty.

    Examples
    --------
    >>> classify("Set the ward's annual budget").label
    'management'
    """
    return load_model(model).predict(_check_text(text), two_way=two_way)


def classify_many(
    texts: Iterable[str], *, two_way: bool = False, model: ModelLike | None = None
) -> list[Prediction]:
    """Label many statements; return one prediction per text, in order.

    Parameters
    ----------
    texts : iterable of str
        A list, a pandas column, a generator, …
    two_way : bool, default False
        Choose between leadership and management only.
    model : Model or path, optional
        As for `load_model`.

    Raises
    ------
    TypeError
        If an item is not a string (the message says which), or `texts` is a single string or a
        table.
    ValueError
        If an item is empty.

    Examples
    --------
    >>> [p.label for p in classify_many(["Unite partners around a vision", "Take blood samples"])]
    ['leadership', 'neither']
    """
    if isinstance(texts, str):
        raise TypeError("texts is a single string; use classify(text), or classify_many([text])")
    if isinstance(texts, Mapping) or hasattr(texts, "columns"):
        raise TypeError("texts is a table; pass one of its columns, as classify_many(df['text'])")
    predict = load_model(model).predict
    return [predict(_check_text(text, index), two_way=two_way) for index, text in enumerate(texts)]


def classify_document(
    source: str | os.PathLike[str] | Document,
    *,
    format: str | None = None,
    two_way: bool = False,
    use_context: bool = True,
    model: ModelLike | None = None,
) -> DocumentResult:
    """Label every statement of a document and sum them up.

    Each statement is read among those around it: the label of a line depends on whether it stands
    among duties or among benefits. `classify` reads a statement by itself.

    Parameters
    ----------
    source : path or Document
        A file, or ``"-"`` for standard input. For a text that is already in memory:
        ``Document("its name", text)``.
    format : str, optional
        The format of the file, as for `lmclassify.documents.read`. Default: found from the bytes
        or the name of the file.
    two_way : bool, default False
        Choose between leadership and management only.
    use_context : bool, default True
        Whether to take the lines around a statement into account, if the model can.
    model : Model or path, optional
        As for `load_model`.

    Raises
    ------
    DocumentError
        If the file cannot be read.

    Examples
    --------
    >>> classify_document(Document("advert", "Sets the budget. Checks the rota.")).summary.verdict
    'mostly management'
    """
    document = source if isinstance(source, Document) else documents.read(source, format=format)
    parts = statements.split(document.text)
    loaded = load_model(model)
    predictions = loaded.predict_document(
        [part.text for part in parts], two_way=two_way, use_context=use_context
    )
    pairs = tuple(zip(parts, predictions, strict=True))
    summary = summarise(pairs)
    practices: tuple[Practice | None, ...] = ()
    if practice_model := loaded.practices:
        practices = tuple(practice_model.practice(s.text, p.label) for s, p in pairs)
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
        As for `load_model`.

    Raises
    ------
    TypeError
        If `text` is not a string.
    ValueError
        If `text` is empty.

    Examples
    --------
    >>> explain("Lead the weekly rota meeting").words[0].word
    'weekly'
    """
    return load_model(model).explain(_check_text(text), two_way=two_way)


def _check_text(text: object, index: int | None = None) -> str:
    """Return a text if it is one that can be classified; raise an error if it is not."""
    name = "text" if index is None else f"item {index}"
    if text != text:  # noqa: PLR0124  # what pandas has for a missing value is unlike itself
        raise TypeError(f"{name} is missing (nan); drop it first, as df['text'].dropna()")
    if not isinstance(text, str):
        raise TypeError(f"{name} is {type(text).__name__}, not a string; drop or convert it first")
    if not text.strip():
        raise ValueError(f"{name} is empty; drop empty texts first")
    return text
