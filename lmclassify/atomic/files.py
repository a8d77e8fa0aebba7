"""Files that appear whole, with the permissions of what was there."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from lmclassify.errors import LMClassifyError

_MAX_LINKS: Final = 40
_ATTEMPTS: Final = 20
_PART: Final = re.compile(r"\.lmclassify-[0-9a-f]{16}\.part")
"""The names of files that are being written. They are short: they fit where any name fits."""


@contextmanager
def replace_file(target: Path, mode: str = "w", **options: Any) -> Iterator[Any]:
    """Open a file that takes the place of `target` when the block ends without an error.

    Parameters
    ----------
    target : pathlib.Path
        A regular file that is there is replaced, and its permissions are kept; a device or a pipe
        is written to; links are followed. Its folder must exist.
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
    place = _follow_links(target)
    if isinstance(place, int):
        with os.fdopen(os.dup(place), mode, **options) as file:
            yield file
    elif _is_replaceable(place):
        with _open_part(place, mode, options) as file:
            yield file
    else:
        with place.open(mode, **options) as file:
            yield file


def put_file(part: Path, target: Path) -> None:
    """Put a complete file in the place of another, by the rules of `replace_file`.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is still there.
    """
    place = _follow_links(target)
    if (
        not isinstance(place, int)
        and _is_replaceable(place)
        and place.parent.stat().st_dev == part.stat().st_dev
    ):
        copy_permissions(place, part)
        part.replace(place)
        return
    import shutil

    with part.open("rb") as source, replace_file(target, "wb") as file:
        shutil.copyfileobj(source, file)
    part.unlink()


def check_target(
    target: Path, inputs: Iterable[str], remedy: str = "name another output with -o"
) -> None:
    """Check that a file can be written, as far as names tell.

    Parameters
    ----------
    inputs : iterable of str
        Files that must not be replaced.
    remedy : str, optional
        What to do if it is one of them.

    Raises
    ------
    LMClassifyError
        If it is a folder or an input, or there is no folder for it.
    """
    if target.is_dir():
        raise LMClassifyError(f"{target} is a folder; name a file in it with -o.")
    if any(_is_same(target, name) for name in inputs):
        raise LMClassifyError(f"{target} is an input; {remedy}.")
    if not target.parent.is_dir():
        raise LMClassifyError(f"{target}: there is no folder {target.parent}; create it first.")


def _is_same(target: Path, name: str) -> bool:
    """Check whether a regular file is the one of another name."""
    try:
        return target.is_file() and target.samefile(name)
    except OSError:
        return False


def copy_permissions(source: Path, path: Path) -> None:
    """Copy the permissions of a file or folder to another, and its owner if we may.

    If there is no such other, nothing is done.
    """
    with suppress(FileNotFoundError):
        status = source.stat()
        if hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(path, status.st_uid, status.st_gid)
        path.chmod(stat.S_IMODE(status.st_mode))


def _follow_links(target: Path) -> Path | int:
    """Return where a path leads: to a place that is no link, or to a descriptor of this process.

    ``/dev/stdout`` is a link to a descriptor. If it were opened as a file, what that file already
    holds would be lost.
    """
    for _ in range(_MAX_LINKS):
        folder = Path(os.path.realpath(target.parent))
        if target.name.isdecimal() and folder.as_posix() in ("/dev/fd", f"/proc/{os.getpid()}/fd"):
            return int(target.name)
        place = folder / target.name
        if not place.is_symlink():
            return place
        target = folder / place.readlink()
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(target))


def _is_replaceable(place: Path) -> bool:
    """Check whether there is nothing, or a regular file that may be changed.

    Raises
    ------
    OSError
        If what is there must not be changed.
    """
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        return True
    if not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
    return stat.S_ISREG(mode)


@contextmanager
def _open_part(place: Path, mode: str, options: dict[str, Any]) -> Iterator[Any]:
    """Open a file beside its place; rename it at the end."""
    _remove_left_parts(place.parent)
    handle, part = _create_part(place.parent, 0o600 if place.exists() else 0o666)
    try:
        # The lock lasts until the handle is closed too, after the file is renamed.
        with os.fdopen(os.dup(handle), mode, **options) as file:
            yield file
        if os.name == "nt":  # there, what is open cannot be renamed
            os.close(handle)
            handle = -1
        copy_permissions(place, part)
        part.replace(place)
    finally:
        if handle >= 0:
            os.close(handle)
        with suppress(OSError):
            part.unlink()


def _create_part(folder: Path, mode: int) -> tuple[int, Path]:
    """Create a file of a random name, and lock it: another process can see that ours is alive."""
    for _ in range(_ATTEMPTS):
        part = folder / f".lmclassify-{os.urandom(8).hex()}.part"
        with suppress(FileExistsError):
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
            _lock(handle)
            if part.exists():
                return handle, part
            os.close(handle)  # taken for left over, between these two steps
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))


def _remove_left_parts(folder: Path) -> None:
    """Remove the files that processes were writing when they were killed."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _PART.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                handle = os.open(entry.path, os.O_WRONLY)
                if _lock(handle):
                    with suppress(OSError):
                        Path(entry.path).unlink()
                os.close(handle)


def _lock(handle: int) -> bool:
    """Try to lock a file, and return whether that succeeded."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        return False
    return True
