"""What is said of one statement: its label, and why it got it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lmclassify.results.labels import Label, Side


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, bullet or phrase of a document.

    Attributes
    ----------
    text : str
        The statement as it is in the document, including line breaks.
    start, end : int
        Its offsets in characters: ``document[start:end] == text``.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Prediction:
    """The label of one text, and how probable each label is.

    Attributes
    ----------
    label : {'leadership', 'management', 'neither'}
        The most probable label; ``'neither'`` if the model knows no term of the text.
    confidence : float
        The probability of `label`, between 0 and 1.
    probabilities : mapping of str to float
        The calibrated probability of each label; they sum to 1. In a two-way choice
        ``'neither'`` has probability 0.
    mixed : bool
        Whether leadership and management both have a substantial probability.
    leaning : {'leadership', 'management'}
        The more probable of the two sides, whatever `label` is.
    coverage : float
        The share of the text's terms that the model knows, between 0 and 1. If it is near 0,
        the prediction has next to no evidence.
    """

    label: Label
    confidence: float
    probabilities: Mapping[Label, float]
    mixed: bool
    leaning: Side
    coverage: float


@dataclass(frozen=True, slots=True)
class TermWeight:
    """What one term adds to the logit of each label.

    Attributes
    ----------
    term : str
        A term as `lmclassify.terms.terms` returns it.
    count : int
        How often the text has it.
    value : float
        Its TF-IDF value in the text, after normalisation to unit length.
    contributions : mapping of str to float
        `value` times the term's coefficient for each label.
    """

    term: str
    count: int
    value: float
    contributions: Mapping[Label, float]


@dataclass(frozen=True, slots=True)
class WordWeight:
    """What one word of a text adds to the logit of each label.

    Attributes
    ----------
    word : str
        A word in lower case, or `SMALL_WORDS` for all function words of the text together.
    contributions : mapping of str to float
        The word's share of the contributions of the terms that it is part of.
    """

    word: str
    contributions: Mapping[Label, float]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a text got its label, exactly.

    The contributions of the terms and the intercept sum to the logits. So do the contributions of
    the words and the intercept.

    Attributes
    ----------
    text : str
        The text explained.
    prediction : Prediction
        What `classify` returns for it.
    labels : tuple of str
        The labels in the choice: all of the model's, or the two sides.
    words : tuple of WordWeight
        The words of the text, those that say most for or against the predicted label first, and
        last the function words as one entry. A term's contribution is shared equally among the
        words of the text that it covers.
    unknown_words : tuple of str
        The words that are part of no term that the model knows, in the order of the text.
    terms : tuple of TermWeight
        Every term that the model knows, those with the most weight for the predicted label first.
    unknown : tuple of str
        The terms that the model does not know, in the order of the text.
    intercept : mapping of str to float
        The baseline: the logit of each label before any term is counted.
    logits : mapping of str to float
        ``intercept[label] + sum(t.contributions[label] for t in terms)``, and ``context[label]``
        if there is one; the softmax of those in `labels` is the probabilities.
    context : mapping of str to float, or None
        In a document, what the statements around this one add; None for a statement by itself.
    """

    text: str
    prediction: Prediction
    labels: tuple[Label, ...]
    words: tuple[WordWeight, ...]
    unknown_words: tuple[str, ...]
    terms: tuple[TermWeight, ...]
    unknown: tuple[str, ...]
    intercept: Mapping[Label, float]
    logits: Mapping[Label, float]
    context: Mapping[Label, float] | None = None
