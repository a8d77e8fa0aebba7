"""Training: labelled rows → a calibrated scikit-learn pipeline, and what was measured of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Final, NamedTuple

from scipy.special import softmax
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from lmclassify import pipeline
from lmclassify.corpus import Row
from lmclassify.errors import CorpusError
from lmclassify.evaluation.challenges import measure_challenges, measure_source_documents
from lmclassify.evaluation.cross_validation import (
    Folds,
    group_rows,
    make_folds,
    predict_out_of_fold,
)
from lmclassify.evaluation.metrics import Floats, compute_breakdown, compute_metrics
from lmclassify.evaluation.predictions import align_to_labels
from lmclassify.results import LABELS, Progress
from lmclassify.training import calibration, context, practices
from lmclassify.training.estimation import N_SPLITS, fit, fitter, own_shares
from lmclassify.training.shares import DOCUMENT_SHARES, STATEMENT_SHARES, log_shares, restrict
from lmclassify.training.trained import Trained

C_GRID: Final = (1.0, 3.0, 10.0)
"""The inverse regularisation strengths that cross-validation chooses from."""

_MIN_ROWS: Final = 10
"""A label needs this many rows to be learnt at all."""

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
    groups = group_rows(rows)
    for part in (None, *LABELS):
        own = {group for group, row in zip(groups, rows, strict=True) if part in (None, row.label)}
        if len(own) == 1:
            raise CorpusError(
                f"all rows{f' of {part}' if part else ''} share one source or pair, so none can be "
                "held out to test on; give rows of different origin different sources, or leave "
                "the column empty."
            )


def train(
    rows: Sequence[Row],
    progress: Progress = lambda _done, _total: None,
    *,
    label_shares: Mapping[str, float] | None = STATEMENT_SHARES,
    document_shares: Mapping[str, float] | None = DOCUMENT_SHARES,
) -> Trained:
    """Choose the regularisation by cross-validation, fit, calibrate and measure.

    Parameters
    ----------
    rows : sequence of Row
        A checked corpus.
    progress : callable, optional
        Called after each step with the number of steps done and their total.
    label_shares : mapping of str to float, or None
        The label shares of the statements to calibrate for; None for those of the corpus.
    document_shares : mapping of str to float, or None
        The same for the statements of whole documents, which the context layer classifies.

    Raises
    ------
    CorpusError
        If a model cannot be trained on the rows; see `check`.
    """
    check(rows)
    folds = make_folds(rows, N_SPLITS)
    has_practices = practices.has_enough_rows(rows)
    report_step = _step_reporter(progress, (len(C_GRID) + has_practices) * len(folds) + 2)
    classes = sorted({row.label for row in rows} - {"both"})
    shares = own_shares(rows) if label_shares is None else restrict(label_shares, classes)
    # With one thread, sums are always taken in one order, so the weights are the same every time.
    with threadpool_limits(limits=1):
        trials = [_try(rows, folds, C, report_step) for C in C_GRID]
        best = _choose_simplest(trials)
        temperature = max(best.temperature, _MIN_TEMPERATURE)

        def fit_calibrated(part: Sequence[Row]) -> Pipeline:
            return calibration.calibrate(fit(part, best.C), temperature, log_shares(shares))

        fitted = fit_calibrated(rows)
        report_step()
        logits = best.logits / temperature + log_shares(shares)
        metrics = {"cross_validation": _measure(rows, best.logits / temperature, len(folds))}
        layer = None
        if context.has_enough_documents(rows) and classes == list(LABELS):
            layer = context.fit(rows, logits, document_shares)
            metrics["documents"] = context.cross_validate(rows, logits, shares)
        if documents := measure_source_documents(rows, fitted, fit_calibrated):
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
        model=pipeline.export_model(fitted, shares, practice_weights, layer),
        training={
            "features": "words, prefixes, pairs of neighbouring prefixes and the first prefix, of a"
            " statement without its opening; sublinear TF-IDF",
            "classifier": "Multinomial logistic regression, L2",
            "C": best.C,
            "temperature": temperature,
            "fitted_temperature": best.temperature,
            "tried": [{"C": trial.C, "log_loss": _rounded(trial.log_loss)} for trial in trials],
        },
        metrics=_rounded(metrics),
        out_of_fold=align_to_labels(softmax(logits, axis=1), classes),
    )


class _Trial(NamedTuple):
    """A regularisation strength, and how a model with it does out of fold."""

    C: float
    temperature: float
    logits: Floats
    """For equal label shares."""
    log_loss: float
    """At that temperature, for the label shares of the rows."""


def _try(rows: Sequence[Row], folds: Folds, C: float, after_fold: Callable[[], object]) -> _Trial:
    even = predict_out_of_fold(rows, folds, fitter(C), after_fold)
    logits, labels, classes = _labelled(rows, even)
    temperature = calibration.fit_temperature(logits, labels, classes)
    losses = calibration.log_losses(logits / temperature, labels, classes)
    return _Trial(C, temperature, even, float(losses.mean()))


def _measure(rows: Sequence[Row], even_logits: Floats, n_folds: int) -> dict[str, Any]:
    logits, labels, classes = _labelled(rows, even_logits)
    probabilities = softmax(logits, axis=1)
    labelled = [row for row in rows if row.label != "both"]
    return {
        "data": "the training corpus, with its own label shares",
        "split": f"{n_folds} folds by source and pair, each predicted out of fold",
        "log_loss": calibration.log_losses(logits, labels, classes).mean(),
        **compute_metrics(labels, probabilities, classes),
        **compute_breakdown(labelled, probabilities, classes),
    }


def _labelled(rows: Sequence[Row], even_logits: Floats) -> tuple[Floats, list[str], list[str]]:
    """Return logits for the rows' own label shares, their labels and classes; rows of both not."""
    shares = own_shares(rows)
    keep = [i for i, row in enumerate(rows) if row.label != "both"]
    return even_logits[keep] + log_shares(shares), [rows[i].label for i in keep], list(shares)


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
