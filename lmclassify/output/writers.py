"""The output formats, one row each, and the functions that write results in them.

To add a format, write its functions and add a row to `FORMATS`. The command line takes the choices
and the help of ``--format`` from there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Literal, NamedTuple, TextIO

from lmclassify.escaping import dump_json, escape_controls
from lmclassify.model import Model
from lmclassify.output import text as text_view
from lmclassify.results import DocumentResult, Explanation

Content = Literal["documents", "explanation", "figures"]
"""What can be written: classified documents, the reasons for a label, measured figures."""

_PIPED_WIDTH: Final = 100


class OutputFormat(NamedTuple):
    """An output format: its name, a line of help, and a writer for each content it can hold."""

    name: str
    help: str
    documents: Callable[[Iterable[DocumentResult], Model, TextIO], None] | None = None
    explanation: Callable[[Explanation, TextIO], None] | None = None
    figures: Callable[[Mapping[str, Any], Iterable[str], TextIO], None] | None = None


def formats_for(content: Content) -> list[str]:
    """List the names of the formats that can hold a kind of content.

    >>> formats_for("explanation")
    ['text', 'json']
    """
    return [format.name for format in FORMATS if getattr(format, content)]


def format_help(content: Content) -> str:
    """Describe the formats that can hold a kind of content, for ``--help``.

    >>> format_help("explanation")
    'text, for reading; json, one object.'
    """
    return "; ".join(f"{f.name}, {f.help}" for f in FORMATS if getattr(f, content)) + "."


def write_documents(
    format: str, results: Iterable[DocumentResult], model: Model, stream: TextIO
) -> None:
    """Write classified documents, each as soon as it is classified if the format allows it.

    Parameters
    ----------
    format : str
        One of ``formats_for("documents")``.
    results : iterable of DocumentResult
        The documents.
    model : Model
        The model that classified them.
    stream : text stream
        Where to write.
    """
    _writer(format, "documents")(results, model, stream)


def write_explanation(format: str, explanation: Explanation, stream: TextIO) -> None:
    """Write the reasons for a label in one of ``formats_for("explanation")``."""
    _writer(format, "explanation")(explanation, stream)


def write_figures(
    format: str, figures: Mapping[str, Any], lines: Iterable[str], stream: TextIO
) -> None:
    """Write measured figures.

    Parameters
    ----------
    format : str
        One of ``formats_for("figures")``.
    figures : mapping
        The figures, for programs.
    lines : iterable of str
        The same figures as text.
    stream : text stream
        Where to write.
    """
    _writer(format, "figures")(figures, lines, stream)


def _writer(format: str, content: Content) -> Callable[..., None]:
    for row in FORMATS:
        writer: Callable[..., None] | None = getattr(row, content)
        if row.name == format and writer:
            return writer
    raise ValueError(f"no format {format!r} for {content}; use {', '.join(formats_for(content))}")


def _style(stream: TextIO) -> text_view.Style:
    """Return colours for a terminal, unless NO_COLOR is set (https://no-color.org)."""
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return text_view.no_style
    import click

    def style(text: str, name: str) -> str:
        if name in ("bold", "dim"):
            return click.style(text, **{name: True})
        return click.style(text, fg=name)

    return style


def _write_lines(lines: Iterable[str], stream: TextIO) -> None:
    stream.writelines(f"{line}\n" for line in lines)


def _text_documents(results: Iterable[DocumentResult], _model: Model, stream: TextIO) -> None:
    width = _PIPED_WIDTH
    if stream.isatty():
        width = shutil.get_terminal_size((_PIPED_WIDTH, 24)).columns
    for index, result in enumerate(results):
        if index:
            stream.write("\n")
        _write_lines(text_view.document_lines(result, width, _style(stream)), stream)


def _text_explanation(explanation: Explanation, stream: TextIO) -> None:
    _write_lines(text_view.explanation_lines(explanation, _style(stream)), stream)


def _text_figures(_figures: Mapping[str, Any], lines: Iterable[str], stream: TextIO) -> None:
    _write_lines(map(escape_controls, lines), stream)


def _dump_json(value: Any, stream: TextIO) -> None:
    stream.write(f"{dump_json(value, indent=2)}\n")


def _json_documents(results: Iterable[DocumentResult], model: Model, stream: TextIO) -> None:
    from lmclassify.output import records

    documents = [records.document_record(result) for result in results]
    _dump_json({"model": records.model_record(model), "documents": documents}, stream)


def _json_explanation(explanation: Explanation, stream: TextIO) -> None:
    from lmclassify.output import records

    _dump_json(records.explanation_record(explanation), stream)


def _json_figures(figures: Mapping[str, Any], _lines: Iterable[str], stream: TextIO) -> None:
    _dump_json(figures, stream)


def _statement_records(results: Iterable[DocumentResult]) -> Iterator[dict[str, Any]]:
    from lmclassify.output import records

    for result in results:
        yield from records.statement_records(result)


def _jsonl_documents(results: Iterable[DocumentResult], _model: Model, stream: TextIO) -> None:
    _write_lines(map(dump_json, _statement_records(results)), stream)


def _csv_documents(results: Iterable[DocumentResult], _model: Model, stream: TextIO) -> None:
    import csv

    from lmclassify.output import records

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(records.CSV_COLUMNS)
    writer.writerows(map(records.csv_row, _statement_records(results)))


FORMATS: Final = (
    OutputFormat("text", "for reading", _text_documents, _text_explanation, _text_figures),
    OutputFormat("json", "one object", _json_documents, _json_explanation, _json_figures),
    OutputFormat("jsonl", "one object per statement", _jsonl_documents),
    OutputFormat("csv", "one row per statement", _csv_documents),
)
"""Every output format; a format without a writer for some content cannot hold it."""
