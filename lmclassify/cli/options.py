"""What several commands share: options, ways to write help, and the progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, Self

import click

from lmclassify.cli.console import echo
from lmclassify.documents.reading import FORMATS
from lmclassify.escaping import escape_controls
from lmclassify.output import writers
from lmclassify.usual import KINDS


def join_names(names: Sequence[str], word: str = "or") -> str:
    """Join names for a sentence.

    >>> join_names([".csv", ".tsv", ".jsonl"])
    '.csv, .tsv or .jsonl'
    """
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def show_notes(notes: Iterable[str]) -> None:
    """Show notes on standard error."""
    for note in notes:
        echo(f"Note: {note}", err=True)


def choose_format(
    content: writers.Content, name: str | None, output: str | None, default: str = "text"
) -> str:
    """Return the name of the format to write; see `writers.choose_format`.

    Raises
    ------
    click.UsageError
        If the name of the file is that of another format, or of none.
    """
    try:
        return writers.choose_format(content, name, output, default)
    except ValueError as error:
        raise click.UsageError(f"{output}: {error}") from None


def format_option(content: writers.Content) -> Callable[[Any], Any]:
    """Return the option for the format in which some content is written.

    If the command has `output_option` too, the name of the file decides.
    """

    def choose(ctx: click.Context, _: click.Parameter, name: str | None) -> str:
        return choose_format(content, name, ctx.params.get("output"))

    return click.option(
        "--format",
        type=click.Choice(writers.formats_for(content)),
        callback=choose,
        help=f"Output format: {writers.format_help(content)} Default: what the name of the output "
        "ends in, or text.",
    )


def _check_name(_ctx: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    if name == "":
        raise click.BadParameter("the name of the file is empty.")
    return name


model_option = click.option(
    "--model",
    metavar="DIR",
    help="Model folder. Default: $LMCLASSIFY_MODEL if set, otherwise the shipped model.",
)
two_way_option = click.option(
    "--two-way", is_flag=True, help="Choose between leadership and management only."
)
context_option = click.option(
    "--no-context",
    "use_context",
    is_flag=True,
    default=True,
    flag_value=False,
    help="Classify each statement by itself, without regard to the lines around it.",
)
kind_option = click.option(
    "--kind",
    type=click.Choice(tuple(KINDS)),
    help="The kind of real documents to compare the leadership share with. Default: all.",
)
output_option = click.option(
    "-o",
    "--output",
    metavar="FILE",
    is_eager=True,  # its name decides the format
    callback=_check_name,
    help="Write to FILE instead of standard output.",
)
input_format_option = click.option(
    "--from",
    "input_format",
    type=click.Choice(FORMATS),
    metavar="FORMAT",
    help=f"Format of the input: {join_names(FORMATS)}. Default: detected from content and name.",
)
corpus_option = click.option(
    "--corpus",
    "corpus_files",
    multiple=True,
    metavar="FILE",
    help="Statements that are labelled already; can be given more than once. Default: the shipped "
    "corpus.",
)


class NameType(click.ParamType):  # type: ignore[type-arg]
    """The name of a column or table: text that can be written as UTF-8."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or fail if it has bytes that are not UTF-8."""
        try:
            value.encode()
        except UnicodeEncodeError:
            self.fail(f"{value} is not UTF-8.", param, ctx)
        return value


class ProgressBar:
    """A progress bar on standard error, called with the steps done so far and their total.

    It is a context manager and a `lmclassify.results.Progress`. It appears with the first call.

    Parameters
    ----------
    label : str
        What is in progress.
    """

    def __init__(self, label: str) -> None:
        self._label = escape_controls(label)
        self._done = 0
        self._bar: Any = None

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, total: int) -> None:
        """Show how much is done; if nobody can read it, the work goes on."""
        with suppress(OSError):
            if self._bar is None:
                self._bar = click.progressbar(length=total, label=self._label, file=sys.stderr)
                self._bar.__enter__()
            self._bar.update(done - self._done)
        self._done = done

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            with suppress(OSError):
                self._bar.render_finish()


def read_delimiter(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Return the delimiter that is meant: a character, or a name of the tab."""
    delimiter = "\t" if value in ("tab", "\\t") else value
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise click.BadParameter("give one character, or tab.")
    return delimiter


def check_encoding(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Check that Python knows an encoding."""
    import codecs

    try:
        if value is not None and not codecs.lookup(value)._is_text_encoding:
            raise LookupError
    except (LookupError, ValueError):
        raise click.BadParameter(
            f"{value} is not a known encoding; for example utf-8, cp1252, latin-1, utf-16."
        ) from None
    return value
