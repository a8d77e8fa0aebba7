"""`read`: a file or bytes → the plain text of a document."""

from __future__ import annotations

import codecs
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from lmclassify.errors import DocumentError

STANDARD_INPUT = "-"

_BYTE_ORDER_MARKS = (
    # UTF-32 before UTF-16: its little-endian mark begins with the other's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FORMATS = (
    (b"PK\x03\x04", "a Word document or other zip archive"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "a rich-text document"),
)
_WEB_PAGES = (".html", ".htm", ".xhtml")


@dataclass(frozen=True, slots=True)
class Document:
    """The plain text of a document.

    Attributes
    ----------
    source : str
        Where it came from.
    text : str
        Its text.
    notes : tuple of str
        What a reader of the result should know about how it was read.
    """

    source: str
    text: str
    notes: tuple[str, ...] = ()


def read(source: str | os.PathLike[str]) -> Document:
    """Read a document.

    Parameters
    ----------
    source : path
        A .txt or .md file; ``"-"`` is standard input.

    Returns
    -------
    Document

    Raises
    ------
    DocumentError
        Where there is no such file, or it is not text, or it is empty.
    """
    name = os.fspath(source)
    if name == STANDARD_INPUT:
        return decode(sys.stdin.buffer.read(), "standard input")
    path = Path(name)
    if path.is_dir():
        raise DocumentError(f"{name} is a folder; name the files in it, for instance {name}/*.txt")
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"{name}: {reason}; check the path.") from None
    if path.suffix.lower() in _WEB_PAGES:
        raise DocumentError(_unreadable(name, "a web page"))
    return decode(data, name)


def decode(data: bytes, source: str) -> Document:
    """Turn the bytes of a text document into text.

    Parameters
    ----------
    data : bytes
        UTF-8, or UTF-16 or UTF-32 with a byte order mark; failing these, Windows-1252.
    source : str
        What errors call it.

    Returns
    -------
    Document

    Raises
    ------
    DocumentError
        Where it is not text, or has none.
    """
    for magic, what in _OTHER_FORMATS:
        if data.startswith(magic):
            raise DocumentError(_unreadable(source, what))
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    notes: tuple[str, ...] = ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8" or b"\0" in data:
            raise DocumentError(_undecodable(source, encoding, error.start)) from None
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as second:
            raise DocumentError(_undecodable(source, encoding, second.start)) from None
        notes = (f"not UTF-8 (byte {error.start}), read as Windows-1252",)
    if "\0" in text:
        raise DocumentError(_unreadable(source, "a binary file"))
    if not text.strip():
        raise DocumentError(f"{source} is empty; there is nothing to classify.")
    return Document(source, text, notes)


def _unreadable(source: str, what: str) -> str:
    return (
        f"{source} is {what}; lmclassify reads plain text and Markdown so far. "
        "Save it as text (.txt, UTF-8) and try again."
    )


def _undecodable(source: str, encoding: str, place: int) -> str:
    return f"{source} is not {encoding} text (byte {place}); save it as UTF-8 and try again."
