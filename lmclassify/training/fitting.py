"""Training: labelled rows → a calibrated scikit-learn pipeline, and what was measured of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, Final, NamedTuple

import numpy as np
from scipy.special import softmax
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from lmclassify import corpus, pipeline
from lmclassify.corpus import DEFINING_REGISTERS, Row
from lmclassify.errors import CorpusError
from lmclassify.evaluation.challenges import measure_challenges, measure_source_documents
from lmclassify.evaluation.cross_validation import Folds, make_folds, predict_out_of_fold
from lmclassify.evaluation.metrics import (
    Floats,
    align_to_labels,
    compute_breakdown,
    compute_metrics,
)
from lmclassify.results import LABELS, Progress
from lmclassify.training import calibration, practices
from lmclassify.training.trained import Trained

C_GRID: Final = (1.0, 3.0, 10.0, 30.0)
"""The inverse regularisation strengths that cross-validation chooses from."""

_N_SPLITS: Final = 5
_MIN_ROWS: Final = 10
"""A label needs this many rows to be learnt at all."""

_DEFINING_WEIGHT: Final = 5.0
"""Statements that define the labels count this many times in the fit."""

_MIN_TEMPERATURE: Final = 1.0
"""The model is never sharpened: one author wrote all folds, and real text is less certain."""

_LOG_LOSS_TOLERANCE: Final = 0.01
"""A log loss within this share of the best counts as equal to it: text of other origins differs by
more."""


def check(rows: Sequence[Row]) -> None:
    """Check that a model can be trained on a corpus.

    Raises
    ------
    CorpusError
        If a label has too few rows, or all rows, or all rows of a label, are of one group.
    """
    counts = Counter(row.label for row in rows)
    for label in LABELS:
        required = label != "neither" or counts[label] > 0
        if required and counts[label] < _MIN_ROWS:
            raise CorpusError(
                f"the corpus has {counts[label]} rows of {label}, at least {_MIN_ROWS} are needed; "
                "add rows, or train together with the shipped corpus."
            )
    groups = corpus.groups(rows)
    for part in (None, *LABELS):
        own = {group for group, row in zip(groups, rows, strict=True) if part in (None, row.label)}
        if len(own) == 1:
            raise CorpusError(
                f"all rows{f' of {part}' if part else ''} share one source or pair, so none can be "
                "held out to test on; give rows of different origin different sources, or leave "
                "the column empty."
            )


def train(rows: Sequence[Row], progress: Progress = lambda _done, _total: None) -> Trained:
    """Choose the regularisation by cross-validation, fit, calibrate and measure.

    Parameters
    ----------
    rows : sequence of Row
        A checked corpus.
    progress : callable, optional
        Called after each step with the number of steps done and their total.

    Raises
    ------
    CorpusError
        If a model cannot be trained on the rows; see `check`.
    """
    check(rows)
    labels = [row.label for row in rows]
    classes = sorted(set(labels))
    folds = make_folds(rows, _N_SPLITS)
    has_practices = practices.has_enough_rows(rows)
    report_step = _step_reporter(progress, (len(C_GRID) + has_practices) * len(folds) + 2)
    # With one thread, sums are always taken in one order, so the weights are the same every time.
    with threadpool_limits(limits=1):
        trials = [_try(rows, folds, C, report_step) for C in C_GRID]
        best = _choose_simplest(trials)
        temperature = max(best.temperature, _MIN_TEMPERATURE)
        fitted = fit(rows, best.C)
        report_step()
        calibration.apply_temperature(fitted, temperature)
        logits = best.logits / temperature
        probabilities = softmax(logits, axis=1)
        metrics: dict[str, Any] = {
            "cross_validation": {
                "data": "the training corpus",
                "split": f"{len(folds)} folds by source and pair, each predicted out of fold",
                "log_loss": calibration.log_losses(logits, labels, classes).mean(),
                **compute_metrics(labels, probabilities, classes),
                **compute_breakdown(rows, probabilities, classes),
            }
        }
        if documents := measure_source_documents(rows, fitted, lambda part: fit(part, best.C)):
            metrics["source_documents"] = documents
        if challenges := measure_challenges(fitted):
            metrics["challenges"] = challenges
        report_step()
        practice_weights = None
        if has_practices:
            practice_weights = practices.fit(rows, fitted["tfidf"])
            metrics["practices"] = practices.cross_validate(rows, folds, report_step)
    return Trained(
        pipeline=fitted,
        model=pipeline.export_model(fitted, practice_weights),
        training={
            "features": "words, prefixes and pairs of neighbouring prefixes, sublinear TF-IDF",
            "classifier": "Multinomial logistic regression, L2",
            "C": best.C,
            "temperature": temperature,
            "fitted_temperature": best.temperature,
            "defining_weight": _DEFINING_WEIGHT,
            "tried": [{"C": trial.C, "log_loss": _rounded(trial.log_loss)} for trial in trials],
        },
        metrics=_rounded(metrics),
        out_of_fold=align_to_labels(probabilities, classes),
    )


def fit(rows: Sequence[Row], C: float) -> Pipeline:
    """Fit TF-IDF and logistic regression, without calibration.

    Parameters
    ----------
    C : float
        The inverse regularisation strength.
    """
    weights = [_DEFINING_WEIGHT if row.register in DEFINING_REGISTERS else 1.0 for row in rows]
    return pipeline.build_pipeline(C).fit(
        [row.text for row in rows],
        [row.label for row in rows],
        classifier__sample_weight=weights,
    )


def out_of_fold_logits(
    rows: Sequence[Row], C: float = 10.0, background: Sequence[Row] = ()
) -> Floats:
    """Compute the logits of each row with a model that was not trained on its group.

    Parameters
    ----------
    rows : sequence of Row, length n
        The rows to predict, and to train on out of fold.
    C : float, default 10
        The inverse regularisation strength.
    background : sequence of Row, optional
        Rows that every model is trained on as well, except those of a group that is being
        predicted.

    Returns
    -------
    ndarray of shape (n, k)
        One column per label, in alphabetical order.
    """
    n, together = len(rows), [*rows, *background]
    groups = np.array(corpus.groups(together))
    folds = []
    for train_rows, test_rows in make_folds(rows, _N_SPLITS, groups[:n].tolist()):
        free = np.flatnonzero(~np.isin(groups[n:], groups[test_rows])) + n
        folds.append((np.concatenate([train_rows, free]), test_rows))
    with threadpool_limits(limits=1):
        return predict_out_of_fold(together, folds, _fitter(C))[:n]


def _fitter(C: float) -> Callable[[Sequence[Row], Sequence[Row]], Floats]:
    def fit_predict(train_rows: Sequence[Row], test_rows: Sequence[Row]) -> Floats:
        logits = fit(train_rows, C).decision_function([row.text for row in test_rows])
        return logits if logits.ndim == 2 else np.column_stack([-logits / 2, logits / 2])

    return fit_predict


class _Trial(NamedTuple):
    """A regularisation strength, and how a model with it does out of fold."""

    C: float
    temperature: float
    logits: Floats
    log_loss: float
    """At that temperature."""


def _try(rows: Sequence[Row], folds: Folds, C: float, after_fold: Callable[[], object]) -> _Trial:
    labels = [row.label for row in rows]
    classes = sorted(set(labels))
    logits = predict_out_of_fold(rows, folds, _fitter(C), after_fold)
    temperature = calibration.fit_temperature(logits, labels, classes)
    losses = calibration.log_losses(logits / temperature, labels, classes)
    return _Trial(C, temperature, logits, float(losses.mean()))


def _choose_simplest(trials: Sequence[_Trial]) -> _Trial:
    """Choose the strongest regularisation whose log loss is as good as the best."""
    limit = (1 + _LOG_LOSS_TOLERANCE) * min(trial.log_loss for trial in trials)
    return min((trial for trial in trials if trial.log_loss <= limit), key=lambda trial: trial.C)


def _step_reporter(progress: Progress, total: int) -> Callable[[], object]:
    """Return a function that reports one more step each time it is called."""
    numbers = count(1)
    return lambda: progress(next(numbers), total)


def _rounded(value: Any) -> Any:
    """Round what people read to four places, so that it is the same on every machine."""
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return round(float(value), 4) if isinstance(value, float) else value
