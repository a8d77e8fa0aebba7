"""`Linear`: a linear classifier over the terms of a text, with the standard library only.

The arithmetic is that of a ``TfidfVectorizer(sublinear_tf=True, norm="l2")`` followed by a
multinomial ``LogisticRegression``; the tests check that both agree.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from math import exp, log, sqrt

from lmclassify.terms import VERSION, content_words, list_terms


class Linear:
    """A linear classifier over TF-IDF as plain data.

    Parameters
    ----------
    n_classes : int
        The number of classes, k.
    rows : mapping of str to int
        The row of each of the n terms, from 1.
    weights : array of float, length (n + 1) * (1 + k)
        Row by row. Row 0 has a placeholder and each class's intercept; the row of a term has its
        inverse document frequency and its coefficient for each class.
    terms_version : int, optional
        The version of `lmclassify.terms` that the terms are of; default: the current one.
    """

    def __init__(
        self,
        n_classes: int,
        rows: Mapping[str, int],
        weights: array[float],
        terms_version: int = VERSION,
    ) -> None:
        self.weights = weights
        self.terms_version = terms_version
        self._width = 1 + n_classes
        self.intercept = tuple(weights[1 : self._width])
        self._vectors_of_terms: dict[str, tuple[float, ...]] = {}
        self._rows = rows

    def logits(self, text: str) -> tuple[Sequence[float], float]:
        """Score one text.

        Returns
        -------
        logits : sequence of float, length k
            One per class.
        coverage : float
            The share of the text's terms that the model knows, between 0 and 1.
        """
        version = self.terms_version
        text_terms = list_terms(content_words(text, version), version)
        vectors, known = self._vectors(text_terms)
        if not vectors:
            return self.intercept, 0.0
        square, *sums = map(sum, zip(*vectors, strict=True))
        scale = 1.0 / sqrt(square)
        logits = [
            intercept + scale * total for intercept, total in zip(self.intercept, sums, strict=True)
        ]
        return logits, known / len(text_terms)

    def __contains__(self, term: str) -> bool:
        return term in self._rows

    def term_weights(self, term: str) -> Sequence[float]:
        """Return the inverse document frequency and the coefficients of a term it knows."""
        row = self._rows[term]
        return self.weights[row * self._width : (row + 1) * self._width]

    def _vectors(self, text_terms: Sequence[str]) -> tuple[list[tuple[float, ...]], int]:
        """Return the vector of each known term, scaled by its count, and how many are known.

        The vector of a term is the square of its idf, then its idf times each coefficient. It is
        computed when the term is first seen, and kept.
        """
        cache = self._vectors_of_terms
        vectors = []
        known = len(text_terms)
        counts = Counter(text_terms)
        for term, count in counts.items():
            vector = cache.get(term)
            if vector is None:
                if term not in self._rows:
                    known -= count
                    continue
                idf, *coefficients = self.term_weights(term)
                vector = cache[term] = (idf * idf, *(idf * value for value in coefficients))
            if count > 1:
                factor = 1.0 + log(count)
                vector = (factor * factor * vector[0], *(factor * value for value in vector[1:]))
            vectors.append(vector)
        return vectors, known


def softmax(logits: Sequence[float]) -> list[float]:
    """Turn logits into probabilities, which sum to 1.

    >>> softmax([2.0, 2.0])
    [0.5, 0.5]
    """
    highest = max(logits)
    odds = [exp(logit - highest) for logit in logits]
    total = sum(odds)
    return [value / total for value in odds]
