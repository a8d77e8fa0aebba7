"""Opening the place for results: standard output, or a file that appears only when complete."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lmclassify.errors import LMClassifyError

_STANDARD_OUTPUT = "-"


@contextmanager
def open_output(
    path: str | None, encoding: str | None = "utf-8", inputs: Sequence[str] = ()
) -> Iterator[Any]:
    """Open the file or stream that results go to.

    Parameters
    ----------
    path : str or None
        A file, which is replaced when the block ends, or a device or pipe, which is written to;
        None and "-" are standard output.
    encoding : str or None, default 'utf-8'
        Of a file; standard output is always UTF-8. None for bytes.
    inputs : sequence of str, optional
        Files that must not be replaced.

    Raises
    ------
    LMClassifyError
        If it cannot be written, is an input, or bytes would go to a terminal.
    BrokenPipeError
        If it is a pipe whose reader has gone.
    """
    if path is None or path == _STANDARD_OUTPUT:
        if encoding is None and sys.stdout.isatty():
            raise LMClassifyError("this format is not for a terminal; name a file with -o.")
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            yield sys.stdout if encoding else sys.stdout.buffer
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _writing_error("standard output", error) from None
        return
    from lmclassify.atomic.files import check_target, replace_file

    target = Path(path)
    try:
        check_target(target, inputs)
        text = {"encoding": encoding, "errors": "backslashreplace", "newline": ""}
        with replace_file(target, "w" if encoding else "wb", **(text if encoding else {})) as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _writing_error(path, error) from None


def _writing_error(name: str, error: OSError) -> LMClassifyError:
    return LMClassifyError(
        f"{name} could not be written ({error.strerror or error}); name another file with -o."
    )
