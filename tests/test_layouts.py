"""Ten documents in ten layouts, as text and in real formats, against their gold statements."""

from pathlib import Path

import pytest

from benchmarks.boundaries import LAYOUTS, score
from lmclassify import documents
from lmclassify.documents.statements import split

REAL = sorted(p for p in LAYOUTS.iterdir() if p.suffix not in (".txt", ".statements"))


def found(path: Path) -> list[str]:
    return [" ".join(s.text.split()) for s in split(documents.read(path).text)]


def gold(path: Path) -> list[str]:
    return path.with_suffix(".statements").read_text(encoding="utf-8").splitlines()


def test_boundaries() -> None:
    """Boundaries in the text files reach F1 0.97."""
    _, _, f1 = score(lambda text: [s.text for s in split(text)])
    assert f1 >= 0.97


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_formats(path: Path) -> None:
    """Word, PDF, web page and Markdown give the gold statements, in order, with little besides."""
    got = found(path)
    kept = [statement for statement in got if statement in set(gold(path))]
    assert kept == [statement for statement in gold(path) if statement in set(got)]
    assert len(kept) >= 0.97 * len(gold(path))
    assert len(got) <= 1.15 * len(gold(path))
