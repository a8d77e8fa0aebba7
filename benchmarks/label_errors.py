"""How well wrong labels are found: writes notebooks/measured/label_errors.csv.

A fifth of the labels of one voice, or of one file, is flipped at random; its rows lose source and
pair, as a file of a user's own has neither, and the rest of the corpus is the background. Precision
is of as many rows as were flipped, the most doubtful ones.
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
from lmclassify.evaluation.metrics import Floats
from lmclassify.results import LABELS
from lmclassify.training.fitting import out_of_fold_logits

VOICES = ("appraisals", "finance", "government-uk", "hospital", "software", "textbook")
FILES = ("charities.csv", "schools.csv")
SEEDS = range(3)
SHARE = 0.2
OUT = Path(__file__).resolve().parent.parent / "notebooks" / "measured" / "label_errors.csv"


def scores(chances: Floats, given: np.ndarray[tuple[int], np.dtype[np.int64]]) -> dict[str, Floats]:
    """Give each measure of doubt, higher where a label is more doubtful."""
    places = np.arange(len(given))
    own = chances[places, given]
    others = chances.copy()
    others[places, given] = 0.0
    rival = others.max(axis=1)
    entropy = -(chances * np.log(chances + 1e-12)).sum(axis=1)
    typical = np.array([own[given == k].mean() for k in range(chances.shape[1])])
    return {
        "against the rival (shipped)": rival / (rival + own),
        "self-confidence": 1 - own,
        "normalised margin": rival - own,
        "confidence-weighted entropy": entropy / own,
        "self-confidence by class": typical[given] - own,
    }


def judged(rows: list[Row], background: list[Row]) -> Iterator[tuple[str, Floats]]:
    """Give the rows' probabilities by models that are trained on more or less."""
    yield "background and other folds (shipped)", review.out_of_fold(rows, background)[1]
    with threadpool_limits(limits=1):
        fitted = training.fit(background, 10.0)
    yield "background", fitted.predict_proba([row.text for row in rows])
    yield "other folds", softmax(out_of_fold_logits(rows), axis=1)


def main() -> None:
    """Write a line a part of the corpus, seed, training and measure."""
    everything = corpus.read(corpus.default_files())
    parts = {name: [row for row in everything if row.source == name] for name in VOICES}
    parts |= {name: [row for row in everything if Path(row.file).name == name] for name in FILES}
    classes = sorted(LABELS)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        figures = ("precision", "average_precision", "doubted", "doubted_precision")
        writer.writerow(["part", "rows", "seed", "trained_on", "measure", *figures])
        for name, part in parts.items():
            chosen = {row.key for row in part}
            background = [row for row in everything if row.key not in chosen]
            for seed in SEEDS:
                drawn = random.Random(seed)  # noqa: S311  # a sample, no secret
                wrong = np.zeros(len(part), dtype=bool)
                wrong[drawn.sample(range(len(part)), round(SHARE * len(part)))] = True
                labels = [
                    drawn.choice([x for x in LABELS if x != row.label]) if flip else row.label
                    for row, flip in zip(part, wrong, strict=True)
                ]
                rows = [
                    replace(row, label=label, source="", pair="")
                    for row, label in zip(part, labels, strict=True)
                ]
                given = np.array([classes.index(label) for label in labels])
                for trained_on, chances in judged(rows, background):
                    doubted = chances.argmax(axis=1) != given
                    for measure, doubt in scores(chances, given).items():
                        first = np.argsort(-doubt, kind="stable")[: wrong.sum()]
                        found = (
                            wrong[first].mean(),
                            average_precision_score(wrong, doubt),
                            doubted.mean(),
                            wrong[doubted].mean(),
                        )
                        told = [round(float(figure), 4) for figure in found]
                        writer.writerow([name, len(rows), seed, trained_on, measure, *told])
                file.flush()
            print(name, flush=True)


if __name__ == "__main__":
    main()
