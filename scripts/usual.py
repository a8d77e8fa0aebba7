"""Measure what is usual in folders of real documents: ``python scripts/usual.py FOLDER…``.

Writes ``lmclassify/usual.json``: figures only, no text. A folder may have an ``INDEX.csv`` with the
columns file and kind; otherwise the kind is the name of the file up to its first "-" or "_". To be
run again after the shipped model was trained anew.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

from lmclassify import classify_document, load_model
from lmclassify.documents.reading import FORMAT_TABLE
from lmclassify.results import PRACTICES, Summary
from lmclassify.usual import ALL, FILE, KINDS, MIN_IN_SCOPE, STEPS, model_identity

KIND_GROUPS: Final = {
    "health": ("nhs",),
    "public": ("gov", "education", "harmony", "housing", "emergency", "military", "ct"),
    "charity": ("charity", "faith", "board", "arts", "legal"),
    "business": (
        "construction", "energy", "farming", "finance", "logistics", "manufacturing", "retail",
        "science", "tech",
    ),
}  # fmt: skip
"""The kinds of the folders that are put together; others (frameworks, appraisals) count in all."""

DOCUMENT_SUFFIXES: Final = frozenset(suffix for row in FORMAT_TABLE for suffix in row.suffixes)


def read_folder(folder: Path) -> Iterator[tuple[str, Summary, int]]:
    """Yield kind, summary and number of statements of each document of a folder."""
    index = folder / "INDEX.csv"
    kinds: dict[str, str] = {}
    if index.exists():
        with index.open(encoding="utf-8", newline="") as file:
            kinds = {row["file"]: row["kind"] for row in csv.DictReader(file)}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in DOCUMENT_SUFFIXES:
            result = classify_document(path)
            kind = kinds.get(path.name) or re.split("[-_]", path.stem)[0]
            yield kind, result.summary, len(result.statements)


def measure(values: Sequence[float]) -> dict[str, Any]:
    """Return the number of values and their quantiles."""
    inner = quantiles(values, n=STEPS, method="inclusive")
    points = [min(values), *inner, max(values)]
    return {"n": len(values), "quantiles": [round(point, 3) for point in points]}


def measure_practice(shares: Sequence[float]) -> dict[str, float]:
    """Return the quartiles of a practice's shares, and how many documents ask for it at all."""
    low, middle, high = quantiles(shares, n=4, method="inclusive")
    asked = sum(share > 0 for share in shares) / len(shares)
    return {
        name: round(value, 3)
        for name, value in (("low", low), ("middle", middle), ("high", high), ("asked", asked))
    }


def main(folders: Sequence[str]) -> None:
    """Classify the documents of the folders and write the figures."""
    documents = [row for folder in folders for row in read_folder(Path(folder))]
    compared = [(kind, s) for kind, s, _ in documents if s.in_scope >= MIN_IN_SCOPE]
    groups = {name: [s for kind, s in compared if kind in KIND_GROUPS[name]] for name in KINDS}
    groups = {ALL: [s for _, s in compared], **groups}
    figures = {
        "about": f"Leadership shares and practices of real documents with at least {MIN_IN_SCOPE} "
        "statements in scope, by the shipped model; written by scripts/usual.py. Quantiles of 0, "
        f"1/{STEPS}, ..., 1.",
        "model": model_identity(load_model().manifest),
        "documents": {"read": len(documents), "compared": len(compared)},
        "leadership": {
            name: measure([s.leadership or 0.0 for s in group]) for name, group in groups.items()
        },
        "in_scope": measure([s.in_scope / n for _, s, n in documents if n]),
        "practices": {
            practice: measure_practice(
                [(s.practices or {})[practice] / s.in_scope for _, s in compared]
            )
            for practice in PRACTICES
        },
    }
    text = json.dumps(figures, indent=1)
    # A list of numbers on one line.
    text = re.sub(r"\[[^\]]*\]", lambda m: " ".join(m[0].split()), text)
    FILE.write_text(text + "\n", encoding="utf-8")
    print(f"{FILE}: {len(compared)} of {len(documents)} documents")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("name the folders of the documents")
    main(sys.argv[1:])
