"""Opening the place for results: standard output, or a file that appears only when complete."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from lmclassify import atomic
from lmclassify.errors import LMClassifyError

_STANDARD_OUTPUT = "-"


@contextmanager
def open_output(path: str | None) -> Iterator[TextIO]:
    """Open the file or stream that results go to, as UTF-8.

    Parameters
    ----------
    path : str or None
        A file, which is replaced when the block ends; None and "-" are standard output.

    Raises
    ------
    LMClassifyError
        If the file cannot be written.
    """
    if path is None or path == _STANDARD_OUTPUT:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        yield sys.stdout
        sys.stdout.flush()
        return
    target = Path(path)
    if not target.parent.is_dir():
        raise LMClassifyError(f"{path}: there is no folder {target.parent}; create it first.")
    if target.is_dir():
        raise LMClassifyError(f"{path} is a folder; name a file in it with -o.")
    try:
        with atomic.replace_file(
            target, encoding="utf-8", errors="backslashreplace", newline=""
        ) as file:
            yield file
    except OSError as error:
        raise LMClassifyError(
            f"{path} could not be written ({error.strerror}); name another file with -o."
        ) from None
