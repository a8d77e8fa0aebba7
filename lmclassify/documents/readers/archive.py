"""`opened`: the zip archive that a document is, unless it would unpack to too much."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from lmclassify.errors import DocumentError

MOST_UNPACKED: Final = 200_000_000
"""Bytes that a document may unpack to; a larger one is taken for a zip bomb."""


def opened(data: bytes, source: str) -> zipfile.ZipFile:
    """Open the archive of a document.

    Parameters
    ----------
    data : bytes
    source : str
        What errors call it.

    Returns
    -------
    zipfile.ZipFile
        No part of it gives more than it says here that it holds.

    Raises
    ------
    DocumentError
        Where it would unpack to too much.
    zipfile.BadZipFile
        Where it is no archive, or a damaged one.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise DocumentError(
            f"{source} would unpack to over {MOST_UNPACKED // 10**6} MB; "
            "save it without pictures, or as text."
        )
    return archive
