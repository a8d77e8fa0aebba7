"""The labels, sides, verdicts and practices, and the order in which they are listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Literal, get_args

Label = Literal["leadership", "management", "neither"]
"""What one statement is about; see ``corpus/LABELLING.md``."""

Side = Literal["leadership", "management"]
"""The two labels between which a two-way choice is made."""

Verdict = Literal["mostly leadership", "mostly management", "balanced", "neither", "withheld"]
"""What a whole document is about."""

Practice = Literal["plan", "organise", "implement", "monitor", "scan", "focus", "align", "inspire"]
"""The practices of those who manage (the first four) and of those who lead."""

LABELS: tuple[Label, ...] = get_args(Label)
"""The labels in the order in which the package always lists them."""

SIDES: Final[tuple[Side, ...]] = get_args(Side)
"""Leadership and management, in the order in which the package always lists them."""

Progress = Callable[[int, int], object]
"""Called with the number of steps done so far, and their total."""

PRACTICES: Final[Mapping[Practice, Side]] = {
    "plan": "management",
    "organise": "management",
    "implement": "management",
    "monitor": "management",
    "scan": "leadership",
    "focus": "leadership",
    "align": "leadership",
    "inspire": "leadership",
}
"""The eight practices of the Leading, Managing and Governing model, and the label of each."""


SMALL_WORDS: Final = "small words"
"""What stands in explanations for the function words of a text: "the", "of", "and", …"""
