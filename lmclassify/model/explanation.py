"""What decided a label: what each word and term of a statement adds, and what stands around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING, Final

from lmclassify.results import (
    SMALL_WORDS,
    Explanation,
    Label,
    Prediction,
    TermWeight,
    WordWeight,
)
from lmclassify.terms import terms_with_words

if TYPE_CHECKING:
    from lmclassify.model.classifier import Model

FUNCTION_WORDS: Final = frozenset(
    "a an the and or but nor of to in on at by for from with as into onto is are be been being was"
    " were will would shall should may can could has have had having do does did it its this that"
    " these those which who whom whose i you your he him his she her we us our they them"
    " their".split()
)


def explain_logits(
    model: Model,
    text: str,
    prediction: Prediction,
    labels: tuple[Label, ...],
    surroundings: Sequence[float] | None = None,
) -> Explanation:
    """Take the logits of a statement apart.

    Parameters
    ----------
    text : str
        One statement.
    prediction : Prediction
        What the model says of it.
    labels : tuple of str
        The labels in the choice.
    surroundings : sequence of float, optional
        What the statements around it add to each logit; None if it stands alone.
    """
    text_terms = terms_with_words(text, model.terms_version)
    known = [(term, words) for term, words in text_terms if term in model]
    term_weights = _term_weights(model, Counter(term for term, _ in known))
    intercept = dict(zip(model.labels, model.intercept, strict=True))
    context: dict[Label, float] | None = None
    if surroundings is not None and model.context is not None:
        term_weights = [
            TermWeight(t.term, t.count, t.value, _map_own(model, t.contributions))
            for t in term_weights
        ]
        mapped = _map_own(model, intercept)
        starts = zip(model.labels, model.context.intercept, strict=True)
        intercept = {label: start + mapped[label] for label, start in starts}
        context = dict(zip(model.labels, surroundings, strict=True))
    label = prediction.label
    others = [other for other in labels if other != label]

    def lead(weight: WordWeight) -> float:
        """Compute what a word adds to the predicted label beyond the mean of the others."""
        added = weight.contributions
        return added[label] - sum(added[other] for other in others) / len(others)

    known_words = {word for _, words in known for word in words}
    return Explanation(
        text=text,
        prediction=prediction,
        labels=labels,
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
        unknown=tuple(dict.fromkeys(term for term, _ in text_terms if term not in model)),
        intercept=intercept,
        context=context,
        logits={
            label: intercept[label]
            + sum(t.contributions[label] for t in term_weights)
            + (context[label] if context else 0.0)
            for label in model.labels
        },
    )


def _map_own(model: Model, values: Mapping[Label, float]) -> dict[Label, float]:
    """Map what adds to the statement's own logits to what it adds among its neighbours."""
    assert model.context is not None  # noqa: S101  # the caller has looked
    mapped = model.context.map_own([values[label] for label in model.labels])
    return dict(zip(model.labels, mapped, strict=True))


def _term_weights(model: Model, counts: Mapping[str, int]) -> list[TermWeight]:
    """Compute what each known term of a text adds to each label."""
    weights = {term: model.term_weights(term) for term in counts}
    values = {term: weights[term][0] * (1.0 + log(n)) for term, n in counts.items()}
    norm = sqrt(sum(value * value for value in values.values()))
    return [
        TermWeight(
            term,
            counts[term],
            value / norm,
            {
                label: value / norm * weights[term][column]
                for column, label in enumerate(model.labels, 1)
            },
        )
        for term, value in values.items()
    ]


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
            name = SMALL_WORDS if word in FUNCTION_WORDS else word
            total = totals.setdefault(name, dict.fromkeys(term_weight.contributions, 0.0))
            for label, contribution in term_weight.contributions.items():
                total[label] += contribution / len(words_of_term)
    return [WordWeight(word, total) for word, total in totals.items()]
