"""A model assessed on labelled statements: metrics with intervals, baselines, slices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from lmclassify.corpus import Row
from lmclassify.errors import CorpusError
from lmclassify.evaluation.bootstrap import bootstrap_interval, resample_metrics
from lmclassify.evaluation.document_error import compute_document_error
from lmclassify.evaluation.metrics import Floats, Ints, compute_metrics
from lmclassify.evaluation.predictions import predict_rows, probability_table
from lmclassify.model import Model
from lmclassify.results import LABELS, SIDES, Side
from lmclassify.terms import words

_WITH_INTERVAL: Final = {
    "accuracy": "accuracy",
    "macro_f1": "macro-F1",
    "kappa": "Cohen's kappa",
    "forced_accuracy": "forced choice, accuracy",
    "forced_balanced_accuracy": "forced choice, balanced",
}
"""The metrics that get an interval, and how the text names them. The calibration error gets none:
it is higher in resamples than in the data, so the interval may not hold the figure itself."""

_CUES: Final[Mapping[Side, tuple[str, ...]]] = {
    "leadership": ("lead", "vision", "strateg", "inspir", "motivat", "innovat", "chang"),
    "management": ("manag", "plan", "budget", "organi", "control", "monitor", "supervis"),
}


def assess(
    rows: Sequence[Row],
    model: Model,
    by: str | None = None,
    *,
    label_shares: Mapping[str, float] | None = None,
    use_context: bool = True,
) -> dict[str, Any]:
    """Compare a model's predictions with labels.

    Parameters
    ----------
    rows : sequence of Row
        Labelled statements. Those labelled ``both`` are counted, and left out of all metrics but
        the number that the model calls mixed. Rows on which a second annotator disagrees count only
        as lines around the others.
    by : str, optional
        A column; the accuracy is then also given for each of its values.
    label_shares : mapping of str to float, optional
        Label shares to move the probabilities to first, for statements that were selected in some
        way. The statements are then read by themselves.
    use_context : bool, default True
        Whether to read statements of whole documents among the lines around them.

    Returns
    -------
    dict
        ``n``, ``both``, ``figures`` (the metrics) and ``intervals`` (95 %, bootstrap over
        documents, or over statements that are of none), ``labels`` (precision, recall, F1, n of
        each), ``confusion``, ``baselines``, ``slices``, ``documents`` (`ShareError`; empty if
        the rows are of no documents), ``disagreed`` (rows left out).

    Raises
    ------
    CorpusError
        If no row is labelled leadership or management.
    """
    all_predictions = predict_rows(model, rows, use_context=use_context and label_shares is None)
    agreed = [(row, p) for row, p in zip(rows, all_predictions, strict=True) if row.agreed]
    labelled = [row for row, _ in agreed if row.label in LABELS]
    if not any(row.label in SIDES for row in labelled):
        raise CorpusError(
            "no statement is labelled leadership or management, so there is nothing to compare; "
            "label some and try again."
        )
    truth = [row.label for row in labelled]
    probabilities = probability_table([p for row, p in agreed if row.label in LABELS])
    if label_shares is not None:
        factors = [label_shares[x] / model.label_shares.get(x, np.inf) for x in LABELS]
        probabilities = probabilities * factors
        probabilities /= probabilities.sum(axis=1, keepdims=True)
    predicted = [LABELS[column] for column in probabilities.argmax(axis=1)]
    both = [p.mixed for row, p in agreed if row.label not in LABELS]
    documents = [row.document_key for row in labelled]
    return {
        "n": len(labelled),
        "both": {"n": len(both), "called_mixed": sum(both)},
        "figures": compute_metrics(truth, probabilities, LABELS),
        "intervals": _intervals(truth, probabilities, documents),
        "labels": _by_label(truth, predicted),
        "confusion": {
            label: dict(zip(LABELS, map(int, counts), strict=True))
            for label, counts in zip(
                LABELS, confusion_matrix(truth, predicted, labels=LABELS), strict=True
            )
        },
        "baselines": _baselines(labelled, truth),
        "slices": _slices(labelled, predicted, by) if by else {},
        "documents": (
            compute_document_error(documents, truth, probabilities)._asdict()
            if all(documents)
            else {}
        ),
        "disagreed": len(rows) - len(agreed),
    }


def classify_by_keywords(text: str) -> str:
    """Label a text by cue words: the side that has more of them, or neither.

    Examples
    --------
    >>> classify_by_keywords("Lead the change")
    'leadership'
    >>> classify_by_keywords("Lead and manage")
    'neither'
    """
    text_words = words(text)
    counts = {side: sum(word.startswith(_CUES[side]) for word in text_words) for side in SIDES}
    if len(set(counts.values())) == 1:
        return "neither"
    return max(SIDES, key=counts.__getitem__)


def _intervals(
    truth: Sequence[str], probabilities: Floats, documents: Sequence[str]
) -> dict[str, list[float]]:
    def compute(counts: Ints) -> Floats:
        metrics = resample_metrics(truth, probabilities, LABELS, counts)
        return np.column_stack([metrics[name] for name in _WITH_INTERVAL])

    lows, highs = bootstrap_interval(compute, len(truth), groups=documents)
    return {
        name: [float(low), float(high)]
        for name, low, high in zip(_WITH_INTERVAL, lows, highs, strict=True)
    }


def _by_label(truth: Sequence[str], predicted: Sequence[str]) -> dict[str, dict[str, float | int]]:
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, predicted, labels=LABELS, zero_division=0.0
    )
    return {
        label: {
            "n": int(support[k]),
            "precision": float(precision[k]),
            "recall": float(recall[k]),
            "f1": float(f1[k]),
        }
        for k, label in enumerate(LABELS)
    }


def _baselines(rows: Sequence[Row], truth: Sequence[str]) -> dict[str, dict[str, float | int]]:
    commonest = Counter(truth).most_common(1)[0][0]
    guesses = {
        f"always {commonest}": [commonest] * len(rows),
        "keyword rule": [classify_by_keywords(row.text) for row in rows],
    }
    return {
        name: compute_metrics(
            truth,
            np.array([[float(label == guess) for label in LABELS] for guess in predicted]),
            LABELS,
        )
        for name, predicted in guesses.items()
    }


def _slices(
    rows: Sequence[Row], predicted: Sequence[str], by: str
) -> dict[str, dict[str, float | int]]:
    correct: dict[str, list[bool]] = {}
    for row, label in zip(rows, predicted, strict=True):
        correct.setdefault(getattr(row, by) or "(none)", []).append(row.label == label)
    return {
        value: {"n": len(part), "accuracy": sum(part) / len(part)}
        for value, part in sorted(correct.items())
    }


def format_assessment(assessment: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield the lines of an assessment as text.

    Parameters
    ----------
    assessment : mapping
        As `assess` returns it.
    name : str
        The data that it was measured on.
    """
    metrics = assessment["figures"]
    yield f"{name}: {assessment['n']} statements, {metrics['forced_n']} of leadership or management"
    yield ""
    for metric, shown in _WITH_INTERVAL.items():
        low, high = assessment["intervals"][metric]
        yield f"{shown:<24} {metrics[metric]:.3f}   ({low:.3f} to {high:.3f})"
    yield f"{'forced choice, kappa':<24} {metrics['forced_kappa']:.3f}"
    yield f"{'calibration error':<24} {metrics['calibration_error']:.3f}"
    if documents := assessment["documents"]:
        yield (
            f"leadership share of {documents['n']} documents: off by "
            f"{documents['mean_absolute_error']:.3f} on average, bias {documents['bias']:+.3f}"
        )
    if assessment["disagreed"]:
        yield f"left out, since a second annotator disagrees: {assessment['disagreed']}"
    if assessment["both"]["n"]:
        both = assessment["both"]
        yield f"of {both['n']} statements labelled both, {both['called_mixed']} are called mixed"
    yield ""
    yield f"{'':<14}{'n':>6}{'precision':>11}{'recall':>8}{'F1':>7}   predicted as"
    for label, scores in assessment["labels"].items():
        confusion = assessment["confusion"][label]
        predicted = ", ".join(f"{other} {n}" for other, n in confusion.items() if n)
        yield (
            f"{label:<14}{scores['n']:>6}{scores['precision']:>11.3f}{scores['recall']:>8.3f}"
            f"{scores['f1']:>7.3f}   {predicted}"
        )
    yield ""
    for baseline, scores in assessment["baselines"].items():
        yield (
            f"baseline, {baseline}: accuracy {scores['accuracy']:.3f}, "
            f"macro-F1 {scores['macro_f1']:.3f}, forced choice {scores['forced_accuracy']:.3f}"
        )
    for value, scores in assessment["slices"].items():
        yield f"{value:<32}{scores['n']:>6}   accuracy {scores['accuracy']:.3f}"
