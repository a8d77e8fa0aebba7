"""The command line: each command reads its options, calls the library and shows what comes back."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from lmclassify import __version__, api, writers
from lmclassify.errors import LMClassifyError
from lmclassify.output import opened
from lmclassify.results import LABELS, DocumentResult, Statement

if TYPE_CHECKING:
    from lmclassify.model import Model

INTERRUPTED, BROKEN_PIPE = 130, 141
"""Exit codes as shells give them for SIGINT and SIGPIPE."""


class Commands(click.Group):
    """The one place where errors become a line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except LMClassifyError as error:
            raise click.ClickException(str(error)) from None
        except KeyboardInterrupt:
            click.echo("\nInterrupted; nothing was written.", err=True)
            ctx.exit(INTERRUPTED)
        except OSError as error:
            if error.errno != errno.EPIPE:
                raise
            # What Python still holds back for the closed pipe goes nowhere, quietly.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(BROKEN_PIPE)


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


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="lmclassify")
def commands() -> None:
    """Label statements as leadership, management or neither.

    The text is judged, never a person.
    """


@commands.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--text", "texts", multiple=True, metavar="TEXT", help="Judge TEXT as one statement.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "jsonl", "csv"]),
    default="text",
    show_default=True,
    help="To be read, or by statement for other programs.",
)
@two_way_option
@model_option
@output_option
@click.pass_context
def classify(
    ctx: click.Context,
    files: Sequence[str],
    texts: Sequence[str],
    form: str,
    two_way: bool,
    model: str | None,
    output: str | None,
) -> None:
    """Judge documents statement by statement.

    Each FILE is a .docx, .pdf, .html, .md or .txt document; - or nothing is standard input. Exit
    code 1 means that some input could not be read; the rest was done.
    """
    if not files and not texts and sys.stdin.isatty():
        raise click.UsageError("name a FILE, or - for standard input, or give --text.")
    if not all(text.strip() for text in texts):
        raise click.UsageError("--text is empty.")
    loaded = api.load_model(model)
    failures: list[str] = []
    inputs = files or ([] if texts else ["-"])
    results = chain(
        (_judged_text(text, two_way, loaded) for text in texts),
        _judged(inputs, two_way, loaded, failures),
    )
    with opened(output) as stream:
        writers.write(form, results, loaded, stream)
    ctx.exit(1 if failures else 0)


@commands.command()
@click.argument("text")
@report_format_option
@two_way_option
@model_option
@output_option
def explain(text: str, form: str, two_way: bool, model: str | None, output: str | None) -> None:
    """Show which terms of TEXT decide its label, and by how much."""
    if not text.strip():
        raise click.UsageError("TEXT is empty.")
    found = api.explain(text, two_way=two_way, model=model)
    with opened(output) as stream:
        writers.write_explanation(form, found, stream)


@commands.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", metavar="OUT.html", required=True, help="The page to write.")
@two_way_option
@model_option
@click.pass_context
def report(
    ctx: click.Context, files: Sequence[str], output: str, two_way: bool, model: str | None
) -> None:
    """Show documents as a page: verdict, mix, each statement and the words that decided it.

    One file that works offline; several documents are compared first.
    """
    from lmclassify import report as page

    loaded = api.load_model(model)
    failures: list[str] = []
    results = list(_judged(files, two_way, loaded, failures))
    if results:
        with opened(output) as stream:
            stream.write(page.render(results, loaded, two_way=two_way))
    ctx.exit(1 if failures else 0)


@commands.command()
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
    from lmclassify import assessment, corpus

    if by is not None and by not in corpus.COLUMNS:
        raise click.UsageError(f"--by takes one of {', '.join(corpus.COLUMNS)}.")
    loaded = api.load_model(model)
    rows = corpus.read(files, labels=(*LABELS, "both"))
    found = assessment.assess(rows, loaded, by)
    with opened(output) as stream:
        writers.write_report(form, found, assessment.lines(found, ", ".join(files)), stream)


@commands.group()
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
    from lmclassify import corpus_check
    from lmclassify.corpus import default_files

    found = corpus_check.check(list(files) or [str(file) for file in default_files()])
    with opened(None) as stream:
        writers.write_report(form, found, corpus_check.lines(found), stream)
    ctx.exit(1 if any(one["level"] == "error" for one in found["findings"]) else 0)


@commands.command()
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


def _judged(
    files: Sequence[str], two_way: bool, model: Model, failures: list[str]
) -> Iterator[DocumentResult]:
    """Judge files; one that cannot be read is told and noted, and the others are still done."""
    for file in files:
        try:
            result = api.classify_document(file, two_way=two_way, model=model)
        except LMClassifyError as error:
            failures.append(file)
            click.echo(f"Error: {error}", err=True)
            continue
        for note in result.notes:
            click.echo(f"Note: {result.source}: {note}", err=True)
        yield result


def _judged_text(text: str, two_way: bool, model: Model) -> DocumentResult:
    judged = ((Statement(text, 0, len(text)), model.predict(text, two_way=two_way)),)
    return DocumentResult("--text", text, judged, api.summarise(judged))
