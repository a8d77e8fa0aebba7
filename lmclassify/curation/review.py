"""Labelled statements, ranked by how doubtful their labels are.

The method is confident learning (Northcutt, Jiang and Chuang 2021, "Confident learning: estimating
uncertainty in dataset labels", JAIR 70): rows are ranked by the probability that models that were
not trained on a row give its label. The score, and what the models are trained on, were chosen with
``benchmarks/label_errors.py``. cleanlab (Apache-2.0) has such rankings, but this is one line of
arithmetic, not worth a dependency.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TextIO

from scipy.special import softmax

from lmclassify.corpus import CorpusLabel, Row, label_parts
from lmclassify.curation.similarity import are_pair, find_near_duplicates
from lmclassify.escaping import escape_for
from lmclassify.evaluation.metrics import Floats
from lmclassify.results import Label
from lmclassify.tables import escape_formula, read_records
from lmclassify.training import estimation, fitting

COLUMNS: Final = ("file", "line", "text", "label", "suggested", "kind", "score")
EVEN_SCORE: Final = 0.5
"""The score of a label that is as probable as its strongest rival."""

Kind = Literal["conflict", "label", "near duplicate", ""]


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    """A row, and how doubtful its label is.

    Attributes
    ----------
    row : Row
        The row as it is labelled.
    suggested : str
        The most probable label according to models that were not trained on the row.
    kind : {'conflict', 'label', 'near duplicate', ''}
        The reason for doubt: another row has the same text and another label; the models suggest
        another label; another row is a near duplicate; none.
    score : float
        From 0 to 1, which is a conflict: the probability of the strongest rival, divided by the sum
        of its own and that of the label. Above 0.5 the label is doubtful. A row with a near
        duplicate scores at least 0.5; if that has another label, at least their similarity.
    """

    row: Row
    suggested: str
    kind: Kind
    score: float


def review(rows: Sequence[Row], background: Sequence[Row] = ()) -> list[ReviewedRow]:
    """Rank rows by how doubtful their labels are.

    Parameters
    ----------
    rows : sequence of Row, length n
        The rows to review. A text may occur more than once, as
        ``corpus.read(…, keep_duplicates=True)`` returns it.
    background : sequence of Row, optional
        Further rows to train the models on and to compare with. A row with the same text and label
        as one of `rows` counts as the same row.

    Returns
    -------
    list of ReviewedRow, length n
        The most doubtful first; rows that contradict or repeat each other are neighbours.

    Raises
    ------
    CorpusError
        If all rows together are too few to train on; see `lmclassify.training.check`.
    """
    reviewed = {(row.key, row.label) for row in rows}
    others = [row for row in background if (row.key, row.label) not in reviewed]
    together = [*rows, *others]
    fitting.check(together)
    labels, probabilities = out_of_fold_probabilities(rows, others)
    conflicts = _find_conflicts(together)
    first_twin, similarity = _match_near_duplicates(rows, others)
    reviewed_rows: list[ReviewedRow] = []
    for index, row in enumerate(rows):
        by_label: dict[Label, float] = dict(zip(labels, probabilities[index].tolist(), strict=True))
        own = label_parts(row.label)
        candidates: Sequence[CorpusLabel] = conflicts.get(row.key) or labels
        means = {label: _mean_probability(label, by_label) for label in candidates}
        suggested = max(means, key=means.__getitem__)
        rival = max(value for label, value in by_label.items() if label not in own)
        score = rival / (rival + sum(by_label[part] for part in own))
        kind: Kind = "label" if score > EVEN_SCORE else ""
        if not kind and row.key not in conflicts:
            suggested = row.label  # also if it is both sides, of which one is more probable
        if row.key in conflicts:
            score, kind = 1.0, "conflict"
        elif index in first_twin:
            score = max(score, similarity.get(index, EVEN_SCORE))
            kind = kind or "near duplicate"
        reviewed_rows.append(ReviewedRow(row, suggested, kind, score))
    order = sorted(
        range(len(rows)), key=lambda i: (-reviewed_rows[i].score, first_twin.get(i, i), i)
    )
    return [reviewed_rows[index] for index in order]


def _mean_probability(label: CorpusLabel, by_label: Mapping[Label, float]) -> float:
    parts = label_parts(label)
    return sum(by_label[part] for part in parts) / len(parts)


def out_of_fold_probabilities(
    rows: Sequence[Row], background: Sequence[Row] = ()
) -> tuple[list[Label], Floats]:
    """Compute the probabilities of each row with a model that was not trained on its group.

    Parameters
    ----------
    rows : sequence of Row, length n
        The rows to predict, and to train on out of fold.
    background : sequence of Row, optional
        Further rows to train on; see `lmclassify.training.estimation.out_of_fold_logits`.

    Returns
    -------
    labels : list of str, length k
        The labels of the columns.
    probabilities : ndarray of shape (n, k)
        One row per text.
    """
    logits = estimation.out_of_fold_logits(rows, background=background)
    labels = {part for row in (*rows, *background) for part in label_parts(row.label)}
    return sorted(labels), softmax(logits, axis=1)


def _find_conflicts(rows: Sequence[Row]) -> dict[str, list[CorpusLabel]]:
    """Return the labels of each text that has more than one."""
    given = defaultdict(set)
    for row in rows:
        given[row.key].add(row.label)
    return {key: sorted(labels) for key, labels in given.items() if len(labels) > 1}


def _match_near_duplicates(
    rows: Sequence[Row], others: Sequence[Row]
) -> tuple[dict[int, int], dict[int, float]]:
    """Return each row's first near duplicate, and its highest similarity to one labelled otherwise.

    Both are keyed by row number, and have only the rows that have such a near duplicate.
    """
    together = [*rows, *others]
    first_twin: dict[int, int] = {}
    similarity: dict[int, float] = {}
    for match in find_near_duplicates(rows, others):
        later, earlier = together[match.later], together[match.earlier]
        if are_pair(later, earlier):
            continue
        indices = {match.later, match.earlier}
        for index in indices - set(range(len(rows), len(together))):
            first_twin[index] = min(first_twin.get(index, index), *indices)
            if later.label != earlier.label:
                similarity[index] = max(similarity.get(index, 0.0), min(match.similarity, 1.0))
    return first_twin, similarity


def write(reviewed: Sequence[ReviewedRow], stream: TextIO) -> None:
    """Write reviewed rows as CSV: `COLUMNS`, then the other columns of their files."""
    others = _read_other_columns(reviewed)
    names = list(dict.fromkeys(name for cells in others.values() for name in cells))
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(map(escape_formula, (*COLUMNS, *names)))
    shown = escape_for(stream)
    for reviewed_row in reviewed:
        row, score = reviewed_row.row, f"{reviewed_row.score:.4f}"
        cells = others.get((row.file, row.line), {})
        writer.writerow(
            [
                shown(escape_formula(row.file)),
                row.line,
                shown(escape_formula(row.text)),
                row.label,
                reviewed_row.suggested,
                reviewed_row.kind,
                score,
                *(shown(escape_formula(cells.get(name, ""))) for name in names),
            ]
        )


def _read_other_columns(
    reviewed: Sequence[ReviewedRow],
) -> dict[tuple[str, int], dict[str, str]]:
    """Read again what the files have beside text and label, by file and line."""
    cells_by_place = {}
    for file in dict.fromkeys(reviewed_row.row.file for reviewed_row in reviewed):
        if Path(file).is_file():  # not a row made by a program
            for line, cells in read_records(file, (), []):
                others = {name: cell for name, cell in cells.items() if name not in COLUMNS}
                cells_by_place[file, line] = others
    return cells_by_place


def format_counts(reviewed: Sequence[ReviewedRow]) -> str:
    """Return a line with the number of rows of each kind."""
    counts = Counter(reviewed_row.kind for reviewed_row in reviewed)
    kinds: tuple[Kind, ...] = ("conflict", "label", "near duplicate")
    doubtful = ", ".join(f"{kind} {counts[kind]:,}" for kind in kinds)
    return f"Statements: {len(reviewed):,}; to look at: {doubtful}"
