"""Where a folder is that may be being replaced, and the lock that readers and writers share.

This is all that reading a model needs; it imports nothing that takes time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

MARKER: Final = "manifest.json"
"""A folder that may be replaced holds a file of this name."""

_MAX_NAME_BYTES: Final = 255
_MAX_STEM_BYTES: Final = 220
_MAX_RETIRED: Final = 10


def resolve(target: Path) -> Path:
    """Return where a folder's content is, also after a replacement that was cut off halfway.

    >>> resolve(Path("models/mine")).as_posix()
    'models/mine'
    """
    if target.exists():
        return target
    return find_retired(real(target)) or target


@contextmanager
def shared_lock(folder: Path) -> Iterator[None]:
    """Keep writers from replacing a folder while it is read.

    If it cannot be locked, this does nothing.
    """
    with locked(real(folder).parent, "LOCK_SH"):
        yield


@contextmanager
def locked(folder: Path, lock: str) -> Iterator[None]:
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


def find_retired(target: Path) -> Path | None:
    """Return where an earlier replacement left the old folder, if one was cut off."""
    return next(filter(_is_ours, retired_names(target)), None)


def retired_names(target: Path) -> Iterator[Path]:
    """Yield the names that the old folder may have for a moment; some may be taken."""
    for number in range(_MAX_RETIRED):
        yield beside(target, f"old{number or ''}")


def real(target: Path) -> Path:
    """Return where a path leads, with all links followed."""
    return Path(os.path.realpath(target))


def beside(target: Path, suffix: str) -> Path:
    """Return a hidden place beside a folder.

    >>> beside(Path("models/mine"), "old").as_posix()
    'models/.mine-old'
    """
    return target.parent / shorten(f".{target.name}", f"-{suffix}")


def shorten(name: str, suffix: str) -> str:
    """Return a name with a suffix, cut so that it is no longer than names may be."""
    data = os.fsencode(name)
    if len(data) + len(suffix) <= _MAX_NAME_BYTES:
        return name + suffix
    from zlib import crc32

    return f"{data[:_MAX_STEM_BYTES].decode('utf-8', 'ignore')}-{crc32(data):08x}{suffix}"


def _is_ours(folder: Path) -> bool:
    return not folder.is_symlink() and (folder / MARKER).is_file()
