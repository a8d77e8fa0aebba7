"""Everything that the command line shows: messages, errors, and what becomes of closed streams.

`describe` alone decides what a user sees of an error. Nothing reaches the terminal without
`escape_controls`, so that no file name can make the terminal do things.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Final, NamedTuple, TextIO

import click

from lmclassify.errors import CorpusError, LMClassifyError
from lmclassify.escaping import escape_controls

_TRACEBACK_VARIABLE: Final = "LMCLASSIFY_TRACEBACK"
"""If this environment variable is set, errors that nobody foresaw are shown with a traceback."""

_FAILED, _INTERRUPTED, _BROKEN_PIPE = 1, 130, 141
"""Exit codes; the last two as shells report them for SIGINT and SIGPIPE."""


class Ending(NamedTuple):
    """How the command ends: what it shows on standard error, if anything, and its exit code."""

    message: str | None
    code: int


def echo(text: str = "", *, err: bool = False, keep: str = "") -> None:
    """Print a line.

    Parameters
    ----------
    text : str
        The line; control characters in it are shown, not obeyed.
    err : bool, default False
        Print it on standard error. If nobody can read that, the work goes on.
    keep : str, optional
        Control characters to leave as they are, as the newlines of a longer text.
    """
    line = escape_controls(text, keep)
    if not err:
        click.echo(line)
        return
    try:
        click.echo(line, err=True)
    except (OSError, ValueError):
        _silence(sys.stderr, 2)


def describe(error: BaseException) -> Ending:
    """Return how the command ends with an error: the one place that decides what a user sees."""
    if isinstance(error, BrokenPipeError):
        return Ending(None, _BROKEN_PIPE)
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return Ending("\nInterrupted; nothing was written.", _INTERRUPTED)
    if isinstance(error, click.ClickException):
        lines = io.StringIO()
        error.show(lines)
        # Click's messages have several lines, and show values of the command line.
        return Ending(escape_controls(lines.getvalue().rstrip("\n"), keep="\n"), error.exit_code)
    if isinstance(error, CorpusError):
        return Ending("Error: " + "\n".join(map(escape_controls, error.lines)), _FAILED)
    if isinstance(error, LMClassifyError):
        return Ending(f"Error: {escape_controls(str(error))}", _FAILED)
    if isinstance(error, MemoryError):
        return Ending("Error: not enough memory; give the input in smaller parts.", _FAILED)
    if isinstance(error, UnicodeEncodeError):
        # An argument that is not UTF-8 has half characters in Python, which cannot be written.
        text = escape_controls(error.object[error.start : error.end])
        return Ending(f"Error: a name or text has {text}, which is not UTF-8; change it.", _FAILED)
    reason = escape_controls(str(error))
    if isinstance(error, OSError):
        place = escape_controls(str(error.filename or "standard output"))
        reason = escape_controls(error.strerror or str(error))
        return Ending(
            f"Error: {place}: {reason}; check the path, and whether the disk is full.", _FAILED
        )
    if os.environ.get(_TRACEBACK_VARIABLE):
        raise error
    return Ending(
        f"Error: unexpected {type(error).__name__} ({reason}); this is a fault of lmclassify: "
        f"please report it, with what it shows if {_TRACEBACK_VARIABLE}=1 is set.",
        _FAILED,
    )


def report(error: BaseException) -> int:
    """Show an error on standard error, and return the exit code."""
    message, code = describe(error)
    if code == _BROKEN_PIPE:
        _silence(sys.stdout, 1)
    if message is not None:
        echo(message, err=True, keep="\n")
    return code


def open_closed_streams() -> None:
    """Open standard streams that were closed when the process started.

    Otherwise a file that is opened later would get the number of one of them, and be written to.
    Standard input is then empty, and standard output an error if something is written to it.
    """
    modes = (
        ("stdin", "r", os.O_RDONLY),
        ("stdout", "w", os.O_RDONLY),
        ("stderr", "w", os.O_WRONLY),
    )
    for number, (name, mode, flags) in enumerate(modes):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, flags)
            if handle != number:
                os.dup2(handle, number)
                os.close(handle)
            stream = open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def close_streams(code: int) -> int:
    """Write what is still buffered, and return the exit code, which tells if that failed."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError) as error:
        _silence(sys.stdout, 1)
        if isinstance(error, BrokenPipeError):
            code = code or _BROKEN_PIPE
        elif not code:
            reason = getattr(error, "strerror", None) or error
            echo(f"Error: standard output could not be written ({reason}).", err=True)
            code = _FAILED
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        _silence(sys.stderr, 2)
    return code


def _silence(stream: TextIO, number: int) -> None:
    """Discard what Python still holds for a stream that cannot be written, when it exits."""
    with suppress(OSError, ValueError):
        if stream.fileno() == number:
            handle = os.open(os.devnull, os.O_WRONLY)
            os.dup2(handle, number)
            os.close(handle)
