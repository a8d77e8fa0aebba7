"""Assessing a model on labelled statements, and checking a corpus."""

import json
import re
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
    """If all statements are labelled correctly, every metric is 1; both is counted apart."""
    rows = corpus.read([cases_file], labels=(*LABELS, "both"))
    assessed = assessment.assess(rows, load_model(), by="sector")
    assert assessed["n"] == len(CASES)
    assert assessed["both"] == {"n": 1, "called_mixed": 1}
    assert assessed["figures"]["accuracy"] == assessed["figures"]["macro_f1"] == 1.0
    assert assessed["intervals"]["accuracy"] == [1.0, 1.0]
    assert assessed["labels"]["management"]["n"] == 6
    assert sum(assessed["confusion"]["management"].values()) == 6
    assert {name: part["n"] for name, part in assessed["slices"].items()} == {"s0": 8, "s1": 8}
    assert assessed["baselines"]["keyword rule"]["accuracy"] < 1.0


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
    """The keyword baseline counts cue words, and a tie is neither."""
    assert assessment.classify_by_keywords(text) == label


def test_intervals_survive_resamples_without_a_choice() -> None:
    """A resample without leadership and management is left out of the intervals."""
    rows = [Row("Takes blood", "neither"), Row("Makes tea", "neither")]
    rows.append(Row("Sets the budget", "management"))
    intervals = assessment.assess(rows, load_model())["intervals"]
    assert all(0.0 <= low <= high <= 1.0 for low, high in intervals.values())


def test_evaluate_command(cases_file: Path) -> None:
    """`evaluate` prints the metrics as text or as JSON."""
    result = CliRunner().invoke(commands, ["evaluate", str(cases_file), "--by", "sector"])
    assert result.exit_code == 0, result.output
    assert "macro-F1                 1.000" in result.stdout
    assert re.match(r"lmclassify \S+, the shipped model \(weights \w+\), \d{4}-", result.stdout)
    as_json = CliRunner().invoke(commands, ["evaluate", "--format", "json", str(cases_file)])
    measured = json.loads(as_json.stdout)
    assert measured["figures"]["n"] == len(CASES)
    assert measured["model"]["labels"] == list(LABELS)


def test_statements_trained_on_are_counted() -> None:
    """`evaluate` notes how many of the statements the model was trained on."""
    seeds = str(corpus.default_files()[0])
    result = CliRunner().invoke(commands, ["evaluate", seeds])
    assert "trained on 120 of these statements" in result.stderr


def test_nothing_to_assess() -> None:
    """If all statements are neither, that is an error, not a division by zero."""
    with pytest.raises(CorpusError, match="nothing to compare"):
        assessment.assess([Row("x", "neither")], load_model())


def test_the_shipped_corpus_passes_its_check() -> None:
    """`corpus check` finds no error in the shipped corpus, and under 1 % near duplicates."""
    result = CliRunner().invoke(commands, ["corpus", "check", "--format", "json"])
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {"version", "date"} <= report.keys()
    assert [finding for finding in report["findings"] if finding["level"] == "error"] == []
    assert report["near_duplicates"] < 0.01
    assert report["rows"] >= 8000


def write_faulty_corpus(tmp_path: Path) -> Path:
    """Write a corpus with near duplicates and a template."""
    rows = [(row.text, row.label) for row in corpus.read(corpus.default_files())[200:3000:20]]
    rows += [(f"Keep the team rota number {n} up to date each week", "management") for n in "abc"]
    rows += [(f"Make sure that the {noun} is there", "neither") for noun in "abcdefghijklmno"]
    path = tmp_path / "faulty.csv"
    path.write_text(
        "text,label\n" + "".join(f'"{text}",{label}\n' for text, label in rows if '"' not in text),
        encoding="utf-8",
    )
    return path


def test_near_duplicates_and_templates_are_found(tmp_path: Path) -> None:
    """Near duplicates and templates are found, with file and line."""
    report = corpus_check.check([str(write_faulty_corpus(tmp_path))])
    kinds = {finding["kind"]: finding for finding in report["findings"]}
    assert {"near duplicate", "near duplicates", "template"} <= set(kinds)
    assert kinds["near duplicates"]["level"] == "error"
    assert "faulty.csv:" in kinds["near duplicate"]["place"]


def test_a_wrong_label_is_found() -> None:
    """A plain statement with a wrong label is a doubtful label."""
    rows = corpus.read(corpus.default_files())[::6]
    wrong = Row(
        "Prepare the weekly rota and approve timesheets", "leadership", file="x.csv", line=7
    )
    findings = list(corpus_check._check_labels([*rows, wrong]))
    assert "x.csv:7" in {finding.place for finding in findings}


def test_an_unusable_file_fails_the_check(tmp_path: Path) -> None:
    """A file that cannot be used is an error with file and line, and the exit code is 1."""
    (tmp_path / "a.csv").write_text("text,label\nVision,leader\n")
    result = CliRunner().invoke(commands, ["corpus", "check", str(tmp_path / "a.csv")])
    assert result.exit_code == 1
    assert "a.csv:2: unknown label 'leader'" in result.stdout


def test_a_check_lists_every_problem(tmp_path: Path) -> None:
    """A check lists all problems of an unusable file, not only the first ten."""
    (tmp_path / "a.csv").write_text("text,label\n" + "".join(f"t{i},x\n" for i in range(12)))
    report = corpus_check.check([str(tmp_path / "a.csv")])
    assert len(report["findings"]) == 12
    assert all("unknown label" in finding["message"] for finding in report["findings"])


def test_challenges() -> None:
    """The shipped model reaches these values on the challenge sets, and was trained on none."""
    trained_on = {row.text for row in corpus.read(corpus.default_files())}
    measured = load_model().manifest["metrics"]["challenges"]
    rows = corpus.read(corpus.labelled_challenge_files())
    assert len(rows) >= 250
    assert not trained_on & {row.text for row in rows}
    assert measured["cue_swaps"]["forced_accuracy"] >= 0.75
    assert measured["plain_vocabulary"]["forced_accuracy"] >= 0.70
    assert measured["perturbations"]["unchanged"] >= 0.92
