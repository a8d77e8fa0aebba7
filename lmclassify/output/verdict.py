"""What is said beside a verdict: how sure it is, what is usual, and how the sections differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lmclassify.results import SIDES, Section, Standing, Summary
from lmclassify.usual import KINDS

_NEARLY_ALL: Final = 0.95
_MIDDLE: Final = 0.55
HEADLESS: Final = "(before the first heading)"


def describe_rivals(summary: Summary) -> str:
    """Describe which other verdicts are as likely; empty if the verdict is clear.

    >>> counts = {"leadership": 7, "management": 12, "neither": 15}
    >>> describe_rivals(Summary(counts, 0.38, 0.62, "mostly management", rivals=("balanced",)))
    'too close to call: it may also be balanced'
    """
    if not summary.rivals:
        return ""
    why = "too close to call" if len(summary.rivals) == 1 else "too few statements to tell"
    return f"{why}: it may also be {' or '.join(summary.rivals)}"


def describe_standing(summary: Summary) -> str:
    """Describe what the leadership share is, how sure, and how many documents have less or more.

    Empty if no statement is in scope.

    >>> counts = {"leadership": 7, "management": 12, "neither": 15}
    >>> summary = Summary(counts, 0.38, 0.62, "mostly management", interval=(0.25, 0.53))
    >>> describe_standing(summary)
    'Leadership 38 % (likely 25 to 53 %)'
    """
    if summary.leadership is None:
        return ""
    said = f"Leadership {100 * summary.leadership:.0f} %"
    if summary.interval:
        low, high = (f"{100 * end:.0f}" for end in summary.interval)
        said += f" (likely {low} to {high} %)"
    return said + (f": {compare_standing(summary.standing)}" if summary.standing else "")


def compare_standing(standing: Standing) -> str:
    """Compare a leadership share with those of real documents.

    >>> compare_standing(Standing(61, 0.62, 0.38))
    'higher than in about 6 in 10 of 61 real documents'
    >>> compare_standing(Standing(12, 0.0, 1.0, "health"))
    'lower than in nearly all of 12 real documents of health services'
    """
    what = f"{standing.n} real documents"
    if standing.kind:
        what += f" of {KINDS[standing.kind]}"
    part = max(standing.less, standing.more)
    if part <= _MIDDLE:
        return f"about the middle of {what}"
    than = "higher than in" if standing.less >= standing.more else "lower than in"
    many = "nearly all" if part >= _NEARLY_ALL else f"about {10 * part:.0f} in 10"
    return f"{than} {many} of {what}"


def sections_in_scope(sections: Sequence[Section]) -> list[Section]:
    """Return the sections with statements in scope; none if the document is one section."""
    if len(sections) < 2:
        return []
    return [section for section in sections if any(section.counts[side] for side in SIDES)]
