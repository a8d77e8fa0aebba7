"""How well wrong labels are found: writes notebooks/measured/label_errors.csv.

A fifth of the labels of one source, or of one file, is flipped at random. Its rows lose source and
pair, which a user's own file does not have, and the rest of the corpus is the background. Precision
is that of the most doubtful rows, as many as were flipped.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from scipy.special import softmax
from sklearn.metrics import average_precision_score
from threadpoolctl import threadpool_limits

from lmclassify import corpus, training
from lmclassify.corpus import Row
from lmclassify.curation import review
from lmclassify.evaluation.metrics import Floats, Ints
from lmclassify.results import LABELS
from lmclassify.training.estimation import out_of_fold_logits

SOURCES = ("appraisals", "finance", "government-uk", "hospital", "software", "textbook")
FILES = ("charities.csv", "schools.csv")
SEEDS = range(3)
FLIPPED_SHARE = 0.2
OUT = Path(__file__).resolve().parent.parent / "notebooks" / "measured" / "label_errors.csv"


def compute_scores(probabilities: Floats, given: Ints) -> dict[str, Floats]:
    """Compute each measure of doubt; higher is more doubtful."""
    indices = np.arange(len(given))
    own = probabilities[indices, given]
    others = probabilities.copy()
    others[indices, given] = 0.0
    rival = others.max(axis=1)
    entropy = -(probabilities * np.log(probabilities + 1e-12)).sum(axis=1)
    class_means = np.array([own[given == k].mean() for k in range(probabilities.shape[1])])
    return {
        "against the rival (shipped)": rival / (rival + own),
        "self-confidence": 1 - own,
        "normalised margin": rival - own,
        "confidence-weighted entropy": entropy / own,
        "self-confidence by class": class_means[given] - own,
    }


def predict(rows: list[Row], background: list[Row]) -> Iterator[tuple[str, Floats]]:
    """Yield the rows' probabilities by models that are trained on different rows."""
    yield (
        "background and other folds (shipped)",
        review.out_of_fold_probabilities(rows, background)[1],
    )
    with threadpool_limits(limits=1):
        fitted = training.fit(background, 10.0)
    yield "background", fitted.predict_proba([row.text for row in rows])
    yield "other folds", softmax(out_of_fold_logits(rows), axis=1)


def main() -> None:
    """Write a line for each part of the corpus, seed, training and measure."""
    everything = corpus.read(corpus.default_files())
    labelled = [row for row in everything if row.label in LABELS]
    parts = {name: [row for row in labelled if row.source == name] for name in SOURCES}
    parts |= {name: [row for row in labelled if Path(row.file).name == name] for name in FILES}
    classes: list[str] = sorted(LABELS)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        columns = ("precision", "average_precision", "doubted", "doubted_precision")
        writer.writerow(["part", "rows", "seed", "trained_on", "measure", *columns])
        for name, part in parts.items():
            chosen = {row.key for row in part}
            background = [row for row in everything if row.key not in chosen]
            for seed in SEEDS:
                rng = random.Random(seed)  # noqa: S311  # a sample, no secret
                wrong = np.zeros(len(part), dtype=bool)
                wrong[rng.sample(range(len(part)), round(FLIPPED_SHARE * len(part)))] = True
                labels = [
                    rng.choice([other for other in LABELS if other != row.label])
                    if flip
                    else row.label
                    for row, flip in zip(part, wrong, strict=True)
                ]
                rows = [
                    replace(row, label=label, source="", pair="")
                    for row, label in zip(part, labels, strict=True)
                ]
                given = np.array([classes.index(label) for label in labels])
                for trained_on, probabilities in predict(rows, background):
                    doubted = probabilities.argmax(axis=1) != given
                    for measure, scores in compute_scores(probabilities, given).items():
                        first = np.argsort(-scores, kind="stable")[: wrong.sum()]
                        values = (
                            wrong[first].mean(),
                            average_precision_score(wrong, scores),
                            doubted.mean(),
                            wrong[doubted].mean(),
                        )
                        rounded = [round(float(value), 4) for value in values]
                        writer.writerow([name, len(rows), seed, trained_on, measure, *rounded])
                file.flush()
            print(name, flush=True)


if __name__ == "__main__":
    main()
