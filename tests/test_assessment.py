"""Measuring a model on labelled statements, and looking after a corpus."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lmclassify import CorpusError, corpus, load_model
from lmclassify.cli import commands
from lmclassify.corpus import Row
from lmclassify.curation import check as corpus_check
from lmclassify.evaluation import assessment
from lmclassify.results import LABELS
from tests.cases import CASES


@pytest.fixture
def cases_file(tmp_path: Path) -> Path:
    lines = [f'"{text}",{label},s{i % 2}\n' for i, (text, label) in enumerate(CASES)]
    both = '"Sets the vision and holds the budget",both,s0\n'
    path = tmp_path / "cases.csv"
    path.write_text("text,label,sector\n" + "".join(lines) + both, encoding="utf-8")
    return path


def test_assessing_the_table_of_cases(cases_file: Path) -> None:
    """On statements that are all right, every figure says so, and both is counted apart."""
    rows = corpus.read([cases_file], labels=(*LABELS, "both"))
    found = assessment.assess(rows, load_model(), by="sector")
    assert found["n"] == len(CASES)
    assert found["both"] == {"n": 1, "called_mixed": 1}
    assert found["figures"]["accuracy"] == found["figures"]["macro_f1"] == 1.0
    assert found["intervals"]["accuracy"] == [1.0, 1.0]
    assert sum(found["confusion"]["management"].values()) == found["labels"]["management"]["n"] == 6
    assert {name: one["n"] for name, one in found["slices"].items()} == {"s0": 8, "s1": 8}
    assert found["baselines"]["keyword rule"]["accuracy"] < 1.0


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Lead the change", "leadership"),
        ("Manages the plan", "management"),
        ("Lead and manage", "neither"),
        ("Takes blood", "neither"),
    ],
)
def test_the_keyword_baseline(text: str, label: str) -> None:
    """The keyword rule goes by cue words alone, and a tie is neither."""
    assert assessment.keyword_rule(text) == label


def test_evaluate_command(cases_file: Path) -> None:
    """`evaluate` prints the figures, and the same as JSON."""
    result = CliRunner().invoke(commands, ["evaluate", str(cases_file), "--by", "sector"])
    assert result.exit_code == 0, result.output
    assert "macro f1             1.000" in result.stdout
    told = CliRunner().invoke(commands, ["evaluate", "--format", "json", str(cases_file)])
    assert json.loads(told.stdout)["figures"]["n"] == len(CASES)


def test_statements_trained_on_are_told() -> None:
    """`evaluate` says how many of the statements the model was trained on."""
    seeds = str(corpus.default_files()[0])
    result = CliRunner().invoke(commands, ["evaluate", seeds])
    assert "trained on 109 of these statements" in result.stderr


def test_nothing_to_assess() -> None:
    """Statements of neither alone give an error, not a division by zero."""
    with pytest.raises(CorpusError, match="nothing to compare"):
        assessment.assess([Row("x", "neither")], load_model())


def test_the_shipped_corpus_passes_its_check() -> None:
    """`corpus check` finds no error in the shipped corpus, and under 1 % near duplicates."""
    result = CliRunner().invoke(commands, ["corpus", "check", "--format", "json"])
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [one for one in found["findings"] if one["level"] == "error"] == []
    assert found["near_duplicates"] < 0.01
    assert found["rows"] >= 8000


def sickly(tmp_path: Path) -> Path:
    """Write a corpus with one of each illness."""
    rows = [(row.text, row.label) for row in corpus.read(corpus.default_files())[200:3000:20]]
    rows += [(f"Keep the team rota number {n} up to date each week", "management") for n in "abc"]
    rows += [(f"Make sure that the {noun} is there", "neither") for noun in "abcdefghijklmno"]
    path = tmp_path / "sick.csv"
    path.write_text(
        "text,label\n" + "".join(f'"{text}",{label}\n' for text, label in rows if '"' not in text),
        encoding="utf-8",
    )
    return path


def test_what_a_check_finds(tmp_path: Path) -> None:
    """Near duplicates and templates are found, with file and line."""
    found = corpus_check.check([str(sickly(tmp_path))])
    kinds = {one["kind"]: one for one in found["findings"]}
    assert {"near duplicate", "near duplicates", "template"} <= set(kinds)
    assert kinds["near duplicates"]["level"] == "error"
    assert "sick.csv:" in kinds["near duplicate"]["place"]


def test_a_flipped_label_is_doubted() -> None:
    """A plain statement with the wrong label is found by the models that have not seen it."""
    rows = corpus.read(corpus.default_files())
    wrong = Row(
        "Prepare the weekly rota and approve timesheets", "leadership", file="x.csv", line=7
    )
    doubted = list(corpus_check._doubtful([*rows, wrong]))
    assert "x.csv:7" in {one.place for one in doubted}


def test_an_unusable_file_fails_the_check(tmp_path: Path) -> None:
    """A file that cannot be read is an error of the check, with file and line, and exit code 1."""
    (tmp_path / "a.csv").write_text("text,label\nVision,leader\n")
    result = CliRunner().invoke(commands, ["corpus", "check", str(tmp_path / "a.csv")])
    assert result.exit_code == 1
    assert "a.csv:2: unknown label 'leader'" in result.stdout


def test_a_check_tells_every_problem(tmp_path: Path) -> None:
    """A check lists all that makes a file unusable, where an error names the first ten."""
    (tmp_path / "a.csv").write_text("text,label\n" + "".join(f"t{i},x\n" for i in range(12)))
    found = corpus_check.check([str(tmp_path / "a.csv")])
    assert len(found["findings"]) == 12
    assert all("unknown label" in one["message"] for one in found["findings"])


def test_challenges() -> None:
    """The shipped model reaches its floors on the challenge sets, and was trained on none."""
    trained_on = {row.text for row in corpus.read(corpus.default_files())}
    measured = load_model().manifest["metrics"]["challenges"]
    rows = corpus.read(corpus.challenge_sets())
    assert len(rows) >= 250
    assert not trained_on & {row.text for row in rows}
    assert measured["cue_swaps"]["forced_accuracy"] >= 0.75
    assert measured["plain_vocabulary"]["forced_accuracy"] >= 0.70
    assert measured["perturbations"]["unchanged"] >= 0.97
