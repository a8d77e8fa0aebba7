"""A folder of files, put in the place of another in one step: whatever happens, one is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
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
    with _held(target.parent, "LOCK_EX"):
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
def steady(folder: Path) -> Iterator[None]:
    """Make sure that nothing is put in place in a folder for as long as something is read there.

    Parameters
    ----------
    folder : pathlib.Path
        Where there is none, or it cannot be held, nothing happens.
    """
    with _held(folder, "LOCK_SH"):
        yield


@contextmanager
def _held(folder: Path, lock: str) -> Iterator[None]:
    """Hold a folder; who is killed lets go."""
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # Windows, which lets nobody rename what is open
        yield
        return
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, getattr(fcntl, lock))
        yield
    finally:
        os.close(handle)
