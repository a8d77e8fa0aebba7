"""Tables that fit into memory: formats, delimiters, encodings and formulas."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from lmclassify import CorpusError, corpus
from lmclassify.cli import commands
from lmclassify.tables import FORMULA_MARKS, escape_formula, read_records, unescape_formula

ROWS = [("Sets the café’s budget; monthly", "management"), ("Vision", "leadership")]

OBJECTS = [{"Text": text, "LABEL": label} for text, label in ROWS]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, list(map(str, arguments)))


def texts(delimiter: str, first: str = "") -> str:
    lines = [("Text", "LABEL"), *ROWS]
    return first + "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)


FILES = {
    "commas": ("a.csv", texts(",").encode()),
    "semicolons": ("a.csv", texts(";").encode()),
    "tabs": ("a.csv", texts("\t").encode()),
    "a .tsv": ("a.tsv", texts("\t").encode()),
    "Excel's line": ("a.csv", texts("|", "sep=|\r\n").encode()),
    "UTF-16": ("a.csv", texts("\t").encode("utf-16")),
    "UTF-16 without a mark": ("a.csv", texts(";").encode("utf-16-le")),
    "packed": ("a.csv.gz", gzip.compress(texts(";").encode())),
    "another suffix": ("a.txt", texts(";").encode()),
    "JSON Lines": ("a.jsonl", b"\n".join(json.dumps(item).encode() for item in OBJECTS)),
    "a JSON array": ("a.json", json.dumps(OBJECTS, indent=1).encode()),
}


@pytest.mark.parametrize("kind", FILES)
def test_delimiters_and_encodings_are_found(kind: str, tmp_path: Path) -> None:
    """A corpus in any format has the same rows."""
    name, content = FILES[kind]
    (tmp_path / name).write_bytes(content)
    notes: list[str] = []
    rows = corpus.read([tmp_path / name], notes=notes)
    assert [(row.text, row.label) for row in rows] == ROWS
    assert notes == []


def test_windows_1252_is_read_with_a_note(tmp_path: Path) -> None:
    """A file that is not UTF-8 is read as Windows-1252, and every command says so."""
    (tmp_path / "a.csv").write_bytes(texts(";").encode("cp1252"))
    notes: list[str] = []
    assert corpus.read([tmp_path / "a.csv"], notes=notes)[0].text == ROWS[0][0]
    assert "read as Windows-1252" in notes[0]
    assert "read as Windows-1252" in run("evaluate", tmp_path / "a.csv").stderr


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.csv", 'sep=;\ntext;label\n"a\nb";neither\nx;y\n', 5),
        ("a.jsonl", '{"text":"a","label":"neither"}\n\n{"text":"b","label":"x"}', 3),
        ("a.json", '[\n{"text":"a",\n"label":"neither"},\n{"text":"b","label":"x"}]', 4),
    ],
)
def test_problems_have_their_line(name: str, content: str, line: int, tmp_path: Path) -> None:
    """The line of a problem is that on which its record begins."""
    (tmp_path / name).write_text(content)
    with pytest.raises(CorpusError, match=rf"{name}:{line}: unknown label"):
        corpus.read([tmp_path / name])


def test_values_of_json_become_text(tmp_path: Path) -> None:
    """Numbers keep their digits; truth values and nested values are written as JSON."""
    (tmp_path / "a.jsonl").write_text(
        '{"text": "x\\ud83d", "n": 1.10, "e": 1e5, "t": true, "none": null, "list": ["a", 1]}'
    )
    ((_, cells),) = read_records(tmp_path / "a.jsonl", (), [])
    assert cells == {
        "text": "x\ufffd", "n": "1.10", "e": "1e5", "t": "true", "none": "", "list": '["a", 1]',
    }  # fmt: skip


def test_json_that_is_nested_too_deeply(tmp_path: Path) -> None:
    """A line of a hundred thousand brackets is one problem; the others are read."""
    deep = '{"text":' + "[" * 100_000
    (tmp_path / "a.jsonl").write_text(f'{deep}\n{{"text":"a"}}\n')
    problems: list[str] = []
    assert [line for line, _ in read_records(tmp_path / "a.jsonl", (), problems)] == [2]
    assert "a.jsonl:1: nested too deeply" in problems[0]


def test_nested_columns_of_parquet(tmp_path: Path) -> None:
    """Lists and missing values in a Parquet file become text."""
    frame = pd.DataFrame({"text": ["a", None], "list": [["x", "y"], None], "n": [1.5, None]})
    frame.to_parquet(tmp_path / "a.parquet")
    ((line, cells),) = read_records(tmp_path / "a.parquet", (), [])
    assert (line, cells) == (1, {"text": "a", "list": '["x", "y"]', "n": "1.5"})


def test_a_cell_far_away_in_excel(tmp_path: Path) -> None:
    """A single cell at the end of a sheet is a problem of its row, and costs next to nothing."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["text", "label"])
    sheet.append(["Vision", "leadership"])
    sheet["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    problems: list[str] = []
    records = list(read_records(tmp_path / "a.xlsx", ("text",), problems))
    assert records == [(2, {"text": "Vision", "label": "leadership"})]
    assert "a.xlsx:1048576" in problems[0]


@pytest.mark.parametrize("mark", FORMULA_MARKS)
def test_formulas_are_escaped_and_read_back(mark: str, tmp_path: Path) -> None:
    """A text that looks like a formula gets an apostrophe, which is removed when it is read."""
    text = f"{mark}Lead the team"
    assert escape_formula(text) == f"'{text}"
    assert unescape_formula(escape_formula(text)) == text
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("text", "label"), (escape_formula(text), "leadership")])
    (row,) = corpus.read([tmp_path / "a.csv"])
    assert row.text == text.strip()


