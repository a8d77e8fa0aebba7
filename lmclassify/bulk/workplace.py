"""The folder that a job works in."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"\.lmclassify-(?P<host>[\w-]+)-(?P<pid>\d+)-.+\.part")


@contextmanager
def work_folder(place: Path) -> Iterator[Path]:
    """Make a folder to work in, and remove it afterwards.

    Its name tells host and process. What dead processes of this host left is removed first.

    Parameters
    ----------
    place : pathlib.Path
        The folder in which to make it.
    """
    for path in place.glob(".lmclassify-*.part"):
        if _is_left_over(path):
            shutil.rmtree(path, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory(
            prefix=f".lmclassify-{_host()}-{os.getpid()}-", suffix=".part", dir=place
        ) as folder,
        _locked(Path(folder)),
    ):
        yield Path(folder)


def _host() -> str:
    return re.sub(r"[^\w-]", "_", platform.node(), flags=re.ASCII)[:40] or "host"


def _is_left_over(folder: Path) -> bool:
    """Check whether the process that made a folder has ended."""
    match = _NAME.fullmatch(folder.name)
    if match is None or match["host"] != _host() or os.name == "nt":
        return False
    process = int(match["pid"])
    if process == os.getpid():  # another call, or a former process with the same number
        with _locked(folder) as is_ours:
            return is_ours
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Try to lock a folder, and yield whether that succeeded; the lock ends with the process."""
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield False
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        is_locked = False
    else:
        is_locked = True
    try:
        yield is_locked
    finally:
        os.close(handle)
