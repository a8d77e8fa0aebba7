"""Commands that judge text: classify, explain, report."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import click

from lmclassify import api, documents
from lmclassify.cli.options import (
    from_option,
    model_option,
    output_option,
    report_format_option,
    two_way_option,
)
from lmclassify.errors import LMClassifyError
from lmclassify.output import writers
from lmclassify.output.files import open_output
from lmclassify.results import DocumentResult, Statement
from lmclassify.summary import summarise

if TYPE_CHECKING:
    from lmclassify.model import Model


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--text", "texts", multiple=True, metavar="TEXT", help="Judge TEXT as one statement.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "csv"]),
    default="text",
    show_default=True,
    help="To be read, or by statement for other programs.",
)
@from_option
@two_way_option
@model_option
@output_option
@click.pass_context
def classify(
    ctx: click.Context,
    files: Sequence[str],
    texts: Sequence[str],
    form: str,
    source_form: str | None,
    two_way: bool,
    model: str | None,
    output: str | None,
) -> None:
    """Judge documents statement by statement.

    Each FILE is a .docx, .odt, .rtf, .pdf, .html, .md or .txt document; - or nothing is standard
    input. Exit code 1 means that some input could not be read; the rest was done.
    """
    if not files and not texts and sys.stdin.isatty():
        raise click.UsageError("name a FILE, or - for standard input, or give --text.")
    if not all(text.strip() for text in texts):
        raise click.UsageError("--text is empty.")
    loaded = api.load_model(model)
    failures: list[str] = []
    inputs = files or ([] if texts else ["-"])
    results = chain(
        (_judged_text(text, two_way, loaded) for text in texts),
        _judged(inputs, source_form, two_way, loaded, failures),
    )
    with open_output(output) as stream:
        writers.write_documents(form, results, loaded, stream)
    ctx.exit(1 if failures else 0)


@click.command()
@click.argument("text")
@report_format_option
@two_way_option
@model_option
@output_option
def explain(text: str, form: str, two_way: bool, model: str | None, output: str | None) -> None:
    """Show which terms of TEXT decide its label, and by how much."""
    if not text.strip():
        raise click.UsageError("TEXT is empty.")
    found = api.explain(text, two_way=two_way, model=model)
    with open_output(output) as stream:
        writers.write_explanation(form, found, stream)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="OUT.html", required=True, help="The page to write.")
@from_option
@two_way_option
@model_option
@click.pass_context
def report(
    ctx: click.Context,
    files: Sequence[str],
    output: str,
    source_form: str | None,
    two_way: bool,
    model: str | None,
) -> None:
    """Show documents as a page: verdict, mix, each statement and the words that decided it.

    One file that works offline; several documents are compared first.
    """
    from lmclassify.output import report as page

    loaded = api.load_model(model)
    failures: list[str] = []
    results = list(_judged(files, source_form, two_way, loaded, failures))
    if results:
        with open_output(output) as stream:
            stream.write(page.render(results, loaded, two_way=two_way))
    ctx.exit(1 if failures else 0)


def _judged(
    files: Sequence[str], form: str | None, two_way: bool, model: Model, failures: list[str]
) -> Iterator[DocumentResult]:
    """Judge files; one that cannot be read is told and noted, and the others are still done."""
    for file in files:
        try:
            document = documents.read(file, format=form)
            result = api.classify_document(document, two_way=two_way, model=model)
        except LMClassifyError as error:
            failures.append(file)
            click.echo(f"Error: {error}", err=True)
            continue
        for note in result.notes:
            click.echo(f"Note: {result.source}: {note}", err=True)
        yield result


def _judged_text(text: str, two_way: bool, model: Model) -> DocumentResult:
    judged = ((Statement(text, 0, len(text)), model.predict(text, two_way=two_way)),)
    return DocumentResult("--text", text, judged, summarise(judged))
