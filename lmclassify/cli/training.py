"""The commands for models: train, model info, model verify."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from lmclassify import api, atomic, tables
from lmclassify.cli.options import ProgressBar, join_names
from lmclassify.errors import LMClassifyError
from lmclassify.model import Model
from lmclassify.model.folder import CARD, MANIFEST, read_manifest, read_verified


@click.command(
    help=f"""Train a model on labelled statements.

    Each CORPUS is a table ({join_names(list(tables.FORMATS))}) with the columns text and label
    (leadership, management, neither, or both). The columns practice, sector, register, pair and
    source are used if they exist, and document for statements of whole documents, in their order.
    Without CORPUS, the shipped corpus is used.

    The new model is compared with the one in DIR, or else with the default model, on statements
    that neither was trained on. It is not written if it is clearly worse than the model that it
    would replace, or if a tenth of its new labels contradict what the old model is certain of: exit
    code 1.
    """
)
@click.argument("files", nargs=-1, metavar="[CORPUS]...")
@click.option("--with-shipped", is_flag=True, help="Train on the shipped corpus as well.")
@click.option(
    "--held-out",
    multiple=True,
    metavar="FILE",
    help="Labelled statements to compare on, never to train on; can be given more than once.",
)
@click.option(
    "--label-shares",
    metavar="L,M,N",
    help="How frequent leadership, management and neither are in the text to classify, as "
    "0.1,0.4,0.5; 'corpus' for as frequent as in CORPUS. Default: as in real job documents.",
)
@click.option("--force", is_flag=True, help="Write the model even if it is worse.")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    required=True,
    help="The model folder to write; a model in it is replaced.",
)
def train(
    files: Sequence[str],
    with_shipped: bool,
    held_out: Sequence[str],
    label_shares: str | None,
    force: bool,
    output: str,
) -> None:
    """Train a model."""
    from lmclassify import corpus

    shipped = [str(file) for file in corpus.default_files()] if with_shipped or not files else []
    rows = corpus.read([*shipped, *files])
    held_out_rows = corpus.read(held_out) if held_out else []
    corpus.check_disjoint(rows, held_out_rows)
    old = _read_old_model(output)

    from lmclassify.training import comparison, fitting, view
    from lmclassify.training.shares import parse_shares
    from lmclassify.training.trained import save

    fitting.check(rows)
    shares: dict[str, Mapping[str, float] | None] = {}
    if label_shares == "corpus":
        shares = {"label_shares": None, "document_shares": None}
    elif label_shares is not None:
        shares = {"label_shares": parse_shares(label_shares)}
    with ProgressBar("Training") as bar:
        trained = fitting.train(rows, bar, **shares)
    _show(view.format_training(trained, rows, shipped))
    if old is not None:
        compared = comparison.compare(trained, rows, old, held_out_rows)
        _show(view.format_comparison(compared, api.model_name(old)))
        worse, contradicted = compared.accuracy_objections(), compared.label_objections()
        replaces = (Path(output) / MANIFEST).exists()
        if (objections := [*(worse if replaces else []), *contradicted]) and not force:
            raise LMClassifyError(
                f"{output} was not written: {'; '.join(objections)}. "
                "Correct the corpus, or write the model anyway with --force."
            )
        for objection in worse:
            click.echo(f"Warning: {objection}", err=True)
    save(trained, rows, [*shipped, *files], output)
    click.echo(f"Wrote {output}; its figures: lmclassify model info {output}", err=True)
    click.echo(f"Use it: lmclassify classify --model {output} FILE", err=True)


@click.group()
def model() -> None:
    """Show or verify a trained model."""


@model.command()
@click.argument("folder", required=False, metavar="[DIR]")
def info(folder: str | None) -> None:
    """Show the model card: data, accuracy, most important terms.

    DIR is a model folder. Default: as for classify --model.
    """
    path = atomic.resolve(api.model_folder(folder))
    click.echo(f"Model: {path}\n", err=True)
    click.echo(read_verified(path, CARD, read_manifest(path)).decode(), nl=False)


@model.command()
@click.argument("folder", required=False, metavar="[DIR]")
def verify(folder: str | None) -> None:
    """Check that a model is complete and consistent.

    DIR is a model folder. Default: as for classify --model. Among other things, its pipeline and
    its weights must agree. This opens the pipeline's pickle, after everything else has been
    checked: do it only with a model from somebody you trust.
    """
    from lmclassify.training import verification

    for line in verification.verify(atomic.resolve(api.model_folder(folder))):
        click.echo(line)


def _read_old_model(output: str) -> Model | None:
    """Return the model in a folder, or else the default model, or None if there is neither."""
    for folder in (output, None):
        try:
            return api.load_model(folder)
        except LMClassifyError as error:
            if folder and (Path(folder) / MANIFEST).exists():
                click.echo(f"Note: {error} The new model is not compared with it.", err=True)
    return None


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
    click.echo()
