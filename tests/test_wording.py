"""How others say it: which statements are shown, and that they say what they are."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lmclassify import DocumentResult, classify_document, corpus
from lmclassify.api import load_model
from lmclassify.cli import commands
from lmclassify.errors import CorpusError
from lmclassify.output import advice, report, wording
from lmclassify.output.wording import find_wording, tidy
from tests.conftest import EXAMPLES

WARD = EXAMPLES / "ward_manager.txt"


@pytest.fixture(scope="module")
def ward() -> DocumentResult:
    return classify_document(WARD)


def test_statements_are_of_the_corpus_and_of_the_practice(ward: DocumentResult) -> None:
    """Every example is a row of the shipped corpus, labelled with the practice."""
    rows = {(tidy(row.text), row.practice) for row in corpus.read(corpus.default_files())}
    found = find_wording(ward, ["scan", "plan"], 5)
    assert list(found) == ["scan", "plan"]
    for practice, examples in found.items():
        assert len(examples) == len({example.text for example in examples}) == 5
        assert all((example.text, practice) in rows for example in examples)


def test_they_are_near_the_document(ward: DocumentResult) -> None:
    """For a ward manager they are of health care, unlike those for a charity's chief executive."""
    health = {"hospitals", "health and care", "nhs and housing", "primary_care", "general"}
    plan = find_wording(ward, ["plan"], 3)["plan"]
    assert {example.sector for example in plan} <= health
    chief = find_wording(classify_document(EXAMPLES / "chief_executive.txt"), ["plan"], 3)["plan"]
    assert chief != plan


def test_appraisals_and_qualifications_are_no_examples(ward: DocumentResult) -> None:
    """What somebody failed to do, or is to bring along, is no duty."""
    for examples in find_wording(ward, ["organise", "inspire", "align"], 20).values():
        for example in examples:
            assert "not" not in example.text.split()
            assert "experience" not in example.text.lower().split()[:4]
            assert len(example.text.split()) <= 30


def test_the_command() -> None:
    """It names the practices that the document leaves out, and the licence of the examples."""
    result = CliRunner().invoke(commands, ["wording", str(WARD)])
    assert result.exit_code == 0, result.output
    assert "scan (leadership): not clearly asked for. Others say:" in result.stdout
    assert "CC BY 4.0" in result.stdout
    assert "monitor" not in result.stdout


def test_practice_and_number(tmp_path: Path) -> None:
    """--practice and -n choose what is shown; JSON has label, count and licence."""
    out = tmp_path / "wording.json"
    arguments = ["wording", str(WARD), "--practice", "monitor", "-n", "2", "--format", "json"]
    result = CliRunner().invoke(commands, [*arguments, "-o", str(out)])
    assert result.exit_code == 0, result.output
    record = json.loads(out.read_text(encoding="utf-8"))
    (monitor,) = record["practices"]
    assert monitor["practice"] == "monitor"
    assert monitor["label"] == "management"
    assert monitor["count"] > 0
    assert len(monitor["examples"]) == 2
    assert "CC BY 4.0" in record["licence"]


def test_the_report_has_them(ward: DocumentResult) -> None:
    """The report shows the examples, their licence, the sections and the place among others."""
    page = report.render([ward], load_model())
    for examples in advice.list_wording(ward, load_model()).values():
        assert all(example.text.replace("'", "&#39;") in page for example in examples)
    assert "CC BY 4.0" in page
    assert "Too close to call: it may also be balanced." in page
    assert "real documents." in page
    assert '<table class="sections">' in page


def test_a_document_about_neither_gets_no_advice() -> None:
    """A porter's post is not told to scan the horizon."""
    porter = classify_document(EXAMPLES / "porter.txt")
    assert advice.list_wording(porter, load_model()) == {}
    assert "how others say it" not in report.render([porter], load_model())


def test_without_the_corpus(ward: DocumentResult, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report is written without examples; the command says why there are none."""

    def fail() -> None:
        raise CorpusError("the shipped corpus is not installed; name the files to use instead.")

    monkeypatch.setattr(wording, "_index", fail)
    assert advice.list_wording(ward, load_model()) == {}
    result = CliRunner().invoke(commands, ["wording", str(WARD)])
    assert result.exit_code == 1
    assert "corpus is not installed" in result.output
