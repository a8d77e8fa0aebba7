"""Read web archives (.mhtml, .mht): the page in them, and the frames of the page."""

from __future__ import annotations

import email
from email.message import Message
from typing import Final

from lmclassify.documents.decoding import NotTextError, decode
from lmclassify.documents.readers import web
from lmclassify.documents.reading import Document
from lmclassify.errors import DocumentError

_MAX_PARTS: Final = 10_000
_MAX_HEADER: Final = 10_000
"""Characters; a longer header takes the standard library too long."""

_MIN_FRAME: Final = 200
"""Characters; a frame with less text is an advertisement or a counter."""


def read(data: bytes, source: str) -> Document:
    """Return the text of a web archive.

    Parameters
    ----------
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If there is no page in it, or it has too many parts.
    """
    if data.count(b"\n--") > _MAX_PARTS:
        raise DocumentError(f"{source} has more than {_MAX_PARTS} parts; save it as text.")
    try:
        texts = list(_read_pages(email.message_from_bytes(data)))
    # Parts nested in parts without end, or headers that make no sense: each has its own error.
    except Exception as error:
        raise DocumentError(
            f"{source} cannot be read as a web archive ({type(error).__name__}); "
            "save it as a web page (.html), or as text."
        ) from None
    if not texts:
        raise DocumentError(f"{source} is a web archive without a page; save it again, or as text.")
    first, *frames = texts
    shown = [first, *(frame for frame in frames if len(frame.text) >= _MIN_FRAME)]
    notes = tuple(dict.fromkeys(note for page in shown for note in page.notes))
    return Document(source, "\n".join(page.text for page in shown), notes)


def _read_pages(message: Message) -> list[Document]:
    """Return the pages of a message, or its plain text if it has none."""
    pages: list[Document] = []
    plain: list[Document] = []
    for part in message.walk():
        if any(len(str(value)) > _MAX_HEADER for value in part.values()):
            continue
        kind = part.get_content_type()
        if kind not in ("text/html", "application/xhtml+xml", "text/plain"):
            continue
        if part.get_content_disposition() == "attachment":
            continue
        text = _decode(part)
        if kind == "text/plain":
            plain.append(Document("", text))
        else:
            pages.append(web.read(text))
    return pages or plain


def _decode(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset()
    if charset:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass
    try:
        return decode(data)[0]
    except NotTextError:
        return data.decode("latin-1")
