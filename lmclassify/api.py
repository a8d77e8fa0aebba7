"""The Python API: `classify`, `classify_many`, `classify_document`, `explain`, `load_model`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal, overload

from lmclassify import documents
from lmclassify.checks import check_path, check_text, check_texts
from lmclassify.documents import Document, statements
from lmclassify.documents.doubts import NOT_ENGLISH, describe_doubts
from lmclassify.model.loading import (
    MODEL_VARIABLE,
    ModelLike,
    load_model,
    model_folder,
    model_name,
)
from lmclassify.results import (
    PRACTICES,
    DocumentResult,
    Explanation,
    Practice,
    Prediction,
    Summary,
)
from lmclassify.summary import summarise, summarise_sections
from lmclassify.usual import find_standing, read_figures

__all__ = [
    "MODEL_VARIABLE",
    "ModelLike",
    "classify",
    "classify_document",
    "classify_many",
    "explain",
    "load_model",
    "model_folder",
    "model_name",
]


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
    return load_model(model).predict(check_text(text), two_way=two_way)


@overload
def classify_many(
    texts: Iterable[str],
    *,
    two_way: bool = False,
    missing: Literal["raise"] = "raise",
    model: ModelLike | None = None,
) -> list[Prediction]: ...


@overload
def classify_many(
    texts: Iterable[object],
    *,
    two_way: bool = False,
    missing: Literal["none"],
    model: ModelLike | None = None,
) -> list[Prediction | None]: ...


def classify_many(
    texts: Iterable[object],
    *,
    two_way: bool = False,
    missing: Literal["raise", "none"] = "raise",
    model: ModelLike | None = None,
) -> Sequence[Prediction | None]:
    """Label many statements; return one prediction per text, in order.

    Parameters
    ----------
    texts : iterable of str
        A list, a pandas column, a generator, …
    two_way : bool, default False
        Choose between leadership and management only.
    missing : {'raise', 'none'}, default 'raise'
        What to do with missing items (None, NaN, ``pd.NA``) and blank ones: refuse them, or return
        None for each.
    model : Model or path, optional
        As for `load_model`.

    Raises
    ------
    TypeError
        If items are missing or not strings, or `texts` is a single string or a table. The message
        says which items, with their labels in the index if `texts` has one.
    ValueError
        If items are blank, in the same way.

    Examples
    --------
    >>> [p.label for p in classify_many(["Unite partners around a vision", "Take blood samples"])]
    ['leadership', 'neither']
    >>> [p and p.label for p in classify_many(["Take blood samples", None, ""], missing="none")]
    ['neither', None, None]
    """
    if isinstance(texts, str):
        raise TypeError("texts is a single string; use classify(text), or classify_many([text])")
    if isinstance(texts, Mapping) or hasattr(texts, "columns"):
        raise TypeError("texts is a table; pass one of its columns, as classify_many(df['text'])")
    if missing not in ("raise", "none"):
        raise ValueError(f"missing is {missing!r}; it can be 'raise' or 'none'")
    items = check_texts(texts, allow_missing=missing == "none")
    predict = load_model(model).predict
    return [None if item is None else predict(item, two_way=two_way) for item in items]


def classify_document(
    source: str | os.PathLike[str] | Document,
    *,
    format: str | None = None,
    two_way: bool = False,
    use_context: bool = True,
    kind: str | None = None,
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
    kind : str, optional
        The kind of documents to compare its leadership share with, one of
        `lmclassify.usual.KINDS`. Default: all.
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
    check_path(source)
    document = source if isinstance(source, Document) else documents.read(source, format=format)
    parts = statements.outline(document.text)
    texts = statements.cut(document.text, parts, "statement")
    loaded = load_model(model)
    predictions = loaded.predict_document(
        [part.text for part in texts], two_way=two_way, use_context=use_context
    )
    pairs = tuple(zip(texts, predictions, strict=True))
    summary = summarise(pairs)
    doubts = describe_doubts(document.text, parts, lambda line: loaded.predict(line).label)
    if NOT_ENGLISH in doubts:
        summary = Summary(summary.counts, None, None, "withheld")
    # The figures were measured as documents are classified by default.
    figures = None if two_way or not use_context else read_figures(loaded.manifest)
    summary = replace(summary, standing=find_standing(summary, figures, kind))
    practices: tuple[Practice | None, ...] = ()
    if practice_model := loaded.practices:
        practices = tuple(practice_model.practice(s.text, p.label) for s, p in pairs)
        counts = {practice: practices.count(practice) for practice in PRACTICES}
        summary = replace(summary, practices=counts)
    notes = (*document.notes, *doubts)
    headings = tuple(statements.cut(document.text, parts, "heading"))
    sections = summarise_sections(pairs, headings)
    return DocumentResult(
        document.source, document.text, pairs, summary, practices, notes, headings, sections
    )


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
    'rota'
    """
    return load_model(model).explain(check_text(text), two_way=two_way)
