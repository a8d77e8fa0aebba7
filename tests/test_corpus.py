"""Corpus files: problems are reported with file and line; groups are kept together."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lmclassify import CorpusError, corpus
from lmclassify.corpus import Row
from lmclassify.evaluation.cross_validation import group_rows
from lmclassify.results import LABELS, PRACTICES


@pytest.fixture(scope="module")
def shipped() -> list[Row]:
    return corpus.read(corpus.default_files())


def test_the_seeds_are_complete(shipped: list[Row]) -> None:
    """The seeds have 17 management and 20 leadership practices and the 9 contrast pairs."""
    practices = [row for row in shipped if row.register == "practice list"]
    assert Counter(row.label for row in practices) == {"management": 17, "leadership": 20}
    assert {row.practice for row in practices} == set(PRACTICES)
    contrasts = [row for row in shipped if row.register == "contrast term"]
    sides = {(row.pair, row.label) for row in contrasts}
    assert len(sides) == 18
    assert len({pair for pair, _ in sides}) == 9
    assert len(contrasts) == 21  # "Coach / Delegate", "Direct / Mentor", "Structure / Control"


def test_the_corpus_covers_labels_practices_and_sectors(shipped: list[Row]) -> None:
    """The corpus has many statements of each label and practice, in many sectors and registers."""
    counts = Counter(row.label for row in shipped)
    assert all(counts[label] >= 2400 for label in LABELS)
    by_practice = Counter(row.practice for row in shipped if row.practice)
    assert all(by_practice[practice] >= 450 for practice in PRACTICES)
    assert len({row.sector for row in shipped}) >= 16
    assert len({row.register for row in shipped}) >= 10


GOOD = "text,label\nSets the budget,management\n"
BAD = {
    "no file": (None, "a.csv: No such file"),
    "no header": ("", "a.csv:1: no column text or label"),
    "no label column": ("text\nBudget\n", "a.csv:1: no column label"),
    "unknown label": (GOOD + "Vision,x\n", "a.csv:3: unknown label 'x'; the labels are"),
    "a typing error": (GOOD + "Vision,leadrship\n", "did you mean leadership?"),
    "empty text": (GOOD + " ,neither\n", "a.csv:3: the text is empty"),
    "a bare comma": (GOOD + "Plans, budgets,management\n", "a.csv:3: 3 fields under 2 column"),
    "after a text of two lines": (GOOD + '"a\nb",neither\nx,y\n', "a.csv:5: unknown label 'y'"),
    "an open quotation mark": (GOOD + '"Vision,leadership\n', "a.csv:3: not CSV"),
    "two labels": (GOOD + "sets  the BUDGET,neither\n", "a.csv:3: labelled neither, but"),
    "not text": (b"text,label\nVisi\x81n,leadership\n", "not text, byte 15"),
    "wrong practice": ("text,label,practice\nx,neither,plan\n", "a.csv:2: practice 'plan'"),
    "nothing in it": ("text,label\n", "has no statements"),
}


@pytest.mark.parametrize("kind", BAD)
def test_problems_are_reported(tmp_path: Path, kind: str) -> None:
    """Each problem is reported with file and line."""
    content, message = BAD[kind]
    if content is not None:
        data = content if isinstance(content, bytes) else content.encode()
        (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(CorpusError) as caught:
        corpus.read([tmp_path / "a.csv"])
    assert message in str(caught.value)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_and_capitals(tmp_path: Path, separator: str) -> None:
    """Semicolons, tabs, and capitals in the header and the labels are understood."""
    lines = [("Text", "LABEL"), ("Plans, and budgets", "Management ")]
    (tmp_path / "a.csv").write_text("\n".join(map(separator.join, lines)))
    (row,) = corpus.read([tmp_path / "a.csv"])
    assert (row.text, row.label) == ("Plans, and budgets", "management")


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    """One error lists the first ten problems and the number of further ones."""
    (tmp_path / "a.csv").write_text("text,label\n" + "".join(f"t{i},x\n" for i in range(12)))
    with pytest.raises(CorpusError, match=r"(?s)a\.csv:2:.*a\.csv:11:.*and 2 more") as caught:
        corpus.read([tmp_path / "a.csv"])
    assert "a.csv:12" not in str(caught.value)


def test_files_of_spreadsheets_are_read(tmp_path: Path) -> None:
    """A byte order mark, CRLF, empty lines and further columns are ignored; repeats count once."""
    (tmp_path / "a.csv").write_bytes(
        b"\xef\xbb\xbftext,label,mine\r\nBudget,management,1\r\n\r\nbudget ,management,2\r\n"
    )
    (row,) = corpus.read([tmp_path / "a.csv"])
    assert (row.text, row.label, row.line) == ("Budget", "management", 2)


def as_json_lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


FORMATS: dict[str, Callable[[Path, list[dict[str, object]]], None]] = {
    "a.jsonl": as_json_lines,
    "a.xlsx": lambda path, rows: pd.DataFrame(rows).to_excel(path, index=False),
    "a.parquet": lambda path, rows: pd.DataFrame(rows).to_parquet(path, index=False),
}


@pytest.mark.parametrize("name", FORMATS)
def test_other_tables(tmp_path: Path, name: str) -> None:
    """JSON Lines, Excel and Parquet give the same rows as CSV, with their lines."""
    rows: list[dict[str, object]] = [
        {"text": "Sets the café’s budget,\nand \u2028more", "label": "management", "mine": 1},
        {"text": "NA", "label": "neither", "mine": None},
    ]
    FORMATS[name](tmp_path / name, rows)
    read = corpus.read([tmp_path / name])
    assert [(row.text, row.label) for row in read] == [(row["text"], row["label"]) for row in rows]
    first = 2 if name == "a.xlsx" else 1
    assert [row.line for row in read] == [first, first + 1]


@pytest.mark.parametrize(("name", "package"), [("a.xlsx", "openpyxl"), ("a.parquet", "pyarrow")])
def test_a_missing_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    """If the package that a format needs is missing, the error names it."""
    FORMATS[name](tmp_path / name, [{"text": "Sets the budget", "label": "management"}])
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(CorpusError, match=f"pip install {package}"):
        corpus.read([tmp_path / name])


BAD_TABLES = {
    "not JSON": ("a.jsonl", b'{"text": "a", "label": "neither"}\n{"text"', "a.jsonl:2: not JSON"),
    "no object": ("a.jsonl", b"[1]\n", "a.jsonl:1: not an object"),
    "no field": ("a.jsonl", b'{"text": "a"}\n', "a.jsonl:1: no field label"),
    "an unknown label": ("a.jsonl", b'\n{"text": "a", "label": "x"}', "a.jsonl:2: unknown label"),
    "no Excel file": ("a.xlsx", b"text,label\n", "a.xlsx: not an Excel file"),
    "no Parquet file": ("a.parquet", b"text,label\n", "a.parquet: not a Parquet file"),
}


@pytest.mark.parametrize("kind", BAD_TABLES)
def test_bad_tables_are_reported(tmp_path: Path, kind: str) -> None:
    """A problem in a table of another format is reported with file and, if any, line."""
    name, data, message = BAD_TABLES[kind]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CorpusError) as caught:
        corpus.read([tmp_path / name])
    assert message in str(caught.value)


def test_groups() -> None:
    """Rows that share a source or a pair, directly or through other rows, are one group."""
    rows = [
        Row("a", "neither", source="x"),
        Row("b", "neither", source="y", pair="1"),
        Row("c", "neither", pair="1"),
        Row("d", "neither", pair="2"),
        Row("e", "neither"),
        Row("f", "neither", source="x", pair="2"),
        Row("g", "neither"),
    ]
    groups = group_rows(rows)
    assert [i for i in range(7) if groups[i] == groups[0]] == [0, 3, 5]
    assert groups[1] == groups[2]
    assert len(set(groups)) == 4


def test_the_digest_depends_on_content_only() -> None:
    """The digest of a corpus changes with a label, but not with the name of a file."""
    row = Row("a", "neither", file="x.csv", line=2)
    assert corpus.digest([row]) == corpus.digest([Row("a", "neither", file="y.csv", line=9)])
    assert corpus.digest([row]) != corpus.digest([Row("a", "management")])
