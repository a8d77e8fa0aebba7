"""The figures that the tests pin: ``python -m benchmarks.quality [--write]``.

`tests/quality.json` holds each figure with its data, its split and how far it may fall. To pin
another, add a row to `MEASUREMENTS` and run ``make quality``. All data is in this repository, so
the figures compare versions; how good the model is on real text is in the README.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.boundaries import LAYOUTS, score
from lmclassify import classify, corpus, documents, load_model
from lmclassify.corpus import DEFINING_REGISTERS, Row
from lmclassify.documents.statements import split
from lmclassify.evaluation.metrics import compute_metrics
from lmclassify.evaluation.predictions import predict_probabilities
from lmclassify.results import LABELS

ROOT: Final = Path(__file__).resolve().parent.parent
PINNED: Final = ROOT / "tests" / "quality.json"
EPSILON: Final = 0.015
"""How far a figure may fall. A statement more or less is no reason to fail, a loss of 0.02 is."""
LOWER_IS_BETTER: Final = ("log_loss", "calibration_error", "mean_absolute_error")

_NEVER_TRAINED_ON: Final = "never trained on"
_EVEN: Final = f"{_NEVER_TRAINED_ON}; scored as if all labels were equally frequent"
_MANIFEST: Final = "the manifest of models/default"


class Measurement(NamedTuple):
    """Figures that are measured together, on the same data."""

    name: str
    data: str
    split: str
    metrics: tuple[str, ...]
    measure: Callable[[], Mapping[str, Any]]


def measure_rows(rows: Sequence[Row], *, even: bool = True) -> Mapping[str, float]:
    """Compute the metrics of the shipped model on labelled statements, one by one.

    Parameters
    ----------
    rows : sequence of Row
        The statements; those of ``both`` are left out.
    even : bool, default True
        Whether to score as if all labels were equally frequent, which they are in made-up sets,
        instead of as frequent as in real documents.
    """
    rows = [row for row in rows if row.label in LABELS]
    model = load_model()
    probabilities = predict_probabilities(model, rows)
    if even:
        probabilities /= [model.label_shares[label] for label in LABELS]
        probabilities /= probabilities.sum(axis=1, keepdims=True)
    return compute_metrics([row.label for row in rows], probabilities, LABELS)


def measure_challenge(name: str) -> Mapping[str, float]:
    """Compute the metrics on a challenge set."""
    return measure_rows(corpus.read([_challenge_file(name)]))


def measure_perturbations() -> Mapping[str, float]:
    """Compute the share of statements that keep their label when they are slightly changed."""
    with _challenge_file(corpus.PERTURBATIONS).open(encoding="utf-8", newline="") as file:
        kept = [
            classify(row["original"]).label == classify(row["changed"]).label
            for row in csv.DictReader(file)
        ]
    return {"unchanged": sum(kept) / len(kept)}


def measure_defining_statements() -> Mapping[str, float]:
    """Compute the metrics on the statements that define the labels."""
    rows = corpus.read(corpus.default_files())
    defining = [row for row in rows if row.register in DEFINING_REGISTERS]
    return measure_rows(defining, even=False)


def measure_boundaries() -> Mapping[str, float]:
    """Compute how well the splitter finds the boundaries of statements in plain text."""
    precision, recall, f1 = score(lambda text: [statement.text for statement in split(text)])
    return {"precision": precision, "recall": recall, "f1": f1}


def measure_readers() -> Mapping[str, float]:
    """Compute how many statements of the layouts are found exactly in their other formats."""
    n_correct = n_found = n_gold = 0
    for file in sorted(LAYOUTS.iterdir()):
        if file.suffix not in (".txt", ".statements"):
            gold_file = file.with_suffix(".statements")
            gold = Counter(gold_file.read_text(encoding="utf-8").splitlines())
            text = documents.read(file).text
            found = Counter(" ".join(statement.text.split()) for statement in split(text))
            n_correct += (gold & found).total()
            n_found += found.total()
            n_gold += gold.total()
    precision, recall = n_correct / n_found, n_correct / n_gold
    return {"recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def read_metrics(*path: str) -> Mapping[str, Any]:
    """Return figures that training wrote to the manifest of the shipped model."""
    figures: Mapping[str, Any] = load_model().manifest["metrics"]
    for name in path:
        figures = figures[name]
    return figures


def _challenge_file(name: str) -> Path:
    return next(file for file in corpus.challenge_files() if file.stem == name)


def _challenge(name: str) -> Measurement:
    return Measurement(
        name.replace("_", " "),
        f"corpus/challenge/{name}.csv",
        _EVEN,
        ("forced_accuracy", "macro_f1"),
        lambda: measure_challenge(name),
    )


MEASUREMENTS: Final = (
    _challenge("cue_swaps"),
    _challenge("negative_behaviour"),
    _challenge("ordinary"),
    _challenge("plain_vocabulary"),
    Measurement(
        "perturbations",
        "corpus/challenge/perturbations.csv",
        _NEVER_TRAINED_ON,
        ("unchanged",),
        measure_perturbations,
    ),
    Measurement(
        "veterinary jobs",
        "examples/veterinary_held_out.csv",
        _EVEN,
        ("forced_accuracy", "macro_f1"),
        lambda: measure_rows(corpus.read([ROOT / "examples" / "veterinary_held_out.csv"])),
    ),
    Measurement(
        "defining statements",
        "practices, contrast terms and definitions in corpus/seeds.csv",
        "trained on",
        ("accuracy", "forced_accuracy"),
        measure_defining_statements,
    ),
    Measurement(
        "cross-validation",
        f"the training corpus, as in {_MANIFEST}",
        "out of fold, by source and pair",
        ("forced_accuracy", "macro_f1", "log_loss"),
        lambda: read_metrics("cross_validation"),
    ),
    Measurement(
        "whole documents",
        f"corpus/documents, as in {_MANIFEST}",
        "out of fold, by source, in context",
        ("forced_accuracy", "macro_f1", "calibration_error", "mean_absolute_error"),
        lambda: read_metrics("documents", "in_context"),
    ),
    *(
        Measurement(
            f"practices of {side}",
            f"the training corpus, as in {_MANIFEST}",
            "out of fold, by source and pair",
            ("right",),
            lambda side=side: read_metrics("practices", side),  # type: ignore[misc]
        )
        for side in ("leadership", "management")
    ),
    Measurement(
        "boundaries of statements",
        "tests/layouts/*.txt",
        "the splitter was corrected on these",
        ("f1",),
        measure_boundaries,
    ),
    Measurement(
        "statements in other formats",
        "tests/layouts, all other formats",
        "the readers were corrected on these",
        ("recall", "f1"),
        measure_readers,
    ),
)
"""Everything that is pinned. Figures of other data are added here."""


@lru_cache
def _measure_all(measurement: Measurement) -> Mapping[str, Any]:
    return measurement.measure()


def measure(name: str) -> float:
    """Measure one figure, named as `figure_names` names it."""
    by_name = {row.name: row for row in MEASUREMENTS}
    data, _, metric = name.partition(": ")
    return round(float(_measure_all(by_name[data])[metric]), 4)


def figure_names() -> Iterator[str]:
    """Yield the names of all figures: that of the measurement, and the metric."""
    for row in MEASUREMENTS:
        yield from (f"{row.name}: {metric}" for metric in row.metrics)


def read_pinned() -> dict[str, dict[str, Any]]:
    """Read the pinned figures by name."""
    pinned: dict[str, dict[str, Any]] = json.loads(PINNED.read_text(encoding="utf-8"))
    return pinned


def has_fallen(name: str, value: float, pinned: Mapping[str, Any]) -> bool:
    """Check whether a figure is worse than its pinned value by more than its epsilon.

    >>> has_fallen("ordinary: macro_f1", 0.97, {"figure": 0.99, "epsilon": 0.015})
    True
    """
    loss = pinned["figure"] - value
    if name.rpartition(": ")[2] in LOWER_IS_BETTER:
        loss = -loss
    return bool(loss > pinned["epsilon"])


def main() -> None:
    """Print all figures beside the pinned ones; with ``--write``, pin them."""
    old = read_pinned() if PINNED.exists() else {}
    new = {}
    for row in MEASUREMENTS:
        for metric in row.metrics:
            name = f"{row.name}: {metric}"
            value = measure(name)
            epsilon = old.get(name, {}).get("epsilon", EPSILON)
            new[name] = {"data": row.data, "split": row.split, "figure": value, "epsilon": epsilon}
            before = f"{old[name]['figure']:.4f}" if name in old else "new"
            fallen = "   has fallen" if name in old and has_fallen(name, value, old[name]) else ""
            print(f"{name:<48} {value:.4f}   pinned {before}{fallen}")
    if "--write" in sys.argv[1:]:
        text = json.dumps(new, indent=2, ensure_ascii=False) + "\n"
        PINNED.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
