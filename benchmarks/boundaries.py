"""Where statements begin and end, against the gold layouts: lmclassify beside two libraries alone.

``pip install pysbd`` for the second; prints boundary precision, recall and F1 over the ten layouts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from lmclassify.documents.statements import split

LAYOUTS = Path(__file__).resolve().parent.parent / "tests" / "layouts"


def boundaries(text: str, parts: Iterable[str]) -> set[tuple[str, int]]:
    """Give where parts start and end in a text, counted in characters that are not white space."""
    dense = re.sub(r"\s", "", text)
    found, place = set(), 0
    for part in parts:
        packed = re.sub(r"\s", "", part)
        start = dense.find(packed, place)
        if packed and start >= 0:
            place = start + len(packed)
            found |= {("start", start), ("end", place)}
    return found


def scores(cut: Callable[[str], list[str]]) -> tuple[float, float, float]:
    """Give precision, recall and F1 of a segmenter's boundaries over all layouts."""
    right = given = wanted = 0
    for file in sorted(LAYOUTS.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        gold = boundaries(
            text, file.with_suffix(".statements").read_text(encoding="utf-8").splitlines()
        )
        cuts = boundaries(text, cut(text))
        right, given, wanted = right + len(gold & cuts), given + len(cuts), wanted + len(gold)
    precision, recall = right / given, right / wanted
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    """Print the table."""
    import pysbd
    import sentencex

    ways: dict[str, Callable[[str], list[str]]] = {
        "lmclassify": lambda text: [s.text for s in split(text)],
        "sentencex": lambda text: list(sentencex.segment("en", text)),
        "pysbd": pysbd.Segmenter(language="en", clean=False).segment,
    }
    for name, cut in ways.items():
        print(f"{name:<12}", *(f"{value:.3f}" for value in scores(cut)))


if __name__ == "__main__":
    main()
