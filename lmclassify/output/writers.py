"""The output formats, one row each.

To add a format, write its functions in a module of their own and add a row to `FORMATS`. The
command line takes the choices and the help of ``--format`` from there, and what ``-o`` accepts.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from lmclassify.output.comparison import Comparison
    from lmclassify.output.run import Run
    from lmclassify.results import DocumentResult, Explanation

Content = Literal["documents", "comparison", "explanation", "figures"]
"""What can be written: classified documents, two of them compared, the reasons for a label,
measured figures."""


class OutputFormat(NamedTuple):
    """An output format.

    Attributes
    ----------
    name : str
        What ``--format`` calls it.
    help : str
        What it is, in a few words.
    suffixes : tuple of str
        How the names of such files end.
    documents, comparison, explanation, figures : callable or None
        A writer for each content that it can hold.
    encoding : str or None
        Of files; None for bytes.
    """

    name: str
    help: str
    suffixes: tuple[str, ...]
    documents: Callable[[Iterable[DocumentResult], Run, Any], None] | None = None
    comparison: Callable[[Comparison, Run, Any], None] | None = None
    explanation: Callable[[Explanation, Run, Any], None] | None = None
    figures: Callable[[Mapping[str, Any], Iterable[str], Any], None] | None = None
    encoding: str | None = "utf-8"


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


def choose_format(
    content: Content, name: str | None, output: str | None, default: str = "text"
) -> str:
    """Return the name of the format to write: the suffix of the file decides.

    Parameters
    ----------
    content : {'documents', 'comparison', 'explanation', 'figures'}
        What is written.
    name : str or None
        The format that was asked for, if any.
    output : str or None
        The file to write, if any.
    default : str
        The format if neither decides.

    Raises
    ------
    ValueError
        If the suffix is that of no format for this content, or contradicts `name`.

    Examples
    --------
    >>> choose_format("documents", None, "ward.XLSX"), choose_format("documents", "csv", "-")
    ('xlsx', 'csv')
    """
    suffix = Path(output or "").suffix.lower()
    if not suffix:
        return name or default
    rows = [row for row in FORMATS if getattr(row, content)]
    row = next((row for row in rows if suffix in row.suffixes), None)
    if row is None:
        *others, last = (row.suffixes[0] for row in rows)
        raise ValueError(
            f"this cannot be written as {suffix}; name the file {', '.join(others)} or {last}."
        )
    if name not in (None, row.name):
        raise ValueError(
            f"the file is called {suffix}, but --format says {name}; leave --format out, or name "
            f"the file {_find(str(name)).suffixes[0]}."
        )
    return row.name


def file_encoding(format: str) -> str | None:
    """Return the encoding of files of a format; None for bytes."""
    return _find(format).encoding


def write_documents(
    format: str, results: Iterable[DocumentResult], run: Run, stream: IO[Any]
) -> None:
    """Write classified documents, each as soon as it is classified if the format allows it.

    Parameters
    ----------
    format : str
        One of ``formats_for("documents")``.
    results : iterable of DocumentResult
        The documents.
    run : Run
        How they were classified.
    stream : file object
        Where to write; of bytes if the format has no encoding.
    """
    _writer(format, "documents")(results, run, stream)


def write_comparison(format: str, comparison: Comparison, run: Run, stream: IO[Any]) -> None:
    """Write the comparison of two documents in one of ``formats_for("comparison")``."""
    _writer(format, "comparison")(comparison, run, stream)


def write_explanation(format: str, explanation: Explanation, run: Run, stream: IO[Any]) -> None:
    """Write the reasons for a label in one of ``formats_for("explanation")``."""
    _writer(format, "explanation")(explanation, run, stream)


def write_figures(
    format: str, figures: Mapping[str, Any], lines: Iterable[str], run: Run | None, stream: IO[Any]
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
    run : Run or None
        How they were measured; None if no model was.
    stream : file object
        Where to write.
    """
    _writer(format, "figures")(figures, lines, run, stream)


def _find(name: str) -> OutputFormat:
    return next(row for row in FORMATS if row.name == name)


def _writer(format: str, content: Content) -> Callable[..., None]:
    for row in FORMATS:
        writer: Callable[..., None] | None = getattr(row, content)
        if row.name == format and writer:
            return writer
    raise ValueError(f"no format {format!r} for {content}; use {', '.join(formats_for(content))}")


def _lazy(place: str) -> Callable[..., None]:
    """Return a writer that is imported when it is called: most runs need one or two of them."""
    module, _, function = place.partition(":")

    def write(*arguments: Any) -> None:
        getattr(importlib.import_module(f"lmclassify.output.{module}"), function)(*arguments)

    return write


FORMATS: Final = (
    OutputFormat(
        "text",
        "for reading",
        (".txt",),
        documents=_lazy("streams:write_text"),
        comparison=_lazy("comparison_view:write_text"),
        explanation=_lazy("streams:write_text_explanation"),
        figures=_lazy("streams:write_text_figures"),
    ),
    OutputFormat(
        "json",
        "one object",
        (".json",),
        documents=_lazy("streams:write_json"),
        comparison=_lazy("comparison_view:write_json"),
        explanation=_lazy("streams:write_json_explanation"),
        figures=_lazy("streams:write_json_figures"),
    ),
    OutputFormat(
        "jsonl",
        "one object per statement",
        (".jsonl", ".ndjson"),
        documents=_lazy("streams:write_json_lines"),
    ),
    # With the mark, Excel takes a file for UTF-8.
    OutputFormat(
        "csv",
        "one line per statement",
        (".csv",),
        documents=_lazy("streams:write_csv"),
        encoding="utf-8-sig",
    ),
    OutputFormat(
        "xlsx",
        "a workbook of statements, summaries and practices",
        (".xlsx",),
        documents=_lazy("workbook:write"),
        encoding=None,
    ),
    OutputFormat(
        "docx", "a short report", (".docx",), documents=_lazy("word:write"), encoding=None
    ),
    OutputFormat(
        "html",
        "a page",
        (".html", ".htm"),
        documents=_lazy("report:write"),
        comparison=_lazy("comparison_view:write_html"),
    ),
)
"""Every output format; a format without a writer for some content cannot hold it."""
