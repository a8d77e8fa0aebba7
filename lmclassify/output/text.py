"""Results as text to be read in a terminal: statements, mix, verdict; and explanations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from textwrap import wrap
from typing import Final

from lmclassify.results import LABELS, DocumentResult, Explanation, Label, Prediction

Style = Callable[[str, str], str]
"""From a text and the name of a colour (or 'bold', 'dim') to the text so shown."""

COLOURS: Final[dict[Label, str]] = {
    "leadership": "magenta",
    "management": "cyan",
    "neither": "dim",
}
NOTE: Final = "Text is judged here, never a person."
_MARK: Final[dict[Label, str]] = {"leadership": "█", "management": "▒", "neither": "·"}
_LONGEST: Final = 600
_SHOWN_TERMS: Final = 12


def plain(text: str, _colour: str) -> str:
    """Show a text without colours."""
    return text


def document(result: DocumentResult, width: int, style: Style = plain) -> Iterator[str]:
    """Show a document: each statement with label and confidence, then the mix and the verdict.

    Parameters
    ----------
    result : DocumentResult
    width : int
        Columns to fill.
    style : callable, default without colours

    Yields
    ------
    str
        Lines.
    """
    yield style(visible(result.source), "bold")
    yield ""
    for statement, prediction in result.statements:
        yield from _statement(statement.text, prediction, width, style)
    if not result.statements:
        yield "no statements found (only headings or fragments)"
    yield ""
    yield from _summary(result, width, style)


def visible(text: str) -> str:
    """Fold white space and drop control characters, which a terminal might obey.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def certainty(confidence: float) -> float:
    """Give the confidence to show: a model is never certain, so 100 % is left to sums.

    Parameters
    ----------
    confidence : float

    Returns
    -------
    float
        At most 0.99.
    """
    return min(confidence, 0.99)


def _statement(text: str, prediction: Prediction, width: int, style: Style) -> Iterator[str]:
    label = prediction.label
    mixed = " both" if prediction.mixed else ""
    head = f"{label:<10} {certainty(prediction.confidence):>4.0%}{mixed:<5}  "
    shown = visible(text)
    shown = shown if len(shown) <= _LONGEST else shown[:_LONGEST] + " …"
    for index, line in enumerate(
        wrap(shown, max(width - len(head), 30), break_on_hyphens=False) or [""]
    ):
        lead = style(head, COLOURS[label]) if index == 0 else " " * len(head)
        yield lead + (style(line, "dim") if label == "neither" else line)


def _summary(result: DocumentResult, width: int, style: Style) -> Iterator[str]:
    summary = result.summary
    total = sum(summary.counts.values())
    if total:
        bar = max(min(width - 4, 60), 20)
        yield _bar(summary.counts, total, bar, style)
        yield "  ".join(
            style(f"{_MARK[label]} {label} {summary.counts[label]}", COLOURS[label])
            for label in LABELS
        )
        yield ""
    if summary.leadership is None or summary.management is None:
        shares = ""
    else:
        shares = (
            f"  (of what is either: leadership {summary.leadership:.0%}, "
            f"management {summary.management:.0%})"
        )
    yield style(f"Verdict: {summary.verdict}", "bold") + shares
    if summary.practices:
        ranked = sorted(summary.practices.items(), key=lambda pair: -pair[1])
        asked = ", ".join(f"{name} {count}" for name, count in ranked if count)
        unasked = ", ".join(name for name, count in ranked if not count)
        yield f"Practices that it clearly asks for: {asked or 'none'}"
        if asked and unasked:
            yield f"  and does not clearly ask for: {unasked}"
    yield style(NOTE, "dim")


def _bar(counts: Mapping[Label, int], total: int, width: int, style: Style) -> str:
    ends, seen = [0], 0
    for label in LABELS:
        seen += counts[label]
        ends.append(round(width * seen / total))
    return "".join(
        style(_MARK[label] * (last - first), COLOURS[label])
        for label, first, last in zip(LABELS, ends, ends[1:], strict=False)
    )


def explanation(found: Explanation, style: Style = plain) -> Iterator[str]:
    """Show an explanation: what each term adds to each label, and that it sums up.

    Parameters
    ----------
    found : Explanation
    style : callable, default without colours

    Yields
    ------
    str
        Lines.
    """
    labels = tuple(found.logits)
    prediction = found.prediction
    yield style(visible(found.text), "bold")
    yield ""
    verdict = f"{prediction.label} {certainty(prediction.confidence):.0%}"
    mixed = ", mixed: it does both" if prediction.mixed else ""
    known = f"the model knows {prediction.coverage:.0%} of its terms"
    if not prediction.coverage:
        known += ", so this says nothing of the text"
    yield style(verdict, COLOURS[prediction.label]) + f"{mixed} ({known})"
    yield ""
    head = f"{'term':<26}" + "".join(f"{label:>12}" for label in labels)
    yield style(head, "dim")
    rows = [(term.term, term.contributions) for term in found.terms[:_SHOWN_TERMS]]
    rest = found.terms[_SHOWN_TERMS:]
    if rest:
        remainder = {x: sum(term.contributions[x] for term in rest) for x in labels}
        rows.append((f"({len(rest)} more terms)", remainder))
    rows.append(("(where each label starts)", found.intercept))
    for name, values in rows:
        yield f"{name:<26}" + "".join(f"{values[label]:>+12.3f}" for label in labels)
    yield f"{'sum':<26}" + "".join(f"{found.logits[label]:>+12.3f}" for label in labels)
    yield f"{'probability':<26}" + "".join(
        f"{prediction.probabilities[label]:>12.1%}" for label in labels
    )
    yield ""
    yield style("word* stands for every word that begins so. " + NOTE, "dim")
