"""The command line: each command reads its options, calls the library and shows what comes back."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

import click

from lmclassify import __version__
from lmclassify.cli import bulk, classify, corpus, training
from lmclassify.errors import LMClassifyError

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


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="lmclassify")
def commands() -> None:
    """Label statements as leadership, management or neither.

    The text is judged, never a person.
    """


for command in (
    classify.classify,
    classify.explain,
    classify.report,
    training.train,
    training.model,
    corpus.evaluate,
    corpus.corpus,
    bulk.label,
    bulk.sql,
):
    commands.add_command(command)
