"""`Context`: what the lines around a statement say of it, a second small linear layer.

A statement of a document is read with its neighbours: "Weekly on Tuesdays" among duties is one,
among benefits it is not. The layer takes the centred logits of the statement itself and their means
over the statements near it, and gives new logits. It uses the standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Final

from lmclassify.results import LABELS, Label

RADII: Final = (3, 8)
"""The neighbours of a statement: so many statements before it and after it."""

Logits = Sequence[float]


class Context:
    """A linear layer over the logits of a document's statements.

    Parameters
    ----------
    intercept : sequence of float, length 3
        One per label, in the order of `lmclassify.results.LABELS`.
    weights : sequence of 3 sequences of float, each of length 3 * (1 + len(radii))
        One row per label: the coefficients of the statement's own centred logits, then of their
        means within each radius.
    shares : sequence of float, length 3
        The label shares of the documents that the probabilities are calibrated for.
    """

    def __init__(
        self,
        intercept: Sequence[float],
        weights: Sequence[Sequence[float]],
        shares: Sequence[float],
        radii: Sequence[int] = RADII,
    ) -> None:
        self.intercept = tuple(intercept)
        self.weights = tuple(map(tuple, weights))
        self.shares = tuple(shares)
        self.radii = tuple(radii)

    def logits(self, document: Sequence[Logits]) -> list[list[float]]:
        """Compute the logits of each statement of a document.

        Parameters
        ----------
        document : sequence of sequence of float
            The logits that the statements have by themselves, in order.
        """
        return [
            [
                start + own + around
                for start, own, around in zip(
                    self.intercept, self.map_own(logits), surroundings, strict=True
                )
            ]
            for logits, surroundings in zip(document, self.surroundings(document), strict=True)
        ]

    def map_own(self, values: Logits) -> list[float]:
        """Map logits, or parts of them, of the statement itself to what they add to the result."""
        return _multiply([row[: len(LABELS)] for row in self.weights], _centre(values))

    def surroundings(self, document: Sequence[Logits]) -> list[list[float]]:
        """Compute what the statements around each statement add to its logits."""
        rows = [row[len(LABELS) :] for row in self.weights]
        return [_multiply(rows, means) for means in neighbour_means(document, self.radii)]

    def to_json(self) -> str:
        """Write the layer as JSON; `from_json` reads it."""
        width = len(LABELS)
        parts = ["own", *(f"within {radius}" for radius in self.radii)]
        return json.dumps(
            {
                "radii": self.radii,
                "label_shares": dict(zip(LABELS, self.shares, strict=True)),
                "intercept": dict(zip(LABELS, self.intercept, strict=True)),
                "weights": {
                    label: {
                        part: dict(zip(LABELS, row[i * width : (i + 1) * width], strict=True))
                        for i, part in enumerate(parts)
                    }
                    for label, row in zip(LABELS, self.weights, strict=True)
                },
            },
            indent=2,
        )

    @classmethod
    def from_json(cls, text: str) -> Context:
        """Read a layer that `to_json` wrote.

        Raises
        ------
        ValueError, KeyError, TypeError, AttributeError
            If the text is something else.
        """
        fields: dict[str, Any] = json.loads(text)
        radii = [int(radius) for radius in fields["radii"]]
        parts = ["own", *(f"within {radius}" for radius in radii)]
        return cls(
            _by_label(fields["intercept"]),
            [
                [value for part in parts for value in _by_label(fields["weights"][label][part])]
                for label in LABELS
            ],
            _by_label(fields["label_shares"]),
            radii,
        )


def neighbour_means(document: Sequence[Logits], radii: Sequence[int] = RADII) -> list[list[float]]:
    """Compute the mean centred logits of the statements around each statement.

    Parameters
    ----------
    document : sequence of sequence of float, each of length 3
        Logits of the statements, in order.

    Returns
    -------
    list of list of float, each of length 3 * len(radii)
        Radius by radius; zeros if there are no neighbours.
    """
    n = len(document)
    centred = [_centre(logits) for logits in document]
    sums = [list(accumulate(column, initial=0.0)) for column in zip(*centred, strict=True)]
    means = []
    for i in range(n):
        row: list[float] = []
        for radius in radii:
            first, end = max(0, i - radius), min(n, i + radius + 1)
            count = max(1, end - first - 1)
            row += [
                (total[end] - total[first] - own) / count
                for total, own in zip(sums, centred[i], strict=True)
            ]
        means.append(row)
    return means


def _centre(values: Logits) -> list[float]:
    mean = sum(values) / len(values)
    return [value - mean for value in values]


def _multiply(rows: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    return [sum(weight * value for weight, value in zip(row, values, strict=True)) for row in rows]


def _by_label(values: Mapping[Label, float]) -> list[float]:
    return [float(values[label]) for label in LABELS]
