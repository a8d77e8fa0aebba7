"""What a model predicts of labelled rows, as a table of probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np

from lmclassify.corpus import Row, documents_of
from lmclassify.evaluation.metrics import Floats
from lmclassify.model import Model
from lmclassify.results import LABELS, Label, Prediction


def predict_rows(
    model: Model, rows: Sequence[Row], *, use_context: bool = True
) -> list[Prediction]:
    """Return a model's prediction of each row; rows of a document are read in their order.

    Parameters
    ----------
    rows : sequence of Row
        All statements of a document must be there, or the lines around them are missing.
    use_context : bool, default True
        Whether to take the lines around a statement of a document into account.
    """
    predictions = [model.predict(row.text) if not row.document else None for row in rows]
    for document in documents_of(rows):
        texts = [rows[position].text for position in document]
        predicted = model.predict_document(texts, use_context=use_context)
        for position, prediction in zip(document, predicted, strict=True):
            predictions[position] = prediction
    return [prediction for prediction in predictions if prediction is not None]


def probability_table(predictions: Sequence[Prediction]) -> Floats:
    """Return the probabilities of predictions, one row each, in the order of `LABELS`."""
    return np.array([[p.probabilities[label] for label in LABELS] for p in predictions])


def predict_probabilities(model: Model, rows: Sequence[Row]) -> Floats:
    """Return a model's probabilities of statements by themselves, in the order of `LABELS`."""
    return probability_table([model.predict(row.text) for row in rows])


def align_to_labels(probabilities: Floats, classes: Sequence[str]) -> Floats:
    """Return probabilities with a column for each of `LABELS`; zeros if it is not a class.

    Examples
    --------
    >>> align_to_labels(np.array([[0.25, 0.75]]), ["leadership", "management"])
    array([[0.25, 0.75, 0.  ]])
    """
    aligned = np.zeros((len(probabilities), len(LABELS)))
    for column, label in enumerate(classes):
        aligned[:, LABELS.index(cast("Label", label))] = probabilities[:, column]
    return aligned
