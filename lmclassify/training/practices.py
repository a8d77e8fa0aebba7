"""Training the practice model: the four practices of a label, fitted against each other."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from lmclassify import pipeline
from lmclassify.corpus import Row
from lmclassify.evaluation.cross_validation import Folds
from lmclassify.model.practices import PracticeModel
from lmclassify.results import PRACTICES

MIN_ROWS: Final = 50
"""Each practice needs this many rows; where one has fewer, no practices are named."""

REGULARISATION: Final = 1.0
"""The inverse strength. Weaker gains in cross-validation and loses on real statements."""


def possible(rows: Sequence[Row]) -> bool:
    """Tell whether a corpus has enough rows of every practice.

    Parameters
    ----------
    rows : sequence of Row

    Returns
    -------
    bool
    """
    counts = Counter(row.practice for row in rows)
    return all(counts[practice] >= MIN_ROWS for practice in PRACTICES)


def fit(rows: Sequence[Row], vectoriser: TfidfVectorizer) -> array[float]:
    """Fit the practices of each label on its statements.

    Parameters
    ----------
    rows : sequence of Row
        Those without a practice are passed over.
    vectoriser : TfidfVectorizer
        Fitted, with n terms.

    Returns
    -------
    array of float, length (n + 1) * 9
        As `lmclassify.practices.PracticeModel` takes them.
    """
    names = list(PRACTICES)
    coefficients = np.zeros((len(names), len(vectoriser.idf_)))
    intercept = np.zeros(len(names))
    for label in sorted(set(PRACTICES.values())):
        own = [row for row in rows if row.label == label and row.practice]
        table = vectoriser.transform([row.text for row in own])
        classifier = LogisticRegression(C=REGULARISATION, max_iter=1000)
        classifier.fit(table, [row.practice for row in own])
        places = [names.index(practice) for practice in classifier.classes_]
        coefficients[places], intercept[places] = classifier.coef_, classifier.intercept_
    return pipeline.rows_of_weights(vectoriser.idf_, coefficients, intercept)


def cross_validation(
    rows: Sequence[Row], splits: Folds, progress: Callable[[], Any] = lambda: None
) -> dict[str, Any]:
    """Measure how often the practice that is named is the one labelled, given the right label.

    Parameters
    ----------
    rows : sequence of Row
    splits : list of (train, test)
        As `lmclassify.evaluation.folds` gives them.
    progress : callable, optional
        Called after each fold.

    Returns
    -------
    dict
        For each label ``n``, ``named`` (the share that a practice is named for) and ``right`` (the
        share of these for which it is the right one).
    """
    told: dict[str, list[tuple[str, str | None]]] = {label: [] for label in PRACTICES.values()}
    for train, test in splits:
        part = [rows[i] for i in train]
        vectoriser = pipeline.vectoriser().fit([row.text for row in part])
        numbers = {term: 1 + column for term, column in vectoriser.vocabulary_.items()}
        model = PracticeModel(numbers, fit(part, vectoriser))
        for row in (rows[i] for i in test if rows[i].practice):
            told[row.label].append((row.practice, model.practice(row.text, row.label)))
        progress()
    found = {}
    for label, pairs in told.items():
        named = [practice == name for practice, name in pairs if name]
        found[label] = {
            "n": len(pairs),
            "named": len(named) / len(pairs),
            "right": sum(named) / max(len(named), 1),
        }
    return found
