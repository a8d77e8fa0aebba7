"""`PracticeModel`: which of the eight practices a statement asks for, if one is clear."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Final

from lmclassify.model.linear import Linear, softmax
from lmclassify.results import PRACTICES, SIDES, Label, Practice
from lmclassify.terms import VERSION

MIN_PRACTICE_PROBABILITY: Final = 0.5
"""A practice is named if it has at least this probability among the four of its side."""


class PracticeModel(Linear):
    """A second linear model over the same terms, with one column for each practice.

    The four practices of a side were fitted against each other on the statements of that side
    only, so they are compared only with each other.

    Parameters
    ----------
    rows : mapping of str to int
        The row of each of the n terms, from 1.
    weights : array of float, length (n + 1) * 9
        As in `Linear`; the practices are in the order of `lmclassify.results.PRACTICES`.
    """

    def __init__(
        self, rows: Mapping[str, int], weights: array[float], terms_version: int = VERSION
    ) -> None:
        super().__init__(len(PRACTICES), rows, weights, terms_version)

    def practice(self, text: str, label: Label) -> Practice | None:
        """Name the practice that a statement asks for.

        Parameters
        ----------
        text : str
            One statement.
        label : {'leadership', 'management', 'neither'}
            The statement's label; its practice is one of the four of this side.

        Returns
        -------
        str or None
            None if the label is neither, or no practice of its side is clear.
        """
        if label not in SIDES:
            return None
        logits, coverage = self.logits(text)
        if not coverage:
            return None
        own = {
            name: logit
            for name, logit in zip(PRACTICES, logits, strict=True)
            if PRACTICES[name] == label
        }
        probabilities = dict(zip(own, softmax(list(own.values())), strict=True))
        likeliest = max(probabilities, key=probabilities.__getitem__)
        return likeliest if probabilities[likeliest] >= MIN_PRACTICE_PROBABILITY else None
