"""`read`: a file or bytes → the plain text of a document."""

from __future__ import annotations

import codecs
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

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
_WORD, _PDF = b"PK\x03\x04", b"%PDF-"
_UNREAD = (
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc)"),
    (b"{\\rtf", "a rich-text document (.rtf)"),
)
_WEB_PAGES = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown")
_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<!doctype html|<html|<\?xml[^>]*\?>\s*<!doctype html)", re.IGNORECASE
)

LARGEST: Final = 200_000_000
"""Bytes; a larger file is refused unread."""


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
        A .txt, .md, .html, .docx or .pdf file; ``"-"`` is standard input.

    Returns
    -------
    Document

    Raises
    ------
    DocumentError
        Where there is no such file, it is too large, damaged or of an unknown format, or has no
        text.
    """
    name = os.fspath(source)
    if name == STANDARD_INPUT:
        return parse(sys.stdin.buffer.read(), "standard input")
    path = Path(name)
    try:
        if path.is_dir():
            raise DocumentError(
                f"{name} is a folder; name the files in it, for instance {name}/*.docx"
            )
        if path.stat().st_size > LARGEST:
            raise DocumentError(f"{name} is over {LARGEST // 10**6} MB; split it first.")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"{name}: {reason}; check the path.") from None
    return parse(data, name)


def parse(data: bytes, source: str) -> Document:
    """Turn the bytes of a document of any known format into text.

    Parameters
    ----------
    data : bytes
        What the format is, the bytes tell before the name does.
    source : str
        Its name; ``.md`` and ``.html`` say what otherwise looks like plain text.

    Returns
    -------
    Document

    Raises
    ------
    DocumentError
        As `read` does.
    """
    for magic, what in _UNREAD:
        if data.startswith(magic):
            raise DocumentError(_unreadable(source, what))
    # Readers are imported here: who reads plain text never waits for them.
    if data.startswith(_WORD):
        from lmclassify.readers import word

        return _filled(Document(source, word.read(data, source)))
    if data[:1024].lstrip().startswith(_PDF):
        from lmclassify.readers import pdf

        return _filled(Document(source, pdf.read(data, source)))
    document = decode(data, source)
    suffix = Path(source).suffix.lower()
    if suffix in (*_MARKDOWN, *_WEB_PAGES) or _LOOKS_LIKE_HTML.match(document.text):
        from lmclassify.readers import web

        plain = web.read_markdown if suffix in _MARKDOWN else web.read
        return _filled(Document(source, plain(document.text), document.notes))
    return document


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
    return _filled(Document(source, text, notes))


def _filled(document: Document) -> Document:
    if not document.text.strip():
        raise DocumentError(f"{document.source} is empty; there is nothing to classify.")
    return document


def _unreadable(source: str, what: str) -> str:
    return (
        f"{source} is {what}; lmclassify reads .txt, .md, .html, .docx and .pdf. "
        "Save it as one of these and try again."
    )


def _undecodable(source: str, encoding: str, place: int) -> str:
    return f"{source} is not {encoding} text (byte {place}); save it as UTF-8 and try again."
