"""Boundaries of statements in the gold layouts: lmclassify compared with two sentence splitters.

Needs ``pip install pysbd sentencex``. Prints precision, recall and F1 over the ten layouts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from lmclassify.documents.statements import split

LAYOUTS = Path(__file__).resolve().parent.parent / "tests" / "layouts"


def find_boundaries(text: str, parts: Iterable[str]) -> set[tuple[str, int]]:
    """Return where parts start and end in a text, counted in characters other than white space."""
    dense = re.sub(r"\s", "", text)
    boundaries, offset = set(), 0
    for part in parts:
        dense_part = re.sub(r"\s", "", part)
        start = dense.find(dense_part, offset)
        if dense_part and start >= 0:
            offset = start + len(dense_part)
            boundaries |= {("start", start), ("end", offset)}
    return boundaries


def score(segment: Callable[[str], list[str]]) -> tuple[float, float, float]:
    """Compute precision, recall and F1 of a segmenter's boundaries over all layouts."""
    n_correct = n_predicted = n_gold = 0
    for file in sorted(LAYOUTS.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        gold = find_boundaries(
            text, file.with_suffix(".statements").read_text(encoding="utf-8").splitlines()
        )
        predicted = find_boundaries(text, segment(text))
        n_correct += len(gold & predicted)
        n_predicted += len(predicted)
        n_gold += len(gold)
    precision, recall = n_correct / n_predicted, n_correct / n_gold
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    """Print the table."""
    import pysbd
    import sentencex

    segmenters: dict[str, Callable[[str], list[str]]] = {
        "lmclassify": lambda text: [statement.text for statement in split(text)],
        "sentencex": lambda text: list(sentencex.segment("en", text)),
        "pysbd": pysbd.Segmenter(language="en", clean=False).segment,
    }
    for name, segment in segmenters.items():
        print(f"{name:<12}", *(f"{value:.3f}" for value in score(segment)))


if __name__ == "__main__":
    main()
