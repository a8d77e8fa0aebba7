"""`Model`: the probability of each label of a text, and what each of its terms added to it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt
from pathlib import Path
from typing import Any, Final

from lmclassify.model.linear import Linear, softmax
from lmclassify.model.practices import PracticeModel
from lmclassify.results import LABELS, SIDES, Explanation, Label, Prediction, Side, TermWeight
from lmclassify.terms import terms

MIXED: Final = 0.25
"""A text is mixed where leadership and management each have at least this probability."""


class Model(Linear):
    """A trained classifier as plain data.

    Parameters
    ----------
    labels : sequence of str
        What the columns of `weights` stand for.
    vocabulary : sequence of str, length n
        The terms, each once.
    weights : array of float, length (n + 1) * (1 + len(labels))
        Row by row. Row 0 has a placeholder and each label's intercept; row ``i + 1`` has the
        inverse document frequency of term ``i`` and its coefficient for each label.
    manifest : mapping, optional
        Where the model came from and what was measured of it.
    folder : pathlib.Path, optional
        Where it was read from.
    practice_weights : array of float, length (n + 1) * 9, optional
        As `weights`, for the eight practices in the order of `lmclassify.results.PRACTICES`.

    Attributes
    ----------
    practices : PracticeModel or None
        What names the practice of a statement; None where the model was trained without.
    """

    def __init__(
        self,
        labels: Sequence[Label],
        vocabulary: Sequence[str],
        weights: array[float],
        manifest: Mapping[str, Any] | None = None,
        folder: Path | None = None,
        practice_weights: array[float] | None = None,
    ) -> None:
        self.vocabulary = tuple(vocabulary)
        # A term has a row number, not a row: an object each would slow down start-up.
        rows = {term: row for row, term in enumerate(self.vocabulary, 1)}
        super().__init__(len(labels), rows, weights)
        self.labels = tuple(labels)
        self.manifest: Mapping[str, Any] = manifest or {}
        self.folder = folder
        self.practices = PracticeModel(rows, practice_weights) if practice_weights else None

    def __repr__(self) -> str:
        return f"<Model of {len(self._rows):,} terms, {self.folder or 'in memory'}>"

    def predict(self, text: str, *, two_way: bool = False) -> Prediction:
        """Judge one text.

        Parameters
        ----------
        text : str
            One statement.
        two_way : bool, default False
            Choose between leadership and management only.

        Returns
        -------
        Prediction
        """
        logits, coverage = self.logits(text)
        return self._prediction(logits, coverage, two_way)

    def explain(self, text: str, *, two_way: bool = False) -> Explanation:
        """Judge one text and show what each of its terms added.

        Parameters
        ----------
        text : str
            One statement.
        two_way : bool, default False
            Choose between leadership and management only.

        Returns
        -------
        Explanation
        """
        prediction = self.predict(text, two_way=two_way)
        found = terms(text)
        labels = self.labels
        counts = Counter(term for term in found if term in self._rows)
        weights = {term: self._weights(self._rows[term]) for term in counts}
        values = {term: weights[term][0] * (1.0 + log(n)) for term, n in counts.items()}
        norm = sqrt(sum(value * value for value in values.values()))
        judged = tuple(
            TermWeight(
                term,
                counts[term],
                value / norm,
                {
                    label: value / norm * weights[term][column]
                    for column, label in enumerate(labels, 1)
                },
            )
            for term, value in values.items()
        )
        intercept = dict(zip(labels, self._intercept, strict=True))
        label = prediction.label
        return Explanation(
            text=text,
            prediction=prediction,
            terms=tuple(
                sorted(judged, key=lambda t: (-abs(t.contributions.get(label, 0.0)), t.term))
            ),
            unknown=tuple(dict.fromkeys(term for term in found if term not in self._rows)),
            intercept=intercept,
            logits={
                label: intercept[label] + sum(t.contributions[label] for t in judged)
                for label in labels
            },
        )

    def _prediction(self, logits: Sequence[float], coverage: float, two_way: bool) -> Prediction:
        labels = self.labels
        if two_way:
            logits = [logits[labels.index(label)] for label in SIDES]
            labels = SIDES
        probabilities: dict[Label, float] = dict.fromkeys(LABELS, 0.0)
        probabilities.update(zip(labels, softmax(logits), strict=True))
        label = labels[logits.index(max(logits))]
        if coverage == 0.0 and "neither" in labels:
            label = "neither"
        leadership, management = probabilities["leadership"], probabilities["management"]
        leaning: Side = "leadership" if leadership > management else "management"
        return Prediction(
            label=label,
            confidence=probabilities[label],
            probabilities=probabilities,
            mixed=leadership >= MIXED and management >= MIXED,
            leaning=leaning,
            coverage=coverage,
        )
