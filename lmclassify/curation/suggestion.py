"""Which statements to label next: uncertain ones, unlike each other and the labelled ones.

Uncertainty sampling by margin; similar statements are skipped. ``benchmarks/active_learning.py``
compares this with random choice and with other strategies.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

import numpy as np

from lmclassify import documents, tables
from lmclassify.corpus import Row, text_key
from lmclassify.curation.similarity import NEAR_DUPLICATE, max_similarity, vectorise
from lmclassify.documents.statements import split
from lmclassify.errors import CorpusError
from lmclassify.escaping import escape_for
from lmclassify.evaluation.metrics import Floats
from lmclassify.model import Model
from lmclassify.results import LABELS
from lmclassify.terms import words

COLUMNS: Final = (
    "text", "label", "source", "suggested", "confidence", "file", "line", "start",
)  # fmt: skip
"""The columns that are written; label is left empty, and training reads the first three."""
_SIMILAR: Final = 0.5
"""If two statements are at least this similar, a model learns little from both."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that has no label yet, and its place in a file.

    Attributes
    ----------
    text : str
        The statement.
    file : str
        The path of its file.
    source : str
        What a cross-validation must keep together: in a table the column source, else the name of
        the document.
    line : int or None
        In a table, the line on which the row begins, counted from 1.
    start : int or None
        In a document, the offset in its text, in characters.
    """

    text: str
    file: str
    source: str = ""
    line: int | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A statement to label, and the model's prediction.

    Attributes
    ----------
    candidate : Candidate
        The statement.
    suggested : str
        The most probable label.
    confidence : float
        Its probability.
    """

    candidate: Candidate
    suggested: str
    confidence: float


def read_candidates(
    files: Iterable[str | os.PathLike[str]], notes: list[str] | None = None
) -> list[Candidate]:
    """Read the statements of documents and tables, in order and including repeats.

    Parameters
    ----------
    files : iterable of path
        Tables with a column text, of which rows with a label are skipped, and documents; see
        `lmclassify.tables.read_records` and `lmclassify.documents.read`.
    notes : list of str, optional
        What a user should know about how tables are read is added here.

    Raises
    ------
    CorpusError
        If a table cannot be read; with file and line.
    DocumentError
        If a document cannot be read.
    """
    candidates: list[Candidate] = []
    for file in files:
        is_table = tables.find_suffix(file) in tables.FORMATS
        candidates += _read_table(file, notes) if is_table else _read_document(file)
    return candidates


def _read_table(file: str | os.PathLike[str], notes: list[str] | None) -> Iterator[Candidate]:
    problems: list[str] = []
    for line, cells in tables.read_records(file, ("text",), problems, notes):
        if not cells.get("label", "").strip():
            source = cells.get("source", "").strip()
            yield Candidate(cells["text"].strip(), str(file), source, line=line)
    if problems:
        raise CorpusError(f"{file} cannot be read; fix this and try again:", problems)


def _read_document(file: str | os.PathLike[str]) -> Iterator[Candidate]:
    document = documents.read(file)
    name = Path(document.source).name
    for statement in split(document.text):
        # A line break inside a statement comes from the width of the page.
        text = " ".join(statement.text.split())
        yield Candidate(text, document.source, name, start=statement.start)


def suggest(
    candidates: Sequence[Candidate], model: Model, labelled: Sequence[Row], count: int
) -> list[Suggestion]:
    """Suggest what to label next.

    Parameters
    ----------
    candidates : sequence of Candidate
        Those that are labelled already, repeat an earlier one or have no word are left out.
    model : Model
        The model whose uncertainty counts.
    labelled : sequence of Row
        The statements that are labelled already.
    count : int
        How many to suggest.

    Returns
    -------
    list of Suggestion
        The most worthwhile first; fewer than `count` if there are no more.

    Raises
    ------
    CorpusError
        If no candidate is left.
    """
    known = {row.key for row in labelled}
    by_key: dict[str, Candidate] = {}
    for candidate in candidates:
        key = text_key(candidate.text)
        if words(candidate.text) and key not in known:
            by_key.setdefault(key, candidate)
    pool = list(by_key.values())
    if not pool:
        raise CorpusError("all statements of these files are labelled already; name other files.")
    predictions = [model.predict(candidate.text) for candidate in pool]
    probabilities = np.array([[p.probabilities[label] for label in LABELS] for p in predictions])
    vectors = vectorise([*(candidate.text for candidate in pool), *(row.text for row in labelled)])
    own, others = vectors[: len(pool)], vectors[len(pool) :]
    chosen = select(uncertainty(probabilities), own, max_similarity(own, others), count)
    return [Suggestion(pool[i], predictions[i].label, predictions[i].confidence) for i in chosen]


def uncertainty(probabilities: Floats) -> Floats:
    """Compute how close the two most probable labels are (Scheffer, Decomain and Wrobel 2001).

    Parameters
    ----------
    probabilities : ndarray of shape (n, k)
        One column per label.

    Returns
    -------
    ndarray of shape (n,)
        1 if they are equally probable, 0 if one is certain.

    Examples
    --------
    >>> uncertainty(np.array([[0.5, 0.5, 0.0], [0.0, 1.0, 0.0], [0.25, 0.75, 0.0]]))
    array([1. , 0. , 0.5])
    """
    ordered = np.sort(probabilities, axis=1)
    closeness: Floats = 1 - (ordered[:, -1] - ordered[:, -2])
    return closeness


def select(uncertainties: Floats, vectors: Any, labelled: Floats, count: int) -> list[int]:
    """Select the most uncertain texts, skipping those similar to a labelled or selected one.

    Parameters
    ----------
    uncertainties : ndarray of shape (n,)
        As `uncertainty` returns them.
    vectors : sparse matrix of shape (n, m)
        As `lmclassify.curation.similarity.vectorise` returns them.
    labelled : ndarray of shape (n,)
        The similarity of each text to the most similar labelled one.
    count : int
        How many to select.

    Returns
    -------
    list of int
        At most `count` indices, the most worthwhile first. If too few are left, skipped texts
        follow, but no near duplicates.
    """
    similarity = labelled.copy()
    selected: list[int] = []
    for limit in (_SIMILAR, NEAR_DUPLICATE):
        for index in np.argsort(-uncertainties, kind="stable").tolist():
            if len(selected) < count and similarity[index] < limit:
                selected.append(index)
                to_selected = (vectors @ vectors[index].T).toarray().ravel()
                similarity = np.maximum(similarity, to_selected)
                similarity[index] = np.inf  # a text without words has no similarity to itself
    return selected


def write(suggestions: Sequence[Suggestion], stream: TextIO) -> None:
    """Write suggestions as CSV with an empty column label, ready to be filled in."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    shown = escape_for(stream)
    for suggestion in suggestions:
        candidate, confidence = suggestion.candidate, f"{suggestion.confidence:.4f}"
        text, source, file = map(
            tables.escape_formula, (candidate.text, candidate.source, candidate.file)
        )
        text, source, file = map(shown, (text, source, file))
        cells = (text, "", source, suggestion.suggested, confidence)
        writer.writerow((*cells, file, candidate.line, candidate.start))
