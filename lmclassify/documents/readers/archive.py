"""The zip archive that a document is, opened within bounds."""

from __future__ import annotations

import io
import zipfile
from typing import Final, Self

from lmclassify.errors import DocumentError

_MAX_UNPACKED: Final = 200_000_000
"""Bytes that a document may unpack to; a larger one is taken for a zip bomb."""

_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The only methods that office programs use; others cannot be unpacked in steps."""


class Archive:
    """The parts of a document, by name.

    Names are compared without regard to case, and backslashes in them, which some programs write,
    are slashes.

    Parameters
    ----------
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If the archive would unpack to too much.
    zipfile.BadZipFile
        If the data is no archive or a damaged one.
    """

    def __init__(self, data: bytes, source: str) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        if sum(part.file_size for part in self._zip.infolist()) > _MAX_UNPACKED:
            raise DocumentError(
                f"{source} would unpack to over {_MAX_UNPACKED // 10**6} MB; "
                "save it without pictures, or as text."
            )
        self._parts = {
            part.filename.replace("\\", "/").lstrip("/").lower(): part
            for part in self._zip.infolist()
        }

    def __enter__(self) -> Self:
        """Return the archive itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the archive."""
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        """Check whether there is a part of this name."""
        return name.lower() in self._parts

    def read(self, name: str) -> bytes:
        """Return a part, at most as many bytes as the archive declares for it.

        Raises
        ------
        KeyError
            If there is no such part.
        zipfile.BadZipFile
            If the part is damaged, or larger than declared.
        """
        part = self._parts[name.lower()]
        if part.compress_type not in _METHODS:
            raise zipfile.BadZipFile("a method that office programs don't use")
        with self._zip.open(part) as file:
            # Without a size, the whole part would be unpacked before it is cut.
            return file.read(part.file_size)
