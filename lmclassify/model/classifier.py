"""`Model`: the probability of each label of a text, and what each word adds to it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt
from pathlib import Path
from typing import Any, Final

from lmclassify.model.linear import Linear, softmax
from lmclassify.model.practices import PracticeModel
from lmclassify.results import (
    LABELS,
    SIDES,
    SMALL_WORDS,
    Explanation,
    Label,
    Prediction,
    TermWeight,
    WordWeight,
)
from lmclassify.terms import terms_with_words

MIN_MIXED_PROBABILITY: Final = 0.25
"""A text is mixed if leadership and management each have at least this probability."""

_FUNCTION_WORDS: Final = frozenset(
    "a an the and or but nor of to in on at by for from with as into onto is are be been being was"
    " were will would shall should may can could has have had having do does did it its this that"
    " these those which who whom whose i you your he him his she her we us our they them"
    " their".split()
)


class Model(Linear):
    """A trained classifier as plain data.

    Parameters
    ----------
    labels : sequence of str
        The labels of the columns of `weights`.
    vocabulary : sequence of str, length n
        The terms, each once.
    weights : array of float, length (n + 1) * (1 + len(labels))
        Row by row. Row 0 has a placeholder and each label's intercept; row ``i + 1`` has the
        inverse document frequency of term ``i`` and its coefficient for each label.
    manifest : mapping, optional
        Where the model came from and what was measured of it.
    folder : pathlib.Path, optional
        The folder that it was read from.
    practice_weights : array of float, length (n + 1) * 9, optional
        As `weights`, for the eight practices in the order of `lmclassify.results.PRACTICES`.

    Attributes
    ----------
    practices : PracticeModel or None
        Names the practice of a statement; None if the model was trained without practices.
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
        # Each term has a row number, not a row: one object per term would slow down start-up.
        rows = {term: row for row, term in enumerate(self.vocabulary, 1)}
        super().__init__(len(labels), rows, weights)
        self.labels = tuple(labels)
        self.manifest: Mapping[str, Any] = manifest or {}
        self.folder = folder
        self.practices = PracticeModel(rows, practice_weights) if practice_weights else None

    def __repr__(self) -> str:
        return f"<Model of {len(self._rows):,} terms, {self.folder or 'in memory'}>"

    def predict(self, text: str, *, two_way: bool = False) -> Prediction:
        """Classify one statement.

        Parameters
        ----------
        text : str
            One statement.
        two_way : bool, default False
            Choose between leadership and management only.
        """
        logits, coverage = self.logits(text)
        return self._prediction(logits, coverage, two_way)

    def explain(self, text: str, *, two_way: bool = False) -> Explanation:
        """Classify one statement and show what each of its words and terms adds.

        Parameters
        ----------
        text : str
            One statement.
        two_way : bool, default False
            Choose between leadership and management only.
        """
        prediction = self.predict(text, two_way=two_way)
        text_terms = terms_with_words(text)
        known = [(term, words) for term, words in text_terms if term in self._rows]
        term_weights = self._term_weights(Counter(term for term, _ in known))
        intercept = dict(zip(self.labels, self._intercept, strict=True))
        choice = SIDES if two_way else self.labels
        label = prediction.label
        others = [other for other in choice if other != label]

        def lead(weight: WordWeight) -> float:
            """Compute what a word adds to the predicted label beyond the mean of the others."""
            added = weight.contributions
            return added[label] - sum(added[other] for other in others) / len(others)

        known_words = {word for _, words in known for word in words}
        return Explanation(
            text=text,
            prediction=prediction,
            labels=choice,
            words=tuple(
                sorted(
                    _word_weights(term_weights, known),
                    key=lambda w: (w.word == SMALL_WORDS, -abs(lead(w)), w.word),
                )
            ),
            unknown_words=tuple(
                dict.fromkeys(
                    word for _, words in text_terms for word in words if word not in known_words
                )
            ),
            terms=tuple(sorted(term_weights, key=lambda t: (-abs(t.contributions[label]), t.term))),
            unknown=tuple(dict.fromkeys(term for term, _ in text_terms if term not in self._rows)),
            intercept=intercept,
            logits={
                label: intercept[label] + sum(t.contributions[label] for t in term_weights)
                for label in self.labels
            },
        )

    def _term_weights(self, counts: Mapping[str, int]) -> list[TermWeight]:
        """Compute what each known term of a text adds to each label."""
        weights = {term: self._weights(self._rows[term]) for term in counts}
        values = {term: weights[term][0] * (1.0 + log(n)) for term, n in counts.items()}
        norm = sqrt(sum(value * value for value in values.values()))
        return [
            TermWeight(
                term,
                counts[term],
                value / norm,
                {
                    label: value / norm * weights[term][column]
                    for column, label in enumerate(self.labels, 1)
                },
            )
            for term, value in values.items()
        ]

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
        sides = {side: probabilities[side] for side in SIDES}
        return Prediction(
            label=label,
            confidence=probabilities[label],
            probabilities=probabilities,
            mixed=min(sides.values()) >= MIN_MIXED_PROBABILITY,
            leaning=max(reversed(SIDES), key=sides.__getitem__),  # management on a tie
            coverage=coverage,
        )


def _word_weights(
    term_weights: Iterable[TermWeight], covered: Iterable[tuple[str, Sequence[str]]]
) -> list[WordWeight]:
    """Share what each term adds equally among the words of the text that it covers."""
    words_of: dict[str, list[str]] = {}
    for term, words in covered:
        words_of.setdefault(term, []).extend(words)
    totals: dict[str, dict[Label, float]] = {}
    for term_weight in term_weights:
        words_of_term = words_of[term_weight.term]
        for word in words_of_term:
            name = SMALL_WORDS if word in _FUNCTION_WORDS else word
            total = totals.setdefault(name, dict.fromkeys(term_weight.contributions, 0.0))
            for label, contribution in term_weight.contributions.items():
                total[label] += contribution / len(words_of_term)
    return [WordWeight(word, total) for word, total in totals.items()]
