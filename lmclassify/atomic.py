"""Files and folders that appear whole or not at all.

Content is written beside its place first and renamed at the end. A process that is killed leaves
the old content or the new, never a part of it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any


@contextmanager
def replace_file(target: Path, mode: str = "w", **options: Any) -> Iterator[Any]:
    """Open a file that takes the place of `target` when the block ends without an error.

    Parameters
    ----------
    target : pathlib.Path
        What is there is replaced. Its folder must exist.
    mode : {'w', 'wb'}, default 'w'
        As `open` has it.
    **options
        Passed on to `open`.

    Yields
    ------
    file object

    Raises
    ------
    OSError
        If it cannot be written; what was there before is still there.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open(mode, **options) as file:
            yield file
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def replace_folder(
    target: Path,
    files: Mapping[str, bytes],
    check: Callable[[Path], None] = lambda _: None,
) -> None:
    """Write a folder of files, then put it in the place of another in one step.

    Parameters
    ----------
    target : pathlib.Path
        What is there is replaced, all of it.
    files : mapping of str to bytes
        The files' contents by name.
    check : callable, optional
        Called with `target` while no other writer can change it; raises if what is there must not
        be replaced.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is still there.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _locked(target.parent, "LOCK_EX"):
        check(target)
        fresh, retired = target.with_name(f".{target.name}-new"), _retired(target)
        shutil.rmtree(fresh, ignore_errors=True)  # left by a process that was killed
        fresh.mkdir()
        try:
            for name, data in files.items():
                _write_synced(fresh / name, data)
            if target.exists():
                shutil.rmtree(retired, ignore_errors=True)
                target.rename(retired)
            # If this is cut off here, `resolve` finds the old folder.
            fresh.rename(target)
            shutil.rmtree(retired, ignore_errors=True)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def resolve(target: Path) -> Path:
    """Return where a folder's content is, also after a replacement that was cut off halfway.

    >>> resolve(Path("models/mine")).as_posix()
    'models/mine'
    """
    retired = _retired(target)
    return retired if not target.exists() and retired.exists() else target


@contextmanager
def shared_lock(folder: Path) -> Iterator[None]:
    """Keep writers from replacing anything in a folder while it is read.

    If there is no such folder, or it cannot be locked, this does nothing.
    """
    with _locked(folder, "LOCK_SH"):
        yield


@contextmanager
def _locked(folder: Path, lock: str) -> Iterator[None]:
    """Lock a folder; the lock of a process that is killed is released."""
    try:
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # Windows, where nobody can rename what is open
        yield
        return
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, getattr(fcntl, lock))
        yield
    finally:
        os.close(handle)


def _retired(target: Path) -> Path:
    return target.with_name(f".{target.name}-old")


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
