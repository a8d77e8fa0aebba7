"""What is written for other programs: workbooks, Word reports, tables; what decides the format."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from lmclassify import Document, LMClassifyError, __version__, classify_document, load_model
from lmclassify import documents as reading
from lmclassify.cli import commands
from lmclassify.output import workbook, writers
from lmclassify.output.run import Run
from lmclassify.results import DocumentResult
from tests.conftest import EXAMPLES

WARD, PORTER = EXAMPLES / "ward_manager.txt", EXAMPLES / "porter.txt"
OFFICE = shutil.which("soffice")
HOSTILE = "• =SUM(A1) sets the budget\n• Leads <b>R&D</b> \x01now\n• @home +1\n• #N/A\n• 12345\n"


def classify(*arguments: object, code: int = 0, command: str = "classify") -> str:
    result = CliRunner().invoke(commands, [command, *map(str, arguments)])
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.stderr


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    file = tmp_path / "=1+1.txt"
    file.write_text(HOSTILE, encoding="utf-8")
    return file


def sheets(file: Path) -> dict[str, list[dict[str, Any]]]:
    """Read the rows of each sheet, by the names of the columns."""
    book = openpyxl.load_workbook(file)
    tables = {}
    for sheet in book.worksheets:
        header, *rows = sheet.iter_rows(values_only=True)
        tables[sheet.title] = [dict(zip(map(str, header), row, strict=True)) for row in rows]
    return tables


@pytest.mark.parametrize("format", writers.formats_for("documents"))
def test_every_format_says_what_made_it(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every output has date, version, model and the name of the document; twice it is the same."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    row = next(row for row in writers.FORMATS if row.name == format)
    written = []
    for name in ("a", "b"):
        file = tmp_path / f"{name}{row.suffixes[0].upper()}"
        classify(WARD, "-o", file)
        written.append(file.read_bytes())
    data = written[0]
    if format not in ("xlsx", "docx"):
        assert written[0] == written[1]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"".join(archive.read(name) for name in archive.namelist())
    for what in ("2023-11-14", __version__, Run(load_model()).short_fingerprint, "ward_manager"):
        assert what.encode() in data


def test_a_workbook(tmp_path: Path) -> None:
    """A workbook has the statements, the summary and the practices of each document."""
    file = tmp_path / "a.xlsx"
    classify(WARD, PORTER, "-o", file)
    tables = sheets(file)
    assert list(tables)[:3] == ["summary", "statements", "practices"]
    results = [classify_document(path) for path in (WARD, PORTER)]
    statements = [record for result in results for record in result.to_records()]
    for row, record in zip(tables["statements"], statements, strict=True):
        assert row["text"] == " ".join(record["text"].split())
        assert row["label"] == record["label"]
        assert row["practice"] == record["practice"]
        assert row["confidence"] == pytest.approx(record["confidence"])
        assert row["mixed"] == ("yes" if record["mixed"] else "no")
    for row, result in zip(tables["summary"], results, strict=True):
        assert row["verdict"] == result.summary.verdict
        assert row["neither statements"] == result.summary.counts["neither"]
    practices = [row["statements"] for row in tables["practices"]]
    assert practices == [n for r in results for n in (r.summary.practices or {}).values()]
    assert pd.read_excel(file, sheet_name="statements").shape[0] == len(statements)


def test_nothing_in_a_table_is_calculated(hostile: Path, tmp_path: Path) -> None:
    """Texts and names that look like formulas, errors or numbers stay text in every table."""
    file = tmp_path / "a.xlsx"
    classify(hostile, "-o", file)
    for sheet in openpyxl.load_workbook(file).worksheets:
        for row in sheet.iter_rows():
            assert {cell.data_type for cell in row} <= {"s", "n"}
    (texts,) = ([row["text"] for row in sheets(file)["statements"]],)
    assert "=SUM(A1) sets the budget" in texts
    classify(hostile, "-o", tmp_path / "a.csv")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfsource,")
    lines = data.decode("utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines))
    assert len(lines) == len(rows) + 1
    assert not [cell for row in rows for cell in row.values() if cell.startswith(tuple("=+-@\t"))]


def test_csv_has_one_line_per_statement(tmp_path: Path) -> None:
    """A statement over several lines is one line of CSV; on standard output there is no mark."""
    file = tmp_path / "a.txt"
    file.write_text("• Sets the budget of\n  the ward\n• Checks the tills\n", encoding="utf-8")
    out = classify(file, "--format", "csv")
    assert out.startswith("source,")
    assert [row["text"] for row in csv.DictReader(out.splitlines())] == [
        "Sets the budget of the ward",
        "Checks the tills",
    ]


def test_a_word_report(tmp_path: Path, hostile: Path) -> None:
    """A Word report can be read by python-docx and by our own reader, whatever is in it."""
    file = tmp_path / "a.docx"
    classify(WARD, hostile, "-o", file)
    report = docx.Document(str(file))
    headings = [p.text for p in report.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == ["2 documents", str(WARD), str(hostile)]
    result = classify_document(WARD)
    assert result.summary.verdict.capitalize() in [p.text for p in report.paragraphs]
    table = next(t for t in report.tables if t.cell(0, 0).text == "statement")
    shown = [row.cells[0].text for row in table.rows][1:]
    assert shown == [" ".join(s.text.split()) for s, _ in result.statements]
    assert "Leads <b>R&D</b> now" in [c.text for c in report.tables[-1].columns[0].cells]
    assert "Made by lmclassify" in reading.read(file).text
    assert report.core_properties.author == f"lmclassify {__version__}"


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_libreoffice_opens_it(suffix: str, tmp_path: Path) -> None:
    """LibreOffice opens the file, and shows the verdict and the statements."""
    file = tmp_path / f"a{suffix}"
    classify(WARD, "-o", file)
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    text = " ".join(reading.read(tmp_path / "a.pdf").text.split())
    assert "ostly management" in text
    assert "Administer medicines, including intravenous therapy." in text


def test_openpyxl_is_optional(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without openpyxl, .xlsx is one line that says what to install, and nothing is written."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    message = classify(WARD, "-o", tmp_path / "a.xlsx", code=1)
    assert 'pip install "lmclassify[tables]"' in message
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_has_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """More statements than a sheet can hold are an error, not a file that Excel repairs."""
    monkeypatch.setattr(workbook, "MAX_ROWS", 20)
    with pytest.raises(LMClassifyError, match=r"too few for all statements; write \.csv"):
        workbook.write([classify_document(WARD)], Run(load_model()), io.BytesIO())


WRONG = [
    (("-o", "a.pdf"), r"a\.pdf: .*written as \.pdf; name the file \.txt, .* or \.html"),
    (("-o", "a.tar.gz"), r"as \.gz"),
    (("-o", "a.json", "--format", "csv"), r"called \.json, but --format says csv; .*\.csv"),
    (("--format", "xml",), "xml"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_names_that_say_something_else(
    arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unknown suffix, or one that --format contradicts, is wrong usage; nothing is written."""
    monkeypatch.chdir(tmp_path)
    assert re.search(message, classify(WARD, *arguments, code=2))
    assert list(tmp_path.iterdir()) == []


