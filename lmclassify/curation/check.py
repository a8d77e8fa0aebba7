"""The check of a corpus: errors and warnings, with file and line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import numpy as np

from lmclassify import corpus, training
from lmclassify.corpus import Row, label_parts
from lmclassify.curation.review import out_of_fold_probabilities
from lmclassify.curation.similarity import Match, are_pair, find_near_duplicates
from lmclassify.errors import CorpusError
from lmclassify.results import LABELS
from lmclassify.terms import words
from lmclassify.training.shares import DOCUMENT_SHARES, STATEMENT_SHARES

_MAX_DUPLICATE_SHARE: Final = 0.01
"""A larger share of near duplicates is an error."""
_CUES: Final = ("lead", "manag", "strateg", "plan", "vision", "team", "budget", "chang", "inspir")
_MAX_CUE_SHARE: Final = 0.9
"""If a label has at least this share of a cue's statements, the cue gives the label away."""
_MIN_CUE_ROWS: Final = 30
_OPENING_WORDS: Final = 4
_MAX_OPENING_ROWS: Final = 12
"""If more statements than this open with the same words, they look like a template."""
_MAX_SHARE_RATIO: Final = 3.0
"""If a label is so many times as frequent as in real documents, or so many times rarer, shares are
far from real ones."""
_MIN_PROBABILITY: Final = 0.01
"""A label is doubtful if an out-of-fold model gives it a lower probability than this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An error or a warning.

    Attributes
    ----------
    level : {'error', 'warning'}
        Errors make the check fail.
    kind : str
        The kind of problem, as ``near duplicate`` or ``template``.
    place : str
        File and line; empty if it concerns the corpus as a whole.
    message : str
        The problem in words.
    """

    level: Literal["error", "warning"]
    kind: str
    place: str
    message: str


def check(files: Sequence[str], notes: list[str] | None = None) -> dict[str, Any]:
    """Check corpus files.

    Parameters
    ----------
    files : sequence of path
        As for `lmclassify.corpus.read`.
    notes : list of str, optional
        What a user should know about how the files are read is added here.

    Returns
    -------
    dict
        ``rows`` (those that can be used), ``labels``, ``practices``, ``cues`` (how the statements
        with a cue word are labelled), ``near_duplicates`` (their share) and ``findings`` (a list of
        dicts, as `Finding`, errors first).
    """
    problems: list[str] = []
    try:
        rows = corpus.read(files, problems=problems, notes=notes)
    except CorpusError as error:
        findings = [Finding("error", "unusable", "", problem) for problem in error.problems]
        return {"rows": 0, "findings": [asdict(finding) for finding in findings]}
    matches = list(find_near_duplicates(rows))
    duplicate_share = len({match.later for match in matches}) / len(rows)
    by_cue = count_cues(rows)
    findings = [
        *(Finding("error", "unusable", "", problem) for problem in problems),
        *_check_near_duplicates(rows, matches, duplicate_share),
        *_check_balance(rows),
        *_check_cues(by_cue),
        *_check_openings(rows),
        *_check_labels(rows),
    ]
    findings.sort(key=lambda finding: finding.level)
    return {
        "rows": len(rows),
        "labels": dict(Counter(row.label for row in rows)),
        "practices": dict(Counter(row.practice for row in rows if row.practice)),
        "cues": by_cue,
        "near_duplicates": duplicate_share,
        "findings": [asdict(finding) for finding in findings],
    }


def _check_near_duplicates(
    rows: Sequence[Row], matches: Sequence[Match], share: float
) -> Iterator[Finding]:
    if share > _MAX_DUPLICATE_SHARE:
        yield Finding("error", "near duplicates", "", f"{share:.1%} of the statements")
    for match in matches:
        later, earlier = rows[match.later], rows[match.earlier]
        if not are_pair(later, earlier):
            message = f"{later.text!r} is close to {earlier.place} ({match.similarity:.2f})"
            yield Finding("warning", "near duplicate", later.place, message)


def _check_balance(rows: Sequence[Row]) -> Iterator[Finding]:
    counts = Counter(part for row in rows for part in label_parts(row.label))
    real = DOCUMENT_SHARES if all(row.document for row in rows) else STATEMENT_SHARES
    for label in LABELS:
        share = counts[label] / counts.total()
        if not 1 / _MAX_SHARE_RATIO <= share / real[label] <= _MAX_SHARE_RATIO:
            message = (
                f"{share:.0%} of the statements are {label}, about {real[label]:.0%} in real "
                "documents; training corrects for that, but the corpus lacks what surrounds duties"
            )
            yield Finding("warning", "label shares", "", message)


def count_cues(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Count the labels of the statements with each cue word: cue → label → statements."""
    by_cue: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        row_words = words(row.text)
        for cue in _CUES:
            if any(word.startswith(cue) for word in row_words):
                by_cue[cue][row.label] += 1
    return {cue: {label: by_cue[cue][label] for label in LABELS} for cue in _CUES}


def _check_cues(by_cue: dict[str, dict[str, int]]) -> Iterator[Finding]:
    for cue, counts in by_cue.items():
        total, (label, most) = sum(counts.values()), max(counts.items(), key=lambda pair: pair[1])
        if total >= _MIN_CUE_ROWS and most / total >= _MAX_CUE_SHARE:
            message = f"{most} of {total} statements with {cue}* are {label}"
            yield Finding("warning", "cue", "", message)


def _check_openings(rows: Sequence[Row]) -> Iterator[Finding]:
    by_opening = defaultdict(list)
    for row in rows:
        row_words = words(row.text)
        if len(row_words) > _OPENING_WORDS:
            by_opening[" ".join(row_words[:_OPENING_WORDS])].append(row)
    for opening, same in by_opening.items():
        if len(same) > _MAX_OPENING_ROWS:
            message = f"{len(same)} statements open with {opening!r}"
            yield Finding("warning", "template", same[0].place, message)


def _check_labels(rows: Sequence[Row]) -> Iterator[Finding]:
    try:
        training.check(rows)
    except CorpusError as error:
        yield Finding("warning", "size", "", str(error))
        return
    labels, probabilities = out_of_fold_probabilities(rows)
    own = np.array(
        [
            sum(by_label[labels.index(part)] for part in label_parts(row.label))
            for row, by_label in zip(rows, probabilities, strict=True)
        ]
    )
    for index in np.argsort(own):
        if own[index] >= _MIN_PROBABILITY:
            return
        row, suggested = rows[index], labels[int(probabilities[index].argmax())]
        message = f"labelled {row.label}, the rest of the corpus suggests {suggested}: {row.text!r}"
        yield Finding("warning", "doubtful label", row.place, message)


def format_check(report: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a check as text.

    Parameters
    ----------
    report : dict
        As `check` returns it.
    """
    for finding in report["findings"]:
        place = f"{finding['place']}: " if finding["place"] else ""
        yield f"{finding['level']}: {place}{finding['kind']}: {finding['message']}"
    levels = Counter(finding["level"] for finding in report["findings"])
    yield f"{report['rows']:,} statements, {levels['error']} errors, {levels['warning']} warnings"
    if not report["rows"]:
        return
    for name in ("labels", "practices"):
        if counts := report[name]:
            yield f"{name}: " + ", ".join(f"{value} {n:,}" for value, n in sorted(counts.items()))
    yield f"near duplicates: {report['near_duplicates']:.2%}"
    for cue, counts in report["cues"].items():
        if total := sum(counts.values()):
            shares = ", ".join(f"{label} {n / total:.0%}" for label, n in counts.items())
            yield f"{cue + '*':<10}{total:>6} statements: {shares}"
