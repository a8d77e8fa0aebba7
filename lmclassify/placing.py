"""A folder of files, put in the place of another in one step: whatever happens, one is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def put(target: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder beside its place, then put it there.

    Parameters
    ----------
    target : pathlib.Path
        What is there is replaced, all of it.
    files : mapping of str to bytes
        The files' contents by name.

    Raises
    ------
    OSError
        Where it cannot be written; what was there is then there still.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target.parent):
        fresh, retired = target.with_name(f".{target.name}-new"), _retired(target)
        shutil.rmtree(fresh, ignore_errors=True)  # of a process that was killed
        fresh.mkdir()
        try:
            for name, data in files.items():
                _write_synced(fresh / name, data)
            if target.exists():
                shutil.rmtree(retired, ignore_errors=True)
                target.rename(retired)
            # Cut off here, the old folder is found by `settled`.
            fresh.rename(target)
            shutil.rmtree(retired, ignore_errors=True)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def settled(target: Path) -> Path:
    """Give where a folder's content is, also after a replacement that was cut off halfway.

    Parameters
    ----------
    target : pathlib.Path

    Returns
    -------
    pathlib.Path
    """
    retired = _retired(target)
    return retired if not target.exists() and retired.exists() else target


def _retired(target: Path) -> Path:
    return target.with_name(f".{target.name}-old")


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder for as long as something is put in place in it; another process waits."""
    try:
        import fcntl
    except ImportError:  # Windows lets nobody rename what another process has open
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # which also lets go; the system does so for a process that was killed
