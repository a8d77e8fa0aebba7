"""Results as JSON and CSV records: the field names and their order, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from lmclassify.output.run import Run
from lmclassify.output.text import printable
from lmclassify.results import (
    LABELS,
    DocumentResult,
    Explanation,
    Practice,
    Prediction,
    Statement,
)
from lmclassify.tables.formulas import escape_formula

STATEMENT_COLUMNS: Final = (
    "source", "start", "end", "text", "label", "confidence", *LABELS, "mixed", "coverage",
    "practice",
)  # fmt: skip
"""The fields of `DocumentResult.to_records`, which are the columns of tables of statements."""

_TEXT_COLUMNS: Final = tuple(map(STATEMENT_COLUMNS.index, ("source", "text")))
"""The columns whose cells can begin with anything."""

CSV_COLUMNS: Final = (*STATEMENT_COLUMNS, "version", "model", "date")


def run_record(run: Run) -> dict[str, Any]:
    """Return the record of a run: program, date, and enough to identify the model."""
    model = run.model
    return {
        "version": run.version,
        "date": run.date,
        "two_way": run.two_way,
        "model": {
            "folder": str(model.folder) if model.folder else None,
            "labels": list(model.labels),
            "weights_sha256": run.fingerprint,
        },
    }


def statement_record(
    source: str, statement: Statement, prediction: Prediction, practice: Practice | None = None
) -> dict[str, Any]:
    """Return the record of one statement of the document `source`."""
    return {
        "source": source,
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        **_prediction_fields(prediction),
        "practice": practice,
    }


def statement_records(result: DocumentResult) -> Iterator[dict[str, Any]]:
    """Yield the records of a document's statements, in order."""
    practices = result.practices or (None,) * len(result.statements)
    for (statement, prediction), practice in zip(result.statements, practices, strict=True):
        yield statement_record(result.source, statement, prediction, practice)


def document_record(result: DocumentResult) -> dict[str, Any]:
    """Return the record of a document with its statements."""
    summary = result.summary
    return {
        "source": result.source,
        "summary": {
            "counts": dict(summary.counts),
            "leadership": summary.leadership,
            "management": summary.management,
            "verdict": summary.verdict,
            "practices": dict(summary.practices) if summary.practices else None,
            "interval": list(summary.interval) if summary.interval else None,
            "rivals": list(summary.rivals),
            "standing": asdict(summary.standing) if summary.standing else None,
        },
        "sections": [asdict(section) for section in result.sections],
        "notes": list(result.notes),
        "headings": [
            {"start": heading.start, "end": heading.end, "text": heading.text}
            for heading in result.headings
        ],
        "statements": list(statement_records(result)),
    }


def table_rows(result: DocumentResult) -> Iterator[list[Any]]:
    """Yield the cells under `STATEMENT_COLUMNS` of each statement, without line breaks."""
    source = printable(result.source)
    practices = result.practices or (None,) * len(result.statements)
    for (statement, prediction), practice in zip(result.statements, practices, strict=True):
        yield [
            source,
            statement.start,
            statement.end,
            printable(statement.text),
            prediction.label,
            prediction.confidence,
            *(prediction.probabilities[label] for label in LABELS),
            prediction.mixed,
            prediction.coverage,
            practice,
        ]


def csv_rows(result: DocumentResult, run: Run) -> Iterator[list[Any]]:
    """Yield the cells under `CSV_COLUMNS` of each statement; no cell is taken for a formula."""
    ending = [run.version, run.short_fingerprint, run.date]
    for row in table_rows(result):
        for column in _TEXT_COLUMNS:
            row[column] = escape_formula(row[column])
        yield row + ending


def explanation_record(explanation: Explanation, run: Run) -> dict[str, Any]:
    """Return the record of an explanation."""
    return {
        "text": explanation.text,
        **_prediction_fields(explanation.prediction),
        "intercept": dict(explanation.intercept),
        **({"context": dict(explanation.context)} if explanation.context else {}),
        "logits": dict(explanation.logits),
        "words": [
            {"word": word.word, "contributions": dict(word.contributions)}
            for word in explanation.words
        ],
        "unknown_words": list(explanation.unknown_words),
        "terms": [
            {
                "term": term.term,
                "count": term.count,
                "value": term.value,
                "contributions": dict(term.contributions),
            }
            for term in explanation.terms
        ],
        "unknown": list(explanation.unknown),
        **run_record(run),
    }


def _prediction_fields(prediction: Prediction) -> dict[str, Any]:
    return {
        "label": prediction.label,
        "confidence": prediction.confidence,
        "probabilities": dict(prediction.probabilities),
        "mixed": prediction.mixed,
        "coverage": prediction.coverage,
    }
