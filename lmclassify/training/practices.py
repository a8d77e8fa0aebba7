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
from lmclassify.results import PRACTICES, SIDES

_MIN_ROWS: Final = 50
"""If a practice has fewer rows than this, no practices are named."""

_C: Final = 1.0
"""The inverse regularisation strength; higher does better in cross-validation and worse on real
statements."""


def has_enough_rows(rows: Sequence[Row]) -> bool:
    """Check whether a corpus has enough rows of every practice to train on."""
    counts = Counter(row.practice for row in rows)
    return all(counts[practice] >= _MIN_ROWS for practice in PRACTICES)


def fit(rows: Sequence[Row], vectoriser: TfidfVectorizer) -> array[float]:
    """Fit the practices of each side on its statements.

    Parameters
    ----------
    rows : sequence of Row
        Those without a practice are left out.
    vectoriser : TfidfVectorizer
        Fitted, with n terms.

    Returns
    -------
    array of float, length (n + 1) * 9
        As `lmclassify.model.practices.PracticeModel` takes them.
    """
    names = list(PRACTICES)
    coefficients = np.zeros((len(names), len(vectoriser.idf_)))
    intercept = np.zeros(len(names))
    for side in SIDES:
        own = [row for row in rows if row.label == side and row.practice]
        table = vectoriser.transform([row.text for row in own])
        classifier = LogisticRegression(C=_C, max_iter=1000)
        classifier.fit(table, [row.practice for row in own])
        columns = [names.index(practice) for practice in classifier.classes_]
        coefficients[columns], intercept[columns] = classifier.coef_, classifier.intercept_
    return pipeline.pack_weights(vectoriser.idf_, coefficients, intercept)


def cross_validate(
    rows: Sequence[Row], folds: Folds, after_fold: Callable[[], object] = lambda: None
) -> dict[str, Any]:
    """Measure out of fold how often a practice is named, and correctly, given the true label.

    Parameters
    ----------
    folds : list of (train, test)
        As `lmclassify.evaluation.cross_validation.make_folds` returns them.
    after_fold : callable, optional
        Called after each fold.

    Returns
    -------
    dict
        For each side ``n``, ``named`` (the share of statements for which a practice is named) and
        ``right`` (the share of these for which it is the correct one).
    """
    # The manifest has always listed management first, as PRACTICES does.
    correct: dict[str, list[bool]] = {side: [] for side in PRACTICES.values()}
    totals: Counter[str] = Counter(row.label for row in rows if row.practice)
    for train, test in folds:
        part = [rows[i] for i in train]
        vectoriser = pipeline.build_vectoriser().fit([row.text for row in part])
        row_numbers = {term: 1 + column for term, column in vectoriser.vocabulary_.items()}
        model = PracticeModel(row_numbers, fit(part, vectoriser))
        for row in (rows[i] for i in test if rows[i].practice):
            if named := model.practice(row.text, row.label):
                correct[row.label].append(named == row.practice)
        after_fold()
    return {
        side: {
            "n": totals[side],
            "named": len(part) / totals[side],
            "right": sum(part) / max(len(part), 1),
        }
        for side, part in correct.items()
    }
