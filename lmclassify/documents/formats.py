"""The file formats that can be read: each is one row of `FORMAT_TABLE`.

The choices of ``--from``, the errors, the help and the docs come from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

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
    Format("md", (".md", ".markdown"), "markdown:read"),
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


BY_NAME: Final = {row.name: row for row in FORMAT_TABLE}

BY_SUFFIX: Final = {suffix: row for row in FORMAT_TABLE for suffix in row.suffixes}


def find_by_signature(data: bytes, suffix: str) -> Format | None:
    """Return the format that the bytes of a document decide, if they do."""
    return next(
        (row for row in FORMAT_TABLE if row.signature and row.signature(data, suffix)), None
    )


def find_by_opening(text: str) -> Format | None:
    """Return the format that a text begins like, if there is one."""
    return next((row for row in FORMAT_TABLE if row.opening and row.opening.match(text)), None)


def format_list(conjunction: str = "and") -> str:
    """Return the suffixes of all formats as a list to be read.

    Examples
    --------
    >>> format_list("or")
    '.txt, .md, .html, .docx, .odt, .rtf, .pdf, .mhtml or .doc'
    """
    *others, last = (f".{name}" for name in FORMATS)
    return f"{', '.join(others)} {conjunction} {last}"
