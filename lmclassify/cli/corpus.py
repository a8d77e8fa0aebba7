"""Commands about labelled statements: evaluate, corpus check, review, suggest."""

from __future__ import annotations

from collections.abc import Sequence

import click

from lmclassify import api
from lmclassify.cli.options import corpus_option, model_option, output_option, report_format_option
from lmclassify.evaluation import overlap
from lmclassify.output import writers
from lmclassify.output.files import open_output
from lmclassify.results import LABELS


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE.csv...")
@click.option("--by", metavar="COLUMN", help="Also by the values of sector, register, practice, …")
@report_format_option
@model_option
@output_option
def evaluate(
    files: Sequence[str], by: str | None, form: str, model: str | None, output: str | None
) -> None:
    """Compare the model's labels with yours.

    Each FILE.csv has the columns text and label (leadership, management, neither, or both).
    """
    from lmclassify import corpus
    from lmclassify.evaluation import assessment

    if by is not None and by not in corpus.COLUMNS:
        raise click.UsageError(f"--by takes one of {', '.join(corpus.COLUMNS)}.")
    loaded = api.load_model(model)
    rows = corpus.read(files, labels=(*LABELS, "both"))
    known = overlap.trained_on(loaded) or frozenset()
    if count := len(rows) - len(overlap.unseen(rows, known)):
        click.echo(f"Note: the model was trained on {count} of these statements.", err=True)
    found = assessment.assess(rows, loaded, by)
    with open_output(output) as stream:
        writers.write_figures(form, found, assessment.lines(found, ", ".join(files)), stream)


@click.group()
def corpus() -> None:
    """Look after labelled statements."""


@corpus.command()
@click.argument("files", nargs=-1, metavar="[FILE.csv]...")
@report_format_option
@click.pass_context
def check(ctx: click.Context, files: Sequence[str], form: str) -> None:
    """Say what is wrong in a corpus, or smells; without FILE, the shipped one.

    Errors: what cannot be trained on, and more than 1 % near duplicates. Warnings: near duplicates,
    lopsided labels, cue words that give a label away, shared openings, doubtful labels. Exit code 1
    where there are errors.
    """
    from lmclassify.corpus import default_files
    from lmclassify.curation import check as corpus_check

    found = corpus_check.check(list(files) or [str(file) for file in default_files()])
    with open_output(None) as stream:
        writers.write_figures(form, found, corpus_check.lines(found), stream)
    ctx.exit(1 if any(one["level"] == "error" for one in found["findings"]) else 0)


@corpus.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE.csv...")
@corpus_option
@output_option
def review(files: Sequence[str], labelled: Sequence[str], output: str | None) -> None:
    """Rank statements by how doubtful their labels are.

    Writes CSV: file, line, text, label, suggested, kind, score; all statements, the most doubtful
    first. kind is conflict (the same text with another label, in FILE or the corpus), label (models
    that have not seen the statement give another), near duplicate, or nothing. Mend the column
    label and train on what was written; what else FILE has, as source and pair, is not in it.
    """
    from lmclassify import corpus as corpora
    from lmclassify.curation import review as reviewing

    rows = corpora.read(files, every=True)
    found = reviewing.review(rows, corpora.read(labelled or corpora.default_files()))
    with open_output(output) as stream:
        reviewing.write(found, stream)
    click.echo(reviewing.summary(found), err=True)


@corpus.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-n", "--count", type=click.IntRange(min=1), default=50, show_default=True, help="How many."
)
@corpus_option
@model_option
@output_option
def suggest(
    files: Sequence[str],
    count: int,
    labelled: Sequence[str],
    model: str | None,
    output: str | None,
) -> None:
    """Choose which statements to label next.

    Each FILE is a document, as classify reads it, or a table (CSV, JSON Lines, Excel, Parquet) with
    a column text. Writes CSV: of what the model is least sure of, statements unlike each other and
    unlike the corpus, the most worthwhile first. Fill in the column label and train on the file.
    """
    from lmclassify import corpus as corpora
    from lmclassify.curation import suggestion

    rows = corpora.read(labelled or corpora.default_files())
    found = suggestion.suggest(suggestion.gather(files), api.load_model(model), rows, count)
    with open_output(output) as stream:
        suggestion.write(found, stream)
    click.echo(f"Statements to label: {len(found):,}", err=True)
