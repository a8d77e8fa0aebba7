"""`PracticeModel`: which of the eight practices a statement asks for, where that is clear."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Final

from lmclassify.model.linear import Linear, softmax
from lmclassify.results import PRACTICES, Label, Practice

CLEAR: Final = 0.5
"""A practice is named where it has at least this probability among the four of its label."""


class PracticeModel(Linear):
    """A second linear model over the same terms: a column for each practice.

    The four practices of a label were fitted against each other on the statements of that label
    alone, so they are compared with each other only.

    Parameters
    ----------
    rows : mapping of str to int
        The row of each of the n terms, from 1.
    weights : array of float, length (n + 1) * 9
        As `Linear` has them; the practices are in the order of `lmclassify.results.PRACTICES`.
    """

    def __init__(self, rows: Mapping[str, int], weights: array[float]) -> None:
        super().__init__(len(PRACTICES), rows, weights)

    def practice(self, text: str, label: Label) -> Practice | None:
        """Name the practice of a statement.

        Parameters
        ----------
        text : str
            One statement.
        label : {'leadership', 'management', 'neither'}
            What it was labelled.

        Returns
        -------
        str or None
            None where the statement is neither, or no practice of its label is clear.
        """
        if label not in PRACTICES.values():
            return None
        logits, coverage = self.logits(text)
        own = {
            name: logit
            for name, logit in zip(PRACTICES, logits, strict=True)
            if PRACTICES[name] == label
        }
        if not coverage:
            return None
        chances = dict(zip(own, softmax(list(own.values())), strict=True))
        likeliest = max(chances, key=chances.__getitem__)
        return likeliest if chances[likeliest] >= CLEAR else None
