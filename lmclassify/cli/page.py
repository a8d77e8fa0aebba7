"""The command that writes the classifier as a web page."""

from __future__ import annotations

import click

from lmclassify import api
from lmclassify.cli.options import model_option
from lmclassify.output.files import open_output


@click.command()
@click.option("-o", "--output", metavar="OUT.html", required=True, help="The page to write.")
@model_option
def page(output: str, model: str | None) -> None:
    """Write the classifier itself as a web page, for people without Python.

    The page is one file that runs in a browser, offline: paste a text or drop a file, and each
    statement is labelled while you type. It sends nothing anywhere.
    """
    from lmclassify.output import page as view

    html = view.render(api.load_model(model))
    with open_output(output) as stream:
        stream.write(html)
