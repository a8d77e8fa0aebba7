"""The options that several commands share."""

import click

from lmclassify.documents.reading import FORMATS

model_option = click.option(
    "--model", metavar="DIR", help="Model folder; default: $LMCLASSIFY_MODEL, else the shipped one."
)
two_way_option = click.option(
    "--two-way", is_flag=True, help="Choose between leadership and management only."
)
output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write here instead of to standard output."
)
report_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="To be read, or for other programs.",
)
from_option = click.option(
    "--from",
    "source_form",
    type=click.Choice(FORMATS),
    metavar="FORMAT",
    help=f"What the input is: {', '.join(FORMATS)}; default: its bytes or its name tell.",
)
corpus_option = click.option(
    "--corpus",
    "labelled",
    multiple=True,
    metavar="FILE.csv",
    help="What is labelled already, may be given more than once; default: the shipped corpus.",
)
