"""Where results go: standard output, or a file that appears only once it is whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from lmclassify.errors import LMClassifyError

STANDARD_OUTPUT = "-"


@contextmanager
def opened(path: str | None) -> Iterator[TextIO]:
    """Open the place that results go to.

    Parameters
    ----------
    path : str or None
        A file, written beside its place and renamed at the end; None and "-" are standard output.

    Yields
    ------
    text stream
        UTF-8.

    Raises
    ------
    LMClassifyError
        Where the file cannot be written.
    """
    if path is None or path == STANDARD_OUTPUT:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        yield sys.stdout
        sys.stdout.flush()
        return
    target = Path(path)
    if not target.parent.is_dir():
        raise LMClassifyError(f"{path}: there is no folder {target.parent}; make it first.")
    if target.is_dir():
        raise LMClassifyError(f"{path} is a folder; name a file in it with -o.")
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        beside.replace(target)
    except OSError as error:
        raise LMClassifyError(
            f"{path} could not be written ({error.strerror}); name another file with -o."
        ) from None
    finally:
        beside.unlink(missing_ok=True)
