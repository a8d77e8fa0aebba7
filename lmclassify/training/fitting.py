"""Training: rows → a calibrated scikit-learn pipeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from scipy.special import softmax
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from lmclassify import corpus, pipeline
from lmclassify.corpus import DEFINING, Row
from lmclassify.errors import CorpusError
from lmclassify.evaluation.challenges import measure_challenges, measure_source_documents
from lmclassify.evaluation.cross_validation import make_folds, predict_out_of_fold
from lmclassify.evaluation.metrics import Floats, compute_details, compute_metrics, expand_columns
from lmclassify.results import LABELS
from lmclassify.training import calibration, practices
from lmclassify.training.trained import Trained

GRID: Final = (1.0, 3.0, 10.0, 30.0)
"""The inverse regularisation strengths that cross-validation chooses from."""

N_SPLITS: Final = 5
MIN_ROWS: Final = 10
"""A label needs this many rows to be learnt at all."""

DEFINING_WEIGHT: Final = 5.0
"""Statements that define the labels count this many times in the fit."""

COOLEST: Final = 1.0
"""The model is never sharpened: one author wrote all folds, and real text is less sure."""
NEARLY: Final = 1.01
"""A log loss up to this many times the best is as good: text of other origins differs by more."""


def count_steps(rows: Sequence[Row]) -> int:
    """Tell how often `train` will report progress.

    Parameters
    ----------
    rows : sequence of Row

    Returns
    -------
    int
    """
    fits_a_fold = len(GRID) + practices.possible(rows)
    return fits_a_fold * len(make_folds(rows, N_SPLITS)) + 2


def check(rows: Sequence[Row]) -> None:
    """Make sure that a corpus can be learnt from.

    Parameters
    ----------
    rows : sequence of Row

    Raises
    ------
    CorpusError
        Where a label has too few rows, or all rows, or all of a label, are of one group.
    """
    counts = Counter(row.label for row in rows)
    for label in LABELS:
        required = label != "neither" or counts[label] > 0
        if required and counts[label] < MIN_ROWS:
            raise CorpusError(
                f"the corpus has {counts[label]} rows of {label}, at least {MIN_ROWS} are needed; "
                "add rows, or train together with the shipped corpus."
            )
    group = corpus.groups(rows)
    for whose in ("", *LABELS):
        tied = {one for one, row in zip(group, rows, strict=True) if whose in ("", row.label)}
        if len(tied) == 1:
            raise CorpusError(
                f"all rows{whose and f' of {whose}'} share one source or pair, so no part "
                "can be held out to test on; give the rows of different origin different sources, "
                "or leave the column empty."
            )


def train(rows: Sequence[Row], progress: Callable[[], Any] = lambda: None) -> Trained:
    """Choose the regularisation, fit, calibrate.

    Parameters
    ----------
    rows : sequence of Row, length n
        A checked corpus.
    progress : callable, optional
        Called `count_steps(rows)` times.

    Returns
    -------
    Trained

    Raises
    ------
    CorpusError
        As `check` does.
    """
    check(rows)
    labels = [row.label for row in rows]
    classes = sorted(set(labels))
    splits = make_folds(rows, N_SPLITS)
    # One thread: sums are then taken in one order, and the weights come out the same every time.
    with threadpool_limits(limits=1):
        tried = []
        for C in GRID:
            logits = predict_out_of_fold(rows, splits, _fitter(C), progress)
            temperature = calibration.temperature(logits, labels, classes)
            losses = calibration.log_losses(logits / temperature, labels, classes)
            tried.append((C, temperature, logits, losses))
        C, fitted_temperature, logits, _ = _simplest(tried)
        temperature = max(fitted_temperature, COOLEST)
        fitted = fit(rows, C)
        progress()
        calibration.apply(fitted, temperature)
        logits = logits / temperature
        chances = softmax(logits, axis=1)
        metrics: dict[str, Any] = {
            "cross_validation": {
                "data": "the training corpus",
                "split": f"{len(splits)} folds by source and pair, each predicted out of fold",
                "log_loss": calibration.log_losses(logits, labels, classes).mean(),
                **compute_metrics(labels, chances, classes),
                **compute_details(rows, chances, classes),
            }
        }
        if defining := measure_source_documents(rows, fitted, lambda part: fit(part, C)):
            metrics["source_documents"] = defining
        if challenges := measure_challenges(fitted):
            metrics["challenges"] = challenges
        progress()
        practice_weights = None
        if practices.possible(rows):
            practice_weights = practices.fit(rows, fitted["tfidf"])
            metrics["practices"] = practices.cross_validation(rows, splits, progress)
    return Trained(
        pipeline=fitted,
        model=pipeline.export(fitted, practice_weights),
        training={
            "features": "words, prefixes and pairs of neighbouring prefixes, sublinear TF-IDF",
            "classifier": "Multinomial logistic regression, L2",
            "C": C,
            "temperature": temperature,
            "fitted_temperature": fitted_temperature,
            "defining_weight": DEFINING_WEIGHT,
            "tried": [{"C": one[0], "log_loss": _rounded(one[3].mean())} for one in tried],
        },
        metrics=_rounded(metrics),
        out_of_fold=expand_columns(chances, classes),
    )


def fit(rows: Sequence[Row], C: float) -> Pipeline:
    """Fit TF-IDF and logistic regression, not yet calibrated.

    Parameters
    ----------
    rows : sequence of Row
    C : float
        The inverse regularisation strength.

    Returns
    -------
    sklearn.pipeline.Pipeline
    """
    weights = [DEFINING_WEIGHT if row.register in DEFINING else 1.0 for row in rows]
    return pipeline.unfitted(C).fit(
        [row.text for row in rows],
        [row.label for row in rows],
        classifier__sample_weight=weights,
    )


def _fitter(C: float) -> Callable[[Sequence[Row], Sequence[Row]], Floats]:
    def fit_predict(train: Sequence[Row], test: Sequence[Row]) -> Floats:
        logits = fit(train, C).decision_function([row.text for row in test])
        return logits if logits.ndim == 2 else np.column_stack([-logits / 2, logits / 2])

    return fit_predict


_Tried = tuple[float, float, Floats, Floats]
"""C, temperature, out-of-fold logits, and each row's log loss."""


def _simplest(tried: Sequence[_Tried]) -> _Tried:
    """Choose the strongest regularisation whose mean log loss is nearly the best."""
    best = min(float(one[3].mean()) for one in tried)
    return min((one for one in tried if one[3].mean() <= NEARLY * best), key=lambda one: one[0])


def out_of_fold_logits(
    rows: Sequence[Row], C: float = 10.0, background: Sequence[Row] = ()
) -> Floats:
    """Give the logits of each row by a model that has not seen its group.

    Parameters
    ----------
    rows : sequence of Row, length n
    C : float, default 10
        The inverse regularisation strength.
    background : sequence of Row, optional
        What every model is trained on too, but for what is of a group with the rows asked about.

    Returns
    -------
    ndarray of shape (n, k)
        A column a label, in the order of their names.
    """
    count, together = len(rows), [*rows, *background]
    group = np.array(corpus.groups(together))
    splits = []
    for train, test in make_folds(rows, N_SPLITS, group[:count].tolist()):
        free = np.flatnonzero(~np.isin(group[count:], group[test])) + count
        splits.append((np.concatenate([train, free]), test))
    with threadpool_limits(limits=1):
        return predict_out_of_fold(together, splits, _fitter(C))[:count]


def _rounded(value: Any) -> Any:
    """Round what people read to four places, also so that it is the same on every machine."""
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return round(float(value), 4) if isinstance(value, float) else value
