"""The comparison of two versions of a document as text, JSON and a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any, TextIO

from lmclassify.escaping import dump_json, escape_controls
from lmclassify.output import records, streams, verdict
from lmclassify.output.comparison import Comparison, Line, Pair, mark_changes
from lmclassify.output.run import Run
from lmclassify.output.text import ABOUT, DISCLAIMER, Style, percent, printable
from lmclassify.results import LABELS, PRACTICES, SIDES, DocumentResult, Summary


def write_text(comparison: Comparison, run: Run, stream: TextIO) -> None:
    """Write a comparison as text."""
    streams.write_origin(run, stream)
    width, style = streams.choose_width(stream), streams.choose_style(stream)
    streams.write_lines(_text_lines(comparison, width, style), stream)


def write_json(comparison: Comparison, run: Run, stream: TextIO) -> None:
    """Write a comparison as one object."""
    record = {
        **records.run_record(run),
        "old": _side_record(comparison.old),
        "new": _side_record(comparison.new),
        "went": [_line_record(line, comparison.old) for line in comparison.went],
        "came": [_line_record(line, comparison.new) for line in comparison.came],
        "changed": [_pair_record(pair, comparison) for pair in comparison.changed],
        "stayed": [_pair_record(pair, comparison) for pair in comparison.stayed],
    }
    stream.write(f"{dump_json(record, indent=2)}\n")


def write_html(comparison: Comparison, run: Run, stream: TextIO) -> None:
    """Write a comparison as a page that works offline, without scripts, and in print."""
    from lmclassify import templates
    from lmclassify.output.report import PRACTICE_MEANINGS, shared_values

    summaries = (comparison.old.summary, comparison.new.summary)
    page = templates.render(
        "compare.html",
        old=printable(comparison.old.source),
        new=printable(comparison.new.source),
        verdicts=[summary.verdict for summary in summaries],
        rivals=[verdict.describe_rivals(summary).capitalize() for summary in summaries],
        standings=[verdict.describe_standing(summary) for summary in summaries],
        mix=mix_rows(comparison),
        practices=[
            (name, PRACTICES[name], PRACTICE_MEANINGS[name], before, after)  # type: ignore[index]
            for name, before, after in practice_rows(comparison)
        ],
        notes=[
            f"{printable(result.source)}: {printable(note)}"
            for result in (comparison.old, comparison.new)
            for note in result.notes
        ],
        changed=[
            (
                [(kind, printable(words)) for kind, words in _marked(pair)],
                _describe_pair(pair),
                pair.new.prediction.label,
            )
            for pair in comparison.changed
        ],
        went=[_shown(line) for line in comparison.went],
        came=[_shown(line) for line in comparison.came],
        relabelled=[(*_shown(pair.new), _describe_pair(pair)) for pair in comparison.relabelled],
        n_stayed=len(comparison.stayed),
        origin=printable(run.describe()),
        about=ABOUT,
        **shared_values(),
    )
    stream.write(page)


def mix_rows(comparison: Comparison) -> list[tuple[str, str, str]]:
    """Return the numbers of each label, and leadership's share, before and after."""
    old, new = comparison.old.summary, comparison.new.summary
    rows = [(str(label), str(old.counts[label]), str(new.counts[label])) for label in LABELS]
    shares = ("–" if s.leadership is None else percent(s.leadership) for s in (old, new))
    return [*rows, ("leadership share", *shares)]  # type: ignore[list-item]


def practice_rows(comparison: Comparison) -> list[tuple[str, int, int]]:
    """Return how many statements ask for each practice, before and after; empty if unknown."""
    old, new = comparison.old.summary.practices, comparison.new.summary.practices
    if not old or not new:
        return []
    return [
        (practice, old[practice], new[practice])
        for side in SIDES
        for practice in PRACTICES
        if PRACTICES[practice] == side
    ]


def _text_lines(comparison: Comparison, width: int, style: Style) -> Iterator[str]:
    old, new = comparison.old, comparison.new
    yield style(f"{escape_controls(old.source)} → {escape_controls(new.source)}", "bold")
    yield ""
    yield style(f"Verdict: {_verdict(old.summary)} → {_verdict(new.summary)}", "bold")
    yield ""
    rows = [
        *mix_rows(comparison),
        *((name, str(before), str(after)) for name, before, after in practice_rows(comparison)),
    ]
    yield style(f"{'':<18}{'before':>8}{'after':>8}", "dim")
    for name, before, after in rows:
        line = f"{name:<18}{before:>8}{after:>8}"
        yield line if before == after else style(line, "bold")
    for title, mark, statements in (("went", "-", comparison.went), ("came", "+", comparison.came)):
        yield from _title_lines(f"{_count(len(statements))} {title}", style)
        for statement in statements:
            yield from _statement_lines(mark, statement, width)
    yield from _title_lines(f"{_count(len(comparison.changed))} changed", style)
    for pair in comparison.changed:
        yield from _statement_lines("-", pair.old, width)
        yield from _statement_lines("+", pair.new, width)
        yield ""
    yield from _title_lines(f"{_count(len(comparison.stayed))} stayed", style)
    if comparison.relabelled:
        yield "of these, with another label, because of what is around them:"
    for pair in comparison.relabelled:
        yield from _statement_lines("=", pair.new, width)
        yield f"  before: {pair.old.prediction.label}"
    yield ""
    yield style(DISCLAIMER, "dim")


def _title_lines(title: str, style: Style) -> Iterator[str]:
    yield ""
    yield style(title, "bold")


def _count(n: int) -> str:
    return f"{n} statement{'' if n == 1 else 's'}"


def _statement_lines(mark: str, line: Line, width: int) -> Iterator[str]:
    head = f"{mark} {line.prediction.label:<10}  "
    text = printable(line.statement.text)
    lines = wrap(text, max(width - len(head), 30), break_on_hyphens=False) or [""]
    yield head + lines[0]
    yield from (" " * len(head) + rest for rest in lines[1:])


def _verdict(summary: Summary) -> str:
    rivals = verdict.describe_rivals(summary)
    return summary.verdict + (f" ({rivals})" if rivals else "")


def _marked(pair: Pair) -> Sequence[tuple[str, str]]:
    return mark_changes(pair.old.statement.text, pair.new.statement.text)


def _describe_pair(pair: Pair) -> str:
    """Return a statement's label, or both if it has changed."""
    before, after = pair.old.prediction.label, pair.new.prediction.label
    return after if before == after else f"{before} → {after}"


def _shown(line: Line) -> tuple[str, str, str]:
    return printable(line.statement.text), line.prediction.label, line.practice or ""


def _side_record(result: DocumentResult) -> dict[str, Any]:
    record = records.document_record(result)
    return {name: record[name] for name in ("source", "summary", "notes")}


def _line_record(line: Line, result: DocumentResult) -> dict[str, Any]:
    return records.statement_record(result.source, line.statement, line.prediction, line.practice)


def _pair_record(pair: Pair, comparison: Comparison) -> dict[str, Any]:
    return {
        "similarity": round(pair.similarity, 3),
        "old": _line_record(pair.old, comparison.old),
        "new": _line_record(pair.new, comparison.new),
    }