def test_the_suffix_decides_for_other_commands(tmp_path: Path) -> None:
    """`explain` and `report` follow the suffix too; no suffix means the default."""
    classify("Sets the budget", "-o", tmp_path / "a.json", command="explain")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["version"] == __version__
    classify("Budget", "-o", tmp_path / "a.csv", command="explain", code=2)
    classify(PORTER, "-o", tmp_path / "page", command="report")
    assert (tmp_path / "page").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    classify(PORTER, "-o", tmp_path / "a.docx", command="report")
    assert zipfile.is_zipfile(tmp_path / "a.docx")
    classify(PORTER, "-o", tmp_path / "none", "--format", "xlsx")
    assert zipfile.is_zipfile(tmp_path / "none")


def test_bytes_go_to_a_pipe() -> None:
    """A workbook can be written to standard output, if that is no terminal."""
    result = CliRunner().invoke(commands, ["classify", str(PORTER), "--format", "xlsx"])
    assert result.exit_code == 0
    assert zipfile.is_zipfile(io.BytesIO(result.stdout_bytes))


def test_json_is_written_document_by_document() -> None:
    """The JSON of none, one or more documents is one object, laid out as json.dumps does it."""
    text = "• Sets “the” budget\n"
    results = [classify_document(Document(name, text)) for name in "ab"]
    for n in range(3):
        stream = io.StringIO()
        writers.write_documents("json", results[:n], Run(load_model(), started=0), stream)
        value = json.loads(stream.getvalue())
        assert len(value["documents"]) == n
        assert list(value)[-2:] == ["model", "documents"]
        assert stream.getvalue() == json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def test_a_result_without_practices(tmp_path: Path) -> None:
    """Results of a model without practices can be written in every format."""
    full = classify_document(PORTER)
    summary = type(full.summary)(full.summary.counts, None, None, "neither")
    bare = DocumentResult("x", full.text, full.statements, summary)
    for row in writers.FORMATS:
        if row.documents:
            with (tmp_path / "out").open(
                "w" if row.encoding else "wb", encoding=row.encoding
            ) as stream:
                writers.write_documents(row.name, [bare], Run(load_model()), stream)
            assert (tmp_path / "out").stat().st_size > 0
