"""The plain values that classification returns; how they are shown is somebody else's job."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Label = Literal["leadership", "management", "neither"]
"""What one statement is about; see ``corpus/LABELLING.md``."""

Side = Literal["leadership", "management"]
"""The two labels between which a forced choice is made."""

Verdict = Literal["mostly leadership", "mostly management", "balanced", "neither"]
"""What a whole document is about."""

Practice = Literal["plan", "organise", "implement", "monitor", "scan", "focus", "align", "inspire"]
"""What those who manage (the first four) and those who lead do."""

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


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model says of one text.

    Attributes
    ----------
    label : {'leadership', 'management', 'neither'}
        The most probable label; ``'neither'`` where the model knows no term of the text.
    confidence : float
        The probability of `label`, between 0 and 1.
    probabilities : mapping of str to float
        The calibrated probability of each label; they sum to 1. In a two-way choice
        ``'neither'`` has none.
    mixed : bool
        Whether leadership and management are both substantial: the text does both.
    leaning : {'leadership', 'management'}
        Whichever of the two is the more probable, whatever `label` is.
    coverage : float
        The share of the text's terms that the model knows, between 0 and 1. Near 0 the
        prediction rests on next to nothing.
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
        The term as `lmclassify.terms.terms` gives it.
    count : int
        How often the text has it.
    value : float
        Its TF-IDF value in the text, after normalisation to unit length.
    contributions : mapping of str to float
        `value` times the term's coefficient, label by label.
    """

    term: str
    count: int
    value: float
    contributions: Mapping[Label, float]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a text got its label, exactly: contributions and intercept sum to the logits.

    Attributes
    ----------
    text : str
        The text explained.
    prediction : Prediction
        What `classify` says of it.
    terms : tuple of TermWeight
        Every term that the model knows, the weightiest for the predicted label first.
    unknown : tuple of str
        The terms that the model does not know, in the order of the text.
    intercept : mapping of str to float
        What each label starts from.
    logits : mapping of str to float
        ``intercept[label] + sum(t.contributions[label] for t in terms)``; their softmax is
        the probabilities (over the labels that were in the choice).
    """

    text: str
    prediction: Prediction
    terms: tuple[TermWeight, ...]
    unknown: tuple[str, ...]
    intercept: Mapping[Label, float]
    logits: Mapping[Label, float]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, bullet or phrase of a document.

    Attributes
    ----------
    text : str
        The statement as the document has it, line breaks inside it included.
    start, end : int
        Where it stands: ``document[start:end] == text``, in characters.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a document's statements come to.

    Attributes
    ----------
    counts : mapping of str to int
        How many statements got each label.
    leadership, management : float or None
        The shares of the two, by probability, over the statements in scope (those labelled
        one or the other). They sum to 1; None where no statement is in scope.
    verdict : {'mostly leadership', 'mostly management', 'balanced', 'neither'}
        See `lmclassify.summary.summarise` for the rule.
    practices : mapping of str to int, or None
        How many statements clearly ask for each of the eight practices; None where the model
        names no practices.
    """

    counts: Mapping[Label, int]
    leadership: float | None
    management: float | None
    verdict: Verdict
    practices: Mapping[Practice, int] | None = None


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """A document judged statement by statement. The text is judged, never a person.

    Attributes
    ----------
    source : str
        Where the document came from, a path as a rule.
    text : str
        The document's plain text, in which the statements' offsets count.
    statements : tuple of (Statement, Prediction)
        In the order of the document.
    summary : Summary
        The document as a whole.
    practices : tuple of (str or None)
        The practice that each statement asks for, where one is clear.
    notes : tuple of str
        What a reader of the result should know about how the document was read.
    """

    source: str
    text: str
    statements: tuple[tuple[Statement, Prediction], ...]
    summary: Summary
    practices: tuple[Practice | None, ...] = ()
    notes: tuple[str, ...] = ()