def bad_corpus(folder: Path, small: Path) -> Path:
    """Add a source, a note and three bad rows to a corpus."""
    path = folder / "bad.csv"
    with small.open(encoding="utf-8", newline="") as file, path.open("w", encoding="utf-8") as out:
        rows = list(csv.DictReader(file))
        writer = csv.writer(out)
        writer.writerow(["text", "label", "source", "note"])
        for number, row in enumerate(rows):
            writer.writerow([row["text"], row["label"], f"s{number}", f"=note {number}"])
        writer.writerows([["x", "leader", "", ""], ["", "neither", "", ""], ["y", "", "", ""]])
    return path


def test_review_goes_on_past_bad_rows(tmp_path: Path, small_corpus: Path) -> None:
    """Bad rows are named, the others reviewed, and the other columns of the file are kept."""
    source = bad_corpus(tmp_path, small_corpus)
    result = run("corpus", "review", source, "--corpus", small_corpus, "-o", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert result.stderr.count("Error:") == 3
    assert "Problems in other rows: 3" in result.stderr
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sum(1 for _ in read_records(small_corpus, (), []))
    for row in rows:
        number = int(row["source"][1:])
        assert row["note"] == f"'=note {number}"
        assert int(row["line"]) == number + 2
    again = corpus.read([tmp_path / "out.csv"], keep_duplicates=True)
    assert {row.source for row in again} == {row["source"] for row in rows}


def test_check_goes_on_past_bad_rows(tmp_path: Path, small_corpus: Path) -> None:
    """Bad rows are errors, and the others are counted and checked."""
    source = bad_corpus(tmp_path, small_corpus)
    result = run("corpus", "check", source, "--format", "json")
    assert result.exit_code == 1
    figures = json.loads(result.stdout)
    assert figures["rows"] > 100
    assert [finding["kind"] for finding in figures["findings"]][:3] == ["unusable"] * 3


def test_suggest_skips_labelled_rows(tmp_path: Path, small_corpus: Path) -> None:
    """Rows of a table that have a label are not suggested; formulas are escaped."""
    rows: Sequence[Sequence[str]] = [
        ("text", "label"),
        ("Set the budget of the observatory", "management"),
        ("-Negotiate with the harbour authority", ""),
    ]
    with (tmp_path / "a.tsv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t").writerows(rows)
    result = run("corpus", "suggest", tmp_path / "a.tsv", "--corpus", small_corpus)
    assert result.exit_code == 0
    (row,) = csv.DictReader(result.stdout.splitlines())
    assert row["text"] == "'-Negotiate with the harbour authority"
