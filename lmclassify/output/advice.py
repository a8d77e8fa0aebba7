"""What the report adds to a verdict: how sure, what is usual, each section, how others say it."""

from __future__ import annotations

from typing import Any, Final

from lmclassify.errors import CorpusError
from lmclassify.model import Model
from lmclassify.output import verdict
from lmclassify.output.text import percent, printable, shorten
from lmclassify.output.wording import Example, find_wording
from lmclassify.results import SIDES, DocumentResult, Practice
from lmclassify.usual import find_rare_practices, read_figures, usual_practices

_HEADING_LENGTH: Final = 80


def describe_surroundings(result: DocumentResult, model: Model) -> dict[str, Any]:
    """Return what the templates show of a document beside its verdict.

    Returns
    -------
    dict
        ``rivals`` and ``standing`` (sentences, or empty), ``sections`` (rows of heading, n and the
        counts of both sides), ``usual`` (for each practice, how many documents ask for it, or
        empty), ``wording`` (as `list_wording` returns it).
    """
    summary = result.summary
    usual = usual_practices(read_figures(model.manifest))
    return {
        "rivals": verdict.describe_rivals(summary).capitalize(),
        "standing": verdict.describe_standing(summary),
        "sections": [
            {
                "heading": shorten(printable(section.heading), _HEADING_LENGTH) or verdict.HEADLESS,
                "n": sum(section.counts.values()),
                "counts": {side: section.counts[side] for side in SIDES},
            }
            for section in verdict.sections_in_scope(result.sections)
        ],
        "usual": {name: percent(row.asked) for name, row in usual.items()},
        "wording": list_wording(result, model),
    }


def list_wording(result: DocumentResult, model: Model) -> dict[Practice, list[Example]]:
    """List examples of the practices that a document asks for little or not at all.

    Empty if the document is about neither side, or the package came without its corpus.
    """
    summary = result.summary
    if summary.leadership is None or summary.verdict == "neither":
        return {}
    rare = find_rare_practices(summary, read_figures(model.manifest))
    try:
        return find_wording(result, rare) if rare else {}
    except CorpusError:
        return {}
