"""Two versions of a document compared: which statements went, came, changed or stayed.

Equal statements are paired first, wherever they stand. Of the others, those are taken for the same
statement, changed, that have most words in common.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from heapq import nlargest
from math import log
from typing import Final, Literal, NamedTuple

from lmclassify.results import DocumentResult, Practice, Prediction, Statement

MIN_SIMILARITY: Final = 0.5
"""Statements with less in common are two different ones; 1 is the same words in the same order."""

_MAX_CANDIDATES: Final = 5
"""So many statements with the most shared words are compared word by word."""

_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")

Change = Literal["same", "old", "new"]
"""Whether words are in both versions, or only in one."""


class Line(NamedTuple):
    """A classified statement of one version."""

    statement: Statement
    prediction: Prediction
    practice: Practice | None


class Pair(NamedTuple):
    """A statement that both versions have.

    Attributes
    ----------
    old, new : Line
        The statement in each version.
    similarity : float
        1 if it is the same but for punctuation, capitals and white space.
    """

    old: Line
    new: Line
    similarity: float = 1.0


class Comparison(NamedTuple):
    """What became of a document.

    Attributes
    ----------
    old, new : DocumentResult
        The two versions.
    went, came : tuple of Line
        Statements that only the old version has, and only the new one, each in order.
    changed, stayed : tuple of Pair
        Statements with other words, and with the same, in the order of the new version.
    """

    old: DocumentResult
    new: DocumentResult
    went: tuple[Line, ...]
    came: tuple[Line, ...]
    changed: tuple[Pair, ...]
    stayed: tuple[Pair, ...]

    @property
    def relabelled(self) -> tuple[Pair, ...]:
        """The statements that stayed and have another label, because of what is around them."""
        return tuple(
            pair for pair in self.stayed if pair.old.prediction.label != pair.new.prediction.label
        )


def compare(old: DocumentResult, new: DocumentResult) -> Comparison:
    r"""Compare two versions of a document.

    Examples
    --------
    >>> from lmclassify import Document, classify_document
    >>> old = Document("old", "• Sets the annual budget\n• Checks the tills")
    >>> new = Document("new", "• Sets the budget each year\n• Inspires the whole team")
    >>> comparison = compare(classify_document(old), classify_document(new))
    >>> [line.statement.text for line in comparison.went]
    ['Checks the tills']
    >>> [pair.new.statement.text for pair in comparison.changed]
    ['Sets the budget each year']
    """
    old_lines, new_lines = _lines(old), _lines(new)
    old_words = [split_words(line.statement.text) for line in old_lines]
    new_words = [split_words(line.statement.text) for line in new_lines]
    partners = _pair_equal(old_words, new_words)
    similarities = dict.fromkeys(partners, 1.0)
    for i, j, similarity in _pair_similar(old_words, new_words, partners):
        partners[j] = i
        similarities[j] = similarity
    pairs = [Pair(old_lines[partners[j]], new_lines[j], similarities[j]) for j in sorted(partners)]
    taken = set(partners.values())
    return Comparison(
        old,
        new,
        went=tuple(line for i, line in enumerate(old_lines) if i not in taken),
        came=tuple(line for j, line in enumerate(new_lines) if j not in partners),
        changed=tuple(pair for pair in pairs if pair.similarity < 1),
        stayed=tuple(pair for pair in pairs if pair.similarity == 1),
    )


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared.

    >>> split_words("Sets the *ward's* budget.")
    ('sets', 'the', "ward's", 'budget')
    """
    words = tuple(_WORD.findall(text.casefold().replace("’", "'")))
    return words or (" ".join(text.split()),)


def mark_changes(old: str, new: str) -> list[tuple[Change, str]]:
    """Return the words of two texts in one row, with the version that has them.

    >>> mark_changes("Sets the budget", "Sets the annual budget")
    [('same', 'Sets the'), ('new', 'annual'), ('same', 'budget')]
    """
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(
        None, [word.casefold() for word in before], [w.casefold() for w in after], autojunk=False
    )
    parts: list[tuple[Change, str]] = []
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind == "equal":
            parts.append(("same", " ".join(after[j:j_end])))
            continue
        if i < i_end:
            parts.append(("old", " ".join(before[i:i_end])))
        if j < j_end:
            parts.append(("new", " ".join(after[j:j_end])))
    return parts


def _lines(result: DocumentResult) -> list[Line]:
    practices = result.practices or (None,) * len(result.statements)
    return [
        Line(statement, prediction, practice)
        for (statement, prediction), practice in zip(result.statements, practices, strict=True)
    ]


def _pair_equal(old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]]) -> dict[int, int]:
    """Pair statements of the same words; return the old one's place by the new one's."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in reversed(range(len(old))):
        places[old[i]].append(i)
    return {j: places[words].pop() for j, words in enumerate(new) if places.get(words)}


def _pair_similar(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]], partners: dict[int, int]
) -> Iterator[tuple[int, int, float]]:
    """Pair statements that are left over, the most similar ones first."""
    candidates = []
    for j, near in _find_near(old, new, partners):
        for i in near:
            similarity = SequenceMatcher(None, old[i], new[j], autojunk=False).ratio()
            if similarity >= MIN_SIMILARITY:
                candidates.append((-similarity, i, j))
    gone: set[int] = set()
    come: set[int] = set()
    for similarity, i, j in sorted(candidates):
        if i not in gone and j not in come:
            gone.add(i)
            come.add(j)
            yield i, j, -similarity


def _find_near(
    old: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]], partners: dict[int, int]
) -> Iterator[tuple[int, list[int]]]:
    """Yield each new statement that is left over, with the old ones that share most words."""
    places: dict[str, list[int]] = defaultdict(list)
    left = set(range(len(old))) - set(partners.values())
    for i in left:
        for word in set(old[i]):
            places[word].append(i)
    # A word that few statements have says more than "the".
    weights = {word: log(1 + len(left) / len(having)) for word, having in places.items()}
    for j, words in enumerate(new):
        if j in partners:
            continue
        shared: dict[int, float] = defaultdict(float)
        for word in set(words):
            for i in places.get(word, ()):
                shared[i] += weights[word]
        yield j, nlargest(_MAX_CANDIDATES, shared, key=lambda i: (shared[i], -i))
