"""What is said of a document: its summary, its sections, and its statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lmclassify.results.labels import SIDES, Label, Practice, Side, Verdict
from lmclassify.results.statements import Prediction, Statement


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
    verdict : {'mostly leadership', 'mostly management', 'balanced', 'neither', 'withheld'}
        See `lmclassify.summary.summarise` for the rule; withheld if the text is not English.
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
