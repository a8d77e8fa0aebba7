"""Whether choosing what to label beats random choice: writes the table of notebook 03.

Simulated on the shipped corpus: 200 random rows are labelled, the others of the same voices are
the pool, and batches of 100 are chosen from it and given their labels, up to 1,500. After each
batch a model with the settings of the shipped one is fitted and measured on voices held out from
both. Each seed holds out other voices and starts from other rows. A second pool, ``repetitive``, is
a quarter of the rows, each four times with another word left out, as adverts repeat each other.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from lmclassify import corpus
from lmclassify.curation import similarity, suggestion
from lmclassify.evaluation.metrics import Floats, compute_metrics
from lmclassify.terms import terms

START, BATCH, END = 200, 100, 1500
HELD_OUT = 9
SEEDS = range(6)
WIDER = 5
OUT = Path(__file__).resolve().parent.parent / "notebooks" / "measured" / "active_learning.csv"

Ints = np.ndarray[Any, np.dtype[np.int64]]
Strategy = Callable[[Floats, Any, Floats, np.random.Generator], list[int]]
"""From the pool's probabilities, vectors and cosines to the nearest labelled row: a batch."""


def least_confidence(chances: Floats) -> Floats:
    """Give one minus the probability of the most probable label (Lewis and Gale 1994)."""
    doubt: Floats = 1 - chances.max(axis=1)
    return doubt


def entropy(chances: Floats) -> Floats:
    """Give Shannon's entropy of the probabilities."""
    doubt: Floats = -(chances * np.log(chances + 1e-12)).sum(axis=1)
    return doubt


def at_random(chances: Floats, _v: Any, _k: Floats, rng: np.random.Generator) -> list[int]:
    """Take any."""
    return rng.choice(len(chances), BATCH, replace=False).tolist()


def most(measure: Callable[[Floats], Floats], density: float = 0.0) -> Strategy:
    """Take the most uncertain, weighted by mean likeness to the pool (Settles and Craven 2008)."""

    def choose(chances: Floats, table: Any, _k: Floats, _r: np.random.Generator) -> list[int]:
        like = (table @ np.asarray(table.mean(axis=0)).T).ravel()
        return np.argsort(-measure(chances) * like**density, kind="stable")[:BATCH].tolist()

    return choose


def farthest(wider: int | None) -> Strategy:
    """Go farthest-first from all chosen and labelled (Sener and Savarese 2018).

    Among the most uncertain, `wider` times as many as wanted, or among all.
    """

    def choose(chances: Floats, table: Any, known: Floats, _r: np.random.Generator) -> list[int]:
        doubt = suggestion.uncertainty(chances)
        among = np.argsort(-doubt, kind="stable")[: wider and wider * BATCH]
        return among[spread(np.ones(len(among)), table[among], known[among])].tolist()

    return choose


def unlike(power: float) -> Strategy:
    """Choose one by one by uncertainty times a power of the distance to chosen and labelled."""

    def choose(chances: Floats, table: Any, known: Floats, _r: np.random.Generator) -> list[int]:
        return spread(suggestion.uncertainty(chances), table, known, power)

    return choose


def spread(worth: Floats, table: Any, known: Floats, power: float = 1.0) -> list[int]:
    """Choose one by one by worth times a power of the distance to chosen and labelled."""
    like, chosen = known.copy(), []
    for _ in range(BATCH):
        pick = int((worth * np.maximum(1 - like, 0.0) ** power).argmax())
        chosen.append(pick)
        like = np.maximum(like, (table @ table[pick].T).toarray().ravel())
        like[pick] = 1.0
    return chosen


def clusters(chances: Floats, table: Any, _k: Floats, rng: np.random.Generator) -> list[int]:
    """Take the most uncertain of each cluster, k-means weighted by uncertainty (Zhdanov 2019)."""
    doubt = suggestion.uncertainty(chances)
    among = np.argsort(-doubt, kind="stable")[: WIDER * BATCH]
    means = KMeans(BATCH, n_init=1, max_iter=20, random_state=int(rng.integers(2**31)))
    of = means.fit_predict(table[among], sample_weight=doubt[among])
    best: dict[int, int] = {}
    for index, cluster in zip(among.tolist(), of.tolist(), strict=True):
        best.setdefault(cluster, index)
    left = [index for index in among.tolist() if index not in best.values()]
    return [*best.values(), *left][:BATCH]


