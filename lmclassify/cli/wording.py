"""The command ``wording``: how others say what a document does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

import click

from lmclassify import api
from lmclassify.cli.console import echo
from lmclassify.cli.options import (
    format_option,
    input_format_option,
    model_option,
    output_option,
)
from lmclassify.output import writers
from lmclassify.output.files import open_output
from lmclassify.output.run import Run
from lmclassify.results import PRACTICES, DocumentResult, Practice
from lmclassify.usual import find_rare_practices, read_figures

if TYPE_CHECKING:
    from lmclassify.output.wording import Example


@click.command()
@click.argument("file")
@click.option(
    "--practice",
    "practices",
    type=click.Choice(tuple(PRACTICES)),
    multiple=True,
    help="Only statements of this practice; can be given more than once. Default: those that FILE "
    "asks for little or not at all.",
)
@click.option(
    "-n",
    "--count",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    metavar="N",
    help="How many statements of each practice.",
)
@format_option("figures")
@input_format_option
@model_option
@output_option
def wording(
    file: str,
    practices: Sequence[str],
    count: int,
    format: str,
    input_format: str | None,
    model: str | None,
    output: str | None,
) -> None:
    """Show how others word the practices that FILE leaves out.

    The statements come from the corpus of lmclassify; those nearest to FILE, by words and sector,
    are shown. They are examples to think with, not to copy: CC BY 4.0.
    """
    from lmclassify.output.wording import LICENCE, find_wording

    classifier = api.load_model(model)
    result = api.classify_document(file, format=input_format, model=classifier)
    for note in result.notes:
        echo(f"Note: {result.source}: {note}", err=True)
    names = cast("Sequence[Practice]", practices) or find_rare_practices(
        result.summary, read_figures(classifier.manifest)
    )
    examples = find_wording(result, names, count)
    record = {
        "source": result.source,
        "licence": LICENCE,
        "practices": [
            {
                "practice": name,
                "label": PRACTICES[name],
                "count": (result.summary.practices or {}).get(name),
                "examples": [{"text": e.text, "sector": e.sector} for e in found],
            }
            for name, found in examples.items()
        ],
    }
    with open_output(output, inputs=[file]) as stream:
        writers.write_figures(
            format, record, _lines(result, examples, LICENCE), Run(classifier), stream
        )


def _lines(
    result: DocumentResult, examples: Mapping[Practice, Sequence[Example]], licence: str
) -> Iterator[str]:
    """Yield the examples as text."""
    yield result.source
    for name, found in examples.items():
        count = (result.summary.practices or {}).get(name, 0)
        asks = f"{count} statement{'' if count == 1 else 's'}" if count else "not clearly asked for"
        yield ""
        yield f"{name} ({PRACTICES[name]}): {asks}. Others say:"
        yield from (f"  - {example.text}" for example in found)
    if not examples:
        yield "It asks for every practice about as much as usual; name one with --practice."
        return
    yield ""
    yield licence
