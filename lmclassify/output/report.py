"""Classified documents as one HTML page, which works offline, without scripts, and in print.

The template is ``templates/report.html``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, TextIO

from lmclassify import templates
from lmclassify.documents.blocks import BULLETS
from lmclassify.model import Model
from lmclassify.model.practices import MIN_PRACTICE_PROBABILITY
from lmclassify.output import reasons
from lmclassify.output import text as text_view
from lmclassify.output.advice import describe_surroundings
from lmclassify.output.run import Run
from lmclassify.output.text import printable
from lmclassify.output.wording import LICENCE
from lmclassify.results import (
    LABELS,
    PRACTICES,
    SIDES,
    DocumentResult,
    Explanation,
    Practice,
    Side,
    Summary,
)
from lmclassify.summary import MIN_IN_SCOPE_SHARE, MOSTLY_SHARE

STRONGEST_SHOWN: Final = 3
CLEAR_WORDS: Final = 4
"""A shorter statement is a fragment, which says little to a reader."""
PRACTICE_MEANINGS: Final[dict[Practice, str]] = {
    "plan": "goals, plans, resources, risks",
    "organise": "structure, systems, staff",
    "implement": "coordinating, keeping work going",
    "monitor": "checking, feedback, better processes",
    "scan": "needs, trends, opportunities",
    "focus": "mission, strategy, priorities",
    "align": "uniting, teamwork, commitment",
    "inspire": "example, trust, challenge, learning",
}
_HAS_WORD: Final = re.compile(r"[^\W\d_]{2}")
ITEM_MARK: Final = re.compile(r"^\(?[ivxIVX]+[.)]?$")
LINE_MARKS: Final = f" #*+-–—{BULLETS}"


def render(
    results: Sequence[DocumentResult],
    model: Model,
    *,
    two_way: bool = False,
    use_context: bool = True,
    origin: str = "",
) -> str:
    """Render a report as a whole HTML page.

    Parameters
    ----------
    results : sequence of DocumentResult
        At least one; if there are several, a table compares them first.
    model : Model
        The model that classified them; it gives the reasons.
    two_way : bool, default False
        Whether the choice was between leadership and management only.
    use_context : bool, default True
        Whether the lines around a statement were taken into account.
    origin : str, optional
        Program, model and date.
    """
    return templates.render(
        "report.html",
        origin=printable(origin),
        documents=[_document(result, model, two_way, use_context) for result in results],
        licence=LICENCE,
        meanings=PRACTICE_MEANINGS,
        **shared_values(),
    )


def write(results: Iterable[DocumentResult], run: Run, stream: TextIO) -> None:
    """Write a report on documents."""
    page = render(
        list(results),
        run.model,
        two_way=run.two_way,
        use_context=run.use_context,
        origin=run.describe(),
    )
    stream.write(page)


def shared_values() -> dict[str, Any]:
    """Return what the templates of the report and of the page both use."""
    return {
        "labels": LABELS,
        "sides": SIDES,
        "disclaimer": text_view.DISCLAIMER,
        "min_in_scope": _percent(MIN_IN_SCOPE_SHARE),
        "mostly": _percent(MOSTLY_SHARE),
        "min_practice": _percent(MIN_PRACTICE_PROBABILITY),
    }


def _document(
    result: DocumentResult, model: Model, two_way: bool, use_context: bool
) -> dict[str, Any]:
    ends = [0, *(statement.end for statement, _ in result.statements)]
    practices = result.practices or (None,) * len(result.statements)
    summary = result.summary
    total = len(result.statements) or 1
    explanations = model.explain_document(
        [statement.text for statement, _ in result.statements],
        two_way=two_way,
        use_context=use_context,
    )
    return {
        "source": printable(result.source),
        "statements": [
            {
                "before": _lines(result.text[end : statement.start]),
                "text": printable(statement.text),
                "label": prediction.label,
                "confidence": text_view.shown_probability(prediction.confidence),
                "percent": _percent(text_view.shown_probability(prediction.confidence)),
                "mixed": prediction.mixed,
                "practice": practice,
                "reasons": _reasons(explanation),
            }
            for end, practice, (statement, prediction), explanation in zip(
                ends, practices, result.statements, explanations, strict=False
            )
        ],
        "after": _lines(result.text[ends[-1] :]),
        "counts": summary.counts,
        "shares": {label: summary.counts[label] / total for label in LABELS},
        "in_scope": _no_break(text_view.describe_shares(summary)) if summary.in_scope else "",
        "verdict": summary.verdict,
        "profile": _profile(summary) if summary.practices else {},
        "notes": result.notes,
        "strongest": {side: strongest(side, result) for side in SIDES},
        **describe_surroundings(result, model),
    }


def _lines(text: str) -> list[str]:
    """Return the lines between two statements: headings, titles, contact details."""
    lines = (printable(line).strip(LINE_MARKS) for line in text.splitlines())
    return [line for line in lines if _HAS_WORD.search(line) and not ITEM_MARK.search(line)]


def strongest(side: Side, result: DocumentResult) -> list[str]:
    """Return the statements of a side that the model is most confident of.

    Fragments come last; if the verdict is withheld, there are none.
    """
    if result.summary.verdict == "withheld":
        return []
    own = [pair for pair in result.statements if pair[1].label == side]
    own.sort(key=lambda pair: (len(pair[0].text.split()) < CLEAR_WORDS, -pair[1].confidence))
    return [printable(statement.text) for statement, _ in own[:STRONGEST_SHOWN]]


def _profile(summary: Summary) -> dict[Side, list[dict[str, Any]]]:
    """Return each side's practices: name, meaning, count, and share of the highest count."""
    counts = summary.practices or {}
    most = max(1, *counts.values())
    return {
        side: [
            {"name": name, "meaning": PRACTICE_MEANINGS[name], "count": n, "share": n / most}
            for name, n in counts.items()
            if PRACTICES[name] == side
        ]
        for side in SIDES
    }


def _reasons(explanation: Explanation) -> dict[str, Any]:
    """Return the table that explains a label, as `lmclassify explain` shows it."""
    return {
        "labels": explanation.labels,
        "rows": [
            (row.name, [_no_break(cell.replace("-", "−")) for cell in row.cells])
            for row in reasons.reason_rows(explanation)
        ],
        "coverage": _no_break(reasons.describe_coverage(explanation.prediction)),
        "unknown_words": explanation.unknown_words,
    }


def _percent(share: float) -> str:
    return _no_break(text_view.percent(share))


def _no_break(text: str) -> str:
    """Keep a number and its per cent sign on one line."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")
