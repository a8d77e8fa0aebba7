"""Two versions of a document compared."""

from __future__ import annotations

import io
import json
import random
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lmclassify import Document, classify_document, load_model
from lmclassify.cli import commands
from lmclassify.output.comparison import Comparison, compare, mark_changes
from lmclassify.output.comparison_view import write_html
from lmclassify.output.run import Run
from lmclassify.results import DocumentResult as Result
from lmclassify.results import Prediction, Statement, Summary
from tests.conftest import EXAMPLES
from tests.makers import word

OLD = """• Sets the annual budget of the ward
• Checks the tills each evening
• Recognise good work and celebrate it with the whole team
• Orders stock
• Orders stock
"""
NEW = """• recognise good work, and celebrate it with the whole team!
• Sets the budget of the ward for each year
• Orders stock
• Brings partners together round a shared vision
"""


def comparison_of(old: str, new: str) -> Comparison:
    return compare(classify_document(Document("old", old)), classify_document(Document("new", new)))


def texts(lines: Any) -> list[str]:
    return [line.statement.text for line in lines]


def test_what_became_of_each_statement() -> None:
    """Each statement of both versions is once among what went, came, changed or stayed."""
    comparison = comparison_of(OLD, NEW)
    assert texts(comparison.went) == ["Checks the tills each evening", "Orders stock"]
    assert texts(comparison.came) == ["Brings partners together round a shared vision"]
    assert [pair.new.statement.text for pair in comparison.changed] == [
        "Sets the budget of the ward for each year"
    ]
    assert texts(pair.old for pair in comparison.stayed) == [
        "Recognise good work and celebrate it with the whole team",
        "Orders stock",
    ]


def test_a_document_and_itself() -> None:
    """A document compared with itself has stayed as it is; with nothing, all went."""
    whole = classify_document(EXAMPLES / "ward_manager.txt")
    same = compare(whole, whole)
    assert (same.went, same.came, same.changed, same.relabelled) == ((), (), (), ())
    assert len(same.stayed) == len(whole.statements)
    empty = classify_document(Document("x", "# ONE\n"))
    assert len(compare(whole, empty).went) == len(whole.statements)
    assert len(compare(empty, whole).came) == len(whole.statements)


def test_the_context_can_change_a_label() -> None:
    """A statement that stayed but has another label, because of its surroundings, is named."""
    line = "Experience of budgets"
    prediction = classify_document(Document("x", f"• {line}")).statements[0][1]
    summary = classify_document(Document("x", f"• {line}")).summary

    def result(label: Any) -> Result:
        changed = Prediction(label, 0.9, prediction.probabilities, False, "management", 1.0)
        return Result("x", line, ((Statement(line, 0, len(line)), changed),), summary)

    (pair,) = compare(result("neither"), result("management")).relabelled
    assert (pair.old.prediction.label, pair.new.prediction.label) == ("neither", "management")


def test_marked_words() -> None:
    """The words of both versions make one row, each with the version that has it."""
    assert mark_changes("Sets the old rota", "sets the new rota") == [
        ("same", "sets the"), ("old", "old"), ("new", "new"), ("same", "rota"),
    ]  # fmt: skip


def test_long_documents() -> None:
    """Two hundred statements on each side are compared in a moment, and paired rightly."""
    chance = random.Random(1)  # noqa: S311
    words = [f"word{i}" for i in range(600)]
    old = [[chance.choice(words) for _ in range(15)] for _ in range(200)]
    new = [[word for i, word in enumerate(line) if i % 7] for line in old]
    chance.shuffle(new)
    prediction = Prediction("neither", 1.0, {}, False, "management", 1.0)
    summary = Summary({"leadership": 0, "management": 0, "neither": 200}, None, None, "neither")

    def result(lines: list[list[str]]) -> Result:
        pairs = ((Statement(" ".join(line), 0, 0), prediction) for line in lines)
        return Result("x", "", tuple(pairs), summary)

    start = time.process_time()
    comparison = compare(result(old), result(new))
    assert time.process_time() - start < 5
    assert len(comparison.changed) == 200
    for pair in comparison.changed:
        before, after = pair.old.statement.text.split(), pair.new.statement.text.split()
        assert after == [word for i, word in enumerate(before) if i % 7]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Write the two versions, the new one as a Word document."""
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    lines = [("item", line.removeprefix("• ")) for line in NEW.splitlines()]
    (tmp_path / "new.docx").write_bytes(word(lines))
    return [str(tmp_path / "old.txt"), str(tmp_path / "new.docx")]


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(commands, ["compare", *arguments])
    assert result.exit_code == code, result.output
    return result.stdout if code == 0 else result.stderr


def test_the_command_as_text(files: list[str]) -> None:
    """The text has verdicts, mix and practices before and after, and the statements."""
    lines = run(*files).splitlines()
    assert any(line.startswith("Verdict: ") and " → " in line for line in lines)
    table = {line.split()[0]: line.split()[-2:] for line in lines if line[18:26].strip().isdigit()}
    old, new = (classify_document(file).summary for file in files)
    assert table["management"] == [str(s.counts["management"]) for s in (old, new)]
    assert table["align"] == [str((s.practices or {})["align"]) for s in (old, new)]
    assert "2 statements went" in lines
    assert "1 statement came" in lines
    assert any(line.startswith("+ leadership  Brings partners") for line in lines)


def test_the_command_as_json(files: list[str], tmp_path: Path) -> None:
    """The JSON has both summaries, and each statement with its label and place."""
    run(*files, "-o", str(tmp_path / "a.json"))
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert list(record) == [
        "version", "date", "two_way", "model", "old", "new", "went", "came", "changed", "stayed",
    ]  # fmt: skip
    assert [record[side]["source"] for side in ("old", "new")] == files
    assert record["old"]["summary"]["verdict"] == classify_document(files[0]).summary.verdict
    (changed,) = record["changed"]
    assert 0.5 <= changed["similarity"] < 1
    old = changed["old"]
    assert OLD[old["start"] : old["end"]] == old["text"] == "Sets the annual budget of the ward"
    assert [line["label"] for line in record["came"]] == ["leadership"]


def test_the_command_as_a_page(files: list[str], tmp_path: Path) -> None:
    """The page marks what went and came within a statement."""
    run(*files, "-o", str(tmp_path / "a.html"))
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<del>annual</del>" in page
    assert "<ins>for each year</ins>" in page
    assert "never a person" in page
    assert "Made by lmclassify" in page


def test_a_hostile_document_stays_text() -> None:
    """Markup in statements and names stays text."""
    evil = "• Sets the budget <script>alert(1)</script> and the rota\n"
    old = classify_document(Document("<b>old</b>", evil))
    new = classify_document(Document("new", evil.replace("rota", "<img src=x> \u202erota")))
    stream = io.StringIO()
    write_html(compare(old, new), Run(load_model()), stream)
    page = stream.getvalue()
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>old" not in page
    assert "\u202e" not in page


def test_wrong_usage(files: list[str], tmp_path: Path) -> None:
    """Two standard inputs, or a table of a comparison, are wrong usage; no such file is code 1."""
    assert "standard input" in run("-", "-", code=2)
    assert "as .csv" in run(*files, "-o", str(tmp_path / "a.csv"), code=2)
    assert "No such file" in run(files[0], str(tmp_path / "none.txt"), code=1)
