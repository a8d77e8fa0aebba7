"""Training the context layer: what the lines around a statement say of it, from whole documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from lmclassify import corpus
from lmclassify.corpus import Row
from lmclassify.evaluation.document_error import compute_document_error
from lmclassify.evaluation.metrics import Floats, compute_metrics
from lmclassify.model.context import RADII, Context, neighbour_means
from lmclassify.results import LABELS

MIN_DOCUMENTS: Final = 20
"""With fewer whole documents in the corpus there is no context layer."""

_C: Final = 1.0
_N_SPLITS: Final = 5
_TEMPERATURE: Final = 1.1
"""The layer is softened by this much: written documents share an author, real ones are less alike.
Chosen on real documents, where it brought the calibration error from 0.033 to 0.025."""
_DECIMALS: Final = 6
"""The layer is rounded, so that it is the same on every machine."""


def has_enough_documents(rows: Sequence[Row]) -> bool:
    """Check whether a corpus has enough whole documents, by enough hands, to train on."""
    documents = corpus.documents_of(rows)
    hands = {rows[positions[0]].source for positions in documents}
    return len(documents) >= MIN_DOCUMENTS and len(hands) >= _N_SPLITS


def fit(rows: Sequence[Row], logits: Floats, shares: Mapping[str, float] | None) -> Context:
    """Fit the context layer.

    Parameters
    ----------
    rows : sequence of Row, length n
        Those without a document are left out.
    logits : ndarray of shape (n, 3)
        The final logits of each row by a model that was not trained on its group.
    shares : mapping of str to float, or None
        The label shares of the documents to calibrate for; None for those of `rows`.
    """
    features, truth, _ = _features(rows, logits)
    return _fit(features, truth, shares)


def cross_validate(
    rows: Sequence[Row], logits: Floats, shares: Mapping[str, float]
) -> dict[str, Any]:
    """Measure documents out of fold, with and without the context layer.

    All probabilities are for the label shares of the documents measured.

    Parameters
    ----------
    rows, logits
        As for `fit`.
    shares : mapping of str to float
        The label shares that `logits` are calibrated for.

    Returns
    -------
    dict
        ``documents``, their number; ``alone`` and ``in_context``, the metrics of
        `lmclassify.evaluation.metrics.compute_metrics` and ``document_error``.
    """
    features, truth, positions = _features(rows, logits)
    own = [rows[position] for position in positions]
    names = [row.document_key for row in own]
    sources = [row.source or row.document_key for row in own]
    folds = list(GroupKFold(_N_SPLITS).split(features, truth, sources))
    in_context = np.zeros((len(truth), len(LABELS)))
    for train, test in folds:
        layer = _fit(features[train], truth[train], None)
        in_context[test] = features[test] @ np.array(layer.weights).T + layer.intercept
    measured: dict[str, Any] = {"documents": len(set(names))}
    found, given = _shares(truth), np.array([shares[label] for label in LABELS])
    alone = logits[positions] + np.log(found / given)
    for name, values in (("alone", alone), ("in_context", in_context)):
        probabilities = softmax(values, axis=1)
        labels = truth.tolist()
        measured[name] = {
            **compute_metrics(labels, probabilities, LABELS),
            **compute_document_error(names, labels, probabilities)._asdict(),
        }
    return measured


def _features(rows: Sequence[Row], logits: Floats) -> tuple[Floats, Any, list[int]]:
    """Return features and labels of the rows of documents, and their positions.

    Rows labelled both say something of their neighbours, and nothing is learnt from themselves.
    """
    blocks, positions = [], []
    for document in corpus.documents_of(rows):
        own = logits[document]
        means = np.array(neighbour_means(own.tolist(), RADII))
        centred = own - own.mean(axis=1, keepdims=True)
        keep = [i for i, position in enumerate(document) if rows[position].label in LABELS]
        blocks.append(np.hstack([centred, means])[keep])
        positions += [document[i] for i in keep]
    truth = np.array([rows[position].label for position in positions])
    return np.vstack(blocks), truth, positions


def _fit(features: Floats, truth: Any, shares: Mapping[str, float] | None) -> Context:
    classifier = LogisticRegression(C=_C, max_iter=1000).fit(features, truth)
    own = _shares(truth)
    target = own if shares is None else np.array([shares[label] for label in LABELS])
    intercept = (classifier.intercept_ - np.log(own)) / _TEMPERATURE + np.log(target)
    return Context(
        intercept.round(_DECIMALS).tolist(),
        (classifier.coef_ / _TEMPERATURE).round(_DECIMALS).tolist(),
        target.round(_DECIMALS).tolist(),
    )


def _shares(truth: Any) -> Floats:
    return np.array([(truth == label).mean() for label in LABELS])
