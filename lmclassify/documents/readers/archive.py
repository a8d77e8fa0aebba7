"""The zip archive that a document is, opened within bounds."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from lmclassify.errors import DocumentError

_MAX_UNPACKED: Final = 200_000_000
"""Bytes that a document may unpack to; a larger one is taken for a zip bomb."""


def open_archive(data: bytes, source: str) -> zipfile.ZipFile:
    """Open the archive of a document.

    Parameters
    ----------
    data : bytes
    source : str
        Name of the document in error messages.

    Returns
    -------
    zipfile.ZipFile
        Reading a part yields at most as many bytes as the archive declares for it.

    Raises
    ------
    DocumentError
        If the archive would unpack to too much.
    zipfile.BadZipFile
        If the data is no archive or a damaged one.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED:
        raise DocumentError(
            f"{source} would unpack to over {_MAX_UNPACKED // 10**6} MB; "
            "save it without pictures, or as text."
        )
    return archive
