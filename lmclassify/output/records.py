"""Results as JSON and CSV records: the field names and their order, in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lmclassify.model import Model
from lmclassify.model.folder import WEIGHTS
from lmclassify.results import LABELS, DocumentResult, Explanation, Prediction, Statement

CSV_COLUMNS = (
    "source", "start", "end", "text", "label", "confidence", *LABELS, "mixed", "coverage",
)  # fmt: skip


def model(used: Model) -> dict[str, Any]:
    """Give the record of a model: enough to tell which one judged.

    Parameters
    ----------
    used : Model

    Returns
    -------
    dict
    """
    return {
        "folder": str(used.folder) if used.folder else None,
        "labels": list(used.labels),
        "weights_sha256": used.manifest["files"][WEIGHTS]["sha256"],
    }


def statement(source: str, found: Statement, prediction: Prediction) -> dict[str, Any]:
    """Give the record of one statement.

    Parameters
    ----------
    source : str
    found : Statement
    prediction : Prediction

    Returns
    -------
    dict
    """
    return {
        "source": source,
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "label": prediction.label,
        "confidence": prediction.confidence,
        "probabilities": dict(prediction.probabilities),
        "mixed": prediction.mixed,
        "coverage": prediction.coverage,
    }


def statements(result: DocumentResult) -> Iterator[dict[str, Any]]:
    """Give the records of a document's statements, in order.

    Parameters
    ----------
    result : DocumentResult

    Yields
    ------
    dict
    """
    for found, prediction in result.statements:
        yield statement(result.source, found, prediction)


def document(result: DocumentResult) -> dict[str, Any]:
    """Give the record of a document.

    Parameters
    ----------
    result : DocumentResult

    Returns
    -------
    dict
    """
    summary = result.summary
    return {
        "source": result.source,
        "summary": {
            "counts": dict(summary.counts),
            "leadership": summary.leadership,
            "management": summary.management,
            "verdict": summary.verdict,
            "practices": dict(summary.practices) if summary.practices else None,
        },
        "notes": list(result.notes),
        "statements": list(statements(result)),
    }


def csv_row(record: dict[str, Any]) -> list[Any]:
    """Flatten the record of a statement to the cells under `CSV_COLUMNS`.

    Parameters
    ----------
    record : dict
        As `statement` gives it.

    Returns
    -------
    list
    """
    flat = {**record, **record["probabilities"]}
    return [flat[column] for column in CSV_COLUMNS]


def explanation(found: Explanation) -> dict[str, Any]:
    """Give the record of an explanation.

    Parameters
    ----------
    found : Explanation

    Returns
    -------
    dict
    """
    prediction = found.prediction
    return {
        "text": found.text,
        "label": prediction.label,
        "confidence": prediction.confidence,
        "probabilities": dict(prediction.probabilities),
        "mixed": prediction.mixed,
        "coverage": prediction.coverage,
        "intercept": dict(found.intercept),
        "logits": dict(found.logits),
        "terms": [
            {
                "term": term.term,
                "count": term.count,
                "value": term.value,
                "contributions": dict(term.contributions),
            }
            for term in found.terms
        ],
        "unknown": list(found.unknown),
    }
