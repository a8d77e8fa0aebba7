"""The rule that decides a document's verdict."""

import pytest

from lmclassify.results import LABELS, Prediction, Statement
from lmclassify.summary import summarise, summarise_sections


def classified(
    leadership: int, management: int, neither: int
) -> list[tuple[Statement, Prediction]]:
    """Make this many statements of each label, each with probability 1."""
    counts = zip(LABELS, (leadership, management, neither), strict=True)
    return [
        (
            Statement("x", 0, 1),
            Prediction(
                label, 1.0, {x: float(x == label) for x in LABELS}, False, "management", 1.0
            ),
        )
        for label, count in counts
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ((6, 4, 0), "mostly leadership"),
        ((4, 6, 0), "mostly management"),
        ((11, 9, 0), "balanced"),
        ((2, 0, 8), "mostly leadership"),
        ((3, 0, 17), "mostly leadership"),
        ((1, 0, 6), "neither"),
        ((0, 0, 5), "neither"),
        ((0, 0, 0), "neither"),
    ],
)
def test_verdicts(counts: tuple[int, int, int], verdict: str) -> None:
    """With under 15 % in scope the verdict is neither; otherwise 60 % of the two decides."""
    summary = summarise(classified(*counts))
    assert summary.verdict == verdict
    assert tuple(summary.counts.values()) == counts
    if counts[0] + counts[1]:
        assert summary.leadership == pytest.approx(counts[0] / (counts[0] + counts[1]))
        assert sum(summary.shares.values()) == pytest.approx(1)
        assert summary.in_scope == counts[0] + counts[1]
    else:
        assert summary.leadership is summary.management is None
        assert summary.shares == {}


@pytest.mark.parametrize(
    ("counts", "rivals"),
    [
        ((0, 20, 0), ()),
        ((7, 12, 0), ("balanced",)),
        ((2, 2, 0), ("mostly management", "mostly leadership")),
        ((13, 7, 0), ("balanced",)),
        ((40, 41, 0), ()),
        ((1, 1, 20), ()),
    ],
)
def test_rivals(counts: tuple[int, int, int], rivals: tuple[str, ...]) -> None:
    """The verdicts that the interval reaches are named; if the document is about neither, none."""
    assert summarise(classified(*counts)).rivals == rivals


def test_sections() -> None:
    """Statements go with the heading above; a stem or a heading without statements has none."""
    pairs = [
        (Statement("x", place, place + 1), prediction)
        for place, (_, prediction) in zip((5, 30, 60, 70), classified(1, 2, 1), strict=True)
    ]
    headings = [
        Statement("Ward manager", 10, 12),
        Statement("Main duties and responsibilities:", 20, 22),
        Statement("The post holder will:", 50, 52),
        Statement("Pay", 65, 66),
    ]
    sections = summarise_sections(pairs, headings)
    assert [(s.heading, s.start, tuple(s.counts.values())) for s in sections] == [
        ("", 5, (1, 0, 0)),
        ("Main duties and responsibilities", 30, (0, 2, 0)),
        ("Pay", 70, (0, 0, 1)),
    ]
    assert [s.leadership for s in sections] == [1.0, 0.0, None]
    assert summarise_sections([], headings) == ()
