"""The command line: each command reads its options, calls the library and shows the results."""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from typing import Any, Final

import click

from lmclassify import __version__
from lmclassify.cli import console

_MODULES: Final = {
    "classify": "classify",
    "report": "classify",
    "explain": "classify",
    "wording": "wording",
    "compare": "compare",
    "page": "page",
    "train": "training",
    "model": "training",
    "evaluate": "corpus",
    "corpus": "corpus",
    "label": "bulk",
    "sql": "bulk",
}
"""The commands in the order of ``--help``, each with its module, imported when it is needed."""


_SHORT_OPTIONS: Final = re.compile("-[^-].")


class Commands(click.Group):
    """The group of all commands; turns errors into a message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names of the commands."""
        del ctx
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by name."""
        del ctx
        if cmd_name not in _MODULES:
            return None
        module = importlib.import_module(f"lmclassify.cli.{_MODULES[cmd_name]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def main(self, *args: Any, **options: Any) -> Any:
        """Run a command line; without `standalone_mode`, errors of Click are raised."""
        run: Callable[..., Any] = super().main
        if not options.pop("standalone_mode", True):
            return run(*args, standalone_mode=False, **options)
        console.open_closed_streams()
        try:
            code = run(*args, standalone_mode=False, **options) or 0
        except (click.ClickException, click.Abort) as error:
            code = console.report(error)
        sys.exit(console.close_streams(code))

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Read the command line, and print the help or the version if it asks for them."""
        with _reported_errors():
            return super().make_context(*args, **options)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and refuse file names that would be read as options."""
        for argument in takewhile(lambda argument: argument != "--", args[1:]):
            if _SHORT_OPTIONS.match(argument) and os.path.lexists(argument):
                raise click.UsageError(
                    f"{argument} is a file whose name begins with a dash; write ./{argument}", ctx
                )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is named on the command line."""
        with _reported_errors():
            return super().invoke(ctx)


@contextmanager
def _reported_errors() -> Iterator[None]:
    """Turn errors into a message and an exit code."""
    try:
        yield
    except click.NoSuchOption as error:
        if not error.possibilities:
            hint = "If it is a text or a file name, put -- before it."
            raise click.UsageError(f"{error.format_message()} {hint}", error.ctx) from None
        raise
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except (Exception, KeyboardInterrupt) as error:
        raise click.exceptions.Exit(console.report(error)) from None


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="lmclassify")
def commands() -> None:
    """Label statements as leadership, management or neither.

    The labels describe texts, never persons.
    """
