"""The plain values that classification returns; other modules show and write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

Label = Literal["leadership", "management", "neither"]
"""What one statement is about; see ``corpus/LABELLING.md``."""

Side = Literal["leadership", "management"]
"""The two labels between which a two-way choice is made."""

Verdict = Literal["mostly leadership", "mostly management", "balanced", "neither"]
"""What a whole document is about."""

Practice = Literal["plan", "organise", "implement", "monitor", "scan", "focus", "align", "inspire"]
"""The practices of those who manage (the first four) and of those who lead."""

LABELS: tuple[Label, ...] = get_args(Label)
"""The labels in the order in which the package always lists them."""

SIDES: Final[tuple[Side, ...]] = get_args(Side)
"""Leadership and management, in the order in which the package always lists them."""

Progress = Callable[[int, int], object]
"""Called with the number of steps done so far, and their total."""

PRACTICES: Final[Mapping[Practice, Side]] = {
    "plan": "management",
    "organise": "management",
    "implement": "management",
    "monitor": "management",
    "scan": "leadership",
    "focus": "leadership",
    "align": "leadership",
    "inspire": "leadership",
}
"""The eight practices of the Leading, Managing and Governing model, and the label of each."""


SMALL_WORDS: Final = "small words"
"""What stands in explanations for the function words of a text: "the", "of", "and", …"""


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
class Standing:
    """Where a document's leadership share stands among those of real documents.

    Attributes
    ----------
    n : int
        The number of documents.
    less, more : float
        The parts of them whose leadership share is smaller, and larger.
    kind : str or None
        The kind of these documents; None for documents of all kinds.
    """

    n: int
    less: float
    more: float
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """The statements under one heading of a document.

    Attributes
    ----------
    heading : str
        As the document has it; empty for what stands before the first heading.
    start : int
        The offset of its first statement, in characters.
    counts : mapping of str to int
        How many statements have each label.
    leadership : float or None
        Leadership's share of the statements in scope, as in `Summary`.
    """

    heading: str
    start: int
    counts: Mapping[Label, int]
    leadership: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts, shares and verdict of a document.

    Attributes
    ----------
    counts : mapping of str to int
        How many statements have each label.
    leadership, management : float or None
        The shares of the two sides, by probability, over the statements in scope (those labelled
        leadership or management). They sum to 1; None if no statement is in scope.
    verdict : {'mostly leadership', 'mostly management', 'balanced', 'neither'}
        See `lmclassify.summary.summarise` for the rule.
    practices : mapping of str to int, or None
        How many statements clearly ask for each of the eight practices; None if the model names
        no practices.
    interval : (float, float) or None
        The leadership share that other statements like these would have: an interval that is
        right four times in five. See `lmclassify.summary.share_interval`.
    rivals : tuple of str
        The verdicts that the interval also reaches: with one of them it is too close to call.
    standing : Standing or None
        Where the leadership share stands among real documents, if there are figures for the model
        and enough statements in scope.
    """

    counts: Mapping[Label, int]
    leadership: float | None
    management: float | None
    verdict: Verdict
    practices: Mapping[Practice, int] | None = None
    interval: tuple[float, float] | None = None
    rivals: tuple[Verdict, ...] = ()
    standing: Standing | None = None

    @property
    def in_scope(self) -> int:
        """The number of statements labelled leadership or management."""
        return sum(self.counts[side] for side in SIDES)

    @property
    def shares(self) -> dict[Side, float]:
        """The share of each side; empty if no statement is in scope.

        >>> counts = {"leadership": 1, "management": 3, "neither": 2}
        >>> Summary(counts, 0.25, 0.75, "mostly management").shares
        {'leadership': 0.25, 'management': 0.75}
        """
        both = zip(SIDES, (self.leadership, self.management), strict=True)
        return {side: share for side, share in both if share is not None}


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """A document, classified statement by statement. It describes the text, never a person.

    Attributes
    ----------
    source : str
        Where the document came from, usually a path.
    text : str
        The document's plain text; the statements' offsets refer to it.
    statements : tuple of (Statement, Prediction)
        In the order of the document.
    summary : Summary
        The document as a whole.
    practices : tuple of (str or None)
        The practice that each statement asks for, if one is clear.
    notes : tuple of str
        Remarks on how the document was read.
    headings : tuple of Statement
        The lines that were read as headings, in order.
    sections : tuple of Section
        The statements by the heading under which they stand, in order.
    """

    source: str
    text: str
    statements: tuple[tuple[Statement, Prediction], ...]
    summary: Summary
    practices: tuple[Practice | None, ...] = ()
    notes: tuple[str, ...] = ()
    headings: tuple[Statement, ...] = ()
    sections: tuple[Section, ...] = ()

    def to_records(self) -> list[dict[str, Any]]:
        """Return one flat record per statement, as for ``pandas.DataFrame(result.to_records())``.

        Examples
        --------
        >>> from lmclassify import Document, classify_document
        >>> records = classify_document(Document("advert", "• Sets the budget")).to_records()
        >>> [(record["text"], record["label"], record["practice"]) for record in records]
        [('Sets the budget', 'management', 'plan')]
        """
        practices = self.practices or (None,) * len(self.statements)
        return [
            {
                "source": self.source,
                "start": statement.start,
                "end": statement.end,
                "text": statement.text,
                "label": prediction.label,
                "confidence": prediction.confidence,
                **{str(x): p for x, p in prediction.probabilities.items()},
                "mixed": prediction.mixed,
                "coverage": prediction.coverage,
                "practice": practice,
            }
            for (statement, prediction), practice in zip(self.statements, practices, strict=True)
        ]
