"""The learning curve on a labelled file: ``python benchmarks/learning_curve.py LABELLED.csv``.

Each point is trained on a random part of the shipped corpus with the settings of the shipped model:
either some of the rows of all sources, or all rows of some of the sources. Prints CSV.
"""

from __future__ import annotations

import csv
import random
import sys

from lmclassify import corpus, training
from lmclassify.evaluation.metrics import compute_metrics
from lmclassify.results import LABELS

ROWS = (250, 500, 1000, 2000, 4000, 8000)
SOURCES = (2, 4, 8, 16, 32)
SEEDS = range(5)


def main() -> None:
    """Print a line for each point."""
    rows = corpus.read(corpus.default_files())
    gold = corpus.read(sys.argv[1:2], labels=(*LABELS, "both"))
    gold = [row for row in gold if row.label in LABELS]
    others = [row for row in rows if row.register not in corpus.DEFINING_REGISTERS]
    sources = sorted({row.source for row in others})
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["by", "size", "seed", "rows", "forced_accuracy", "macro_f1"])
    parts = [("rows", size, seed) for size in ROWS for seed in SEEDS]
    parts += [("voices", size, seed) for size in SOURCES for seed in SEEDS]
    parts += [("rows", len(rows), 0), ("voices", len(sources), 0)]
    for by, size, seed in parts:
        rng = random.Random(seed)  # noqa: S311  # a sample, no secret
        if by == "rows":
            part = rng.sample(rows, size)
        else:
            chosen = set(rng.sample(sources, size))
            part = [row for row in rows if row.source in chosen]
        fitted = training.fit(part, 10.0)
        probabilities = fitted.predict_proba([row.text for row in gold])
        truth = [row.label for row in gold]
        metrics = compute_metrics(truth, probabilities, fitted.classes_.tolist())
        values = [round(metrics[name], 4) for name in ("forced_accuracy", "macro_f1")]
        writer.writerow([by, size, seed, len(part), *values])


if __name__ == "__main__":
    main()
