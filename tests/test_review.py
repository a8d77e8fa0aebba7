"""Reviewing labels: wrong ones rank first, no row vouches for itself, the result is a corpus."""

import csv
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from lmclassify import corpus
from lmclassify.cli import commands
from lmclassify.corpus import Row
from lmclassify.curation import review
from lmclassify.results import LABELS
from tests.conftest import write_corpus

BUDGET = "Prepare the weekly rota and approve timesheets"


@pytest.fixture(scope="module")
def shipped() -> list[Row]:
    return corpus.read(corpus.default_files())


@pytest.fixture(scope="module")
def small(small_corpus: Path) -> list[Row]:
    return corpus.read([small_corpus])


def poisoned(rows: Sequence[Row], share: float, seed: int) -> tuple[list[Row], set[str]]:
    """Flip labels at random, and drop source and pair, which a user's own file has not."""
    rng = random.Random(seed)  # noqa: S311  # a sample, no secret
    wrong = set(rng.sample(range(len(rows)), round(share * len(rows))))
    return [
        replace(
            row,
            label=rng.choice([x for x in LABELS if x != row.label]) if i in wrong else row.label,
            source="",
            pair="",
        )
        for i, row in enumerate(rows)
    ], {rows[i].text for i in wrong}


def test_flipped_labels_come_first(shipped: list[Row]) -> None:
    """With a fifth of the labels flipped, at least 70 % of the first fifth are flipped ones.

    The rows are of one source; the background, a third of the corpus, has none of it.
    """
    rows, wrong = poisoned([row for row in shipped if row.source == "finance"], 0.2, seed=0)
    ranking = review.review(rows, [row for row in shipped if row.source != "finance"][::3])
    first = {reviewed.row.text for reviewed in ranking[: len(wrong)]}
    assert len(rows) > 250
    assert len(first & wrong) / len(wrong) >= 0.7
    true_labels = {row.text: row.label for row in shipped}
    corrected = [
        reviewed.suggested == true_labels[reviewed.row.text]
        for reviewed in ranking
        if reviewed.row.text in wrong
    ]
    assert sum(corrected) / len(corrected) >= 0.7


def test_every_row_is_listed_in_order(small: list[Row]) -> None:
    """Each row is listed once, by falling score; a doubtful label has another suggestion."""
    rows = small[:200]
    ranking = review.review(rows, small[200:])
    assert sorted(reviewed.row.line for reviewed in ranking) == sorted(row.line for row in rows)
    scores = [reviewed.score for reviewed in ranking]
    assert scores == sorted(scores, reverse=True)
    for reviewed in ranking:
        is_doubtful = reviewed.kind == "label"
        assert (reviewed.suggested != reviewed.row.label) == is_doubtful
        assert (reviewed.score > review.EVEN_SCORE) == is_doubtful


def test_a_row_does_not_vouch_for_itself(small: list[Row]) -> None:
    """A wrong label is doubtful however often the row, or its pair or source, repeats it."""
    copies = [Row(BUDGET + " " * n, "leadership", file="x.csv", line=n) for n in range(20)]
    pairs = [Row(f"{BUDGET} for team {n}", "leadership", pair="p") for n in "ab" * 10]
    sources = [Row(f"{BUDGET} for site {n}", "leadership", source="s") for n in "cd" * 10]
    for rows in (copies, pairs, sources):
        ranking = review.review(rows, small)
        assert {(reviewed.suggested, reviewed.kind) for reviewed in ranking} == {
            ("management", "label")
        }


def test_conflicts_are_listed_first(small: list[Row]) -> None:
    """A text with two labels, in the file or against the corpus, comes first, with its twin."""
    inside = [Row("Hold the budget", "management"), Row("hold  the BUDGET", "neither")]
    against = replace(small[5], label=next(x for x in LABELS if x != small[5].label), source="")
    plain = [Row("Takes blood samples", "neither")]
    ranking = review.review([inside[0], *plain, against, inside[1]], small)
    assert [reviewed.kind for reviewed in ranking[:3]] == ["conflict"] * 3
    assert {reviewed.score for reviewed in ranking[:3]} == {1.0}
    assert [reviewed.row for reviewed in ranking[:2]] == inside
    assert {reviewed.suggested for reviewed in ranking[:2]} == {"management"}
    assert ranking[2].row == against
    assert ranking[2].suggested in {against.label, small[5].label}


