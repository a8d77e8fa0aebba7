"""Label shares: how frequent each label is where a model is used.

A corpus has more leadership than real documents have, and a model fitted to it expects as much. Its
intercepts are therefore moved from the shares of the corpus to those of real text: the correction
for known new priors of Saerens, Latinne and Decaestecker (2002), "Adjusting the outputs of a
classifier to new a priori probabilities", Neural Computation 14.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from lmclassify.errors import CorpusError
from lmclassify.evaluation.metrics import Floats
from lmclassify.results import LABELS

STATEMENT_SHARES: Final[Mapping[str, float]] = {
    "leadership": 0.09,
    "management": 0.43,
    "neither": 0.48,
}
"""Of statements about a job: lines picked from the duties and requirements of real documents."""

DOCUMENT_SHARES: Final[Mapping[str, float]] = {
    "leadership": 0.065,
    "management": 0.27,
    "neither": 0.665,
}
"""Of all statements of real documents, benefits and how to apply included."""


def parse_shares(text: str) -> dict[str, float]:
    """Read label shares such as ``0.1,0.4,0.5``, or in any other unit, as ``1,4,5``.

    Raises
    ------
    CorpusError
        If they are not three positive numbers.

    Examples
    --------
    >>> parse_shares("1,4,5")
    {'leadership': 0.1, 'management': 0.4, 'neither': 0.5}
    """
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != len(LABELS) or not all(0 < number < np.inf for number in numbers):
        raise CorpusError(
            f"{text!r} are no label shares; give three positive numbers, of "
            f"{', '.join(LABELS)}, as 0.1,0.4,0.5."
        )
    return {label: n / sum(numbers) for label, n in zip(LABELS, numbers, strict=True)}


def restrict(shares: Mapping[str, float], labels: Iterable[str]) -> dict[str, float]:
    """Return the shares among some of the labels only.

    Examples
    --------
    >>> restrict({"leadership": 0.5, "management": 0.2, "neither": 0.3}, ["management", "neither"])
    {'management': 0.4, 'neither': 0.6}
    """
    own = {label: share for label, share in shares.items() if label in set(labels)}
    total = sum(own.values())
    return {label: share / total for label, share in own.items()}


def log_shares(shares: Mapping[str, float]) -> Floats:
    """Return the logarithms of shares, or of counts, in alphabetical order of their labels."""
    values = np.array([shares[label] for label in sorted(shares)], dtype=float)
    logarithms: Floats = np.log(values / values.sum())
    return logarithms
