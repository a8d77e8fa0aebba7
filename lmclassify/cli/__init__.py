"""The command line: each command reads its options, calls the library and shows the results."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from typing import Any, Final

import click

from lmclassify import __version__
from lmclassify.errors import LMClassifyError

_INTERRUPTED, _BROKEN_PIPE = 130, 141
"""Exit codes as shells report them for SIGINT and SIGPIPE."""

_MODULES: Final = {
    "classify": "classify",
    "report": "classify",
    "explain": "classify",
    "train": "training",
    "model": "training",
    "evaluate": "corpus",
    "corpus": "corpus",
    "label": "bulk",
    "sql": "bulk",
}
"""The commands in the order of ``--help``, each with its module, imported when it is needed."""


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

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is named on the command line."""
        try:
            return super().invoke(ctx)
        except LMClassifyError as error:
            raise click.ClickException(str(error)) from None
        except KeyboardInterrupt:
            click.echo("\nInterrupted; nothing was written.", err=True)
            ctx.exit(_INTERRUPTED)
        except OSError as error:
            if error.errno != errno.EPIPE:
                raise
            # What Python still buffers for the closed pipe is discarded.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(_BROKEN_PIPE)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="lmclassify")
def commands() -> None:
    """Label statements as leadership, management or neither.

    The labels describe texts, never persons.
    """
