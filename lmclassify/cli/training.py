"""The command that trains a model."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click


@click.command()
@click.argument("files", nargs=-1, metavar="[CORPUS.csv]...")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default="models/default",
    show_default=True,
    help="Where the model goes; a model that is there is replaced.",
)
def train(files: Sequence[str], output: str) -> None:
    """Train a model on labelled statements.

    Each CORPUS.csv has the columns text and label (leadership, management or neither), and may have
    practice, sector, register, pair and source; without any, the shipped corpus is used.
    """
    from lmclassify import corpus as corpora

    files = list(files) or [str(file) for file in corpora.default_files()]
    rows = corpora.read(files)
    click.echo(f"Statements: {len(rows):,}; files: {len(files)}", err=True)

    from lmclassify import saving, training

    training.check(rows)
    with click.progressbar(length=training.steps(rows), label="Training", file=sys.stderr) as bar:
        trained = training.train(rows, lambda: bar.update(1))
    saving.save(trained, rows, files, output)
    click.echo(f"Wrote {output}; what was measured is in {output}/CARD.md", err=True)
    click.echo(f"Use it: lmclassify classify --model {output} FILE", err=True)
