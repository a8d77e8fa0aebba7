"""What every trained model is tried on: the source documents' statements and the challenge sets."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from lmclassify import corpus
from lmclassify.corpus import DEFINING, Row
from lmclassify.evaluation.metrics import compute_metrics


def measure_source_documents(
    rows: Sequence[Row], pipeline: Pipeline, fit: Callable[[Sequence[Row]], Pipeline]
) -> dict[str, Any]:
    """Count how many defining statements are right, trained with them and without.

    Parameters
    ----------
    rows : sequence of Row
        What `pipeline` was trained on.
    pipeline : sklearn.pipeline.Pipeline
    fit : callable
        From rows to a pipeline fitted as `pipeline` was.

    Returns
    -------
    dict
        Empty where the corpus has no defining statements, or no others of each label.
    """
    defining = [row for row in rows if row.register in DEFINING]
    others = [row for row in rows if row.register not in DEFINING]
    if not defining or {row.label for row in others} != {row.label for row in rows}:
        return {}
    texts = [row.text for row in defining]
    labels = np.array([row.label for row in defining])
    counts: dict[str, Any] = {
        "data": "practices, contrast terms and definitions of the five source documents",
        "n": len(defining),
    }
    for name, fitted in (("trained_with_them", pipeline), ("trained_without", fit(others))):
        probabilities = fitted.predict_proba(texts)
        measured = compute_metrics(labels.tolist(), probabilities, fitted.classes_.tolist())
        counts[name] = {
            "right": round(measured["accuracy"] * len(defining)),
            "right_forced": round(measured["forced_accuracy"] * len(defining)),
        }
    return counts


def measure_challenges(pipeline: Pipeline) -> dict[str, Any]:
    """Measure on the challenge sets, set by set.

    Parameters
    ----------
    pipeline : sklearn.pipeline.Pipeline

    Returns
    -------
    dict
        Set → figures; empty where the package came without them.
    """
    classes = pipeline.classes_.tolist()
    found: dict[str, Any] = {}
    for file in corpus.challenge_files():
        if file.stem == corpus.PERTURBATIONS:
            with file.open(encoding="utf-8", newline="") as lines:
                pairs = [(row["original"], row["changed"]) for row in csv.DictReader(lines)]
            before, after = (pipeline.predict(list(texts)) for texts in zip(*pairs, strict=True))
            found[file.stem] = {"n": len(pairs), "unchanged": float((before == after).mean())}
        else:
            rows = [row for row in corpus.read([file]) if row.label in classes]
            table = pipeline.predict_proba([row.text for row in rows])
            found[file.stem] = compute_metrics([row.label for row in rows], table, classes)
    return found
