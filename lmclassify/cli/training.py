"""The commands for models: train, model info, model verify."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from lmclassify import api, tables
from lmclassify.atomic.places import resolve
from lmclassify.cli.console import echo
from lmclassify.cli.options import ProgressBar, join_names, show_notes
from lmclassify.errors import LMClassifyError
from lmclassify.model import Model
from lmclassify.model.folder import CARD, MANIFEST, read_manifest, read_text


@click.command(
    help=f"""Train a model on labelled statements.

    Each CORPUS is a table ({join_names(list(tables.FORMATS))}) with the columns text and label
    (leadership, management, neither, or both). The columns practice, sector, register, pair and
    source are used if they exist, and document for statements of whole documents, in their order.
    Without CORPUS, the shipped corpus is used.

    The new model is compared with the one in DIR, or else with the default model, on statements
    that neither was trained on. It is not written if it is clearly worse than the model that it
    would replace, if a tenth of its new labels contradict what the old model is certain of, or if a
    tenth of the labels in a file differ from those of last time: exit code 1.

    The model that is replaced is kept beside the new one, as DIR.previous.
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
@click.option("--no-previous", is_flag=True, help="Do not keep the model that is replaced.")
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
    no_previous: bool,
    output: str,
) -> None:
    """Train a model."""
    from lmclassify import corpus
    from lmclassify.evaluation import overlap
    from lmclassify.model.writing import prepare_folder

    prepare_folder(output, keep_previous=not no_previous)
    shipped = [str(file) for file in corpus.default_files()] if with_shipped or not files else []
    notes: list[str] = []
    rows = corpus.read([*shipped, *files], notes=notes)
    held_out_rows = corpus.read(held_out, notes=notes) if held_out else []
    show_notes(notes)
    overlap.check_disjoint(rows, held_out_rows)
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
        worse, doubts = compared.accuracy_objections(), compared.doubts.objections()
        replaces = (Path(output) / MANIFEST).exists()
        if (objections := [*(worse if replaces else []), *doubts]) and not force:
            raise LMClassifyError(
                f"{output} was not written: {'; '.join(objections)}. "
                "Correct the corpus, or write the model anyway with --force."
            )
        for objection in [*worse, *doubts]:
            echo(f"Warning: {objection}", err=True)
    is_working_folder = Path(output).resolve() == Path.cwd()
    previous = save(trained, rows, [*shipped, *files], output, keep_previous=not no_previous)
    echo(f"Wrote {output}; its figures: lmclassify model info {output}", err=True)
    if previous is not None:
        echo(f"The model that was there is now {previous}", err=True)
    if is_working_folder:
        echo("Note: your shell is still in the folder that was replaced; type: cd .", err=True)
    echo(f"Use it: lmclassify classify --model {output} FILE", err=True)


@click.group()
def model() -> None:
    """Show or verify a trained model."""


@model.command()
@click.argument("folder", required=False, metavar="[DIR]")
def info(folder: str | None) -> None:
    """Show the model card: data, accuracy, most important terms.

    DIR is a model folder. Default: as for classify --model.
    """
    path = resolve(api.model_folder(folder))
    card = read_text(path, CARD, read_manifest(path))
    echo(f"Model: {path}", err=True)
    echo(err=True)
    echo(card.removesuffix("\n"), keep="\n")


@model.command()
@click.argument("folder", required=False, metavar="[DIR]")
def verify(folder: str | None) -> None:
    """Check that a model is complete and consistent.

    DIR is a model folder. Default: as for classify --model. Among other things, its pipeline and
    its weights must agree. This opens the pipeline's pickle, after everything else has been
    checked: do it only with a model from somebody you trust.
    """
    from lmclassify.training import verification

    for line in verification.verify(resolve(api.model_folder(folder))):
        echo(line)


def _read_old_model(output: str) -> Model | None:
    """Return the model in a folder, or else the default model, or None if there is neither."""
    for folder in (output, None):
        try:
            return api.load_model(folder)
        except LMClassifyError as error:
            if folder and (Path(folder) / MANIFEST).exists():
                echo(f"Note: {error} The new model is not compared with it.", err=True)
    return None


def _show(lines: Iterable[str]) -> None:
    for line in lines:
        echo(line)
    echo()
