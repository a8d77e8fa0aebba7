"""How far the leadership shares of whole documents are off."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import Final, NamedTuple

import numpy as np

from lmclassify.evaluation.metrics import Floats
from lmclassify.results import LABELS, SIDES

_MIN_SIDE_STATEMENTS: Final = 3


class ShareError(NamedTuple):
    """How far the leadership shares of documents are off."""

    n: int
    """Documents with enough statements of leadership or management."""
    mean_absolute_error: float
    bias: float
    """The mean error; positive if leadership is overestimated."""


def compute_document_error(
    documents: Sequence[str], labels: Sequence[str], probabilities: Floats
) -> ShareError:
    """Compare the leadership share of each document, by probability, with that of its labels.

    Parameters
    ----------
    documents : sequence of str, length n
        The document of each row. Those with fewer than three rows of the two sides don't count.
    labels : sequence of str, length n
        The true labels.
    probabilities : ndarray of shape (n, 3)
        In the order of `LABELS`.
    """
    names, truth = np.asarray(documents), np.asarray(labels)
    errors = []
    for name in dict.fromkeys(documents):
        own = names == name
        counts = [int((truth[own] == side).sum()) for side in SIDES]
        if sum(counts) >= _MIN_SIDE_STATEMENTS:
            sums = [probabilities[own, LABELS.index(side)].sum() for side in SIDES]
            errors.append(sums[0] / sum(sums) - counts[0] / sum(counts))
    if not errors:
        return ShareError(0, nan, nan)
    return ShareError(len(errors), float(np.abs(errors).mean()), float(np.mean(errors)))
