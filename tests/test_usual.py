"""What is usual: the shipped figures, places among them, and what is said of them."""

import json
import time
from itertools import pairwise

import pytest
from click.testing import CliRunner

from lmclassify import Document, classify_document, load_model
from lmclassify.cli import commands
from lmclassify.output.verdict import compare_standing, describe_rivals, describe_standing
from lmclassify.results import PRACTICES, DocumentResult, Standing, Summary
from lmclassify.summary import share_interval
from lmclassify.usual import (
    ALL,
    FILE,
    KINDS,
    MIN_IN_SCOPE,
    STEPS,
    find_rare_practices,
    find_standing,
    model_identity,
    place,
    read_figures,
    usual_practices,
)
from tests.conftest import EXAMPLES

FIGURES = json.loads(FILE.read_text(encoding="utf-8"))
N = FIGURES["leadership"][ALL]["n"]


@pytest.fixture(scope="module")
def ward() -> DocumentResult:
    return classify_document(EXAMPLES / "ward_manager.txt")


def test_the_figures_are_those_of_the_shipped_model() -> None:
    """After a training, scripts/usual.py must be run again."""
    assert FIGURES["model"] == model_identity(load_model().manifest)


def test_the_figures_are_complete() -> None:
    """Every kind has rising quantiles and at least ten documents; every practice has figures."""
    assert set(FIGURES["leadership"]) == {ALL, *KINDS}
    for group in FIGURES["leadership"].values():
        assert len(group["quantiles"]) == STEPS + 1
        assert all(low <= high for low, high in pairwise(group["quantiles"]))
        assert group["n"] >= 10
    assert FIGURES["documents"]["compared"] == FIGURES["leadership"][ALL]["n"]
    assert list(usual_practices(FIGURES)) == list(PRACTICES)


def test_another_model_has_no_figures() -> None:
    """The shares that another model finds are not compared with these."""
    manifest = load_model().manifest
    files = {**manifest["files"], "weights.f32": {"sha256": "0" * 64}}
    assert read_figures({**manifest, "files": files}) is None
    assert read_figures({}) is None


def test_places() -> None:
    """Less and more are parts of the documents; those that look the same are neither."""
    quantiles = [0.0, 0.0, 0.0, 0.2, 0.4]
    assert place(0.0, quantiles) == (0.0, 0.5)
    assert place(0.3, quantiles) == pytest.approx((0.875, 0.125))
    assert place(0.9, quantiles) == (1.0, 0.0)
    assert place(0.1, [0.2, 0.4]) == (0.0, 1.0)
    for value in (0.0, 0.11, 0.23, 0.51, 0.7, 1.0):
        less, more = place(value, FIGURES["leadership"][ALL]["quantiles"])
        assert less >= 0
        assert more >= 0
        assert less + more <= 1 + 1e-9


def test_few_statements_are_not_compared() -> None:
    """With fewer than five statements in scope, or no share, there is no standing."""
    few = Summary(
        {"leadership": 2, "management": MIN_IN_SCOPE - 3, "neither": 0}, 0.5, 0.5, "balanced"
    )
    assert find_standing(few, FIGURES) is None
    enough = Summary({"leadership": 2, "management": 3, "neither": 0}, 0.5, 0.5, "balanced")
    assert find_standing(enough, FIGURES) == Standing(
        N, *place(0.5, FIGURES["leadership"][ALL]["quantiles"])
    )
    assert find_standing(enough, None) is None
    with pytest.raises(ValueError, match="the kinds are health"):
        find_standing(enough, FIGURES, "hospital")


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing(61, 0.9, 0.1), "higher than in about 9 in 10 of 61 real documents"),
        (Standing(61, 0.98, 0.0), "higher than in nearly all of 61 real documents"),
        (Standing(61, 0.0, 0.75), "lower than in about 8 in 10 of 61 real documents"),
        (Standing(61, 0.5, 0.48), "about the middle of 61 real documents"),
        (Standing(9, 0.3, 0.7, "public"), "lower than in about 7 in 10 of 9 real documents of "
         "public services"),
    ],
)  # fmt: skip
def test_what_is_said(standing: Standing, said: str) -> None:
    """The place is said in tenths, with the number and the kind of documents."""
    assert compare_standing(standing) == said


def test_text_and_json_say_it(ward: DocumentResult) -> None:
    """`classify` shows interval, place and rival verdicts; JSON has them as numbers."""
    summary = ward.summary
    path = str(EXAMPLES / "ward_manager.txt")
    text = CliRunner().invoke(commands, ["classify", path]).stdout
    assert describe_standing(summary) in text
    assert f"Verdict: {summary.verdict}, {describe_rivals(summary)}" in text
    record = json.loads(CliRunner().invoke(commands, ["classify", path, "--format", "json"]).stdout)
    (document,) = record["documents"]
    assert summary.interval is not None
    assert document["summary"]["interval"] == list(summary.interval)
    assert document["summary"]["rivals"] == list(summary.rivals)
    assert document["summary"]["standing"]["n"] == N
    assert [section["heading"] for section in document["sections"]] == [
        section.heading for section in ward.sections
    ]


def test_the_kind_decides_the_documents(ward: DocumentResult) -> None:
    """With --kind, only documents of that kind are compared with."""
    arguments = ["classify", str(EXAMPLES / "ward_manager.txt"), "--kind", "health"]
    n = FIGURES["leadership"]["health"]["n"]
    said = CliRunner().invoke(commands, arguments).stdout
    assert f"of {n} real documents of health services" in " ".join(said.split())
    assert ward.summary.standing is not None
    assert ward.summary.standing.kind is None


@pytest.mark.parametrize("options", [{"two_way": True}, {"use_context": False}])
def test_other_ways_to_classify_are_not_compared(options: dict[str, bool]) -> None:
    """The figures hold for three labels in context only."""
    result = classify_document(EXAMPLES / "ward_manager.txt", **options)  # type: ignore[arg-type]
    assert result.summary.standing is None
    assert result.summary.interval is not None


def test_the_interval() -> None:
    """It has the share inside, narrows with n, stays within 0 and 1, and takes no time."""
    for share in (0.0, 0.1, 0.5, 1.0):
        widths = []
        for n in (1, 5, 20, 100):
            low, high = share_interval(share, n)
            assert 0 <= low <= share + 1e-12
            assert share - 1e-12 <= high <= 1
            widths.append(high - low)
        assert widths == sorted(widths, reverse=True)
    start = time.perf_counter()
    share_interval(0.4, 60)
    assert time.perf_counter() - start < 0.002


def test_rare_practices() -> None:
    """Rare is a practice without a statement, or with less than half of the usual share."""
    counts = {"leadership": 5, "management": 45, "neither": 0}
    practices = dict.fromkeys(PRACTICES, 10) | {"scan": 0, "implement": 3, "plan": 1}
    summary = Summary(counts, 0.1, 0.9, "mostly management", practices)  # type: ignore[arg-type]
    assert find_rare_practices(summary, FIGURES) == ["implement", "scan"]
    assert find_rare_practices(summary, None) == ["scan"]


def test_a_text_in_another_language_has_no_interval() -> None:
    """If the verdict is withheld, so is everything said beside it."""
    text = "• Der Leiter plant das Budget der Abteilung und führt die Mitarbeiter.\n" * 12
    summary = classify_document(Document("x", text)).summary
    assert (summary.leadership, summary.interval, summary.standing) == (None, None, None)
    assert summary.rivals == ()
