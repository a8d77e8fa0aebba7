"""How others say it: statements of the shipped corpus that ask for a practice.

They are the ones nearest to a document: by its words (cosine of TF-IDF), in a sector like its own,
in the same form of sentence. Standard library only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from typing import Final

from lmclassify import corpus
from lmclassify.model.explanation import FUNCTION_WORDS
from lmclassify.results import SIDES, DocumentResult, Practice
from lmclassify.terms import words

LICENCE: Final = (
    "Examples to think with, not to copy: statements of the corpus of lmclassify, which a language "
    "model wrote. CC BY 4.0."
)
N_SHOWN: Final = 3

_REGISTERS: Final = ("job description", "whole document", "plain line", "short phrase")
_LENGTHS: Final = range(5, 31)
# What somebody did or failed to do, in appraisals, and what one brings along, is no duty.
_UNFIT: Final = re.compile(
    r"\b(?:not|never|nobody|no one|rather than|without|instead of|was|were|had|has|have|did|i|my|he"
    r"|she|his|her)\b|n['’]t\b|[?£$€•:]|\b(?:19|20)\d\d\b"
    r"|\A(?:led|\w+ed|the|an?|each|non|are|is|confident|good|proven|strong)\b"
    r"|\A(?:\w+ ){0,5}(?:abilit|able|capacity|experience|knowledge|skill|track record|years|class)",
    re.IGNORECASE,
)
_LIST_MARKS: Final = re.compile(r"\A(?:[\d.]+\s|[*\-–]\s?)+|[;,\s]+\Z")
_SECTOR_NEIGHBOURS: Final = 60
_SECTOR_SIZE: Final = 50
_SECTOR_BONUS: Final = 0.5
_FORM_BONUS: Final = 0.15
_FOREIGN_PENALTY: Final = 0.8
_RARE_SHARE: Final = 0.02
"""A word in fewer of the candidates is of a trade; one that the document lacks is foreign to it."""
_TITLE_WEIGHT: Final = 20
_DUTY_WEIGHT: Final = 3
_TOO_SIMILAR: Final = 0.5
_KNOWN: Final = 0.8

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Example:
    """A statement of the corpus that asks for a practice.

    Attributes
    ----------
    text : str
        The statement.
    sector : str
        The sector of the text for which it was written; may be general.
    """

    text: str
    sector: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    example: Example
    practice: str
    form: str
    vector: Vector


class _Index:
    """The statements of the corpus that can be shown, with their TF-IDF vectors."""

    def __init__(self, rows: Iterable[corpus.Row]) -> None:
        fit = [row for row in rows if row.label in SIDES and row.practice and _is_fit(row)]
        counts = [_count_words(row.text) for row in fit]
        frequency = Counter(word for words_of_row in counts for word in words_of_row)
        self.n = len(fit)
        self.idf = {word: log((1 + self.n) / (1 + n)) + 1 for word, n in frequency.items()}
        self.rare_idf = log((1 + self.n) / (1 + _RARE_SHARE * self.n)) + 1
        self.candidates = [
            _Candidate(
                Example(tidy(row.text), row.sector),
                row.practice,
                _form(row.text),
                self.vectorise(count),
            )
            for row, count in zip(fit, counts, strict=True)
        ]

    def foreign_part(self, vector: Vector, document: Vector) -> float:
        """Return which part of a statement is words of a trade that a document lacks."""
        return sum(
            value * value
            for word, value in vector.items()
            if self.idf[word] > self.rare_idf and word not in document
        )

    def vectorise(self, counts: Mapping[str, int]) -> Vector:
        """Return the TF-IDF vector of a text, of unit length, without words it does not know."""
        known = ((word, count) for word, count in counts.items() if word in self.idf)
        values = {word: (1 + log(count)) * self.idf[word] for word, count in known}
        length = sqrt(sum(value * value for value in values.values())) or 1.0
        return {word: value / length for word, value in values.items()}


@lru_cache(maxsize=1)
def _index() -> _Index:
    return _Index(corpus.read(corpus.default_files()))


def list_candidates() -> list[tuple[str, Example]]:
    """List all statements that can be shown, each with its practice; raise as `find_wording`."""
    return [(candidate.practice, candidate.example) for candidate in _index().candidates]


def find_wording(
    result: DocumentResult, practices: Sequence[Practice], count: int = N_SHOWN
) -> dict[Practice, list[Example]]:
    """Find statements of the corpus that ask for practices, the nearest to a document first.

    Parameters
    ----------
    result : DocumentResult
        The document.
    practices : sequence of str
        The practices to find statements of.
    count : int, optional
        How many of each.

    Raises
    ------
    CorpusError
        If the package was installed without its corpus.
    """
    index = _index()
    texts = [statement.text for statement, _ in result.statements]
    own = [index.vectorise(_count_words(text)) for text in texts]
    document = index.vectorise(_count_document_words(result))
    scores = [_cosine(candidate.vector, document) for candidate in index.candidates]
    sectors = _sector_shares(index.candidates, scores)
    in_scope = [s.text for s, prediction in result.statements if prediction.label in SIDES]
    forms = Counter(map(_form, in_scope or texts))
    total = sum(forms.values()) or 1
    weighted = [
        score
        * (1 + _SECTOR_BONUS * sectors.get(candidate.example.sector, 0.0))
        * (1 + _FORM_BONUS * forms[candidate.form] / total)
        * (1 - _FOREIGN_PENALTY * index.foreign_part(candidate.vector, document))
        for candidate, score in zip(index.candidates, scores, strict=True)
    ]
    order = sorted(range(len(weighted)), key=lambda place: -weighted[place])
    ranked = [index.candidates[place] for place in order]
    return {name: _choose(ranked, name, own, count) for name in practices}


def _count_document_words(result: DocumentResult) -> Counter[str]:
    """Count the words of a document: those of its duties and above all its title say most."""
    counts: Counter[str] = Counter()
    for statement, prediction in result.statements:
        weight = _DUTY_WEIGHT if prediction.label in SIDES else 1
        for word, count in _count_words(statement.text).items():
            counts[word] += weight * count
    title = result.text.strip().partition("\n")[0]
    for word in _count_words(title):
        counts[word] += _TITLE_WEIGHT
    return counts


def _choose(
    ranked: Iterable[_Candidate], practice: Practice, own: Sequence[Vector], count: int
) -> list[Example]:
    """Choose the first candidates of a practice that are unlike each other and the document."""
    chosen: list[_Candidate] = []
    for candidate in ranked:
        if len(chosen) == count:
            break
        if candidate.practice != practice:
            continue
        if any(_cosine(candidate.vector, other.vector) > _TOO_SIMILAR for other in chosen):
            continue
        if all(_cosine(candidate.vector, vector) < _KNOWN for vector in own):
            chosen.append(candidate)
    return [candidate.example for candidate in chosen]


def _sector_shares(candidates: Sequence[_Candidate], scores: Sequence[float]) -> dict[str, float]:
    """Estimate how like a document each sector is, by how many of the nearest candidates it has.

    A sector with many statements has no advantage. The highest value is 1.
    """
    sizes = Counter(candidate.example.sector for candidate in candidates)
    nearest = sorted(range(len(scores)), key=lambda place: -scores[place])[:_SECTOR_NEIGHBOURS]
    found: Counter[str] = Counter(candidates[place].example.sector for place in nearest)
    rates = {sector: n / (sizes[sector] + _SECTOR_SIZE) for sector, n in found.items()}
    most = max(rates.values(), default=1.0)
    return {sector: rate / most for sector, rate in rates.items()}


def _is_fit(row: corpus.Row) -> bool:
    """Check whether a statement of the corpus can stand in a job description."""
    return (
        row.register.startswith(_REGISTERS)
        and len(row.text.split()) in _LENGTHS
        and not _UNFIT.search(row.text)
    )


def tidy(text: str) -> str:
    """Return a statement without the marks of the list that it was part of.

    >>> tidy("2.4 * Leads the review;")
    'Leads the review'
    """
    return _LIST_MARKS.sub("", text)


def _form(text: str) -> str:
    """Name the form of a sentence by its beginning: "will", "-ing", "-s" or "imperative".

    >>> [_form(text) for text in ("You will lead", "Leading the team", "Leads it", "Lead it")]
    ['will', '-ing', '-s', 'imperative']
    """
    first, *rest = words(text) or [""]
    if "will" in rest[:3]:
        return "will"
    if first.endswith("ing"):
        return "-ing"
    return "-s" if first.endswith("s") and not first.endswith("ss") else "imperative"


def _count_words(text: str) -> Counter[str]:
    return Counter(word for word in words(text) if word not in FUNCTION_WORDS)


def _cosine(vector: Vector, other: Vector) -> float:
    if len(vector) > len(other):
        vector, other = other, vector
    return sum(value * other[word] for word, value in vector.items() if word in other)
