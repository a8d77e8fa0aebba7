"""The writers of text, JSON, JSON Lines and CSV: they write each document when it is classified."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from typing import Any, Final, TextIO

from lmclassify import __version__
from lmclassify.escaping import dump_json, escape_controls
from lmclassify.output import reasons
from lmclassify.output import text as text_view
from lmclassify.output.run import Run, find_date
from lmclassify.results import DocumentResult, Explanation

_PIPED_WIDTH: Final = 100


def choose_style(stream: TextIO) -> text_view.Style:
    """Return colours for a terminal, unless NO_COLOR is set (https://no-color.org)."""
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return text_view.no_style
    import click

    def style(text: str, name: str) -> str:
        if name in ("bold", "dim"):
            return click.style(text, **{name: True})
        return click.style(text, fg=name)

    return style


def choose_width(stream: TextIO) -> int:
    """Return the number of columns to fill."""
    if stream.isatty():
        return shutil.get_terminal_size((_PIPED_WIDTH, 24)).columns
    return _PIPED_WIDTH


def write_lines(lines: Iterable[str], stream: TextIO) -> None:
    """Write lines of text."""
    stream.writelines(f"{line}\n" for line in lines)


def write_origin(run: Run | None, stream: TextIO) -> None:
    """Write program, model, if any, and date, unless it is to a terminal, whose reader knows."""
    if not stream.isatty():
        day = find_date().partition("T")[0]
        origin = run.describe() if run else f"lmclassify {__version__}, {day}"
        write_lines((escape_controls(origin), ""), stream)


def write_text(results: Iterable[DocumentResult], run: Run, stream: TextIO) -> None:
    """Write documents as text."""
    write_origin(run, stream)
    width, style = choose_width(stream), choose_style(stream)
    for index, result in enumerate(results):
        if index:
            stream.write("\n")
        write_lines(text_view.document_lines(result, width, style), stream)


def write_text_explanation(explanation: Explanation, run: Run, stream: TextIO) -> None:
    """Write an explanation as text."""
    write_origin(run, stream)
    write_lines(reasons.explanation_lines(explanation, choose_style(stream)), stream)


def write_text_figures(
    _figures: Mapping[str, Any], lines: Iterable[str], run: Run | None, stream: TextIO
) -> None:
    """Write the lines that show figures."""
    write_origin(run, stream)
    write_lines(map(escape_controls, lines), stream)


def write_json(results: Iterable[DocumentResult], run: Run, stream: TextIO) -> None:
    """Write documents as one object, without holding all of them at once."""
    from lmclassify.output import records

    whole = dump_json({**records.run_record(run), "documents": []}, indent=2)
    stream.write(whole.removesuffix("]\n}"))
    separator = "\n"
    for result in results:
        record = dump_json(records.document_record(result), indent=2)
        stream.write(separator + "    " + record.replace("\n", "\n    "))
        separator = ",\n"
    stream.write("]\n}\n" if separator == "\n" else "\n  ]\n}\n")


def write_json_explanation(explanation: Explanation, run: Run, stream: TextIO) -> None:
    """Write an explanation as one object."""
    from lmclassify.output import records

    stream.write(f"{dump_json(records.explanation_record(explanation, run), indent=2)}\n")


def write_json_figures(
    figures: Mapping[str, Any], _lines: Iterable[str], run: Run | None, stream: TextIO
) -> None:
    """Write figures as one object."""
    from lmclassify.output import records

    origin = records.run_record(run) if run else {"version": __version__, "date": find_date()}
    stream.write(f"{dump_json({**origin, **figures}, indent=2)}\n")


def write_json_lines(results: Iterable[DocumentResult], run: Run, stream: TextIO) -> None:
    """Write one object per statement, on a line of its own."""
    from lmclassify.output import records

    origin = {"version": run.version, "model": run.short_fingerprint, "date": run.date}
    for result in results:
        lines = ({**record, **origin} for record in records.statement_records(result))
        write_lines(map(dump_json, lines), stream)


def write_csv(results: Iterable[DocumentResult], run: Run, stream: TextIO) -> None:
    """Write one line per statement."""
    import csv
    import io

    from lmclassify.output import records

    # A document at a time: a file encodes each line by itself, which takes longer.
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(records.CSV_COLUMNS)
    stream.write(lines.getvalue())
    for result in results:
        lines.seek(0)
        lines.truncate()
        writer.writerows(records.csv_rows(result, run))
        stream.write(lines.getvalue())
