"""A model assessed on labelled statements: figures with intervals, baselines, slices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from lmclassify.corpus import Row
from lmclassify.errors import CorpusError
from lmclassify.evaluation.metrics import Floats, compute_metrics, predict_probabilities
from lmclassify.model import Model
from lmclassify.results import LABELS
from lmclassify.terms import words

RESAMPLES: Final = 1000
INTERVAL: Final = (2.5, 97.5)
MEASURES: Final = ("accuracy", "macro_f1", "kappa", "calibration_error", "forced_accuracy")

LEADERSHIP_KEYWORDS: Final = ("lead", "vision", "strateg", "inspir", "motivat", "innovat", "chang")
MANAGEMENT_KEYWORDS: Final = ("manag", "plan", "budget", "organi", "control", "monitor", "supervis")


def assess(rows: Sequence[Row], model: Model, by: str | None = None) -> dict[str, Any]:
    """Compare a model's predictions with labels.

    Parameters
    ----------
    rows : sequence of Row
        Labelled statements. Those labelled ``both`` are counted, and left out of all figures but
        the share that the model calls mixed.
    model : Model
    by : str, optional
        A column; the figures are then also given for each of its values.

    Returns
    -------
    dict
        ``n``, ``both``, ``figures`` and ``intervals`` (95 %, bootstrap over statements),
        ``labels`` (precision, recall, F1, n of each), ``confusion``, ``baselines``, ``slices``.

    Raises
    ------
    CorpusError
        Where no row is labelled leadership or management.
    """
    plain = [row for row in rows if row.label in LABELS]
    if not any(row.label != "neither" for row in plain):
        raise CorpusError("no statement is labelled leadership or management; nothing to compare.")
    truth = [row.label for row in plain]
    table = predict_probabilities(model, plain)
    both = [model.predict(row.text).mixed for row in rows if row.label not in LABELS]
    predicted = [LABELS[column] for column in table.argmax(axis=1)]
    precision, recall, f1, support = precision_recall_fscore_support(
        truth, predicted, labels=LABELS, zero_division=0.0
    )
    return {
        "n": len(plain),
        "both": {"n": len(both), "called_mixed": sum(both)},
        "figures": compute_metrics(truth, table, LABELS),
        "intervals": _intervals(truth, table),
        "labels": {
            label: {
                "n": int(support[k]),
                "precision": float(precision[k]),
                "recall": float(recall[k]),
                "f1": float(f1[k]),
            }
            for k, label in enumerate(LABELS)
        },
        "confusion": {
            label: dict(zip(LABELS, map(int, line), strict=True))
            for label, line in zip(
                LABELS, confusion_matrix(truth, predicted, labels=LABELS), strict=True
            )
        },
        "baselines": _baselines(plain, truth),
        "slices": _slices(plain, predicted, by) if by else {},
    }


def keyword_rule(text: str) -> str:
    """Label a text as the keyword decoders do: by which side has more of its cue words.

    Parameters
    ----------
    text : str

    Returns
    -------
    {'leadership', 'management', 'neither'}
    """
    found = words(text)
    ahead = sum(word.startswith(LEADERSHIP_KEYWORDS) for word in found) - sum(
        word.startswith(MANAGEMENT_KEYWORDS) for word in found
    )
    return "leadership" if ahead > 0 else "management" if ahead < 0 else "neither"


def _intervals(truth: Sequence[str], table: Floats) -> dict[str, list[float]]:
    rng = np.random.default_rng(0)
    names = np.asarray(truth)
    drawn: dict[str, list[float]] = {name: [] for name in MEASURES}
    for _ in range(RESAMPLES):
        pick = rng.integers(len(names), size=len(names))
        if not np.isin(names[pick], ("leadership", "management")).any():
            continue
        found = compute_metrics(names[pick].tolist(), table[pick], LABELS)
        for name in MEASURES:
            drawn[name].append(found[name])
    return {name: [float(x) for x in np.percentile(drawn[name], INTERVAL)] for name in MEASURES}


def _baselines(rows: Sequence[Row], truth: Sequence[str]) -> dict[str, dict[str, float | int]]:
    commonest = Counter(truth).most_common(1)[0][0]
    guesses = {
        f"always {commonest}": [commonest] * len(rows),
        "keyword rule": [keyword_rule(row.text) for row in rows],
    }
    return {
        name: compute_metrics(
            truth, np.array([[float(label == guess) for label in LABELS] for guess in told]), LABELS
        )
        for name, told in guesses.items()
    }


def _slices(
    rows: Sequence[Row], predicted: Sequence[str], by: str
) -> dict[str, dict[str, float | int]]:
    right: dict[str, list[bool]] = {}
    for row, label in zip(rows, predicted, strict=True):
        right.setdefault(getattr(row, by) or "(none)", []).append(row.label == label)
    return {
        value: {"n": len(found), "accuracy": sum(found) / len(found)}
        for value, found in sorted(right.items())
    }


def lines(found: Mapping[str, Any], name: str) -> Iterator[str]:
    """Show an assessment as text.

    Parameters
    ----------
    found : mapping
        As `assess` gives it.
    name : str
        What it was measured on.

    Yields
    ------
    str
    """
    figures = found["figures"]
    yield f"{name}: {found['n']} statements, {figures['forced_n']} of leadership or management"
    yield ""
    for measure in MEASURES:
        low, high = found["intervals"][measure]
        yield f"{measure.replace('_', ' '):<20} {figures[measure]:.3f}   ({low:.3f} to {high:.3f})"
    yield f"{'forced kappa':<20} {figures['forced_kappa']:.3f}"
    if found["both"]["n"]:
        mixed = found["both"]
        yield f"of {mixed['n']} statements labelled both, {mixed['called_mixed']} are called mixed"
    yield ""
    yield f"{'':<14}{'n':>6}{'precision':>11}{'recall':>8}{'F1':>7}   predicted as"
    for label in LABELS:
        one = found["labels"][label]
        where = ", ".join(f"{x} {n}" for x, n in found["confusion"][label].items() if n)
        yield (
            f"{label:<14}{one['n']:>6}{one['precision']:>11.3f}{one['recall']:>8.3f}"
            f"{one['f1']:>7.3f}   {where}"
        )
    yield ""
    for baseline, of in found["baselines"].items():
        yield (
            f"baseline, {baseline}: accuracy {of['accuracy']:.3f}, macro-F1 {of['macro_f1']:.3f}, "
            f"forced {of['forced_accuracy']:.3f}"
        )
    for value, one in found["slices"].items():
        yield f"{value:<32}{one['n']:>6}   accuracy {one['accuracy']:.3f}"