def test_near_duplicates(small: list[Row]) -> None:
    """Near duplicates are neighbours and rank higher if their labels differ; pairs are exempt."""
    text = "Keep the ward's rota up to date each week and publish it"
    rows = [
        Row(text, "management"),
        Row("Free parking on site and 27 days of annual leave", "neither"),
        Row(text + ".", "management"),
        Row("Walk the dogs of the shelter twice a day", "neither"),
        Row("Walk the dogs of the shelter, twice a day", "leadership"),
    ]
    ranking = review.review(rows, small)
    first = {reviewed.row.text for reviewed in ranking[:2]}
    assert first == {rows[3].text, rows[4].text}
    assert all(reviewed.score >= 0.9 for reviewed in ranking[:2])
    assert [reviewed.row for reviewed in ranking[2:4]] == [rows[0], rows[2]]
    assert {(reviewed.kind, reviewed.score) for reviewed in ranking[2:4]} == {
        ("near duplicate", review.EVEN_SCORE)
    }
    pair = review.review([replace(row, pair="p") for row in rows], small)
    assert "near duplicate" not in {reviewed.kind for reviewed in pair}


def test_rows_of_the_corpus_are_not_compared_with_themselves(small: list[Row]) -> None:
    """Rows that are in the corpus too are no conflicts and no near duplicates."""
    ranking = review.review([replace(row, file="mine.csv") for row in small[:40]], small)
    assert {reviewed.row.file for reviewed in ranking} == {"mine.csv"}
    assert {reviewed.kind for reviewed in ranking} <= {"label", ""}


def test_the_result_can_be_corrected_and_trained_on(tmp_path: Path, small_corpus: Path) -> None:
    """`corpus review` writes a corpus file; with the suggestions as labels, it is trained on."""
    rows = [replace(row, source="", pair="") for row in corpus.read([small_corpus])[::3]]
    rows.append(replace(rows[0], label=next(x for x in LABELS if x != rows[0].label)))
    mine = write_corpus(tmp_path / "mine.csv", [replace(row, practice="") for row in rows])
    out = tmp_path / "out.csv"
    result = CliRunner().invoke(
        commands, ["corpus", "review", str(mine), "--corpus", str(small_corpus), "-o", str(out)]
    )
    assert result.exit_code == 0, result.output
    assert f"Statements: {len(rows):,}; to look at: conflict 2, label" in result.stderr
    with out.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert tuple(listed[0])[: len(review.COLUMNS)] == review.COLUMNS
    assert {(row["file"], row["line"]) for row in listed} == {
        (str(mine), str(line)) for line in range(2, len(rows) + 2)
    }
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows({**row, "label": row["suggested"]} for row in listed)
    # A fifth of the labels of the shipped corpus is changed, which `train` objects to.
    train = ["train", str(out), "-o", str(tmp_path / "model")]
    refused = CliRunner().invoke(commands, train)
    assert refused.exit_code == 1
    assert "labels differ from last time" in refused.stderr
    trained = CliRunner().invoke(commands, [*train, "--force"])
    assert trained.exit_code == 0, trained.output
    manifest = json.loads((tmp_path / "model" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["corpus"]["rows"] == len(rows) - 1


def test_a_row_without_a_label_is_an_error(tmp_path: Path) -> None:
    """A row without a label is an error with file and line, and nothing is written."""
    (tmp_path / "mine.csv").write_text("text,label\nHold the budget,\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    result = CliRunner().invoke(
        commands, ["corpus", "review", str(tmp_path / "mine.csv"), "-o", str(out)]
    )
    assert result.exit_code == 1
    assert "mine.csv:2: no label yet" in result.stderr
    assert not out.exists()
