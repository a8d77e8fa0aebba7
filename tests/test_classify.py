"""Classifying, through the library and through the command line."""

import csv
import io
import json
import re
from collections.abc import Callable
from math import nan
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import lmclassify
from lmclassify import Document, classify, classify_document, classify_many, explain
from lmclassify.cli import commands
from lmclassify.output import text as text_view
from lmclassify.output import writers
from lmclassify.output.run import Run
from lmclassify.results import SIDES, Summary
from tests.cases import CASES
from tests.conftest import EXAMPLES

ORIGIN = ("version", "model", "date")


def run(*arguments: str, stdin: str | bytes | None = None, code: int = 0) -> str:
    result = CliRunner().invoke(commands, list(arguments), input=stdin)
    assert result.exit_code == code, result.output
    return result.stdout


def records(*arguments: str, stdin: str | None = None) -> list[dict[str, Any]]:
    out = run("classify", "--format", "jsonl", *arguments, stdin=stdin)
    lines = [json.loads(line) for line in out.splitlines()]
    return [{name: line[name] for name in line if name not in ORIGIN} for line in lines]


@pytest.mark.parametrize(("text", "label"), CASES)
def test_labels(text: str, label: str) -> None:
    """classify(), classify_many(), explain() and the command line agree on the right label."""
    assert classify(text).label == label
    assert classify_many([text]) == [classify(text)]
    assert explain(text).prediction == classify(text)
    (record,) = records("--text", text)
    assert record["label"] == label
    assert record["confidence"] == classify(text).confidence
    assert json.loads(run("explain", "--format", "json", text))["label"] == label


VERDICTS = {
    "ward_manager.txt": "mostly management",
    "chief_executive.txt": "mostly leadership",
    "porter.txt": "neither",
}


@pytest.mark.parametrize("name", VERDICTS)
def test_examples(name: str) -> None:
    """Each example document gets its verdict, in the library and in every format."""
    path = EXAMPLES / name
    result = classify_document(path)
    assert result.summary.verdict == VERDICTS[name]
    whole = json.loads(run("classify", "--format", "json", str(path)))["documents"][0]
    assert whole["summary"]["verdict"] == VERDICTS[name]
    assert sum(whole["summary"]["counts"].values()) == len(whole["statements"])
    if whole["summary"]["leadership"] is not None:
        assert whole["summary"]["leadership"] + whole["summary"]["management"] == pytest.approx(1)
    assert whole["statements"] == records(str(path))
    text = path.read_text(encoding="utf-8")
    for record in whole["statements"]:
        assert text[record["start"] : record["end"]] == record["text"]
    assert f"Verdict: {VERDICTS[name]}" in run("classify", str(path))


def test_csv_has_what_jsonl_has() -> None:
    """The CSV has one row per statement, with the same values as the JSON lines."""
    path = str(EXAMPLES / "porter.txt")
    rows = list(csv.DictReader(io.StringIO(run("classify", "--format", "csv", path))))
    for row, record in zip(rows, records(path), strict=True):
        assert row["text"] == record["text"]
        assert row["label"] == record["label"]
        assert float(row["neither"]) == record["probabilities"]["neither"]


def test_jsonl_fields() -> None:
    """A JSON line has the promised fields, in the promised order."""
    (record,) = records("--text", "Sets the budget")
    assert list(record) == [
        "source", "start", "end", "text", "label", "confidence", "probabilities", "mixed",
        "coverage", "practice",
    ]  # fmt: skip


def test_standard_input() -> None:
    """A pipe, or -, is read as a document."""
    text = "• Sets the budget\n• Takes blood samples\n"
    assert [r["label"] for r in records(stdin=text)] == ["management", "neither"]
    assert records("-", stdin=text) == records(stdin=text)
    assert records("-", stdin=text)[0]["source"] == "standard input"


def test_two_way() -> None:
    """--two-way and two_way=True choose between the two only."""
    text = "Take blood samples"
    (record,) = records("--two-way", "--text", text)
    assert record["label"] == classify(text, two_way=True).label == classify(text).leaning
    document = classify_document(Document("x", text), two_way=True)
    assert document.statements[0][1].label in SIDES


