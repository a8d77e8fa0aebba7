"""Labelled statements in the order in which their labels want a second look.

The method is that of confident learning (Northcutt, Jiang and Chuang 2021, "Confident learning:
estimating uncertainty in dataset labels", JAIR 70): models that have not seen a row say how
probable its label is, and rows are ranked by that. By what exactly, and what the models are trained
on, was chosen by ``benchmarks/label_errors.py``. cleanlab (Apache-2.0) has such rankings; a line of
arithmetic is not worth a dependency.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TextIO

from scipy.special import softmax

from lmclassify.corpus import Row
from lmclassify.curation.similarity import by_design, near_duplicates
from lmclassify.evaluation.metrics import Floats
from lmclassify.training import fitting

COLUMNS: Final = ("file", "line", "text", "label", "suggested", "kind", "score")
EVEN: Final = 0.5
"""The score of a label that is as probable as the likeliest other one."""

Kind = Literal["conflict", "label", "near duplicate", ""]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row, and how doubtful its label is.

    Attributes
    ----------
    row : Row
    suggested : str
        The label that everything but this row speaks for.
    kind : {'conflict', 'label', 'near duplicate', ''}
        Another row labels the same text differently; the model suggests another label; another row
        is nearly the same; nothing was found.
    score : float
        From 1, a conflict, to 0: of the label and the likeliest other one, how probable the other
        is; above a half the label is doubtful. A row that has a near duplicate scores at least a
        half, and where that has another label, at least their likeness.
    """

    row: Row
    suggested: str
    kind: Kind
    score: float


def review(rows: Sequence[Row], background: Sequence[Row] = ()) -> list[Doubt]:
    """Rank rows by how doubtful their labels are.

    Parameters
    ----------
    rows : sequence of Row, length n
        What is reviewed; a text may occur more than once, as ``corpus.read(…, every=True)`` gives
        it.
    background : sequence of Row, optional
        What else the models are trained on and the rows are compared with. Where it has a row of
        the same text and label as one of `rows`, it counts as the same row.

    Returns
    -------
    list of Doubt, length n
        The most doubtful first; rows that contradict or repeat each other side by side.

    Raises
    ------
    CorpusError
        Where all rows together are too few to be learnt from, as `lmclassify.training.check` has it.
    """
    reviewed = {(row.key, row.label) for row in rows}
    others = [row for row in background if (row.key, row.label) not in reviewed]
    together = [*rows, *others]
    fitting.check(together)
    labels, chances = out_of_fold(rows, others)
    disputed = _disputed(together)
    twins, likeness = _near(rows, others)
    found: list[Doubt] = []
    for index, row in enumerate(rows):
        told = dict(zip(labels, chances[index].tolist(), strict=True))
        suggested = max(disputed.get(row.key, labels), key=told.__getitem__)
        rival = max(chance for label, chance in told.items() if label != row.label)
        score = rival / (rival + told[row.label])
        kind: Kind = "label" if score > EVEN else ""
        if row.key in disputed:
            score, kind = 1.0, "conflict"
        elif index in twins:
            score = max(score, likeness.get(index, EVEN))
            kind = kind or "near duplicate"
        found.append(Doubt(row, suggested, kind, score))
    order = sorted(range(len(rows)), key=lambda i: (-found[i].score, twins.get(i, i), i))
    return [found[index] for index in order]


def out_of_fold(rows: Sequence[Row], background: Sequence[Row] = ()) -> tuple[list[str], Floats]:
    """Give how probable each label is to a model that has not seen the row, nor its group.

    Parameters
    ----------
    rows : sequence of Row, length n
    background : sequence of Row, optional
        As of `fitting.out_of_fold_logits`.

    Returns
    -------
    labels : list of str, length k
    chances : ndarray of shape (n, k)
    """
    logits = fitting.out_of_fold_logits(rows, background=background)
    return sorted({row.label for row in (*rows, *background)}), softmax(logits, axis=1)


def _disputed(rows: Sequence[Row]) -> dict[str, list[str]]:
    """List the labels of each text that has more than one."""
    given = defaultdict(set)
    for row in rows:
        given[row.key].add(row.label)
    return {key: sorted(labels) for key, labels in given.items() if len(labels) > 1}


def _near(rows: Sequence[Row], others: Sequence[Row]) -> tuple[dict[int, int], dict[int, float]]:
    """Give each row's first near duplicate, and its likeness to the nearest of another label."""
    together = [*rows, *others]
    twins: dict[int, int] = {}
    likeness: dict[int, float] = {}
    for later, earlier, cosine in near_duplicates(rows, others):
        if by_design(together[later], together[earlier]):
            continue
        for index in {later, earlier} - set(range(len(rows), len(together))):
            twins[index] = min(twins.get(index, index), earlier, later)
            if together[later].label != together[earlier].label:
                likeness[index] = max(likeness.get(index, 0.0), min(cosine, 1.0))
    return twins, likeness


def write(doubts: Sequence[Doubt], stream: TextIO) -> None:
    """Write reviewed rows as CSV.

    Parameters
    ----------
    doubts : sequence of Doubt
    stream : text stream
    """
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in doubts:
        row = one.row
        place = (row.file, row.line, row.text, row.label)
        writer.writerow((*place, one.suggested, one.kind, f"{one.score:.4f}"))


def summary(doubts: Sequence[Doubt]) -> str:
    """Say in a line how many rows there is something about.

    Parameters
    ----------
    doubts : sequence of Doubt

    Returns
    -------
    str
    """
    counts = Counter(one.kind for one in doubts)
    kinds: tuple[Kind, ...] = ("conflict", "label", "near duplicate")
    told = ", ".join(f"{kind} {counts[kind]:,}" for kind in kinds)
    return f"Statements: {len(doubts):,}; to look at: {told}"
