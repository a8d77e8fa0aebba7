"""Folders that are replaced whole: a new one is made beside the old, then both are renamed.

Between the two renames the old folder has another name, and `places.resolve` finds it there.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from lmclassify.atomic.files import copy_permissions
from lmclassify.atomic.places import (
    MARKER,
    beside,
    find_retired,
    locked,
    real,
    retired_names,
    shorten,
)

_RANDOM_LENGTH: Final = 16


def replace_folder(
    target: Path,
    files: Mapping[str, bytes],
    check: Callable[[Path], None] = lambda _: None,
    *,
    keep_previous: bool = False,
) -> Path | None:
    """Write a folder of files, then put it in the place of another in one step.

    Parameters
    ----------
    target : pathlib.Path
        What is there is replaced, all of it; its permissions are kept, and a link is followed.
    files : mapping of str to bytes
        The files' contents by name.
    check : callable, optional
        Called with each folder to replace while no other writer can change it; raises if what is
        there must not be replaced.
    keep_previous : bool, default False
        Whether to keep what was there as `previous_folder`, in the place of an older one.

    Returns
    -------
    pathlib.Path or None
        Where the previous folder is, if it was kept.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is still there.
    """
    target = real(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.parent, "LOCK_EX"):
        _recover(target)
        check(target)
        if keep_previous:
            check(previous_folder(target))
        _remove_left(target)
        fresh = _new_name(target)
        fresh.mkdir()
        try:
            copy_permissions(target, fresh)
            for name, data in files.items():
                _write_synced(fresh / name, data)
                copy_permissions(target / name, fresh / name)
            return _swap(fresh, target, keep_previous)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def previous_folder(target: Path) -> Path:
    """Return where `replace_folder` keeps what was there before.

    >>> previous_folder(Path("/models/mine")).as_posix()
    '/models/mine.previous'
    """
    target = real(target)
    return target.parent / shorten(target.name, ".previous")


def probe_folder(target: Path) -> None:
    """Check that `replace_folder` can write to a place, and leave it as it is.

    Raises
    ------
    OSError
        If it cannot.
    """
    target = real(target)
    if os.path.ismount(target):
        raise OSError(errno.EBUSY, "a file system is mounted there", str(target))
    with suppress(FileNotFoundError):
        target.stat()  # is the name too long?
    missing = [folder for folder in target.parents if not folder.exists()]
    made: list[Path] = []
    try:
        for folder in (*reversed(missing), _new_name(target)):
            folder.mkdir()
            made.append(folder)
    finally:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()


def recover_folder(target: Path) -> None:
    """Restore the name of a folder if a replacement of it was cut off halfway."""
    target = real(target)
    with locked(target.parent, "LOCK_EX"):
        _recover(target)


def _swap(fresh: Path, target: Path, keep_previous: bool) -> Path | None:
    """Rename the new folder to its name, and return where the old one is kept, if it is."""
    if not (target / MARKER).exists():
        if target.exists():
            target.rmdir()  # it is empty
        fresh.rename(target)
        return None
    if retired := find_retired(target):  # older than what is there
        _remove(retired, target)
    retired = next(path for path in retired_names(target) if not os.path.lexists(path))
    target.rename(retired)
    try:
        # If this is cut off here, `resolve` finds the old folder.
        fresh.rename(target)
    except OSError:
        retired.rename(target)
        raise
    if not keep_previous:
        _remove(retired, target)
        return None
    previous = previous_folder(target)
    if previous.exists():
        _remove(previous, target)
    retired.rename(previous)
    return previous


def _recover(target: Path) -> None:
    if not os.path.lexists(target) and (retired := find_retired(target)):
        retired.rename(target)


def _remove(folder: Path, target: Path) -> None:
    """Remove a folder; if that is cut off, what is left has a name that `_remove_left` knows."""
    doomed = _new_name(target)
    folder.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def _remove_left(target: Path) -> None:
    """Remove the folders that processes were writing when they were killed.

    The lock is held, so none of them is alive.
    """
    example = _new_name(target).name
    for path in target.parent.iterdir():
        is_left = path.name[:-_RANDOM_LENGTH] == example[:-_RANDOM_LENGTH]
        if is_left and len(path.name) == len(example) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


def _new_name(target: Path) -> Path:
    return beside(target, f"new-{os.urandom(_RANDOM_LENGTH // 2).hex()}")


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
