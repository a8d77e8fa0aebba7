"""Which statements to label next: uncertain, unlike each other, unlike what is labelled already.

Uncertainty sampling by margin, with likeness as a bar only: measured against random choice and
other strategies by ``benchmarks/active_learning.py``.
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
from lmclassify.corpus import Row, key
from lmclassify.curation.similarity import NEAR, nearest, vectors
from lmclassify.documents.statements import split
from lmclassify.errors import CorpusError
from lmclassify.evaluation.metrics import Floats
from lmclassify.model import Model
from lmclassify.results import LABELS
from lmclassify.terms import words

COLUMNS: Final = (
    "text", "label", "source", "suggested", "confidence", "file", "line", "start",
)  # fmt: skip
"""What is written; the label is left empty, and training reads the first three."""
ALIKE: Final = 0.5
"""Statements are alike from this cosine of their word TF-IDF on: one tells what the other would."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that has no label yet, and where it stands.

    Attributes
    ----------
    text, file : str
    source : str
        What a cross-validation must keep together: the document's name, or of a table what its
        column source says.
    line : int or None
        Of a table, the line on which the row begins, counted from 1.
    start : int or None
        Of a document, the offset in its text, in characters.
    """

    text: str
    file: str
    source: str = ""
    line: int | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A statement to label, and what the model makes of it.

    Attributes
    ----------
    candidate : Candidate
    suggested : str
        The most probable label.
    confidence : float
        Its probability.
    """

    candidate: Candidate
    suggested: str
    confidence: float


def gather(files: Iterable[str | os.PathLike[str]]) -> list[Candidate]:
    """Read the statements of documents and tables.

    Parameters
    ----------
    files : iterable of path
        Tables, as `tables.records` knows them, with a column text, whose labels are not looked at;
        and documents of any format that `documents.read` knows.

    Returns
    -------
    list of Candidate
        In the order of the files, as often as they occur.

    Raises
    ------
    CorpusError
        Where a table cannot be read; names file and line.
    DocumentError
        Where a document cannot be read.
    """
    found: list[Candidate] = []
    for file in files:
        a_table = Path(file).suffix.lower() in tables.SUFFIXES
        found += _listed(file) if a_table else _document(file)
    return found


def _listed(file: str | os.PathLike[str]) -> Iterator[Candidate]:
    problems: list[str] = []
    for line, cells in tables.records(file, ("text",), problems):
        yield Candidate(
            cells["text"].strip(), str(file), cells.get("source", "").strip(), line=line
        )
    if problems:
        told = "\n".join(problems)
        raise CorpusError(f"{file} cannot be read; mend it and try again:\n{told}", problems)


def _document(file: str | os.PathLike[str]) -> Iterator[Candidate]:
    document = documents.read(file)
    name = Path(document.source).name
    for one in split(document.text):
        # A line break inside a statement was the page's, not the sentence's.
        yield Candidate(" ".join(one.text.split()), document.source, name, start=one.start)


def suggest(
    candidates: Sequence[Candidate], model: Model, labelled: Sequence[Row], count: int
) -> list[Suggestion]:
    """Choose what to label next.

    Parameters
    ----------
    candidates : sequence of Candidate
        Those whose text is labelled already, was met before, or has no word are left out.
    model : Model
        What is asked how sure it is.
    labelled : sequence of Row
    count : int
        How many to choose.

    Returns
    -------
    list of Suggestion
        The most worthwhile first; fewer than `count` where there are no more.

    Raises
    ------
    CorpusError
        Where nothing is left.
    """
    known = {row.key for row in labelled}
    fresh: dict[str, Candidate] = {}
    for one in candidates:
        if words(one.text) and key(one.text) not in known:
            fresh.setdefault(key(one.text), one)
    pool = list(fresh.values())
    if not pool:
        raise CorpusError("there is no statement that is not labelled already; name other files.")
    judged = [model.predict(one.text) for one in pool]
    chances = np.array([[found.probabilities[label] for label in LABELS] for found in judged])
    table = vectors([one.text for one in pool] + [row.text for row in labelled])
    own, others = table[: len(pool)], table[len(pool) :]
    chosen = choose(uncertainty(chances), own, nearest(own, others), count)
    return [Suggestion(pool[i], judged[i].label, judged[i].confidence) for i in chosen]


def uncertainty(chances: Floats) -> Floats:
    """Say how close the two most probable labels are (Scheffer, Decomain and Wrobel 2001).

    Parameters
    ----------
    chances : ndarray of shape (n, k)
        A column a label.

    Returns
    -------
    ndarray of shape (n,)
        1 where they are equally probable, 0 where one is certain.
    """
    ordered = np.sort(chances, axis=1)
    doubt: Floats = 1 - (ordered[:, -1] - ordered[:, -2])
    return doubt


def choose(doubt: Floats, table: Any, known: Floats, count: int) -> list[int]:
    """Choose what is most uncertain, passing over what is like a statement labelled or chosen.

    Parameters
    ----------
    doubt : ndarray of shape (n,)
        As `uncertainty` gives it.
    table : sparse matrix of shape (n, m)
        As `likeness.vectors` gives it.
    known : ndarray of shape (n,)
        The cosine of each to the nearest labelled statement.
    count : int

    Returns
    -------
    list of int
        At most `count` numbers, the most worthwhile first. Where the others do not suffice, what
        was passed over follows, but no near duplicates.
    """
    like = known.copy()
    chosen: list[int] = []
    for limit in (ALIKE, NEAR):
        for index in np.argsort(-doubt, kind="stable").tolist():
            if len(chosen) < count and like[index] < limit:
                chosen.append(index)
                like = np.maximum(like, (table @ table[index].T).toarray().ravel())
                like[index] = np.inf  # also of a text without words, which is unlike itself
    return chosen


def write(suggestions: Sequence[Suggestion], stream: TextIO) -> None:
    """Write suggestions as CSV, ready to fill in.

    Parameters
    ----------
    suggestions : sequence of Suggestion
    stream : text stream
    """
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in suggestions:
        found = one.candidate
        told = (found.text, "", found.source, one.suggested, f"{one.confidence:.4f}")
        writer.writerow((*told, found.file, found.line, found.start))
