"""Results in the format that was asked for, written as they come where the format allows it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

from lmclassify.model import Model
from lmclassify.output import text as text_view
from lmclassify.results import DocumentResult, Explanation

FORMATS = ("text", "json", "jsonl", "csv")
PIPED_WIDTH = 100


def write(form: str, results: Iterable[DocumentResult], model: Model, stream: TextIO) -> None:
    """Write documents' results.

    Parameters
    ----------
    form : {'text', 'json', 'jsonl', 'csv'}
    results : iterable of DocumentResult
    model : Model
        What judged them.
    stream : text stream
    """
    _WRITERS[form](results, model, stream)


def write_explanation(form: str, found: Explanation, stream: TextIO) -> None:
    """Write an explanation.

    Parameters
    ----------
    form : {'text', 'json'}
    found : Explanation
    stream : text stream
    """
    if form == "json":
        import json

        from lmclassify.output import records

        json.dump(records.explanation(found), stream, ensure_ascii=False, indent=2)
        stream.write("\n")
    else:
        stream.writelines(f"{line}\n" for line in text_view.explanation(found, _style(stream)))


def write_report(form: str, found: Mapping[str, Any], lines: Iterable[str], stream: TextIO) -> None:
    """Write what was measured.

    Parameters
    ----------
    form : {'text', 'json'}
    found : mapping
        For JSON.
    lines : iterable of str
        The same as text.
    stream : text stream
    """
    if form == "json":
        import json

        json.dump(found, stream, ensure_ascii=False, indent=2)
        stream.write("\n")
    else:
        stream.writelines(f"{line}\n" for line in lines)


def _style(stream: TextIO) -> text_view.Style:
    """Colour on a terminal only, and not where NO_COLOR is set (https://no-color.org)."""
    if not stream.isatty() or os.environ.get("NO_COLOR"):
        return text_view.plain
    import click

    def style(text: str, name: str) -> str:
        if name in ("bold", "dim"):
            return click.style(text, **{name: True})
        return click.style(text, fg=name)

    return style


def _write_text(results: Iterable[DocumentResult], _model: Model, stream: TextIO) -> None:
    width = shutil.get_terminal_size((PIPED_WIDTH, 24)).columns if stream.isatty() else PIPED_WIDTH
    for index, result in enumerate(results):
        if index:
            stream.write("\n")
        lines = text_view.document(result, width, _style(stream))
        stream.writelines(f"{line}\n" for line in lines)


def _write_json(results: Iterable[DocumentResult], model: Model, stream: TextIO) -> None:
    import json

    from lmclassify.output import records

    documents = [records.document(result) for result in results]
    whole = {"model": records.model(model), "documents": documents}
    json.dump(whole, stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def _write_jsonl(results: Iterable[DocumentResult], _model: Model, stream: TextIO) -> None:
    import json

    from lmclassify.output import records

    for result in results:
        stream.writelines(
            json.dumps(record, ensure_ascii=False) + "\n" for record in records.statements(result)
        )


def _write_csv(results: Iterable[DocumentResult], _model: Model, stream: TextIO) -> None:
    import csv

    from lmclassify.output import records

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(records.CSV_COLUMNS)
    for result in results:
        writer.writerows(map(records.csv_row, records.statements(result)))


_WRITERS: dict[str, Callable[[Iterable[DocumentResult], Model, TextIO], None]] = {
    "text": _write_text,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
}
