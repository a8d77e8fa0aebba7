"""What is wrong, or smells, in a corpus: one finding a problem, with file and line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import numpy as np

from lmclassify import corpus, training
from lmclassify.corpus import Row
from lmclassify.curation.review import out_of_fold
from lmclassify.curation.similarity import by_design, near_duplicates
from lmclassify.errors import CorpusError
from lmclassify.results import LABELS
from lmclassify.terms import words

NEAR_SHARE: Final = 0.01
"""A larger share of near duplicates is an error."""
CUES: Final = ("lead", "manag", "strateg", "plan", "vision", "team", "budget", "chang", "inspir")
GIVEN_AWAY: Final = 0.9
"""A cue gives the label away where this share of the statements that have it have one label."""
CUE_ROWS: Final = 30
OPENING_WORDS: Final = 4
OPENING_ROWS: Final = 12
"""More statements than this that open with the same words smell of a template."""
DOUBTFUL: Final = 0.01
"""A label is doubtful where an out-of-fold model gives it less than this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found.

    Attributes
    ----------
    level : {'error', 'warning'}
        Errors make the check fail.
    kind : str
        What sort of thing it is.
    place : str
        File and line, or empty where it is of the corpus as a whole.
    message : str
        What was found.
    """

    level: Literal["error", "warning"]
    kind: str
    place: str
    message: str


def check(files: Sequence[str]) -> dict[str, Any]:
    """Check corpus files.

    Parameters
    ----------
    files : sequence of path

    Returns
    -------
    dict
        ``rows``, ``labels``, ``practices``, ``cues`` (how the statements with a cue word are
        labelled), ``near_duplicates`` (their share) and ``findings`` (a list of dicts, as
        `Finding`, errors first).
    """
    try:
        rows = corpus.read(files)
    except CorpusError as error:
        findings = [Finding("error", "unusable", "", problem) for problem in error.problems]
        return {"rows": 0, "findings": [asdict(one) for one in findings]}
    near = list(near_duplicates(rows))
    share = len({later for later, _, _ in near}) / len(rows)
    by_cue = cues(rows)
    findings = [
        *_near_findings(rows, near, share),
        *_balance(rows),
        *_given_away(by_cue),
        *_openings(rows),
        *_doubtful(rows),
    ]
    return {
        "rows": len(rows),
        "labels": dict(Counter(row.label for row in rows)),
        "practices": dict(Counter(row.practice for row in rows if row.practice)),
        "cues": by_cue,
        "near_duplicates": share,
        "findings": [asdict(one) for one in sorted(findings, key=lambda one: one.level)],
    }


def _near_findings(
    rows: Sequence[Row], near: Sequence[tuple[int, int, float]], share: float
) -> Iterator[Finding]:
    if share > NEAR_SHARE:
        yield Finding("error", "near duplicates", "", f"{share:.1%} of the statements")
    for later, earlier, cosine in near:
        if not by_design(rows[later], rows[earlier]):
            message = f"{rows[later].text!r} is close to {rows[earlier].place} ({cosine:.2f})"
            yield Finding("warning", "near duplicate", rows[later].place, message)


def _balance(rows: Sequence[Row]) -> Iterator[Finding]:
    counts = Counter(row.label for row in rows)
    for label in LABELS:
        if counts[label] < len(rows) / 10:
            message = f"only {counts[label]} of {len(rows)} statements are {label}"
            yield Finding("warning", "balance", "", message)


def cues(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Count how the statements with a cue word are labelled.

    Parameters
    ----------
    rows : sequence of Row

    Returns
    -------
    dict
        Cue → label → statements.
    """
    by_cue: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found = words(row.text)
        for cue in CUES:
            if any(word.startswith(cue) for word in found):
                by_cue[cue][row.label] += 1
    return {cue: {label: by_cue[cue][label] for label in LABELS} for cue in CUES}


def _given_away(by_cue: dict[str, dict[str, int]]) -> Iterator[Finding]:
    for cue, counts in by_cue.items():
        total, (label, most) = sum(counts.values()), max(counts.items(), key=lambda pair: pair[1])
        if total >= CUE_ROWS and most / total >= GIVEN_AWAY:
            message = f"{most} of {total} statements with {cue}* are {label}"
            yield Finding("warning", "cue", "", message)


def _openings(rows: Sequence[Row]) -> Iterator[Finding]:
    by_opening = defaultdict(list)
    for row in rows:
        found = words(row.text)
        if len(found) > OPENING_WORDS:
            by_opening[" ".join(found[:OPENING_WORDS])].append(row)
    for opening, alike in by_opening.items():
        if len(alike) > OPENING_ROWS:
            message = f"{len(alike)} statements open with {opening!r}"
            yield Finding("warning", "template", alike[0].place, message)


def _doubtful(rows: Sequence[Row]) -> Iterator[Finding]:
    try:
        training.check(rows)
    except CorpusError as error:
        yield Finding("warning", "size", "", str(error))
        return
    labels, chances = out_of_fold(rows)
    own = chances[np.arange(len(rows)), [labels.index(row.label) for row in rows]]
    for index in np.argsort(own):
        if own[index] >= DOUBTFUL:
            return
        row, suggested = rows[index], labels[int(chances[index].argmax())]
        message = f"labelled {row.label}, the rest of the corpus suggests {suggested}: {row.text!r}"
        yield Finding("warning", "doubtful label", row.place, message)


def lines(found: dict[str, Any]) -> Iterator[str]:
    """Show a check as text.

    Parameters
    ----------
    found : dict
        As `check` gives it.

    Yields
    ------
    str
    """
    for one in found["findings"]:
        place = f"{one['place']}: " if one["place"] else ""
        yield f"{one['level']}: {place}{one['kind']}: {one['message']}"
    levels = Counter(one["level"] for one in found["findings"])
    yield f"{found['rows']:,} statements, {levels['error']} errors, {levels['warning']} warnings"
    if found["rows"]:
        yield "labels: " + ", ".join(f"{n:,} {x}" for x, n in sorted(found["labels"].items()))
        if found["practices"]:
            told = (f"{name} {n:,}" for name, n in sorted(found["practices"].items()))
            yield "practices: " + ", ".join(told)
        yield f"near duplicates: {found['near_duplicates']:.2%}"
        for cue, counts in found["cues"].items():
            total = sum(counts.values())
            if total:
                shares = ", ".join(f"{label} {n / total:.0%}" for label, n in counts.items())
                yield f"{cue + '*':<10}{total:>6} statements: {shares}"
