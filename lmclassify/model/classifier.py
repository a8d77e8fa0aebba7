"""`Model`: the probability of each label of a text, by itself or among the lines around it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from math import log, prod
from pathlib import Path
from typing import Any, Final

from lmclassify.model.context import Context
from lmclassify.model.explanation import explain_logits
from lmclassify.model.linear import Linear, softmax
from lmclassify.model.practices import PracticeModel
from lmclassify.results import LABELS, SIDES, Explanation, Label, Prediction
from lmclassify.terms import VERSION

MIN_MIXED_PRODUCT: Final = 0.155
"""A text is mixed if the probabilities that leadership and management would have where all labels
are equally frequent have at least this product; the highest possible is 0.25."""


class Model(Linear):
    """A trained classifier as plain data.

    Parameters
    ----------
    labels : sequence of str
        The labels of the columns of `weights`.
    vocabulary : sequence of str, length n
        The terms, each once.
    weights : array of float, length (n + 1) * (1 + len(labels))
        Row by row. Row 0 has a placeholder and each label's intercept; row ``i + 1`` has the
        inverse document frequency of term ``i`` and its coefficient for each label.
    manifest : mapping, optional
        Where the model came from, what was measured of it, its terms version and label shares.
    folder : pathlib.Path, optional
        The folder that it was read from.
    practice_weights : array of float, length (n + 1) * 9, optional
        As `weights`, for the eight practices in the order of `lmclassify.results.PRACTICES`.
    context : Context, optional
        The layer for statements of a document.

    Attributes
    ----------
    label_shares : dict of str to float
        The shares of the labels that the probabilities are calibrated for; equal if the model was
        trained without.
    practices : PracticeModel or None
        Names the practice of a statement; None if the model was trained without practices.
    """

    def __init__(
        self,
        labels: Sequence[Label],
        vocabulary: Sequence[str],
        weights: array[float],
        manifest: Mapping[str, Any] | None = None,
        folder: Path | None = None,
        practice_weights: array[float] | None = None,
        context: Context | None = None,
    ) -> None:
        self.vocabulary = tuple(vocabulary)
        self.labels = tuple(labels)
        self.manifest: Mapping[str, Any] = manifest or {}
        self.folder = folder
        version = int(self.manifest.get("terms_version", VERSION))
        # Each term has a row number, not a row: one object per term would slow down start-up.
        rows = dict(zip(self.vocabulary, range(1, len(self.vocabulary) + 1), strict=True))
        if len(rows) < len(self.vocabulary):
            raise ValueError("it has a term twice")
        super().__init__(len(labels), rows, weights, version)
        self.practices = (
            PracticeModel(rows, practice_weights, version) if practice_weights else None
        )
        self.context = context
        shares = self.manifest.get("label_shares") or dict.fromkeys(labels, 1 / len(labels))
        self.label_shares: dict[Label, float] = {label: shares[label] for label in self.labels}

    def __repr__(self) -> str:
        return f"<Model of {len(self._rows):,} terms, {self.folder or 'in memory'}>"

    def predict(self, text: str, *, two_way: bool = False) -> Prediction:
        """Classify one statement.

        Parameters
        ----------
        text : str
            One statement.
        two_way : bool, default False
            Choose between leadership and management only.
        """
        logits, coverage = self.logits(text)
        return self._prediction(logits, coverage, two_way, tuple(self.label_shares.values()))

    def predict_document(
        self, texts: Sequence[str], *, two_way: bool = False, use_context: bool = True
    ) -> list[Prediction]:
        """Classify the statements of a document, each among those around it.

        Parameters
        ----------
        texts : sequence of str
            All statements of the document, in order.
        two_way : bool, default False
            Choose between leadership and management only.
        use_context : bool, default True
            Whether to take the lines around a statement into account, if the model can.
        """
        scores = [self.logits(text) for text in texts]
        if self.context is None or not use_context:
            return [self.predict(text, two_way=two_way) for text in texts]
        logits = self.context.logits([own for own, _ in scores])
        return [
            self._prediction(row, coverage, two_way, self.context.shares)
            for row, (_, coverage) in zip(logits, scores, strict=True)
        ]

    def explain(self, text: str, *, two_way: bool = False) -> Explanation:
        """Classify one statement and show what each of its words and terms adds.

        Parameters
        ----------
        text : str
            One statement.
        two_way : bool, default False
            Choose between leadership and management only.
        """
        return explain_logits(
            self, text, self.predict(text, two_way=two_way), SIDES if two_way else self.labels
        )

    def explain_document(
        self, texts: Sequence[str], *, two_way: bool = False, use_context: bool = True
    ) -> list[Explanation]:
        """Classify the statements of a document, and show for each what decided its label.

        The parameters are those of `predict_document`.
        """
        context = self.context if use_context else None
        predictions = self.predict_document(texts, two_way=two_way, use_context=use_context)
        surroundings: Sequence[Sequence[float] | None] = [None] * len(texts)
        if context is not None:
            surroundings = context.surroundings([self.logits(text)[0] for text in texts])
        labels = SIDES if two_way else self.labels
        return [
            explain_logits(self, text, prediction, labels, around)
            for text, prediction, around in zip(texts, predictions, surroundings, strict=True)
        ]

    def _prediction(
        self, logits: Sequence[float], coverage: float, two_way: bool, shares: Sequence[float]
    ) -> Prediction:
        labels = self.labels
        if two_way:
            columns = [labels.index(label) for label in SIDES]
            logits, shares = [[values[i] for i in columns] for values in (logits, shares)]
            labels = SIDES
        probabilities: dict[Label, float] = dict.fromkeys(LABELS, 0.0)
        probabilities.update(zip(labels, softmax(logits), strict=True))
        label = labels[logits.index(max(logits))]
        if coverage == 0.0 and "neither" in labels:
            label = "neither"
        even = softmax([logit - log(share) for logit, share in zip(logits, shares, strict=True)])
        sides = {side: probabilities[side] for side in SIDES}
        return Prediction(
            label=label,
            confidence=probabilities[label],
            probabilities=probabilities,
            mixed=prod(even[labels.index(side)] for side in SIDES) >= MIN_MIXED_PRODUCT,
            leaning=max(reversed(SIDES), key=sides.__getitem__),  # management on a tie
            coverage=coverage,
        )
