"""A cross-validation that keeps together what one hand wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold

from lmclassify.corpus import Row, groups
from lmclassify.evaluation.metrics import Floats

Folds = list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]


def make_folds(rows: Sequence[Row], n_splits: int = 5, group: Sequence[int] | None = None) -> Folds:
    """Split rows for cross-validation, keeping what `corpus.groups` ties together.

    Parameters
    ----------
    rows : sequence of Row
    n_splits : int, default 5
        Fewer where there are fewer groups.
    group : sequence of int, optional
        The group of each row, where it is not `corpus.groups` of these rows alone.

    Returns
    -------
    list of (train, test)
        Arrays of row numbers; one, with nothing to train on, where the rows are all of one group.
    """
    group = groups(rows) if group is None else group
    labels = [row.label for row in rows]
    n_splits = min(n_splits, len(set(group)))
    if n_splits < 2:
        return [(np.arange(0), np.arange(len(rows)))]
    smallest = min(labels.count(label) for label in set(labels))
    splitter = (
        StratifiedGroupKFold(n_splits, shuffle=True, random_state=0)
        if smallest >= n_splits
        else GroupKFold(n_splits)
    )
    return list(splitter.split(labels, labels, group))


def predict_out_of_fold(
    rows: Sequence[Row],
    splits: Folds,
    fit_predict: Callable[[Sequence[Row], Sequence[Row]], Floats],
    progress: Callable[[], Any] = lambda: None,
) -> Floats:
    """Predict each row by a model that has not seen its group.

    Parameters
    ----------
    rows : sequence of Row, length n
    splits : list of (train, test)
        As `make_folds` gives them; each row is in one test part.
    fit_predict : callable
        From the rows to train on and the rows to predict, an array of a row each.
    progress : callable, optional
        Called after each fold.

    Returns
    -------
    ndarray of shape (n, k)
    """
    predicted: Floats | None = None
    for train, test in splits:
        part = fit_predict([rows[i] for i in train], [rows[i] for i in test])
        if predicted is None:
            predicted = np.zeros((len(rows), part.shape[1]))
        predicted[test] = part
        progress()
    if predicted is None:
        raise ValueError("no folds")
    return predicted
