"""Classifying, through the library and through the command line."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import lmclassify
from lmclassify import Document, classify, classify_document, classify_many, explain
from lmclassify.cli import commands
from tests.cases import CASES
from tests.conftest import EXAMPLES


def run(*arguments: str, stdin: str | bytes | None = None, code: int = 0) -> str:
    result = CliRunner().invoke(commands, list(arguments), input=stdin)
    assert result.exit_code == code, result.output
    return result.stdout


def records(*arguments: str, stdin: str | None = None) -> list[dict]:
    out = run("classify", "--format", "jsonl", *arguments, stdin=stdin)
    return [json.loads(line) for line in out.splitlines()]


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
    assert whole["summary"]["leadership"] + whole["summary"]["management"] == pytest.approx(1)
    assert whole["statements"] == records(str(path))
    text = path.read_text(encoding="utf-8")
    for record in whole["statements"]:
        assert text[record["start"] : record["end"]] == record["text"]
    assert f"Verdict: {VERDICTS[name]}" in run("classify", str(path))


def test_csv_has_what_jsonl_has() -> None:
    """The CSV has a line a statement with the same values as the JSON lines."""
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
        "coverage",
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
    assert document.statements[0][1].label in ("leadership", "management")


def test_the_text_view_says_what_is_judged() -> None:
    """The view for people says that text is judged and not a person, with no colour in a pipe."""
    out = run("classify", str(EXAMPLES / "porter.txt"))
    assert "never a person" in out
    assert "\x1b" not in out


def test_control_characters_reach_no_terminal() -> None:
    """Escape sequences and direction overrides in a document are not shown."""
    out = run("classify", "--text", "Sets \x1b[31mthe\u202e budget\x07")
    assert not {"\x1b", "\u202e", "\x07"} & set(out)


def test_other_inputs_are_still_done(tmp_path: Path) -> None:
    """A file that cannot be read costs exit code 1 and a line, not the other files."""
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
    """-o into a folder that is not there is one line and exit code 1."""
    target = str(tmp_path / "no" / "out.txt")
    result = CliRunner().invoke(commands, ["classify", "--text", "Budget", "-o", target])
    assert result.exit_code == 1
    assert "there is no folder" in result.stderr


WRONG = [
    (["classify", "--text", " "], 2, "--text is empty"),
    (["explain", ""], 2, "TEXT is empty"),
    (["classify", "--format", "xml"], 2, "xml"),
    (["classify", "--model", "no/such/model", "--text", "Budget"], 1, "holds no model"),
    (["train", "no/such.csv", "-o", "m"], 1, "No such file"),
    (["train", "no/such.csv"], 2, "Missing option"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG)
def test_wrong_usage(arguments: list[str], code: int, message: str) -> None:
    """Wrong options end with code 2, what cannot be read with 1, both with a line that says why."""
    result = CliRunner().invoke(commands, arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: classify(""), ValueError, "text is empty"),
        (lambda: classify(" \n"), ValueError, "text is empty"),
        (lambda: classify(None), TypeError, "NoneType"),
        (lambda: explain(3), TypeError, "int"),
        (lambda: classify_many("one string"), TypeError, "single string"),
        (lambda: classify_many(["a", float("nan")]), TypeError, "item 1 is missing"),
        (lambda: classify_many(["a", 3]), TypeError, "item 1 is int"),
        (lambda: classify_many({"text": ["a"]}), TypeError, "pass one of its columns"),
        (lambda: classify_many(["a", "b", ""]), ValueError, "item 2 is empty"),
    ],
)
def test_wrong_arguments(call, error: type[Exception], message: str) -> None:
    """The library refuses what is no text, and says which item it was."""
    with pytest.raises(error, match=message):
        call()


def test_classify_many_takes_any_iterable() -> None:
    """A generator gives a list, in order; nothing gives an empty list."""
    texts = [text for text, _ in CASES]
    assert classify_many(iter(texts)) == [classify(text) for text in texts]
    assert classify_many([]) == []


def test_models_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model can be named by path, by environment variable, or handed over loaded."""
    named = classify("Vision", model=lmclassify.load_model().folder)
    assert named == classify("Vision", model=lmclassify.load_model())
    monkeypatch.setenv("LMCLASSIFY_MODEL", "no/such/model")
    with pytest.raises(lmclassify.ModelError, match="no/such/model"):
        classify("Vision")


def test_documents_without_statements() -> None:
    """A document of headings alone has no statements, no shares, and the verdict neither."""
    summary = classify_document(Document("x", "# ONE\n\n# TWO\n")).summary
    assert (summary.leadership, summary.management, summary.verdict) == (None, None, "neither")
    assert "no statements" in run("classify", stdin="# ONE\n")


@pytest.mark.parametrize("command", ["classify", "report"])
def test_from_says_what_the_input_is(tmp_path: Path, command: str) -> None:
    """--from reads the input as that format; a wrong one is an error."""
    markdown = "- Sets the *rota*\n- Checks the tills\n"
    page = tmp_path / "page"
    run(command, "-o", str(page), "--from", "md", "-", stdin=markdown)
    assert "Sets the rota" in page.read_text(encoding="utf-8")
    run(command, "-o", str(page), "--from", "docx", "-", stdin=markdown, code=1)
    run(command, "-o", str(page), "--from", "doc", "-", stdin=markdown, code=2)
