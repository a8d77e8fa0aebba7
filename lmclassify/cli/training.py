"""The commands about models: train, model info, model verify."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from lmclassify import api, atomic
from lmclassify.errors import LMClassifyError
from lmclassify.model import Model
from lmclassify.model.folder import CARD, MANIFEST, read_manifest, read_verified


@click.command()
@click.argument("files", nargs=-1, metavar="[CORPUS]...")
@click.option("--with-shipped", is_flag=True, help="Train on the shipped corpus as well.")
@click.option(
    "--held-out",
    multiple=True,
    metavar="FILE",
    help="Labelled statements to compare on, never trained on; may be given more than once.",
)
@click.option("--force", is_flag=True, help="Write the model even if it is worse.")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    help="Where the model goes; a model that is there is replaced.",
)
def train(
    files: Sequence[str], with_shipped: bool, held_out: Sequence[str], force: bool, output: str
) -> None:
    """Train a model on labelled statements, and compare it with the one it would replace.

    Each CORPUS is a .csv, .jsonl, .xlsx or .parquet file with the columns text and label
    (leadership, management or neither); practice, sector, register, pair and source are used where
    they are there. Without any, the shipped corpus is used.

    The comparison, beside the model in DIR or else the default one, is on statements that neither
    was trained on. A model that would replace one that is better beyond noise is not written, nor
    is one of whose new labels a tenth contradict what the old model is sure of: exit code 1.
    """
    from lmclassify import corpus

    shipped = [str(file) for file in corpus.default_files()] if with_shipped or not files else []
    rows = corpus.read([*shipped, *files])
    apart = corpus.read(held_out) if held_out else []
    corpus.check_apart(rows, apart)
    old = _replaced(output)

    from lmclassify.training import comparison, fitting
    from lmclassify.training import view as training_view
    from lmclassify.training.trained import save

    fitting.check(rows)
    with click.progressbar(
        length=fitting.count_steps(rows), label="Training", file=sys.stderr
    ) as bar:
        trained = fitting.train(rows, lambda: bar.update(1))
    _show(training_view.summary(trained, rows, shipped))
    if old is not None:
        found = comparison.compare(trained, rows, old, apart)
        _show(training_view.comparison(found, api.model_name(old)))
        worse, doubtful = found.worse(), found.doubtful()
        replaces = (Path(output) / MANIFEST).exists()
        if (objections := [*(worse if replaces else []), *doubtful]) and not force:
            raise LMClassifyError(
                f"{output} was not written: {'; '.join(objections)}. "
                "Mend the corpus, or write it all the same with --force."
            )
        for one in worse:
            click.echo(f"Warning: {one}", err=True)
    save(trained, rows, [*shipped, *files], output)
    click.echo(f"Wrote {output}; what was measured: lmclassify model info {output}", err=True)
    click.echo(f"Use it: lmclassify classify --model {output} FILE", err=True)


@click.group()
def model() -> None:
    """Look at a trained model."""


@model.command()
@click.argument("folder", required=False, metavar="[DIR]")
def info(folder: str | None) -> None:
    """Print the model card of DIR, or of the default model: data, metrics, weightiest terms."""
    path = atomic.resolve(api.model_folder(folder))
    click.echo(f"Model: {path}\n", err=True)
    click.echo(read_verified(path, CARD, read_manifest(path)).decode(), nl=False)


@model.command()
@click.argument("folder", required=False, metavar="[DIR]")
def verify(folder: str | None) -> None:
    """Check that a model is whole, and that its pipeline and its weights agree.

    This opens the pickle of the pipeline, after checking everything else: do it only with a model
    from somebody you trust.
    """
    from lmclassify.training import verification

    for line in verification.verify(atomic.resolve(api.model_folder(folder))):
        click.echo(line)


def _replaced(output: str) -> Model | None:
    """Give the model that stands in a folder, else the default one, if there is any."""
    for model in (output, None):
        try:
            return api.load_model(model)
        except LMClassifyError as error:
            if model and (Path(model) / MANIFEST).exists():
                click.echo(f"Note: {error} It is not compared with.", err=True)
    return None


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
    click.echo()
