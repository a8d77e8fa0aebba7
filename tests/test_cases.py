"""Awkward files of every kind, each with the statements that a careful person would cut out of it.

``tests/cases/expect.jsonl`` has for each file its statements (`either`: other cuts that are as
right; `optional`: may be there or not), texts that must not be in any statement (`absent`), or the
error it raises.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from lmclassify import DocumentError, documents
from lmclassify.documents.statements import split

CASES = Path(__file__).parent / "cases"
ROWS = [
    json.loads(line) for line in (CASES / "expect.jsonl").read_text(encoding="utf-8").splitlines()
]
EXTRA = {
    "1_nhs_service_manager.docx": {
        # The chain of posts ("… → Deputy Service Managers") is cut at its arrows.
        "Outpatient Service Manager (this post)",
        "Deputy Service Managers",
    }
}
"""Statements left over that do no harm, by file."""

MARK = re.compile(
    r"[•▪■◦‣●○▸▹►➢➔→»›✅✓✔☐☑★✦⦿§·∙\U0001f449\uf000-\uf0ff]\s*(?=\S)"
    r"|(?:->|--|[-–—−*+oØü])\s+(?=\S)"
)


def bare(text: str) -> str:
    """Return a text without bullet, final full stop and characters that nobody sees."""
    seen = "".join(c for c in text if c.isspace() or unicodedata.category(c) != "Cc")
    line = " ".join(seen.split())
    mark = MARK.match(line)
    return (line[mark.end() :] if mark else line).rstrip(".;").rstrip()


def occurs(needle: str, text: str) -> bool:
    left = r"(?<!\w)" if needle[0].isalnum() else ""
    right = r"(?!\w)" if needle[-1].isalnum() else ""
    return re.search(left + re.escape(needle) + right, text) is not None


def remove(texts: list[str], ways: Iterable[str]) -> bool:
    """Remove the first of several texts from a list; return whether there was one."""
    for way in ways:
        if bare(way) in texts:
            texts.remove(bare(way))
            return True
    return False


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_case(row: dict[str, Any]) -> None:
    """Each file gives its statements, nothing that must be absent, and little besides."""
    try:
        document = documents.read(CASES / row["file"])
    except DocumentError:
        assert "error" in row
        return
    assert "error" not in row or row.get("statements")
    statements = [" ".join(s.text.split()) for s in split(document.text)]
    assert not [a for a in row.get("absent", ()) if any(occurs(a, s) for s in statements)]
    left = [bare(s) for s in statements]
    either = row.get("either", {})
    missing = [s for s in row.get("statements", ()) if not remove(left, [s, *either.get(s, ())])]
    assert not missing
    allowed = {bare(s) for s in row.get("optional", ())} | EXTRA.get(row["file"], set())
    assert not set(left) - allowed


def test_all_files_are_expected() -> None:
    """Every file in tests/cases has a row in expect.jsonl."""
    names = {path.name for path in CASES.iterdir()} - {"expect.jsonl", "README.md"}
    assert names == {row["file"] for row in ROWS}
