"""`Model`: from the terms of a text to the probability of each label, standard library only.

The arithmetic is that of a ``TfidfVectorizer(sublinear_tf=True, norm="l2")`` followed by a
multinomial ``LogisticRegression``; the tests hold it equal to the scikit-learn pipeline.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from math import exp, log, sqrt
from pathlib import Path
from typing import Any, Final

from lmclassify.results import LABELS, Explanation, Label, Leaning, Prediction, TermWeight
from lmclassify.terms import terms

MIXED: Final = 0.25
"""A text is mixed where leadership and management each have at least this probability."""

_CHOICE: Final[tuple[Label, ...]] = ("leadership", "management")


class Model:
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
    """

    def __init__(
        self,
        labels: Sequence[Label],
        vocabulary: Sequence[str],
        weights: array[float],
        manifest: Mapping[str, Any] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.labels = tuple(labels)
        self.weights = weights
        self.manifest: Mapping[str, Any] = manifest or {}
        self.folder = folder
        self._width = 1 + len(self.labels)
        self._intercept = tuple(weights[1 : self._width])
        # A term's value is where its row begins: a row object each would slow down start-up.
        self._rows = dict(
            zip(vocabulary, range(self._width, len(weights), self._width), strict=True)
        )

    def __repr__(self) -> str:
        return f"<Model of {len(self._rows):,} terms, {self.folder or 'in memory'}>"

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """The terms that the model knows, in the order of their rows."""
        return tuple(self._rows)

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
        found = terms(text)
        counts = self._known(found)
        logits = list(self._intercept)
        if counts:
            weights = self.weights
            square = 0.0
            sums = [0.0] * len(logits)
            columns = range(len(logits))
            for row, count in counts.items():
                value = weights[row] if count == 1 else weights[row] * (1.0 + log(count))
                square += value * value
                for column in columns:
                    sums[column] += value * weights[row + 1 + column]
            scale = 1.0 / sqrt(square)
            logits = [start + scale * added for start, added in zip(logits, sums, strict=True)]
        coverage = sum(counts.values()) / len(found) if found else 0.0
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
        weights, labels = self.weights, self.labels
        counts = self._known(found)
        values = {row: weights[row] * (1.0 + log(count)) for row, count in counts.items()}
        norm = sqrt(sum(value * value for value in values.values()))
        names = {row: term for term in found if (row := self._rows.get(term)) is not None}
        judged = tuple(
            TermWeight(
                names[row],
                count,
                value := values[row] / norm,
                {label: value * weights[row + 1 + k] for k, label in enumerate(labels)},
            )
            for row, count in counts.items()
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

    def _known(self, found: Sequence[str]) -> dict[int, int]:
        """Count the known terms by the place of their row."""
        counts: dict[int, int] = {}
        row_of = self._rows.get
        for term in found:
            row = row_of(term)
            if row is not None:
                counts[row] = counts.get(row, 0) + 1
        return counts

    def _prediction(self, logits: Sequence[float], coverage: float, two_way: bool) -> Prediction:
        choice = _CHOICE if two_way else self.labels
        chosen = {
            label: logit
            for label, logit in zip(self.labels, logits, strict=True)
            if label in choice
        }
        highest = max(chosen.values())
        odds = {label: exp(logit - highest) for label, logit in chosen.items()}
        total = sum(odds.values())
        probabilities = {label: odds.get(label, 0.0) / total for label in LABELS}
        leadership, management = probabilities["leadership"], probabilities["management"]
        leaning: Leaning = "leadership" if leadership > management else "management"
        if coverage == 0.0 and "neither" in choice:
            label: Label = "neither"
        else:
            label = max(choice, key=probabilities.__getitem__)
        return Prediction(
            label=label,
            confidence=probabilities[label],
            probabilities=probabilities,
            mixed=leadership >= MIXED and management >= MIXED,
            leaning=leaning,
            coverage=coverage,
        )
