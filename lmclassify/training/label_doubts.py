"""Labels of a corpus that an older model contradicts, or that it was trained on differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lmclassify.corpus import Row
from lmclassify.evaluation import overlap
from lmclassify.evaluation.metrics import Floats
from lmclassify.evaluation.predictions import predict_probabilities
from lmclassify.model import Model
from lmclassify.results import LABELS

_MIN_DOUBTED: Final = 5
_MIN_DOUBTED_SHARE: Final = 0.1
"""If this share of the new labels is contradicted, they count as wrong. In six clean files up to
7 % were contradicted; in the same files with a fifth of the labels flipped, 15 % and more."""

_ROWS_SHOWN: Final = 5


class ChangedLabel(NamedTuple):
    """A row whose statement the old model was trained on with another label."""

    row: Row
    old_label: str


@dataclass(frozen=True, slots=True)
class LabelDoubts:
    """What an older model has against the labels of a corpus.

    Attributes
    ----------
    n_new : int
        How many statements the old model was not trained on.
    contradicted : tuple of Row
        Those of them whose label the old model is confident is wrong.
    changed : tuple of ChangedLabel
        The statements that it was trained on with another label.
    known : mapping of str to int
        How many statements of each file it was trained on.
    """

    n_new: int
    contradicted: tuple[Row, ...]
    changed: tuple[ChangedLabel, ...]
    known: Mapping[str, int]

    def objections(self) -> list[str]:
        """Return a sentence for each reason to believe that many labels are wrong."""
        objections = []
        if _are_many(len(self.contradicted), self.n_new):
            objections.append(
                f"for {len(self.contradicted)} of the {self.n_new} new statements the old model is "
                "confident that the label is wrong; see 'lmclassify corpus review'"
            )
        by_file = Counter(changed.row.file for changed in self.changed)
        objections += [
            f"{count} labels differ from last time, of {self.known[file]} in {file} that the old "
            "model was trained on; see 'lmclassify corpus review'"
            for file, count in by_file.items()
            if _are_many(count, self.known[file])
        ]
        return objections

    def format_lines(self) -> Iterator[str]:
        """Yield lines for a terminal: the counts, and the first rows of each kind."""
        if self.n_new:
            yield (
                f"New labels that the old model is confident are wrong: {len(self.contradicted)} "
                f"of {self.n_new}"
            )
            yield from _format_rows([(row, row.label) for row in self.contradicted])
        if self.changed:
            yield f"Labels that differ from last time: {len(self.changed)}"
            yield from _format_rows(
                [(row, f"{row.label}, was {old_label}") for row, old_label in self.changed]
            )
        if self.contradicted or self.changed:
            files = sorted(
                {row.file for row in self.contradicted} | {row.file for row, _ in self.changed}
            )
            yield f"To see them ranked: lmclassify corpus review {' '.join(files)}"


def find_doubts(
    rows: Sequence[Row], new: Sequence[int], trained_on: overlap.TrainedOn, old: Model
) -> LabelDoubts:
    """Find the labels that an older model contradicts or knows differently.

    Parameters
    ----------
    rows : sequence of Row
        The rows of a corpus.
    new : sequence of int
        The indices of those that the old model was not trained on.
    trained_on : mapping of int to str
        The statements that the old model was trained on, with their labels.
    old : Model
        The old model.
    """
    new_rows = [rows[i] for i in new if rows[i].label in LABELS]
    contradicted: list[Row] = []
    if new_rows:
        probabilities = predict_probabilities(old, new_rows)
        is_contradicted = find_contradicted([row.label for row in new_rows], probabilities)
        contradicted = [row for row, flag in zip(new_rows, is_contradicted, strict=True) if flag]
    changed = overlap.find_relabelled(rows, trained_on)
    total, unknown = (Counter(row.file for row in part) for part in (rows, [rows[i] for i in new]))
    return LabelDoubts(
        n_new=len(new),
        contradicted=tuple(contradicted),
        changed=tuple(ChangedLabel(rows[i], label) for i, label in changed.items()),
        known={file: count - unknown[file] for file, count in total.items()},
    )


def find_contradicted(labels: Sequence[str], probabilities: Floats) -> npt.NDArray[np.bool_]:
    """Find the labels that a model is confident are wrong.

    The off-diagonal of the confident joint (Northcutt, Jiang and Chuang 2021): a row counts as
    another label's if that label has at least the mean probability that it has among its own rows.

    Parameters
    ----------
    labels : sequence of str, length n
        The given labels.
    probabilities : ndarray of shape (n, 3)
        In the order of `lmclassify.results.LABELS`, by a model that was not trained on the rows.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    given = np.array([LABELS.index(label) for label in labels])
    own = [given == k for k in range(len(LABELS))]
    means = [probabilities[mask, k].mean() if mask.any() else np.inf for k, mask in enumerate(own)]
    confident = np.where(probabilities >= means, probabilities, -1.0)
    contradicted: npt.NDArray[np.bool_] = confident.argmax(axis=1) != given
    contradicted[confident.max(axis=1) <= 0] = False
    return contradicted


def _are_many(count: int, total: int) -> bool:
    return count >= max(_MIN_DOUBTED, _MIN_DOUBTED_SHARE * total)


def _format_rows(rows: Sequence[tuple[Row, str]]) -> Iterator[str]:
    for row, label in rows[:_ROWS_SHOWN]:
        yield f"  {row.place}: {label}: {row.text[:60]}"
    if len(rows) > _ROWS_SHOWN:
        yield f"  … and {len(rows) - _ROWS_SHOWN} more"
