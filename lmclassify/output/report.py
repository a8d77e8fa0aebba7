"""Documents' results → one HTML file that works offline, prints, and needs no script to be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from lmclassify import templates
from lmclassify.documents.blocks import BULLETS
from lmclassify.model import Model
from lmclassify.output.text import certainty, visible
from lmclassify.results import (
    LABELS,
    PRACTICES,
    DocumentResult,
    Explanation,
    Label,
    Practice,
    Summary,
)
from lmclassify.terms import words

TERMS_SHOWN: Final = 6
STRONGEST: Final = 3
MEANINGS: Final[dict[Practice, str]] = {
    "plan": "goals, plans, resources, risks",
    "organise": "structure, systems, staff",
    "implement": "coordinating, keeping work going",
    "monitor": "checking, feedback, better processes",
    "scan": "needs, trends, opportunities",
    "focus": "mission, strategy, priorities",
    "align": "uniting, teamwork, commitment",
    "inspire": "example, trust, challenge, learning",
}
_BULLETS: Final = f" #*+-–—{BULLETS}"


def render(results: Sequence[DocumentResult], model: Model, *, two_way: bool = False) -> str:
    """Render a report.

    Parameters
    ----------
    results : sequence of DocumentResult
        At least one; several are compared first.
    model : Model
        What judged them; it gives the reasons.
    two_way : bool, default False
        Whether it was to choose between leadership and management only.

    Returns
    -------
    str
        A whole HTML page. Text of the documents is text in it, whatever it contains.
    """
    documents = [_document(result, model, two_way) for result in results]
    return templates.render("report.html", documents=documents, labels=LABELS)


def _document(result: DocumentResult, model: Model, two_way: bool) -> dict[str, Any]:
    ends = [0, *(statement.end for statement, _ in result.statements)]
    practices = result.practices or (None,) * len(result.statements)
    statements: list[dict[str, Any]] = [
        {
            "before": _between(result.text[end : statement.start]),
            "text": visible(statement.text),
            "label": prediction.label,
            "confidence": certainty(prediction.confidence),
            "mixed": prediction.mixed,
            "practice": practice,
            "reasons": _reasons(model.explain(statement.text, two_way=two_way), two_way),
        }
        for end, practice, (statement, prediction) in zip(
            ends, practices, result.statements, strict=False
        )
    ]
    total = len(statements) or 1
    summary = result.summary
    return {
        "source": visible(result.source),
        "statements": statements,
        "after": _between(result.text[ends[-1] :]),
        "counts": summary.counts,
        "shares": {label: summary.counts[label] / total for label in LABELS},
        "leadership": summary.leadership,
        "management": summary.management,
        "verdict": summary.verdict,
        "profile": _profile(summary) if summary.practices else {},
        "notes": result.notes,
        "strongest": {
            label: sorted(
                (one for one in statements if one["label"] == label),
                key=lambda one: -one["confidence"],
            )[:STRONGEST]
            for label in LABELS[:2]
        },
    }


def _between(text: str) -> list[str]:
    """Give the lines of a document that are no statements: headings, titles, contact lines."""
    lines = (visible(line).strip(_BULLETS) for line in text.splitlines())
    return [line for line in lines if any(character.isalpha() for character in line)]


def _profile(summary: Summary) -> dict[str, list[dict[str, Any]]]:
    """Give for each side its practices: name, meaning, count, and share of the commonest's."""
    counts = summary.practices or {}
    most = max(1, *counts.values())
    return {
        label: [
            {"name": name, "meaning": MEANINGS[name], "count": n, "share": n / most}
            for name, n in counts.items()
            if PRACTICES[name] == label
        ]
        for label in LABELS[:2]
    }


def _reasons(found: Explanation, two_way: bool) -> list[dict[str, Any]]:
    """Give the words that decided, each with what it adds to the label over the others' mean.

    A term's contribution is shared equally among the words of the text that it covers, so that
    the words, the rest and the start still sum to the difference of the logits.
    """
    label = found.prediction.label
    choice = LABELS[:2] if two_way else tuple(found.logits)
    others = [other for other in choice if other != label]

    def ahead(of: Mapping[Label, float]) -> float:
        return of[label] - sum(of[other] for other in others) / len(others)

    by_word: dict[str, float] = {}
    told = words(found.text)
    for term in found.terms:
        covered = [word for part in term.term.split() for word in _covered(part, told)]
        gain = ahead(term.contributions) / len(covered)
        for word in covered:
            by_word[word] = by_word.get(word, 0.0) + gain
    ranked = sorted(by_word.items(), key=lambda pair: -abs(pair[1]))
    shown = [{"word": word, "gain": gain} for word, gain in ranked[:TERMS_SHOWN]]
    rest = sum(gain for _, gain in ranked[TERMS_SHOWN:])
    return [
        *shown,
        {"word": "other words", "gain": rest},
        {"word": "where the label starts", "gain": ahead(found.intercept)},
    ]


def _covered(part: str, told: Iterable[str]) -> list[str]:
    if part.endswith("*"):
        return list(dict.fromkeys(word for word in told if word[: len(part) - 1] == part[:-1]))
    return [part]
