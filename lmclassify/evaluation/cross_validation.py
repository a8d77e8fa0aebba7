"""A cross-validation that keeps texts of one source together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold

from lmclassify.corpus import Row
from lmclassify.evaluation.metrics import Floats, Ints

Folds = list[tuple[Ints, Ints]]
"""For each fold, the numbers of the rows to train on and of those to test on."""


def group_rows(rows: Sequence[Row]) -> list[int]:
    """Return a group number for each row; a cross-validation must not split a group.

    Rows of one `source` (one author, or one published page) share vocabulary and habits, and rows
    of one `pair` differ by design in little but the label. Rows that have either in common,
    directly or through other rows, are one group, and so are rows with the same text, except in
    documents, where common lines would tie all hands together. Any other row is a group of its own.

    Examples
    --------
    >>> rows = [Row("a", "neither", source="x"), Row("b", "neither")]
    >>> group_rows([*rows, Row("c", "neither", source="x")])
    [0, 1, 0]
    """
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        while (above := parent.setdefault(node, node)) != node:
            node = above
        return node

    nodes = []
    for row in rows:
        node = ("text", row.key)
        if row.document:
            node = ("document", f"{row.file}\x1f{row.document}")
        nodes.append(node)
        for kind, value in (("source", row.source), ("pair", row.pair)):
            if value:
                parent[root((kind, value))] = root(node)
    numbers: dict[tuple[str, str], int] = {}
    return [numbers.setdefault(root(node), len(numbers)) for node in nodes]


def make_folds(
    rows: Sequence[Row], n_splits: int = 5, groups: Sequence[int] | None = None
) -> Folds:
    """Split rows for cross-validation, keeping the rows of a group together.

    Parameters
    ----------
    n_splits : int, default 5
        If there are fewer groups, there are only as many folds.
    groups : sequence of int, optional
        The group of each row; by default as `group_rows` finds them.

    Returns
    -------
    list of (train, test)
        Arrays of row numbers. If all rows are of one group, one fold with nothing to train on.
    """
    groups = group_rows(rows) if groups is None else groups
    labels = [row.label for row in rows]
    n_splits = min(n_splits, len(set(groups)))
    if n_splits < 2:
        return [(np.arange(0), np.arange(len(rows)))]
    rarest = min(labels.count(label) for label in set(labels))
    splitter = (
        StratifiedGroupKFold(n_splits, shuffle=True, random_state=0)
        if rarest >= n_splits
        else GroupKFold(n_splits)
    )
    return list(splitter.split(labels, labels, groups))


def predict_out_of_fold(
    rows: Sequence[Row],
    folds: Folds,
    fit_predict: Callable[[Sequence[Row], Sequence[Row]], Floats],
    after_fold: Callable[[], object] = lambda: None,
) -> Floats:
    """Predict each row with a model that was not trained on its group.

    Parameters
    ----------
    rows : sequence of Row, length n
        The rows to train on and to predict.
    folds : list of (train, test)
        As `make_folds` returns; each row is tested once.
    fit_predict : callable
        Takes the rows to train on and the rows to predict; returns one row per prediction.
    after_fold : callable, optional
        Called after each fold.

    Returns
    -------
    ndarray of shape (n, k)
    """
    predicted: Floats | None = None
    for train, test in folds:
        part = fit_predict([rows[i] for i in train], [rows[i] for i in test])
        if predicted is None:
            predicted = np.zeros((len(rows), part.shape[1]))
        predicted[test] = part
        after_fold()
    if predicted is None:
        raise ValueError("no folds")
    return predicted
