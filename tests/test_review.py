"""Reviewing labels: what is wrong comes first, no row speaks for itself, the list can be mended."""

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
    """Give rows another label at random, and drop source and pair, as in a file of a user's own."""
    drawn = random.Random(seed)  # noqa: S311  # a sample, no secret
    wrong = set(drawn.sample(range(len(rows)), round(share * len(rows))))
    return [
        replace(
            row,
            label=drawn.choice([x for x in LABELS if x != row.label]) if i in wrong else row.label,
            source="",
            pair="",
        )
        for i, row in enumerate(rows)
    ], {rows[i].text for i in wrong}


def test_flipped_labels_come_first(shipped: list[Row]) -> None:
    """Of as many rows as had their label flipped, a fifth, at least seven tenths are the flipped.

    The rows are those of a voice that the background, a third of the corpus, has not.
    """
    rows, wrong = poisoned([row for row in shipped if row.source == "finance"], 0.2, seed=0)
    found = review.review(rows, [row for row in shipped if row.source != "finance"][::3])
    first = {one.row.text for one in found[: len(wrong)]}
    assert len(rows) > 250
    assert len(first & wrong) / len(wrong) >= 0.7
    right = {row.text: row.label for row in shipped}
    mended = [one.suggested == right[one.row.text] for one in found if one.row.text in wrong]
    assert sum(mended) / len(mended) >= 0.7


def test_every_row_is_listed_in_order(small: list[Row]) -> None:
    """Each row is listed once, by falling score, and a doubted label gets another suggestion."""
    rows = small[:200]
    found = review.review(rows, small[200:])
    assert sorted(one.row.line for one in found) == sorted(row.line for row in rows)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all((one.suggested != one.row.label) == (one.kind == "label") for one in found)
    assert all((one.score > review.EVEN) == (one.kind == "label") for one in found)


def test_a_row_does_not_speak_for_itself(small: list[Row]) -> None:
    """A wrong label is doubted however often the row, or its pair or source, repeats it."""
    copies = [Row(BUDGET + " " * n, "leadership", file="x.csv", line=n) for n in range(20)]
    pairs = [Row(f"{BUDGET} for team {n}", "leadership", pair="p") for n in "ab" * 10]
    sources = [Row(f"{BUDGET} for site {n}", "leadership", source="s") for n in "cd" * 10]
    for rows in (copies, pairs, sources):
        found = review.review(rows, small)
        assert {(one.suggested, one.kind) for one in found} == {("management", "label")}


def test_conflicts_are_listed_not_raised(small: list[Row]) -> None:
    """One text with two labels, in the file or against the corpus, heads the list, side by side."""
    inside = [Row("Hold the budget", "management"), Row("hold  the BUDGET", "neither")]
    against = replace(small[5], label=next(x for x in LABELS if x != small[5].label), source="")
    plain = [Row("Takes blood samples", "neither")]
    found = review.review([inside[0], *plain, against, inside[1]], small)
    assert [one.kind for one in found[:3]] == ["conflict"] * 3
    assert {one.score for one in found[:3]} == {1.0}
    assert [one.row for one in found[:2]] == inside
    assert {one.suggested for one in found[:2]} == {"management"}
    assert found[2].row == against
    assert found[2].suggested in {against.label, small[5].label}


def test_near_duplicates(small: list[Row]) -> None:
    """Near duplicates stand side by side, higher where their labels differ; a pair is by design."""
    text = "Keep the ward's rota up to date each week and publish it"
    rows = [
        Row(text, "management"),
        Row("Takes blood samples", "neither"),
        Row(text + ".", "management"),
        Row("Walk the dogs of the shelter twice a day", "neither"),
        Row("Walk the dogs of the shelter, twice a day", "leadership"),
    ]
    found = review.review(rows, small)
    first = {one.row.text for one in found[:2]}
    assert first == {rows[3].text, rows[4].text}
    assert all(one.score >= 0.9 for one in found[:2])
    assert [one.row for one in found[2:4]] == [rows[0], rows[2]]
    assert {(one.kind, one.score) for one in found[2:4]} == {("near duplicate", review.EVEN)}
    tied = review.review([replace(row, pair="p") for row in rows], small)
    assert "near duplicate" not in {one.kind for one in tied}


def test_rows_of_the_corpus_are_not_compared_with_themselves(small: list[Row]) -> None:
    """Rows that are part of the corpus conflict with nothing and repeat nothing."""
    found = review.review([replace(row, file="mine.csv") for row in small[:40]], small)
    assert {one.row.file for one in found} == {"mine.csv"}
    assert {one.kind for one in found} <= {"label", ""}


def test_the_list_can_be_mended_and_trained_on(tmp_path: Path, small_corpus: Path) -> None:
    """`corpus review` writes a corpus file: with the suggestions as labels, `train` takes it."""
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
    assert tuple(listed[0]) == review.COLUMNS
    assert {(one["file"], one["line"]) for one in listed} == {
        (str(mine), str(line)) for line in range(2, len(rows) + 2)
    }
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, review.COLUMNS)
        writer.writeheader()
        writer.writerows({**one, "label": one["suggested"]} for one in listed)
    trained = CliRunner().invoke(commands, ["train", str(out), "-o", str(tmp_path / "model")])
    assert trained.exit_code == 0, trained.output
    manifest = json.loads((tmp_path / "model" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["corpus"]["rows"] == len(rows) - 1


def test_what_cannot_be_reviewed(tmp_path: Path) -> None:
    """A row without a label is told with file and line, and nothing is written."""
    (tmp_path / "mine.csv").write_text("text,label\nHold the budget,\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    result = CliRunner().invoke(
        commands, ["corpus", "review", str(tmp_path / "mine.csv"), "-o", str(out)]
    )
    assert result.exit_code == 1
    assert "mine.csv:2: no label yet" in result.stderr
    assert not out.exists()
