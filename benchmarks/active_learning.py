"""Active learning compared with random choice: writes the table of notebook 03.

Simulated on the shipped corpus: 200 random rows are labelled, the other rows of the same sources
are the pool, and batches of 100 are chosen from it and given their labels, up to 1,500. After each
batch a model with the settings of the shipped one is fitted and measured on sources held out from
both. Each seed holds out other sources and starts from other rows. A second pool, ``repetitive``,
is a quarter of the rows, each four times with another word left out, as adverts repeat each other.
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
HELD_OUT_SOURCES = 9
SEEDS = range(6)
CANDIDATES_PER_CHOICE = 5
OUT = Path(__file__).resolve().parent.parent / "notebooks" / "measured" / "active_learning.csv"

Ints = np.ndarray[Any, np.dtype[np.int64]]
Strategy = Callable[[Floats, Any, Floats, np.random.Generator], list[int]]
"""From the pool's probabilities, vectors and similarity to the labelled rows: a batch."""


def least_confidence(probabilities: Floats) -> Floats:
    """Compute one minus the probability of the most probable label (Lewis and Gale 1994)."""
    uncertainties: Floats = 1 - probabilities.max(axis=1)
    return uncertainties


def entropy(probabilities: Floats) -> Floats:
    """Compute Shannon's entropy of the probabilities."""
    uncertainties: Floats = -(probabilities * np.log(probabilities + 1e-12)).sum(axis=1)
    return uncertainties


def choose_at_random(
    probabilities: Floats, _vectors: Any, _labelled: Floats, rng: np.random.Generator
) -> list[int]:
    """Choose at random."""
    chosen: list[int] = rng.choice(len(probabilities), BATCH, replace=False).tolist()
    return chosen


def most_uncertain(measure: Callable[[Floats], Floats], density: float = 0.0) -> Strategy:
    """Choose by uncertainty, weighted by mean similarity to the pool (Settles and Craven 2008)."""

    def choose(
        probabilities: Floats, vectors: Any, _labelled: Floats, _rng: np.random.Generator
    ) -> list[int]:
        mean_similarity = (vectors @ np.asarray(vectors.mean(axis=0)).T).ravel()
        weighted = measure(probabilities) * mean_similarity**density
        chosen: list[int] = np.argsort(-weighted, kind="stable")[:BATCH].tolist()
        return chosen

    return choose


def farthest_first(factor: int | None) -> Strategy:
    """Choose the farthest from all chosen and labelled, one by one (Sener and Savarese 2018).

    Among the most uncertain, `factor` times as many as are chosen, or among all.
    """

    def choose(
        probabilities: Floats, vectors: Any, labelled: Floats, _rng: np.random.Generator
    ) -> list[int]:
        uncertainties = suggestion.uncertainty(probabilities)
        among = np.argsort(-uncertainties, kind="stable")[: factor and factor * BATCH]
        indices = spread(np.ones(len(among)), vectors[among], labelled[among])
        chosen: list[int] = among[indices].tolist()
        return chosen

    return choose


def uncertain_and_distant(power: float) -> Strategy:
    """Choose one by one by uncertainty times a power of the distance to chosen and labelled."""

    def choose(
        probabilities: Floats, vectors: Any, labelled: Floats, _rng: np.random.Generator
    ) -> list[int]:
        return spread(suggestion.uncertainty(probabilities), vectors, labelled, power)

    return choose


def spread(weights: Floats, vectors: Any, labelled: Floats, power: float = 1.0) -> list[int]:
    """Choose one by one by weight times a power of the distance to chosen and labelled."""
    similarity, chosen = labelled.copy(), []
    for _ in range(BATCH):
        best = int((weights * np.maximum(1 - similarity, 0.0) ** power).argmax())
        chosen.append(best)
        similarity = np.maximum(similarity, (vectors @ vectors[best].T).toarray().ravel())
        similarity[best] = 1.0
    return chosen


def cluster_uncertain(
    probabilities: Floats, vectors: Any, _labelled: Floats, rng: np.random.Generator
) -> list[int]:
    """Choose the most uncertain of each k-means cluster weighted by uncertainty (Zhdanov 2019)."""
    uncertainties = suggestion.uncertainty(probabilities)
    among = np.argsort(-uncertainties, kind="stable")[: CANDIDATES_PER_CHOICE * BATCH]
    means = KMeans(BATCH, n_init=1, max_iter=20, random_state=int(rng.integers(2**31)))
    clusters = means.fit_predict(vectors[among], sample_weight=uncertainties[among])
    best: dict[int, int] = {}
    for index, cluster in zip(among.tolist(), clusters.tolist(), strict=True):
        best.setdefault(cluster, index)
    others = [index for index in among.tolist() if index not in best.values()]
    return [*best.values(), *others][:BATCH]


