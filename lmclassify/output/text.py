"""Results as text for a terminal: documents with their statements and summary, and explanations."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Final

from lmclassify.escaping import escape_controls
from lmclassify.output import verdict
from lmclassify.results import (
    LABELS,
    SIDES,
    DocumentResult,
    Label,
    Practice,
    Prediction,
    Section,
    Statement,
    Summary,
)

Style = Callable[[str, str], str]
"""Takes a text and the name of a colour (or 'bold', 'dim'); returns the text in that style."""

DISCLAIMER: Final = "This describes the text, never a person."
ABOUT: Final = (
    "Management keeps present work going well; leadership gives direction, builds commitment and "
    "brings change; everything else is neither. The labels come from a model of words and word "
    "pairs. It knows nothing of the situation behind a statement or of the people it is about: do "
    "not use it to rate, select or reject people."
)
COLOURS: Final[Mapping[Label, str]] = {
    "leadership": "magenta",
    "management": "cyan",
    "neither": "dim",
}
_BAR_MARKS: Final[Mapping[Label, str]] = {"leadership": "█", "management": "▒", "neither": "·"}
_MAX_STATEMENT_LENGTH: Final = 600
_SECTIONS_SHOWN: Final = 8
_HEADING_WIDTH: Final = 40


def no_style(text: str, _style: str) -> str:
    """Return a text as it is."""
    return text


def printable(text: str) -> str:
    r"""Fold white space, and drop control characters, which a terminal might obey.

    >>> printable("Sets the\n  budget\x1b")
    'Sets the budget'
    """
    folded = " ".join(text.split())
    return folded if folded.isprintable() else "".join(filter(str.isprintable, folded))


def percent(share: float) -> str:
    """Format a share in per cent.

    >>> percent(0.384)
    '38 %'
    """
    return f"{100 * share:.0f} %"


def shown_probability(probability: float) -> float:
    """Return the probability to show: at most 0.99, because a model is never certain."""
    return min(probability, 0.99)


def document_lines(result: DocumentResult, width: int, style: Style = no_style) -> Iterator[str]:
    """Yield the lines that show a document: its statements with their labels, then its summary.

    Parameters
    ----------
    result : DocumentResult
        The classified document.
    width : int
        The number of columns to fill.
    style : callable, default `no_style`
        What colours the lines.
    """
    yield style(escape_controls(result.source), "bold")
    yield ""
    headings = deque(result.headings)
    for statement, prediction in result.statements:
        while headings and headings[0].start < statement.start:
            yield _heading_line(headings.popleft(), style)
        yield from _statement_lines(statement.text, prediction, width, style)
    yield from (_heading_line(heading, style) for heading in headings)
    if not result.statements:
        yield "no statements found: only headings or fragments"
    yield ""
    yield from _summary_lines(result, width, style)


def _heading_line(heading: Statement, style: Style) -> str:
    return style(f"{'heading':<23}{printable(heading.text)}", "dim")


def describe_shares(summary: Summary) -> str:
    """Describe how the statements in scope divide between leadership and management.

    >>> counts = {"leadership": 7, "management": 12, "neither": 15}
    >>> describe_shares(Summary(counts, 0.38, 0.62, "mostly management"))
    '19 statements of leadership or management; by probability, 38 % leadership and 62 % management'
    """
    n = summary.in_scope
    statements = f"{n} statement{'' if n == 1 else 's'} of leadership or management"
    shares = " and ".join(f"{percent(share)} {side}" for side, share in summary.shares.items())
    return f"{statements}; by probability, {shares}" if shares else statements


def describe_practices(counts: Mapping[Practice, int]) -> str:
    """List how many statements ask for each practice, the most frequent practice first.

    >>> describe_practices({"plan": 2, "monitor": 5, "scan": 0})
    'Practices: monitor 5, plan 2. Not found: scan'
    """
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    counted = ", ".join(f"{name} {count}" for name, count in ranked if count)
    missing = ", ".join(name for name, count in ranked if not count)
    if not counted:
        return "Practices: none found"
    return f"Practices: {counted}" + (f". Not found: {missing}" if missing else "")


def _statement_lines(text: str, prediction: Prediction, width: int, style: Style) -> Iterator[str]:
    label = prediction.label
    mixed = " both" if prediction.mixed else ""
    head = f"{label:<10} {percent(shown_probability(prediction.confidence)):>5}{mixed:<5}  "
    shown = printable(text)
    if len(shown) > _MAX_STATEMENT_LENGTH:
        shown = shown[:_MAX_STATEMENT_LENGTH] + " …"
    lines = wrap(shown, max(width - len(head), 30), break_on_hyphens=False) or [""]
    for index, line in enumerate(lines):
        lead = style(head, COLOURS[label]) if index == 0 else " " * len(head)
        yield lead + (style(line, "dim") if label == "neither" else line)


def _summary_lines(result: DocumentResult, width: int, style: Style) -> Iterator[str]:
    summary = result.summary
    if any(summary.counts.values()):
        yield _bar(summary.counts, max(min(width - 4, 60), 20), style)
        yield "  ".join(
            style(f"{_BAR_MARKS[label]} {label} {summary.counts[label]}", COLOURS[label])
            for label in LABELS
        )
        yield ""
    sections = verdict.sections_in_scope(result.sections)
    yield from _section_lines(sections, style)
    rivals = verdict.describe_rivals(summary)
    yield style(f"Verdict: {summary.verdict}" + (f", {rivals}" if rivals else ""), "bold")
    if summary.in_scope:
        yield from wrap(describe_shares(summary), width, subsequent_indent="  ")
        yield from wrap(verdict.describe_standing(summary), width, subsequent_indent="  ")
    if summary.practices:
        yield from wrap(describe_practices(summary.practices), width, subsequent_indent="  ")
    yield style(DISCLAIMER, "dim")


def _section_lines(sections: Sequence[Section], style: Style) -> Iterator[str]:
    """Yield the mix of each section, if they are few enough to be read."""
    if not 1 < len(sections) <= _SECTIONS_SHOWN:
        return
    names = [shorten(printable(section.heading) or verdict.HEADLESS) for section in sections]
    width = max(map(len, names))
    yield style(f"{'Section':<{width}}" + "".join(f"{side:>12}" for side in SIDES), "dim")
    for name, section in zip(names, sections, strict=True):
        yield f"{name:<{width}}" + "".join(f"{section.counts[side]:>12}" for side in SIDES)
    yield ""


def shorten(text: str, length: int = _HEADING_WIDTH) -> str:
    """Cut a text to a length.

    >>> shorten("What we are looking for", 12)
    'What we are…'
    """
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _bar(counts: Mapping[Label, int], width: int, style: Style) -> str:
    total = sum(counts.values())
    ends, running = [0], 0
    for label in LABELS:
        running += counts[label]
        ends.append(round(width * running / total))
    return "".join(
        style(_BAR_MARKS[label] * (last - first), COLOURS[label])
        for label, first, last in zip(LABELS, ends, ends[1:], strict=False)
    )
