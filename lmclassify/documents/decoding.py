"""Bytes to text: which encoding a plain text is in."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import Final

_BYTE_ORDER_MARKS: Final = (
    # UTF-32 before UTF-16: its little-endian mark begins with the other's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 4096
_ZEROS: Final = 0.7
"""In UTF-16, English has a zero in at least this share of all pairs of bytes."""

_MAX_STRAY: Final = 0.05
"""A text with a greater share of bytes that no text has is none."""

_STRAY: Final = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Quotes, dashes and bullets as each system encodes them, where they stand in a text. As the
# other's, they would be accented capitals and signs in places where English has none.
_WINDOWS_MARKS = re.compile(rb"[\x91-\x97\x85]|(?<![A-Za-z])\xa0|\xa3(?=\d)|\xb7\s")
_MAC_MARKS = re.compile(
    rb"[a-z]\xd5[a-z\s]|\xd2(?=[A-Za-z])|[a-z.,]\xd3|\s[\xd0\xd1]\s|(?m:^\s*\xa5\s)"
)


class NotTextError(ValueError):
    """The bytes are not text in any encoding that `decode` knows.

    Parameters
    ----------
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
        UTF-8, UTF-16 or UTF-32; failing these, Windows-1252 or the encoding of old Macs.

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
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    encoding = encoding or _find_unmarked(data) or "utf-8"
    stray: tuple[str, ...] = ()
    kept = data.translate(None, _STRAY) if encoding.startswith("utf-8") else data
    if count := len(data) - len(kept):
        if count > _MAX_STRAY * len(data):
            raise NotTextError("a binary file")
        data = kept
        stray = (f"{count} control characters left out",)
    try:
        return data.decode(encoding), stray
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise NotTextError(f"byte {error.start}", encoding) from None
        text, name = _decode_single_bytes(data, error.start)
        return text, (*stray, f"not UTF-8 (byte {error.start}), read as {name}")


def find_encoding(chunks: Iterable[bytes]) -> tuple[str, tuple[str, ...]]:
    """Find the encoding of a text that is too long to be decoded at once.

    Parameters
    ----------
    chunks : iterable of bytes
        The text in pieces of any size. If the first shows the encoding, the others are not used.

    Returns
    -------
    encoding : str
        As Python names it. As for `decode`, and UTF-16 is found without a byte order mark too.
    notes : tuple of str
        What a reader of the result should know about the encoding.

    Examples
    --------
    >>> find_encoding([b"caf", "é".encode("cp1252")])
    ('cp1252', ('not UTF-8 (byte 3), read as Windows-1252',))
    >>> find_encoding(["id;text".encode("utf-16-le")])
    ('utf-16-le', ())
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    end = 0
    try:
        for chunk in chunks:
            if end == 0 and (encoding := _encoding_of_beginning(chunk)):
                return encoding, ()
            end += len(chunk)
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        place = end - len(error.object) + error.start
        return "cp1252", (f"not UTF-8 (byte {place}), read as Windows-1252",)
    return "utf-8", ()


def _encoding_of_beginning(beginning: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if beginning.startswith(mark):
            return encoding
    # In UTF-16, most second bytes of a text in Latin letters are zero.
    for encoding, zeros in (("utf-16-le", beginning[1::2]), ("utf-16-be", beginning[::2])):
        if zeros.count(0) > len(beginning) / 4:
            return encoding
    return None


def _find_unmarked(data: bytes) -> str | None:
    """Recognise UTF-16 without a byte order mark: its zeros are all at even or odd places."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > _ZEROS * pairs and not even:
        return "utf-16-le"
    return "utf-16-be" if even > _ZEROS * pairs and not odd else None


def _decode_single_bytes(data: bytes, place: int) -> tuple[str, str]:
    """Decode what is not UTF-8; the few bytes that Windows leaves undefined count as nothing."""
    if len(_MAC_MARKS.findall(data)) > len(_WINDOWS_MARKS.findall(data)):
        return data.decode("mac-roman"), "Mac Roman"
    undefined = _UNDEFINED.findall(data)
    if len(undefined) > _MAX_STRAY * len(data):
        raise NotTextError(f"byte {place}", "utf-8")
    return _UNDEFINED.sub(b"", data).decode("cp1252"), "Windows-1252"
