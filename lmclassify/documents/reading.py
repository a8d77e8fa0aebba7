"""`read`: a file or bytes → the plain text of a document, whatever its format.

A file format is one row of `FORMAT_TABLE`; the choices of ``--from``, the errors and the help come
from it.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from lmclassify.documents.decoding import NotTextError, decode
from lmclassify.errors import DocumentError

_STANDARD_INPUT = "-"
_READERS = "lmclassify.documents.readers"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP, _RICH_TEXT = b"PK\x03\x04", b"{\\rtf"
_PDF = re.compile(rb"(?:\A|[\r\n\xbf])\s*%PDF-")
_OPEN_DOCUMENT = b"urn:oasis:names:tc:opendocument:xmlns:office"
_WEB_ARCHIVE = re.compile(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t]+[^\n]*\n)*)*?"
    rb"(?:mime-version:|content-type:\s*multipart/related)",
    re.IGNORECASE,
)
_HTML_OPENING = re.compile(
    r"""
    (?:\s*+<!--(?:[^-]|-(?!->))*+-->)*+ \s*+
    (?: <!doctype\ html | <\?xml[^>]*\?>\s*<!doctype\ html | <html
      | <(?:article|body|br|div|font|h[1-6]|head|li|main|meta|ol|p|section|span|strong|table|ul)
        (?:\s[^<>]*)?/?>
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GARBLED_SIGNS = "ÂÃâðï"
"""One of these begins every garbled character that `mojibake` repairs."""

MAX_BYTES: Final = 200_000_000
"""A larger file is refused unread."""


class Format(NamedTuple):
    """One file format.

    Attributes
    ----------
    name : str
        What ``--from`` and ``format=`` call it, and how such a file's name ends.
    suffixes : tuple of str
        All endings of such files' names.
    reader : str or None
        ``"module:function"`` in `lmclassify.documents.readers`, imported when it is needed; None
        for plain text. It returns the text, or a `Document` if there is something to note.
    signature : callable or None
        Whether a file's bytes (and the suffix of its name, if they leave it open) say that it is
        of this format; its reader is then given the bytes and the source. A format without a
        signature is text: it is decoded first, and its reader is given the text.
    opening : re.Pattern or None
        How the text of such a file begins; looked at if the suffix is unknown.
    shares_suffix : bool
        Files of other formats have its suffixes too, such as a web page saved as .doc.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: str | None = None
    signature: Callable[[bytes, str], bool] | None = None
    opening: re.Pattern[str] | None = None
    shares_suffix: bool = False


def _is_open_document(data: bytes, suffix: str) -> bool:
    if data.startswith(_ZIP):
        # Its first part says what it is, always at the same place.
        return data[30:38] == b"mimetype" or suffix == ".odt"
    return data.lstrip()[:1] == b"<" and _OPEN_DOCUMENT in data[:4096]


FORMAT_TABLE: Final = (
    Format("txt", (".txt",)),
    Format("md", (".md", ".markdown"), "web:read_markdown"),
    Format("html", (".html", ".htm", ".xhtml"), "web:read", opening=_HTML_OPENING),
    Format(
        "docx",
        (".docx", ".docm", ".dotx", ".dotm"),
        "word:read",
        lambda data, suffix: data.startswith(_ZIP) and not _is_open_document(data, suffix),
    ),
    Format("odt", (".odt", ".ott", ".fodt"), "opendocument:read", _is_open_document),
    Format("rtf", (".rtf",), "rtf:read", lambda data, _: data.startswith(_RICH_TEXT)),
    # Viewers skip what stands before the signature, up to a kilobyte.
    Format("pdf", (".pdf",), "pdf:read", lambda data, _: _PDF.search(data[:1024]) is not None),
    Format(
        "mhtml",
        (".mhtml", ".mht"),
        "web_archive:read",
        lambda data, _: _WEB_ARCHIVE.match(data[:4096]) is not None,
    ),
    Format(
        "doc",
        (".doc",),
        "old_office:read",
        lambda data, _: data.startswith(_OLD_OFFICE),
        shares_suffix=True,
    ),
)
"""What can be read, in the order in which it is listed everywhere."""

FORMATS: Final = tuple(row.name for row in FORMAT_TABLE)
"""The names of the formats."""

_BY_NAME: Final = {row.name: row for row in FORMAT_TABLE}
_BY_SUFFIX: Final = {suffix: row for row in FORMAT_TABLE for suffix in row.suffixes}


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


def read(source: str | os.PathLike[str], *, format: str | None = None) -> Document:
    """Read a document.

    Parameters
    ----------
    source : path
        A file of one of `FORMATS`; ``"-"`` is standard input.
    format : str, optional
        Which of `FORMATS` it is. Without it, the bytes decide, or else the name.

    Raises
    ------
    DocumentError
        If there is no such file, or it is too large, damaged, of an unknown format or without
        text.
    """
    name = os.fspath(source)
    if name == _STANDARD_INPUT:
        return parse(sys.stdin.buffer.read(), "standard input", format=format)
    path = Path(name)
    try:
        if path.is_dir():
            raise DocumentError(
                f"{name} is a folder; name the files in it, for instance {name}/*.docx"
            )
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(f"{name} is over {MAX_BYTES // 10**6} MB; split it first.")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"{name}: {reason}; check the path.") from None
    return parse(data, name, format=format)


def parse(data: bytes, source: str, *, format: str | None = None) -> Document:
    """Turn the bytes of a document of any known format into text.

    Parameters
    ----------
    data : bytes
        The bytes decide the format before the name does.
    source : str
        The document's name; its suffix tells apart what otherwise looks like plain text.
    format : str, optional
        Which of `FORMATS` it is, if neither bytes nor name should decide.

    Raises
    ------
    DocumentError
        As `read` does, and if the bytes are clearly of another format than `format`.

    Examples
    --------
    >>> parse(b"# Duties", "duties.md", format="txt").text
    '# Duties'
    """
    suffix = Path(source).suffix.lower()
    row = _choose_format(data, source, suffix, format)
    if row is not None and row.signature is not None:
        return _finish(_call_reader(row, data, source), source)
    try:
        text, notes = decode(data)
    except NotTextError as error:
        if error.encoding is None:
            raise DocumentError(_refusal(source, str(error))) from None
        raise DocumentError(
            f"{source} is not {error.encoding} text ({error}); save it as UTF-8 and try again."
        ) from None
    if row is None:
        row = _BY_SUFFIX.get(suffix)
        # A page that was saved as .txt or .doc is still a page.
        if row is None or row.reader is None or row.shares_suffix:
            row = _find_by_opening(text) or _BY_NAME["txt"]
    document = _finish(text, source, notes)
    if row is None or row.reader is None:
        return document
    try:
        return _finish(_call_reader(row, document.text), source, document.notes)
    except DocumentError as error:
        named = str(error).startswith(source)
        raise error if named else DocumentError(f"{source}: {error}") from None


def format_list(conjunction: str = "and") -> str:
    """Return the suffixes of all formats as a list to be read.

    Examples
    --------
    >>> format_list("or")
    '.txt, .md, .html, .docx, .odt, .rtf, .pdf, .mhtml or .doc'
    """
    *others, last = (f".{name}" for name in FORMATS)
    return f"{', '.join(others)} {conjunction} {last}"


def _choose_format(data: bytes, source: str, suffix: str, name: str | None) -> Format | None:
    """Return the format that was asked for or that the bytes decide, or None if neither does."""
    detected = next(
        (row for row in FORMAT_TABLE if row.signature and row.signature(data, suffix)), None
    )
    if name is None:
        named = _BY_SUFFIX.get(suffix)
        if named is not None and named.shares_suffix:
            return detected
        if detected is None and named is not None and named.signature and data.strip():
            raise DocumentError(
                f"{source} is no {suffix} document, whatever its name says; save it again, or say "
                "what it is with --from."
            )
        return detected
    if name not in _BY_NAME:
        raise DocumentError(f"there is no format {name!r}; choose one of {', '.join(FORMATS)}.")
    if detected is not None and detected.name != name:
        raise DocumentError(
            f"{source} is a .{detected.name} document, not .{name}; leave its format out, or say "
            f"{detected.name}."
        )
    return _BY_NAME[name]


def _find_by_opening(text: str) -> Format | None:
    return next((row for row in FORMAT_TABLE if row.opening and row.opening.match(text)), None)


def _call_reader(row: Format, *arguments: bytes | str) -> str | Document:
    """Import the format's reader and call it: who reads plain text never waits for the others."""
    module, _, function = str(row.reader).partition(":")
    reader = getattr(importlib.import_module(f"{_READERS}.{module}"), function)
    result: str | Document = reader(*arguments)
    return result


def _finish(result: str | Document, source: str, notes: tuple[str, ...] = ()) -> Document:
    """Return the document of a reader's result, with garbled characters repaired."""
    text = result if isinstance(result, str) else result.text
    notes = notes if isinstance(result, str) else (*notes, *result.notes)
    if not text.strip():
        raise DocumentError(f"{source} is empty; there is nothing to classify.")
    if not text.isascii() and any(sign in text for sign in _GARBLED_SIGNS):
        from lmclassify.documents import mojibake

        text, places = mojibake.repair(text)
        if places:
            note = f"garbled characters repaired in {places} places (UTF-8 once read as another)"
            notes = (*notes, note)
    return Document(source, text, notes)


def _refusal(source: str, what: str) -> str:
    return (
        f"{source} is {what}; lmclassify reads {format_list()}. "
        "Save it as one of these and try again."
    )
