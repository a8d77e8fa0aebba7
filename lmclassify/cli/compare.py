"""The command that compares two versions of a document."""

from __future__ import annotations

from time import time

import click

from lmclassify import api, documents
from lmclassify.cli.console import echo
from lmclassify.cli.options import (
    context_option,
    format_option,
    input_format_option,
    kind_option,
    model_option,
    output_option,
    two_way_option,
)
from lmclassify.output import writers
from lmclassify.output.comparison import compare as compare_results
from lmclassify.output.files import open_output
from lmclassify.output.run import Run


@click.command()
@click.argument("old")
@click.argument("new")
@format_option("comparison")
@input_format_option
@two_way_option
@context_option
@kind_option
@model_option
@output_option
def compare(
    old: str,
    new: str,
    format: str,
    input_format: str | None,
    two_way: bool,
    use_context: bool,
    kind: str | None,
    model: str | None,
    output: str | None,
) -> None:
    """Compare two versions of a document, before and after.

    It shows which statements went, came and changed, and verdict, mix and practices of OLD and NEW,
    which can be documents of different formats.
    """
    if old == new == "-":
        raise click.UsageError("only one of OLD and NEW can be standard input.")
    run = Run(api.load_model(model), two_way, use_context, time())
    results = []
    for file in (old, new):
        document = documents.read(file, format=input_format)
        result = api.classify_document(
            document, two_way=two_way, use_context=use_context, kind=kind, model=run.model
        )
        for note in result.notes:
            echo(f"Note: {result.source}: {note}", err=True)
        results.append(result)
    comparison = compare_results(*results)
    with open_output(output, writers.file_encoding(format), (old, new)) as stream:
        writers.write_comparison(format, comparison, run, stream)
