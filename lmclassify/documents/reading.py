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
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_ZIP, _PDF, _RICH_TEXT = b"PK\x03\x04", b"%PDF-", b"{\\rtf"
_SUFFIXES = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".md", ".markdown"), "md"),
}
_TOLD_BY_BYTES = (".docx", ".odt", ".rtf", ".pdf")
_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<!doctype html|<html|<\?xml[^>]*\?>\s*<!doctype html)", re.IGNORECASE
)
_GARBLED_SIGNS = "ÂÃâðï"
"""One of these begins every garbled character that `readers.mojibake` repairs."""

FORMATS: Final = ("txt", "md", "html", "docx", "odt", "rtf", "pdf")
"""What can be read; each name is also how such a file's name ends."""

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


def read(source: str | os.PathLike[str], *, form: str | None = None) -> Document:
    """Read a document.

    Parameters
    ----------
    source : path
        A file of one of `FORMATS`; ``"-"`` is standard input.
    form : str, optional
        Which of `FORMATS` it is. Without it, the bytes tell, and the name where they don't.

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
        return parse(sys.stdin.buffer.read(), "standard input", form=form)
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
    return parse(data, name, form=form)


def parse(data: bytes, source: str, *, form: str | None = None) -> Document:
    """Turn the bytes of a document of any known format into text.

    Parameters
    ----------
    data : bytes
        What the format is, the bytes tell before the name does.
    source : str
        Its name; ``.md`` and ``.html`` say what otherwise looks like plain text.
    form : str, optional
        Which of `FORMATS` it is, where neither is to be asked.

    Returns
    -------
    Document

    Raises
    ------
    DocumentError
        As `read` does, and where the bytes are clearly of another format than `form`.
    """
    told = _told_by_bytes(data, source)
    if form is not None and told is not None and form != told:
        raise DocumentError(
            f"{source} is a .{told} document, not .{form}; leave its format out, or say {told}."
        )
    suffix = Path(source).suffix.lower()
    if form is None and told is None and suffix in _TOLD_BY_BYTES and data.strip():
        raise DocumentError(
            f"{source} is no {suffix} document, whatever its name says; save it again, or say what "
            "it is with --from."
        )
    form = form or told
    # Readers are imported here: who reads plain text never waits for them.
    if form == "docx":
        from lmclassify.documents.readers import word

        return _finished(source, word.read(data, source))
    if form == "odt":
        from lmclassify.documents.readers import opendocument

        return _finished(source, opendocument.read(data, source))
    if form == "rtf":
        from lmclassify.documents.readers import rtf

        return _finished(source, rtf.read(data, source))
    if form == "pdf":
        from lmclassify.documents.readers import pdf

        return _finished(source, pdf.read(data, source))
    document = decode(data, source)
    form = form or _SUFFIXES.get(suffix)
    if form is None and _LOOKS_LIKE_HTML.match(document.text):
        form = "html"
    if form in ("html", "md"):
        from lmclassify.documents.readers import web

        plain = web.read_markdown if form == "md" else web.read
        return _finished(source, plain(document.text), document.notes)
    return document


def _told_by_bytes(data: bytes, source: str) -> str | None:
    """Tell the format where it has a signature of its own."""
    if data.startswith(_OLD_WORD):
        raise DocumentError(_unreadable(source, "an old Word document (.doc)"))
    if data.startswith(_RICH_TEXT):
        return "rtf"
    if data.startswith(_ZIP):
        # An OpenDocument's first part says what it is, at a place that is always the same.
        opendocument = data[30:38] == b"mimetype" or source.lower().endswith(".odt")
        return "odt" if opendocument else "docx"
    return "pdf" if data[:1024].lstrip().startswith(_PDF) else None


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
    return _finished(source, text, notes)


def _finished(source: str, text: str, notes: tuple[str, ...] = ()) -> Document:
    """Make the document of its text, with garbled characters put right."""
    if not text.strip():
        raise DocumentError(f"{source} is empty; there is nothing to classify.")
    if not text.isascii() and any(sign in text for sign in _GARBLED_SIGNS):
        from lmclassify.documents.readers import mojibake

        text, places = mojibake.repaired(text)
        if places:
            note = f"garbled characters repaired in {places} places (UTF-8 once read as another)"
            notes = (*notes, note)
    return Document(source, text, notes)


def _unreadable(source: str, what: str) -> str:
    kinds = ", ".join(f".{form}" for form in FORMATS[:-1])
    return (
        f"{source} is {what}; lmclassify reads {kinds} and .{FORMATS[-1]}. "
        "Save it as one of these and try again."
    )


def _undecodable(source: str, encoding: str, place: int) -> str:
    return f"{source} is not {encoding} text (byte {place}); save it as UTF-8 and try again."
