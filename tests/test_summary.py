"""The rule that decides a document's verdict."""

import pytest

from lmclassify.results import LABELS, Prediction, Statement
from lmclassify.summary import summarise


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
        ((1, 0, 8), "neither"),
        ((0, 0, 5), "neither"),
        ((0, 0, 0), "neither"),
    ],
)
def test_verdicts(counts: tuple[int, int, int], verdict: str) -> None:
    """With under a fifth in scope the verdict is neither; otherwise 60 % of the two decides."""
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
