"""A new model compared with the one it would replace, on rows that neither was trained on.

Both models classify the same statements, so the bootstrap resamples statements with both answers:
the interval of the difference is narrower, and more honest, than two intervals side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from lmclassify import corpus
from lmclassify.corpus import Row
from lmclassify.evaluation import metrics, overlap
from lmclassify.evaluation.bootstrap import bootstrap_interval
from lmclassify.evaluation.metrics import Floats, Ints
from lmclassify.evaluation.predictions import predict_probabilities
from lmclassify.model import Model
from lmclassify.results import LABELS, SIDES, Label
from lmclassify.training.label_doubts import LabelDoubts, find_doubts
from lmclassify.training.trained import Trained

_N_RESAMPLES: Final = 2000
_SLICE_COLUMNS: Final = ("label", "file", "sector", "register", "source")
_MIN_SLICE_ROWS: Final = 20
"""A smaller slice is left out: its interval would be too wide to tell anything."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two models on the same statements.

    Attributes
    ----------
    name : str
        Which statements they are.
    n : int
        How many they are.
    new_accuracy, old_accuracy : float
        The accuracy of each model.
    low, high : float
        The 95 % interval of ``new_accuracy - old_accuracy``, by bootstrap over statements, or
        over the documents that they are of.
    new_f1, old_f1 : float
        Macro-F1.
    """

    name: str
    n: int
    new_accuracy: float
    old_accuracy: float
    low: float
    high: float
    new_f1: float
    old_f1: float

    @property
    def is_worse(self) -> bool:
        """Whether the new model is worse beyond noise."""
        return self.high < 0

    @property
    def is_better(self) -> bool:
        """Whether the new model is better beyond noise."""
        return self.low > 0


@dataclass(frozen=True, slots=True)
class ComparedSet:
    """A set of statements: the difference on all of them, and on slices."""

    overall: Difference
    slices: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A new model compared with an old one.

    Attributes
    ----------
    sets : tuple of ComparedSet
        Held-out files, challenge sets, statements new to the old model: those that there are.
    doubts : LabelDoubts
        What the old model has against the labels of the corpus.
    n_skipped : int
        How many held-out statements were left out because one of the models was trained on them.
    training_rows_unknown : bool
        Whether the old model has no record of what it was trained on.
    """

    sets: tuple[ComparedSet, ...]
    doubts: LabelDoubts
    n_skipped: int
    training_rows_unknown: bool

    def accuracy_objections(self) -> list[str]:
        """Return a sentence for each set on which the new model is worse beyond noise."""
        return [
            f"it is worse than the old model on {difference.name} "
            f"(accuracy {difference.new_accuracy:.3f} against {difference.old_accuracy:.3f}, "
            f"difference {difference.low:+.3f} to {difference.high:+.3f})"
            for difference in (compared.overall for compared in self.sets)
            if difference.is_worse
        ]


def compare(
    trained: Trained, rows: Sequence[Row], old: Model, held_out: Sequence[Row] = ()
) -> Comparison:
    """Compare a newly trained model with another one.

    Parameters
    ----------
    trained : Trained
        The new model.
    rows : sequence of Row
        The rows that it was trained on.
    old : Model
        The model that it would replace.
    held_out : sequence of Row, optional
        Statements to compare on; those that either model was trained on are left out.
    """
    recorded = overlap.trained_on(old)
    old_rows: overlap.TrainedOn = recorded or {}
    new_rows = frozenset(row.key for row in rows)

    def unseen_by_both(candidates: Sequence[Row]) -> list[Row]:
        unseen_by_old = (candidates[i] for i in overlap.unseen(candidates, old_rows))
        return [row for row in unseen_by_old if row.key not in new_rows]

    labels: Sequence[Label] = LABELS
    if not all("neither" in model.labels for model in (trained.model, old)):
        labels = SIDES
    held = unseen_by_both(held_out)
    files = corpus.labelled_challenge_files()
    challenges = unseen_by_both(corpus.read(files)) if files else []
    sets = []
    for name, part in (("the held-out files", held), ("the challenge sets", challenges)):
        if part:
            by_new = predict_probabilities(trained.model, part)
            sets.append(_compare_set(name, part, by_new, trained.model, old, labels))
    new_to_old = overlap.unseen(rows, old_rows) if old_rows else []
    if new_to_old:
        part = [rows[i] for i in new_to_old]
        by_new = trained.out_of_fold[new_to_old]
        name = "statements new to the old model"
        sets.append(_compare_set(name, part, by_new, trained.model, old, labels))
    return Comparison(
        sets=tuple(compared for compared in sets if compared),
        doubts=find_doubts(rows, new_to_old, old_rows, old),
        n_skipped=len(held_out) - len(held),
        training_rows_unknown=recorded is None,
    )


def _compare_set(
    name: str,
    rows: Sequence[Row],
    by_new: Floats,
    new: Model,
    old: Model,
    labels: Sequence[Label],
) -> ComparedSet | None:
    """Compare models on the rows that have one of `labels`, in the choice between these.

    Both are moved to the label shares of these rows first: models may be calibrated for different
    ones, and that is no difference in what they know.
    """
    indices = [i for i, row in enumerate(rows) if row.label in labels]
    if not indices:
        return None
    if labels == SIDES:
        name = f"{name}, leadership or management"
    rows = [rows[i] for i in indices]
    columns = [LABELS.index(label) for label in labels]
    truth = np.array([labels.index(row.label) for row in rows])
    shares = [float((truth == i).mean()) for i in range(len(labels))]
    new_labels, old_labels = (
        (table[:, columns] / [model.label_shares[label] for label in labels] * shares).argmax(
            axis=1
        )
        for table, model in (
            (by_new[indices], new),
            (predict_probabilities(old, rows), old),
        )
    )
    documents = np.array([row.document_key for row in rows])
    slices = []
    for column in _SLICE_COLUMNS:
        values = [getattr(row, column) for row in rows]
        for value in sorted(set(values)):
            chosen = np.array([other == value for other in values])
            if value and _MIN_SLICE_ROWS <= chosen.sum() < len(rows):
                shown = f"{column} {Path(value).name if column == 'file' else value}"
                slices.append(
                    _difference(
                        shown,
                        truth[chosen],
                        new_labels[chosen],
                        old_labels[chosen],
                        documents[chosen],
                    )
                )
    return ComparedSet(_difference(name, truth, new_labels, old_labels, documents), tuple(slices))


def _difference(
    name: str, truth: Ints, new: Ints, old: Ints, documents: npt.NDArray[np.str_]
) -> Difference:
    gains = (new == truth).astype(float) - (old == truth)
    low, high = bootstrap_interval(
        lambda counts: counts @ gains / counts.sum(axis=1),
        len(truth),
        _N_RESAMPLES,
        documents.tolist(),
    )
    return Difference(
        name=name,
        n=len(truth),
        new_accuracy=float((new == truth).mean()),
        old_accuracy=float((old == truth).mean()),
        low=float(low),
        high=float(high),
        new_f1=metrics.macro_f1(truth, new),
        old_f1=metrics.macro_f1(truth, old),
    )