def suggested(chances: Floats, table: Any, known: Floats, _r: np.random.Generator) -> list[int]:
    """Do what the library does."""
    return suggestion.choose(suggestion.uncertainty(chances), table, known, BATCH)


STRATEGIES: dict[str, Strategy] = {
    "random": at_random,
    "margin, unlike (shipped)": suggested,
    "margin": most(suggestion.uncertainty),
    "least confidence": most(least_confidence),
    "entropy": most(entropy),
    "margin x density": most(suggestion.uncertainty, 1.0),
    "margin x root of density": most(suggestion.uncertainty, 0.5),
    "margin x distance": unlike(1.0),
    "margin x fourth root of distance": unlike(0.25),
    "clusters of uncertain": clusters,
    "farthest-first of uncertain": farthest(WIDER),
    "farthest-first": farthest(None),
}
REPETITIVE = ("random", "margin, unlike (shipped)", "margin")


class Simulation:
    """The corpus as counts of terms, so that a fit need not read the texts again."""

    def __init__(self, repetitive: bool = False) -> None:
        rows = [
            row
            for row in corpus.read(corpus.default_files())
            if row.register not in corpus.DEFINING
        ]
        if repetitive:
            rows = [replace(row, text=text) for row in rows[::4] for text in variants(row.text)]
        texts = [row.text for row in rows]
        self.counts = CountVectorizer(analyzer=terms).fit_transform(texts).tocsr()
        self.table = similarity.vectors(texts)
        self.labels = np.array([row.label for row in rows])
        self.voices = np.array([row.source for row in rows])
        self.classes = sorted(set(self.labels.tolist()))

    def predict(self, train: Ints, *parts: Ints) -> list[Floats]:
        """Fit as `training.fit` does, and predict."""
        seen = self.counts[train]
        kept = np.flatnonzero(np.bincount(seen.indices, minlength=seen.shape[1]) >= 2)
        weigh = TfidfTransformer(sublinear_tf=True)
        fitted = LogisticRegression(C=10.0, max_iter=1000).fit(
            weigh.fit_transform(seen[:, kept]), self.labels[train]
        )
        return [fitted.predict_proba(weigh.transform(self.counts[p][:, kept])) for p in parts]

    def run(self, strategy: Strategy, seed: int) -> Iterator[list[float]]:
        """Label batch by batch; give for each size the size, macro-F1, accuracy, forced."""
        drawn = random.Random(seed)  # noqa: S311  # a sample, no secret
        held = drawn.sample(sorted(set(self.voices.tolist())), HELD_OUT)
        test = np.flatnonzero(np.isin(self.voices, held))
        pool = np.flatnonzero(~np.isin(self.voices, held))
        labelled = np.array(drawn.sample(pool.tolist(), START))
        rng = np.random.default_rng(seed)
        while True:
            pool = np.setdiff1d(pool, labelled)
            on_test, on_pool = self.predict(labelled, test, pool)
            found = compute_metrics(self.labels[test].tolist(), on_test, self.classes)
            figures = [found[name] for name in ("macro_f1", "accuracy", "forced_accuracy")]
            yield [len(labelled), *(round(float(figure), 4) for figure in figures)]
            if len(labelled) >= END:
                return
            known = similarity.nearest(self.table[pool], self.table[labelled])
            batch = strategy(on_pool, self.table[pool], known, rng)
            labelled = np.concatenate([labelled, pool[np.asarray(batch)]])


def variants(text: str) -> list[str]:
    """Give a text four times, three of them with a word left out."""
    said = text.split()
    places = np.linspace(0, len(said) - 1, 3).round().astype(int).tolist()
    return [text, *(" ".join(said[:at] + said[at + 1 :]) for at in places)]


def main() -> None:
    """Write a line a pool, strategy, seed and size."""
    with OUT.open("w", encoding="utf-8", newline="") as file, threadpool_limits(limits=1):
        writer = csv.writer(file, lineterminator="\n")
        figures = ("macro_f1", "accuracy", "forced_accuracy")
        writer.writerow(["pool", "strategy", "seed", "labelled", *figures])
        for pool, names in (("corpus", tuple(STRATEGIES)), ("repetitive", REPETITIVE)):
            simulation = Simulation(repetitive=pool == "repetitive")
            for name in names:
                for seed in SEEDS:
                    lines = simulation.run(STRATEGIES[name], seed)
                    writer.writerows([pool, name, seed, *line] for line in lines)
                file.flush()
                print(pool, name, flush=True)


if __name__ == "__main__":
    main()