def choose_as_shipped(
    probabilities: Floats, vectors: Any, labelled: Floats, _rng: np.random.Generator
) -> list[int]:
    """Choose as `lmclassify corpus suggest` does."""
    return suggestion.select(suggestion.uncertainty(probabilities), vectors, labelled, BATCH)


STRATEGIES: dict[str, Strategy] = {
    "random": choose_at_random,
    "margin, unlike (shipped)": choose_as_shipped,
    "margin": most_uncertain(suggestion.uncertainty),
    "least confidence": most_uncertain(least_confidence),
    "entropy": most_uncertain(entropy),
    "margin x density": most_uncertain(suggestion.uncertainty, 1.0),
    "margin x root of density": most_uncertain(suggestion.uncertainty, 0.5),
    "margin x distance": uncertain_and_distant(1.0),
    "margin x fourth root of distance": uncertain_and_distant(0.25),
    "clusters of uncertain": cluster_uncertain,
    "farthest-first of uncertain": farthest_first(CANDIDATES_PER_CHOICE),
    "farthest-first": farthest_first(None),
}
METRICS = ("macro_f1", "accuracy", "forced_accuracy")
REPETITIVE = ("random", "margin, unlike (shipped)", "margin")


class Simulation:
    """The corpus as counts of terms, so that a fit does not split the texts again."""

    def __init__(self, repetitive: bool = False) -> None:
        rows = [
            row
            for row in corpus.read(corpus.default_files())
            if row.register not in corpus.DEFINING_REGISTERS
        ]
        if repetitive:
            rows = [
                replace(row, text=text) for row in rows[::4] for text in repeat_with_gaps(row.text)
            ]
        texts = [row.text for row in rows]
        self.counts = CountVectorizer(analyzer=terms).fit_transform(texts).tocsr()
        self.vectors = similarity.vectorise(texts)
        self.labels = np.array([row.label for row in rows])
        self.sources = np.array([row.source for row in rows])
        self.classes = sorted(set(self.labels.tolist()))

    def predict(self, train: Ints, *parts: Ints) -> list[Floats]:
        """Fit as `training.fit` does, and predict."""
        counts = self.counts[train]
        kept = np.flatnonzero(np.bincount(counts.indices, minlength=counts.shape[1]) >= 2)
        tfidf = TfidfTransformer(sublinear_tf=True)
        fitted = LogisticRegression(C=10.0, max_iter=1000).fit(
            tfidf.fit_transform(counts[:, kept]), self.labels[train]
        )
        return [fitted.predict_proba(tfidf.transform(self.counts[p][:, kept])) for p in parts]

    def run(self, strategy: Strategy, seed: int) -> Iterator[list[float]]:
        """Label batch by batch; yield size, macro-F1, accuracy and forced-choice accuracy."""
        sampler = random.Random(seed)  # noqa: S311  # a sample, no secret
        held_out = sampler.sample(sorted(set(self.sources.tolist())), HELD_OUT_SOURCES)
        test = np.flatnonzero(np.isin(self.sources, held_out))
        pool = np.flatnonzero(~np.isin(self.sources, held_out))
        labelled = np.array(sampler.sample(pool.tolist(), START))
        rng = np.random.default_rng(seed)
        while True:
            pool = np.setdiff1d(pool, labelled)
            on_test, on_pool = self.predict(labelled, test, pool)
            metrics = compute_metrics(self.labels[test].tolist(), on_test, self.classes)
            yield [len(labelled), *(round(float(metrics[name]), 4) for name in METRICS)]
            if len(labelled) >= END:
                return
            to_labelled = similarity.max_similarity(self.vectors[pool], self.vectors[labelled])
            batch = strategy(on_pool, self.vectors[pool], to_labelled, rng)
            labelled = np.concatenate([labelled, pool[np.asarray(batch)]])


def repeat_with_gaps(text: str) -> list[str]:
    """Return a text four times, three of them with a word left out."""
    words = text.split()
    gaps = np.linspace(0, len(words) - 1, 3).round().astype(int).tolist()
    return [text, *(" ".join(words[:gap] + words[gap + 1 :]) for gap in gaps)]


def main() -> None:
    """Write a line for each pool, strategy, seed and size."""
    with OUT.open("w", encoding="utf-8", newline="") as file, threadpool_limits(limits=1):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["pool", "strategy", "seed", "labelled", *METRICS])
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