def test_the_text_view_says_what_it_describes() -> None:
    """The text view says that it describes the text, not a person; a pipe gets no colours."""
    out = run("classify", str(EXAMPLES / "porter.txt"))
    assert "never a person" in out
    assert "\x1b" not in out


SUMMARY = [
    "Verdict: mostly management, too close to call: it may also be balanced",
    "19 statements of leadership or management; by probability, "
    "37 % leadership and 63 % management",
    "Leadership 37 % (likely 25 to 52 %): higher than in about 6 in 10 of 64 real documents",
    "Practices: monitor 5, inspire 4, plan 2, implement 2, organise 1, focus 1."
    " Not found: scan, align",
    "This describes the text, never a person.",
]


def test_the_summary_in_the_text_view() -> None:
    """The text view ends in the verdict, the shares, what is usual, and the practices."""
    assert run("classify", str(EXAMPLES / "ward_manager.txt")).splitlines()[-5:] == SUMMARY


def test_one_statement_is_not_plural() -> None:
    """A single statement in scope is called a statement."""
    summary = Summary({"leadership": 1, "management": 0, "neither": 1}, 0.9, 0.1, "neither")
    assert text_view.describe_shares(summary).startswith("1 statement of leadership or management;")


def test_an_explanation_in_the_terminal() -> None:
    """The terminal shows words, no prefixes, a baseline, and what is not known."""
    lines = run("explain", "Lead the weekly rota meeting zzyzx").splitlines()
    names = [re.split(r"\s{2,}", line)[0] for line in lines]
    start = names.index("word")
    assert names[start + 1 : start + 8] == [
        "rota", "weekly", "meeting", "lead", "small words", "baseline", "sum",
    ]  # fmt: skip
    assert "not known: zzyzx" in lines
    assert not any("*" in line for line in lines)


def test_an_explanation_as_json() -> None:
    """The JSON of an explanation has the words and the exact terms."""
    record = json.loads(run("explain", "--format", "json", "Lead the weekly rota meeting zzyzx"))
    assert list(record) == [
        "text", "label", "confidence", "probabilities", "mixed", "coverage", "intercept", "logits",
        "words", "unknown_words", "terms", "unknown", "version", "date", "two_way", "model",
    ]  # fmt: skip
    assert record["words"][0]["word"] == "rota"
    assert record["terms"][0]["term"] == "rota"
    assert record["unknown_words"] == ["zzyzx"]


def test_the_formats_of_the_command_are_those_of_the_table() -> None:
    """The command line offers the formats that can hold what the command writes."""
    contents: dict[str, writers.Content] = {"classify": "documents", "explain": "explanation"}
    for name, content in contents.items():
        command = commands.get_command(click.Context(commands), name)
        assert command is not None
        (option,) = (p for p in command.params if "--format" in p.opts)
        assert isinstance(option.type, click.Choice)
        assert list(option.type.choices) == writers.formats_for(content)
    with pytest.raises(ValueError, match="use text, json"):
        writers.write_explanation(
            "csv", explain("Vision"), Run(lmclassify.load_model()), io.StringIO()
        )


def test_control_characters_reach_no_terminal() -> None:
    """Escape sequences and direction overrides in a document are not shown."""
    out = run("classify", "--text", "Sets \x1b[31mthe\u202e budget\x07")
    assert not {"\x1b", "\u202e", "\x07"} & set(out)


def test_other_inputs_are_still_done(tmp_path: Path) -> None:
    """If a file cannot be read, that is one line and exit code 1; other files are still done."""
    result = CliRunner().invoke(
        commands, ["classify", str(tmp_path / "none.txt"), str(EXAMPLES / "porter.txt")]
    )
    assert result.exit_code == 1
    assert "none.txt: No such file" in result.stderr
    assert "Verdict: neither" in result.stdout


