"""The code and the docs keep the shape that docs/architecture.md describes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lmclassify
from tests.conftest import ROOT

LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
PAGES = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / "corpus").glob("*.md"),
    *(ROOT / "models").rglob("*.md"),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Each relative link of a page leads to a file of the repository."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert missing == []


def test_the_architecture_names_every_room() -> None:
    """docs/architecture.md names each module and folder directly in the package."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {
        path.name
        for path in (ROOT / "lmclassify").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    missing = [name for name in rooms - {"__main__.py"} if name.removesuffix(".py") not in page]
    assert missing == []


def test_the_citation_has_the_version() -> None:
    """CITATION.cff has the version of the package."""
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {lmclassify.__version__}\n" in citation


MODULES = sorted((ROOT / "lmclassify").rglob("*.py"))
MAX_LINES = 250


def test_modules_are_short() -> None:
    """No module has more than 250 lines."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path.name: n for path, n in lengths.items() if n > MAX_LINES} == {}


SECTION = re.compile(
    r"\n( *)(Parameters|Attributes|Raises)\n *-{3,}\n(.*?)(?=\n *\n|\n *\"{3})", re.DOTALL
)


def test_what_is_listed_is_described() -> None:
    """Whatever a docstring lists (a parameter, an attribute, an error) it also describes."""
    undescribed = []
    for path in MODULES:
        for indent, _, body in SECTION.findall(path.read_text(encoding="utf-8")):
            lines = [line.removeprefix(indent) for line in body.splitlines()]
            undescribed += [
                f"{path.relative_to(ROOT)}: {line}"
                for line, following in zip(lines, [*lines[1:], ""], strict=True)
                if not line.startswith(" ") and not following.startswith(" ")
            ]
    assert undescribed == []
