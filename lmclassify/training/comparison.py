"""A newly trained model beside the one it would replace, on rows that neither has been trained on.

Both judge the same statements, so what is resampled is the statement with both answers: the
interval of the difference is narrower, and more honest, than two intervals side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.metrics import f1_score

from lmclassify import corpus
from lmclassify.corpus import Row
from lmclassify.evaluation import overlap
from lmclassify.evaluation.metrics import Floats, predict_probabilities
from lmclassify.model import Model
from lmclassify.results import LABELS
from lmclassify.training.trained import Trained

RESAMPLES: Final = 2000
INTERVAL: Final = (2.5, 97.5)
SMALLEST: Final = 20
"""A slice with fewer statements says nothing and is left out."""
CONTRADICTED: Final = 0.1
"""From this share of contradicted labels on they are taken for wrong: of six clean files up to 7 %
were contradicted, of the same with a fifth of the labels flipped 15 % and more."""
ENOUGH: Final = 5
SLICES: Final = ("label", "file", "sector", "register", "source")

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two models on the same statements.

    Attributes
    ----------
    name : str
        Which statements they are.
    n : int
    new, old : float
        The share that each labels right.
    low, high : float
        The 95 % interval of ``new - old``, by bootstrap over statements.
    new_f1, old_f1 : float
        Macro-F1.
    """

    name: str
    n: int
    new: float
    old: float
    low: float
    high: float
    new_f1: float
    old_f1: float

    @property
    def worse(self) -> bool:
        """Whether the new model is worse beyond noise."""
        return self.high < 0


@dataclass(frozen=True, slots=True)
class Part:
    """Statements of one kind: all of them, and by slice."""

    whole: Difference
    slices: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a new model does beside another.

    Attributes
    ----------
    parts : tuple of Part
        Held-out files, statements new to the old model, challenge sets: those that there are.
    n_new : int
        Statements of the corpus that the old model was not trained on.
    contradicted : int
        How many of these are labelled what the old model is confident that they are not.
    skipped : int
        Held-out statements left out because one of the models was trained on them.
    untold : bool
        Whether the old model does not say what it was trained on.
    """

    parts: tuple[Part, ...]
    n_new: int
    contradicted: int
    skipped: int
    untold: bool

    def worse(self) -> list[str]:
        """Say on what the new model is worse beyond noise.

        Returns
        -------
        list of str
            Empty where it is not.
        """
        return [
            f"it is worse than the old model on {part.whole.name} ({part.whole.new:.3f} against "
            f"{part.whole.old:.3f}, difference {part.whole.low:+.3f} to {part.whole.high:+.3f})"
            for part in self.parts
            if part.whole.worse
        ]

    def doubtful(self) -> list[str]:
        """Say that the new labels look wrong, if so many are contradicted.

        Returns
        -------
        list of str
            Empty where they don't.
        """
        if self.contradicted < max(ENOUGH, CONTRADICTED * self.n_new):
            return []
        return [
            f"{self.contradicted} of the {self.n_new} new statements are labelled what the old "
            "model is confident that they are not; see 'lmclassify corpus review'"
        ]


def compare(
    trained: Trained, rows: Sequence[Row], old: Model, held_out: Sequence[Row] = ()
) -> Comparison:
    """Compare a trained model with another one.

    Parameters
    ----------
    trained : Trained
    rows : sequence of Row
        What it was trained on.
    old : Model
        What it would replace.
    held_out : sequence of Row, optional
        Statements to compare on; those that either model was trained on are left out.

    Returns
    -------
    Comparison
    """
    told = overlap.trained_on(old)
    known = told or frozenset()
    own = frozenset(row.key for row in rows)

    def apart(some: Sequence[Row]) -> list[Row]:
        return [some[i] for i in overlap.unseen(some, known) if some[i].key not in own]

    held = apart(held_out)
    challenge = apart(corpus.read(files)) if (files := corpus.challenge_sets()) else []
    parts: list[Part] = []
    for name, some in (("the held-out files", held), ("the challenge sets", challenge)):
        if some:
            parts += _part(
                name,
                some,
                predict_probabilities(trained.model, some),
                predict_probabilities(old, some),
                old,
            )
    new_places = overlap.unseen(rows, known) if known else []
    contradicted = 0
    if new_places:
        fresh, table = [rows[i] for i in new_places], trained.out_of_fold[new_places]
        theirs = predict_probabilities(old, fresh)
        parts += _part("statements new to the old model", fresh, table, theirs, old)
        contradicted = int(find_contradicted([row.label for row in fresh], theirs).sum())
    skipped = len(held_out) - len(held)
    return Comparison(tuple(parts), len(new_places), contradicted, skipped, told is None)


def _part(
    name: str, rows: Sequence[Row], new: Floats, old: Floats, old_model: Model
) -> Iterator[Part]:
    """Compare answers; where one of the two models knows no neither, between the two sides."""
    if not new[:, 2].any() or "neither" not in old_model.labels:
        places = [i for i, row in enumerate(rows) if row.label != "neither"]
        rows, new, old = [rows[i] for i in places], new[places, :2], old[places, :2]
        name = f"{name}, leadership or management"
    if not rows:
        return
    truth = np.array([LABELS.index(row.label) for row in rows])
    answers = truth, new.argmax(axis=1), old.argmax(axis=1)
    slices = []
    for column in SLICES:
        values = [getattr(row, column) for row in rows]
        for value in sorted(set(values)):
            chosen = np.array([one == value for one in values])
            if value and SMALLEST <= chosen.sum() < len(rows):
                shown = Path(value).name if column == "file" else value
                slices.append(_difference(f"{column} {shown}", *(one[chosen] for one in answers)))
    yield Part(_difference(name, *answers), tuple(slices))


def _difference(name: str, truth: Ints, new: Ints, old: Ints) -> Difference:
    gained = (new == truth).astype(float) - (old == truth)
    rng = np.random.default_rng(0)
    n = len(truth)
    drawn = [gained[rng.integers(n, size=n)].mean() for _ in range(RESAMPLES)]
    low, high = np.percentile(drawn, INTERVAL)
    return Difference(
        name,
        n,
        float((new == truth).mean()),
        float((old == truth).mean()),
        float(low),
        float(high),
        _macro_f1(truth, new),
        _macro_f1(truth, old),
    )


def _macro_f1(truth: Ints, predicted: Ints) -> float:
    return float(f1_score(truth, predicted, average="macro", zero_division=0.0))


def find_contradicted(labels: Sequence[str], chances: Floats) -> npt.NDArray[np.bool_]:
    """Tell which labels a model is confident are others.

    The off-diagonal of the confident joint (Northcutt, Jiang and Chuang 2021): a label counts as
    another one where that has at least the probability that it has on average among its own.

    Parameters
    ----------
    labels : sequence of str, length n
    chances : ndarray of shape (n, 3)
        The probability of each label, in the order of `lmclassify.results.LABELS`, by a model that
        has not seen the rows.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    given = np.array([LABELS.index(label) for label in labels])
    usual = [chances[given == k, k].mean() if (given == k).any() else np.inf for k in range(3)]
    confident = np.where(chances >= usual, chances, -1.0)
    found: npt.NDArray[np.bool_] = (confident.max(axis=1) > 0) & (confident.argmax(axis=1) != given)
    return found
