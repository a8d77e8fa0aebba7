"""What every trained model is measured on: the source documents and the challenge sets."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from lmclassify import corpus
from lmclassify.corpus import DEFINING_REGISTERS, Row
from lmclassify.evaluation.metrics import compute_metrics
from lmclassify.results import LABELS


def measure_source_documents(
    rows: Sequence[Row], pipeline: Pipeline, fit: Callable[[Sequence[Row]], Pipeline]
) -> dict[str, Any]:
    """Count how many defining statements are labelled correctly, trained with and without them.

    Parameters
    ----------
    rows : sequence of Row
        The rows that `pipeline` was trained on.
    fit : callable
        Takes rows, returns a pipeline fitted as `pipeline` was.

    Returns
    -------
    dict
        Empty if the corpus has no defining statements, or no others of some label.
    """
    defining = [row for row in rows if row.register in DEFINING_REGISTERS and row.label in LABELS]
    others = [row for row in rows if row.register not in DEFINING_REGISTERS]
    if not defining or not {row.label for row in defining} <= {row.label for row in others}:
        return {}
    texts = [row.text for row in defining]
    labels = np.array([row.label for row in defining])
    counts: dict[str, Any] = {
        "data": "practices, contrast terms and definitions of the five source documents",
        "n": len(defining),
    }
    for name, fitted in (("trained_with_them", pipeline), ("trained_without", fit(others))):
        probabilities = fitted.predict_proba(texts)
        metrics = compute_metrics(labels.tolist(), probabilities, fitted.classes_.tolist())
        counts[name] = {
            "right": round(metrics["accuracy"] * len(defining)),
            "right_forced": round(metrics["forced_accuracy"] * len(defining)),
        }
    return counts


def measure_challenges(pipeline: Pipeline) -> dict[str, Any]:
    """Compute the metrics of each challenge set.

    Returns
    -------
    dict
        The name of the set → its metrics; empty if the package was installed without them.
    """
    classes = pipeline.classes_.tolist()
    measured: dict[str, Any] = {}
    for file in corpus.challenge_files():
        if file.stem == corpus.PERTURBATIONS:
            with file.open(encoding="utf-8", newline="") as lines:
                pairs = [(row["original"], row["changed"]) for row in csv.DictReader(lines)]
            before, after = (pipeline.predict(list(texts)) for texts in zip(*pairs, strict=True))
            measured[file.stem] = {"n": len(pairs), "unchanged": float((before == after).mean())}
        else:
            rows = [row for row in corpus.read([file]) if row.label in classes]
            probabilities = pipeline.predict_proba([row.text for row in rows])
            labels = [row.label for row in rows]
            measured[file.stem] = compute_metrics(labels, probabilities, classes)
    return measured
