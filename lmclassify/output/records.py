"""Results as JSON and CSV records: the field names and their order, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from lmclassify.model import Model
from lmclassify.model.folder import WEIGHTS
from lmclassify.results import LABELS, DocumentResult, Explanation, Prediction, Statement

CSV_COLUMNS = (
    "source", "start", "end", "text", "label", "confidence", *LABELS, "mixed", "coverage",
)  # fmt: skip


def model_record(model: Model) -> dict[str, Any]:
    """Return the record of a model: enough to identify it."""
    return {
        "folder": str(model.folder) if model.folder else None,
        "labels": list(model.labels),
        "weights_sha256": model.manifest["files"][WEIGHTS]["sha256"],
    }


def statement_record(source: str, statement: Statement, prediction: Prediction) -> dict[str, Any]:
    """Return the record of one statement of the document `source`."""
    return {
        "source": source,
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        **_prediction_fields(prediction),
    }


def statement_records(result: DocumentResult) -> Iterator[dict[str, Any]]:
    """Yield the records of a document's statements, in order."""
    for statement, prediction in result.statements:
        yield statement_record(result.source, statement, prediction)


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


def csv_row(record: dict[str, Any]) -> list[Any]:
    """Flatten the record of a statement to the cells under `CSV_COLUMNS`."""
    flat = {**record, **record["probabilities"]}
    return [flat[column] for column in CSV_COLUMNS]


def explanation_record(explanation: Explanation) -> dict[str, Any]:
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
    }


def _prediction_fields(prediction: Prediction) -> dict[str, Any]:
    return {
        "label": prediction.label,
        "confidence": prediction.confidence,
        "probabilities": dict(prediction.probabilities),
        "mixed": prediction.mixed,
        "coverage": prediction.coverage,
    }
