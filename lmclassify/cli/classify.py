"""The commands that classify text: classify, report, explain."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from time import time

import click

from lmclassify import api
from lmclassify.cli.many import Batch, Settings
from lmclassify.cli.options import (
    choose_format,
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
from lmclassify.model import Model
from lmclassify.output import writers
from lmclassify.output.files import open_output
from lmclassify.output.run import Run
from lmclassify.results import DocumentResult, Statement
from lmclassify.summary import summarise

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Number of processes. Default: one per core, if there are many files.",
)


@click.command(
    help=f"""Classify documents statement by statement.

    Each FILE is a {join_names([f".{name}" for name in FORMATS])} document, or a folder: all of
    these below it. Without FILE, or with -, it is standard input. Exit code 1: some input could not
    be read, and is listed at the end; the rest was classified.
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
@jobs_option
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
    jobs: int | None,
    output: str | None,
) -> None:
    """Classify documents and single statements."""
    if not files and not texts and sys.stdin.isatty():
        raise click.UsageError("name a FILE, or - for standard input, or give --text.")
    if not all(text.strip() for text in texts):
        raise click.UsageError("--text is empty.")
    classifier = api.load_model(model)
    settings = Settings(input_format, two_way, use_context, kind)
    batch = Batch(files or ([] if texts else ["-"]), classifier, settings, jobs, output)
    results: Iterable[DocumentResult] = chain(
        (_classify_text(text, two_way, classifier) for text in texts), batch.classify()
    )
    if format == "text" and not show_headings:
        results = (replace(result, headings=()) for result in results)
    run = Run(classifier, two_way, use_context, time())
    with open_output(output, writers.file_encoding(format), files) as stream:
        writers.write_documents(format, results, run, stream)
    ctx.exit(batch.report())


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
    format = choose_format("documents", None, output, default="html")
    classifier = api.load_model(model)
    settings = Settings(input_format, two_way, use_context, kind)
    batch = Batch(files, classifier, settings, output=output)
    results = batch.classify()
    first = next(results, None)
    if first is not None:
        run = Run(classifier, two_way, use_context, time())
        with open_output(output, writers.file_encoding(format), files) as stream:
            writers.write_documents(format, chain((first,), results), run, stream)
    ctx.exit(batch.report())


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
    run = Run(api.load_model(model), two_way, started=time())
    explanation = api.explain(text, two_way=two_way, model=run.model)
    with open_output(output, writers.file_encoding(format)) as stream:
        writers.write_explanation(format, explanation, run, stream)


def _classify_text(text: str, two_way: bool, model: Model) -> DocumentResult:
    statements = ((Statement(text, 0, len(text)), model.predict(text, two_way=two_way)),)
    return DocumentResult("--text", text, statements, summarise(statements))
