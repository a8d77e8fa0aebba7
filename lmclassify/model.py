"""`Model`: from the terms of a text to the probability of each label, standard library only.

The arithmetic is that of a ``TfidfVectorizer(sublinear_tf=True, norm="l2")`` followed by a
multinomial ``LogisticRegression``; the tests hold it equal to the scikit-learn pipeline.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from math import exp, log, sqrt
from pathlib import Path
from typing import Any, Final

from lmclassify.results import LABELS, Explanation, Label, Leaning, Prediction, TermWeight
from lmclassify.terms import terms

MIXED: Final = 0.25
"""A text is mixed where leadership and management each have at least this probability."""

CHOICE: Final[tuple[Label, ...]] = ("leadership", "management")
"""What a two-way choice is between."""


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
        self._table: dict[str, tuple[float, ...]] = {}
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
        vectors, known = self._vectors(found)
        logits: Sequence[float] = self._intercept
        if vectors:
            square, *sums = map(sum, zip(*vectors, strict=True))
            scale = 1.0 / sqrt(square)
            logits = [start + scale * added for start, added in zip(logits, sums, strict=True)]
        return self._prediction(logits, known / len(found) if found else 0.0, two_way)

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
        counts = Counter(term for term in found if term in self._rows)
        values = {t: weights[self._rows[t]] * (1.0 + log(n)) for t, n in counts.items()}
        norm = sqrt(sum(value * value for value in values.values()))
        judged = tuple(
            TermWeight(
                term,
                counts[term],
                value / norm,
                {
                    label: value / norm * weights[self._rows[term] + column]
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

    def _vectors(self, found: Sequence[str]) -> tuple[list[tuple[float, ...]], int]:
        """Give the vector of each known term, scaled by its count, and how many terms are known.

        The vector of a term: the square of its idf, then its idf times each coefficient. It is
        made when the term is first met, and kept.
        """
        table = self._table
        vectors = []
        known = len(found)
        counts = Counter(found)
        for term, count in counts.items():
            vector = table.get(term)
            if vector is None:
                row = self._rows.get(term)
                if row is None:
                    known -= count
                    continue
                idf, *coefficients = self.weights[row : row + self._width]
                vector = table[term] = (idf * idf, *(idf * value for value in coefficients))
            if count > 1:
                factor = 1.0 + log(count)
                vector = (factor * factor * vector[0], *(factor * value for value in vector[1:]))
            vectors.append(vector)
        return vectors, known

    def _prediction(self, logits: Sequence[float], coverage: float, two_way: bool) -> Prediction:
        labels = self.labels
        if two_way:
            logits = [logits[labels.index(label)] for label in CHOICE]
            labels = CHOICE
        highest = max(logits)
        odds = [exp(logit - highest) for logit in logits]
        total = sum(odds)
        probabilities: dict[Label, float] = dict.fromkeys(LABELS, 0.0)
        for label, chance in zip(labels, odds, strict=True):
            probabilities[label] = chance / total
        label = labels[logits.index(highest)]
        if coverage == 0.0 and "neither" in labels:
            label = "neither"
        leadership, management = probabilities["leadership"], probabilities["management"]
        leaning: Leaning = "leadership" if leadership > management else "management"
        return Prediction(
            label=label,
            confidence=probabilities[label],
            probabilities=probabilities,
            mixed=leadership >= MIXED and management >= MIXED,
            leaning=leaning,
            coverage=coverage,
        )
