"""The commands for labelled statements: evaluate, corpus check, corpus review, corpus suggest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from lmclassify import api, tables
from lmclassify.cli.console import echo
from lmclassify.cli.options import (
    context_option,
    corpus_option,
    format_option,
    join_names,
    model_option,
    output_option,
    show_notes,
)
from lmclassify.evaluation import overlap
from lmclassify.output import writers
from lmclassify.output.files import open_output
from lmclassify.output.run import Run
from lmclassify.results import LABELS

_NOT_CSV = (".docx", ".html", ".json", ".jsonl", ".parquet", ".tsv", ".xlsx")
_SLICES = ("sector", "register", "practice", "source", "document", "pair")
_TABLE = f"table ({join_names(list(tables.FORMATS))})"


@click.command(
    help=f"""Compare the model's labels with yours.

    Each FILE is a {_TABLE} with the columns text and label; the labels are
    {join_names([*LABELS, "both"])}. If FILE has a column document, its rows are read as whole
    documents: statements in order, headings marked so in a column kind. If it has a column second,
    a second annotator's label, only rows on which both agree are counted.
    """
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--by",
    type=click.Choice(_SLICES),
    help="Also show the accuracy for each value of a column of FILE.",
)
@click.option(
    "--label-shares",
    metavar="L,M,N",
    help="First move the probabilities to these shares of leadership, management and neither, as "
    "1,1,1 for statements selected for having as much of each.",
)
@context_option
@format_option("figures")
@model_option
@output_option
def evaluate(
    files: Sequence[str],
    by: str | None,
    label_shares: str | None,
    use_context: bool,
    format: str,
    model: str | None,
    output: str | None,
) -> None:
    """Compare the model's labels with yours."""
    from lmclassify.corpus import read
    from lmclassify.evaluation import assessment
    from lmclassify.training.shares import parse_shares

    classifier = api.load_model(model)
    run = Run(classifier, use_context=use_context)
    notes: list[str] = []
    rows = read(files, keep_duplicates=True, notes=notes)
    show_notes(notes)
    known = overlap.trained_on(classifier) or {}
    if count := len(rows) - len(overlap.unseen(rows, known)):
        echo(f"Note: the model was trained on {count} of these statements.", err=True)
    figures = assessment.assess(
        rows,
        classifier,
        by,
        label_shares=parse_shares(label_shares) if label_shares else None,
        use_context=use_context,
    )
    lines = assessment.format_assessment(figures, ", ".join(files))
    with open_output(output, inputs=files) as stream:
        writers.write_figures(format, figures, lines, run, stream)


@click.group()
def corpus() -> None:
    """Check, review and extend labelled statements."""


@corpus.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@format_option("figures")
@click.pass_context
def check(ctx: click.Context, files: Sequence[str], format: str) -> None:
    """Check labelled statements for problems; without FILE, the shipped corpus.

    Errors are rows that cannot be trained on, and more than 1 % near duplicates. Warnings are near
    duplicates, unbalanced labels, cue words that give a label away, shared openings and doubtful
    labels. Exit code 1: there are errors.
    """
    from lmclassify.corpus import default_files
    from lmclassify.curation.check import check as check_corpus
    from lmclassify.curation.check import format_check

    notes: list[str] = []
    figures = check_corpus(list(files) or [str(file) for file in default_files()], notes)
    show_notes(notes)
    with open_output(None) as stream:
        writers.write_figures(format, figures, format_check(figures), None, stream)
    ctx.exit(1 if any(finding["level"] == "error" for finding in figures["findings"]) else 0)


@corpus.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@corpus_option
@output_option
@click.pass_context
def review(
    ctx: click.Context, files: Sequence[str], corpus_files: Sequence[str], output: str | None
) -> None:
    """Rank labelled statements by how doubtful their labels are.

    Writes all statements as CSV, the most doubtful first, with the columns file, line, text, label,
    suggested, kind and score, then the other columns of FILE. The kind of doubt is conflict (the
    same text has another label in FILE or in the corpus), label (models that were not trained on
    the statement suggest another), near duplicate, or empty. Correct the column label and train on
    the result. Exit code 1: some rows cannot be used; they are named, and the others are reviewed.
    """
    from lmclassify.corpus import default_files, read
    from lmclassify.curation import review as reviewing

    _check_csv_name(output)
    problems: list[str] = []
    notes: list[str] = []
    rows = read(files, keep_duplicates=True, problems=problems, notes=notes)
    background = read(corpus_files or default_files(), notes=notes)
    show_notes(notes)
    for problem in problems:
        echo(f"Error: {problem}", err=True)
    reviewed = reviewing.review(rows, background)
    with open_output(output, inputs=files) as stream:
        reviewing.write(reviewed, stream)
    echo(reviewing.format_counts(reviewed), err=True)
    if problems:
        echo(f"Problems in other rows: {len(problems):,}", err=True)
    ctx.exit(1 if problems else 0)


@corpus.command(
    help=f"""Choose which statements to label next.

    Each FILE is a document, as for classify, or a {_TABLE} with the column text, of which rows that
    have a label are skipped. Writes as CSV the statements that the model is least certain of,
    without those that are similar to each other or to labelled ones, the most useful first. Fill in
    the column label, and train on it.
    """
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-n",
    "--count",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    metavar="N",
    help="How many statements.",
)
@corpus_option
@model_option
@output_option
def suggest(
    files: Sequence[str],
    count: int,
    corpus_files: Sequence[str],
    model: str | None,
    output: str | None,
) -> None:
    """Choose which statements to label next."""
    from lmclassify.corpus import default_files, read
    from lmclassify.curation import suggestion

    _check_csv_name(output)
    notes: list[str] = []
    rows = read(corpus_files or default_files(), notes=notes)
    candidates = suggestion.read_candidates(files, notes)
    show_notes(notes)
    suggestions = suggestion.suggest(candidates, api.load_model(model), rows, count)
    with open_output(output, inputs=files) as stream:
        suggestion.write(suggestions, stream)
    echo(f"Statements to label: {len(suggestions):,}", err=True)


def _check_csv_name(output: str | None) -> None:
    """Refuse the name of a file that is not CSV, since CSV is written."""
    suffix = Path(output or "").suffix.lower()
    if suffix in _NOT_CSV:
        raise click.UsageError(
            f"this is written as CSV, not {suffix}; name a file that ends in .csv."
        )
