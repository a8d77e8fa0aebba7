"""What the page is told as JSON: constants, word lists, the shape of the model, and examples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from lmclassify import terms, usual
from lmclassify.documents.blocks import BULLETS
from lmclassify.model import Model
from lmclassify.model.classifier import MIN_MIXED_PRODUCT
from lmclassify.model.explanation import FUNCTION_WORDS
from lmclassify.model.practices import MIN_PRACTICE_PROBABILITY
from lmclassify.output import reasons, report, verdict
from lmclassify.output.page_patterns import module_facts
from lmclassify.output.page_weights import PackedWeights
from lmclassify.output.records import CSV_COLUMNS, run_record
from lmclassify.output.run import Run
from lmclassify.results import LABELS, PRACTICES, SIDES, SMALL_WORDS
from lmclassify.summary import INTERVAL_DEVIATIONS, MIN_IN_SCOPE_SHARE, MOSTLY_SHARE
from lmclassify.tables.formulas import FORMULA_MARKS

_EXAMPLES: Final = (
    ("Ward manager", "ward_manager.txt"),
    ("Hospital porter", "porter.txt"),
    ("Chief executive", "chief_executive.txt"),
)

_LAYOUT_MODULES: Final = (
    "vocabulary", "lines", "furniture", "tables", "wraps", "blocks", "looks", "headings",
    "sentences", "chains", "statements", "hyphens", "grids", "columns", "plain_text", "language",
    "doubts", "readers.layout", "readers.cells", "readers.grid",
)  # fmt: skip


def page_facts(model: Model, packed: PackedWeights, *, has_wording: bool) -> dict[str, Any]:
    """Return what ``facts.js`` documents."""
    run = Run(model)
    return {
        "labels": LABELS,
        "sides": SIDES,
        "practices": [
            {"name": name, "side": side, "meaning": report.PRACTICE_MEANINGS[name]}
            for name, side in PRACTICES.items()
        ],
        "model": {
            "labels": model.labels,
            "labelShares": model.label_shares,
            "termsVersion": model.terms_version,
            "context": json.loads(model.context.to_json()) if model.context else None,
            "terms": len(model.vocabulary),
            "textBytes": packed.text_bytes,
            "labelScale": packed.label_scale,
            "practiceScale": packed.practice_scale,
        },
        "terms": {
            "dropped": terms.DROPPED.pattern,
            "escapedTwice": terms.ESCAPED_TWICE.pattern,
            "droppedEntity": terms.DROPPED_ENTITY.pattern,
            "entity": terms.ENTITY.pattern,
            "opening": terms.OPENING.pattern,
            "openingLength": terms.OPENING_LENGTH,
            "statementGroup": terms.STATEMENT_GROUP,
            "firstMark": terms.FIRST_MARK,
            "prefixLength": terms.PREFIX_LENGTH,
        },
        "minMixedProduct": MIN_MIXED_PRODUCT,
        "minPracticeProbability": MIN_PRACTICE_PROBABILITY,
        "minInScopeShare": MIN_IN_SCOPE_SHARE,
        "intervalDeviations": INTERVAL_DEVIATIONS,
        "usual": _usual_shares(model),
        "mostlyShare": MOSTLY_SHARE,
        "smallWords": SMALL_WORDS,
        "functionWords": sorted(FUNCTION_WORDS),
        "wordsShown": reasons.WORDS_SHOWN,
        "strongestShown": report.STRONGEST_SHOWN,
        "clearWords": report.CLEAR_WORDS,
        "contextRow": reasons.CONTEXT_ROW,
        "bullets": BULLETS,
        "lineMarks": report.LINE_MARKS,
        "headless": verdict.HEADLESS,
        "itemMark": report.ITEM_MARK.pattern,
        "formulaMarks": FORMULA_MARKS,
        "csvColumns": CSV_COLUMNS,
        "run": _run_facts(run),
        "fingerprint": run.short_fingerprint,
        "layout": module_facts(
            *(f"lmclassify.documents.{name}" for name in _LAYOUT_MODULES),
            "lmclassify.summary",
            "lmclassify.output.wording",
        ),
        "hasWording": has_wording,
        "examples": _examples(),
    }


def _run_facts(run: Run) -> dict[str, Any]:
    """Return the record of a run without its date, and without the place of the model.

    The page is passed on to others, who have no folder there.
    """
    record = run_record(run)
    del record["date"]
    return {**record, "model": {**record["model"], "folder": None}}


def _usual_shares(model: Model) -> dict[str, Any] | None:
    """Return the leadership shares of real documents, if there are figures for the model."""
    figures = usual.read_figures(model.manifest)
    if figures is None:
        return None
    practices = usual.usual_practices(figures)
    return {
        **figures["leadership"][usual.ALL],
        "minInScope": usual.MIN_IN_SCOPE,
        "asked": {name: row.asked for name, row in practices.items()},
        "middle": {name: row.middle for name, row in practices.items()},
        "few": usual.FEW,
    }


def _examples() -> list[dict[str, str]]:
    """Return the example texts, in a wheel or in a checkout; none if they are missing."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "examples", package.parent / "examples"):
        if (folder / _EXAMPLES[0][1]).is_file():
            return [
                {"name": name, "text": (folder / file).read_text(encoding="utf-8")}
                for name, file in _EXAMPLES
            ]
    return []