def test_output_file(tmp_path: Path) -> None:
    """-o writes what standard output would have, and leaves nothing beside it."""
    path = str(EXAMPLES / "porter.txt")
    assert run("classify", path, "-o", str(tmp_path / "out.txt")) == ""
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == run("classify", path)
    assert [p.name for p in tmp_path.iterdir()] == ["out.txt"]


def test_a_dash_is_standard_output() -> None:
    """-o - writes to standard output."""
    arguments = ("classify", "--text", "Sets the budget")
    assert run(*arguments, "-o", "-") == run(*arguments)


def test_output_that_cannot_be_written(tmp_path: Path) -> None:
    """-o into a folder that does not exist is one line and exit code 1."""
    target = str(tmp_path / "no" / "out.txt")
    result = CliRunner().invoke(commands, ["classify", "--text", "Budget", "-o", target])
    assert result.exit_code == 1
    assert "there is no folder" in result.stderr


WRONG = [
    (["classify", "--text", " "], 2, "--text is empty"),
    (["explain", ""], 2, "TEXT is empty"),
    (["classify", "--format", "xml"], 2, "xml"),
    (["classify", "--model", "no/such/model", "--text", "Budget"], 1, "not a model folder"),
    (["train", "no/such.csv", "-o", "m"], 1, "No such file"),
    (["train", "no/such.csv"], 2, "Missing option"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG)
def test_wrong_usage(arguments: list[str], code: int, message: str) -> None:
    """Wrong options end with code 2, unreadable input with 1, both with a line that says why."""
    result = CliRunner().invoke(commands, arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: classify(""), ValueError, "text is empty"),
        (lambda: classify(" \n"), ValueError, "text is empty"),
        (lambda: classify(None), TypeError, "missing"),  # type: ignore[arg-type]
        (lambda: explain(3), TypeError, "int"),  # type: ignore[arg-type]
        (lambda: classify_many("one string"), TypeError, "single string"),
        (lambda: classify_many(["a", nan]), TypeError, "item 1 is missing"),  # type: ignore[list-item]
        (lambda: classify_many(["a", 3]), TypeError, "item 1 is int"),  # type: ignore[list-item]
        (lambda: classify_many({"text": ["a"]}), TypeError, "pass one of its columns"),
        (lambda: classify_many(["a", "b", ""]), ValueError, "item 2 is empty"),
    ],
)
def test_wrong_arguments(call: Callable[[], object], error: type[Exception], message: str) -> None:
    """The library refuses what is not a text, and says which item it was."""
    with pytest.raises(error, match=message):
        call()


def test_classify_many_takes_any_iterable() -> None:
    """A generator gives a list, in order; an empty list gives an empty list."""
    texts = [text for text, _ in CASES]
    assert classify_many(iter(texts)) == [classify(text) for text in texts]
    assert classify_many([]) == []


def test_models_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model can be named by path or by environment variable, or be passed loaded."""
    by_path = classify("Vision", model=lmclassify.load_model().folder)
    assert by_path == classify("Vision", model=lmclassify.load_model())
    monkeypatch.setenv("LMCLASSIFY_MODEL", "no/such/model")
    with pytest.raises(lmclassify.ModelError, match="no/such/model"):
        classify("Vision")


def test_documents_without_statements() -> None:
    """A document of headings only has no statements, no shares, and the verdict neither."""
    summary = classify_document(Document("x", "# ONE\n\n# TWO\n")).summary
    assert (summary.leadership, summary.management, summary.verdict) == (None, None, "neither")
    assert "no statements" in run("classify", stdin="# ONE\n")


@pytest.mark.parametrize("command", ["classify", "report"])
def test_from_sets_the_format(tmp_path: Path, command: str) -> None:
    """--from sets the format of the input; a wrong one is an error."""
    markdown = "- Sets the *rota*\n- Checks the tills\n"
    page = tmp_path / "page"
    run(command, "-o", str(page), "--from", "md", "-", stdin=markdown)
    assert "Sets the rota" in page.read_text(encoding="utf-8")
    run(command, "-o", str(page), "--from", "docx", "-", stdin=markdown, code=1)
    run(command, "-o", str(page), "--from", "wps", "-", stdin=markdown, code=2)
