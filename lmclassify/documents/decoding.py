"""Bytes to text: which encoding a plain text is in."""

from __future__ import annotations

import codecs
from typing import Final

_BYTE_ORDER_MARKS: Final = (
    # UTF-32 before UTF-16: its little-endian mark begins with the other's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotTextError(ValueError):
    """The bytes are not text in any encoding that `decode` knows.

    Parameters
    ----------
    message : str
    encoding : str, optional
        The encoding that was tried; None if the bytes look like no text at all.
    """

    def __init__(self, message: str, encoding: str | None = None) -> None:
        super().__init__(message)
        self.encoding = encoding


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode the bytes of a plain text.

    Parameters
    ----------
    data : bytes
        UTF-8, or UTF-16 or UTF-32 with a byte order mark; failing these, Windows-1252.

    Returns
    -------
    text : str
    notes : tuple of str
        What a reader of the result should know about the encoding.

    Raises
    ------
    NotTextError
        If the bytes are not text.

    Examples
    --------
    >>> decode("café".encode("utf-16"))
    ('café', ())
    >>> decode("café".encode("cp1252"))
    ('café', ('not UTF-8 (byte 3), read as Windows-1252',))
    """
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    notes: tuple[str, ...] = ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or b"\0" in data:
            raise NotTextError(f"byte {error.start}", encoding) from None
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as second:
            raise NotTextError(f"byte {second.start}", encoding) from None
        notes = (f"not UTF-8 (byte {error.start}), read as Windows-1252",)
    if "\0" in text:
        raise NotTextError("a binary file")
    return text, notes
