"""The commands that classify text: classify, report, explain."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import click

from lmclassify import api, documents
from lmclassify.cli.console import echo
from lmclassify.cli.options import (
    context_option,
    format_option,
    input_format_option,
    join_names,
    kind_option,
    model_option,
    output_option,
    two_way_option,
)
from lmclassify.documents.reading import FORMATS
from lmclassify.errors import LMClassifyError
from lmclassify.output import writers
from lmclassify.output.files import open_output
from lmclassify.results import DocumentResult, Statement
from lmclassify.summary import summarise

if TYPE_CHECKING:
    from lmclassify.model import Model


@click.command(
    help=f"""Classify documents statement by statement.

    Each FILE is a {join_names([f".{name}" for name in FORMATS])} document. Without FILE, or with -,
    it is standard input. Exit code 1: some input could not be read; the rest was classified.
    """
)
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "--text", "texts", multiple=True, metavar="TEXT", help="Classify TEXT as one statement."
)
@format_option("documents")
@input_format_option
@two_way_option
@context_option
@click.option(
    "--show-headings",
    is_flag=True,
    help="Show the lines that were read as headings among the statements; JSON always has them.",
)
@kind_option
@model_option
@output_option
@click.pass_context
def classify(
    ctx: click.Context,
    files: Sequence[str],
    texts: Sequence[str],
    format: str,
    input_format: str | None,
    two_way: bool,
    use_context: bool,
    show_headings: bool,
    kind: str | None,
    model: str | None,
    output: str | None,
) -> None:
    """Classify documents and single statements."""
    if not files and not texts and sys.stdin.isatty():
        raise click.UsageError("name a FILE, or - for standard input, or give --text.")
    if not all(text.strip() for text in texts):
        raise click.UsageError("--text is empty.")
    classifier = api.load_model(model)
    failures: list[str] = []
    inputs = files or ([] if texts else ["-"])
    results: Iterable[DocumentResult] = chain(
        (_classify_text(text, two_way, classifier) for text in texts),
        _classify_files(inputs, input_format, two_way, use_context, kind, classifier, failures),
    )
    if format == "text" and not show_headings:
        results = (replace(result, headings=()) for result in results)
    with open_output(output) as stream:
        writers.write_documents(format, results, classifier, stream)
    ctx.exit(1 if failures else 0)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="OUT.html", required=True, help="The page to write.")
@input_format_option
@two_way_option
@context_option
@kind_option
@model_option
@click.pass_context
def report(
    ctx: click.Context,
    files: Sequence[str],
    output: str,
    input_format: str | None,
    two_way: bool,
    use_context: bool,
    kind: str | None,
    model: str | None,
) -> None:
    """Write a report on documents as a web page.

    It shows the verdict, the shares, and each statement with the words that decided its label. The
    page is one file that works offline. Several documents are compared first.
    """
    from lmclassify.output import report as page

    classifier = api.load_model(model)
    failures: list[str] = []
    results = list(
        _classify_files(files, input_format, two_way, use_context, kind, classifier, failures)
    )
    if results:
        with open_output(output) as stream:
            stream.write(page.render(results, classifier, two_way=two_way, use_context=use_context))
    ctx.exit(1 if failures else 0)


@click.command()
@click.argument("text")
@format_option("explanation")
@two_way_option
@model_option
@output_option
def explain(text: str, format: str, two_way: bool, model: str | None, output: str | None) -> None:
    """Show which words of TEXT decide its label, and by how much."""
    if not text.strip():
        raise click.UsageError("TEXT is empty.")
    explanation = api.explain(text, two_way=two_way, model=model)
    with open_output(output) as stream:
        writers.write_explanation(format, explanation, stream)


def _classify_files(
    files: Sequence[str],
    input_format: str | None,
    two_way: bool,
    use_context: bool,
    kind: str | None,
    model: Model,
    failures: list[str],
) -> Iterator[DocumentResult]:
    """Classify files; report those that cannot be read, add them to `failures`, and go on."""
    for file in files:
        try:
            document = documents.read(file, format=input_format)
            result = api.classify_document(
                document, two_way=two_way, use_context=use_context, kind=kind, model=model
            )
        except LMClassifyError as error:
            failures.append(file)
            echo(f"Error: {error}", err=True)
            continue
        for note in result.notes:
            echo(f"Note: {result.source}: {note}", err=True)
        yield result


def _classify_text(text: str, two_way: bool, model: Model) -> DocumentResult:
    statements = ((Statement(text, 0, len(text)), model.predict(text, two_way=two_way)),)
    return DocumentResult("--text", text, statements, summarise(statements))
