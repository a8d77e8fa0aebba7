"""Read PDF documents: paragraphs, lists and tables, without page headers and the like."""

from __future__ import annotations

import sys
import threading
from typing import Final

import pypdfium2
from pypdfium2 import raw

from lmclassify.documents.hyphens import join_divided
from lmclassify.documents.readers.layout import Blocks
from lmclassify.documents.readers.pdf_guard import is_harmless, read_apart
from lmclassify.documents.readers.pdf_layout import add_pages
from lmclassify.documents.readers.pdf_page import Page, read_page
from lmclassify.documents.reading import Document
from lmclassify.errors import DocumentError

_LOCK: Final = threading.Lock()
"""pdfium may be used by one thread at a time."""

_SIGNATURE: Final = b"%PDF-"
_MAX_JUNK: Final = 1024
_MAX_PAGES: Final = 500
"""A longer document is not a job description."""

_MAX_WORK: Final = 2_000_000
_DYNAMIC: Final = "Please wait..."
"""How the only page of a form begins that just Adobe's programs can show."""


def read(data: bytes, source: str) -> Document:
    """Return the text of a PDF document.

    Parameters
    ----------
    data : bytes
        Up to a kilobyte may precede the document.
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If the document is damaged, encrypted or too long, or has no text (a scan).
    """
    data = data[max(0, data.find(_SIGNATURE, 0, _MAX_JUNK)) :]
    # Python that is part of another program may not be able to start itself again.
    if not sys.executable or is_harmless(data):
        return read_here(data, source)
    return read_apart(data, source)


def read_here(data: bytes, source: str) -> Document:
    """Read a PDF in this process, whatever it unpacks to."""
    with _LOCK:
        pages = _read_pages(data, source)
    blocks = Blocks()
    add_pages(blocks, pages)
    text = join_divided(blocks.text())
    if not text.strip():
        raise DocumentError(_explain_empty(source, pages))
    if text.lstrip("# ").startswith(_DYNAMIC):
        raise DocumentError(
            f"{source} is a form that only Adobe's programs show; open it there, print it to a new "
            "PDF and try again."
        )
    return Document(source, text, (*blocks.notes(), *_note_scans(pages)))


def _read_pages(data: bytes, source: str) -> list[Page]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError(
                f"{source} is protected by a password; save it without one and try again."
            ) from None
        raise DocumentError(
            f"{source} cannot be read as a PDF; export it again, or save it as text."
        ) from None
    try:
        if len(document) > _MAX_PAGES:
            raise DocumentError(
                f"{source} has {len(document)} pages, more than {_MAX_PAGES}; split it first."
            )
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        pages: list[Page] = []
        work = 0
        for index in range(len(document)):
            pages.append(read_page(document, index, source))
            work += pages[-1].work
            if work > _MAX_WORK:
                raise DocumentError(
                    f"{source} has more than {_MAX_WORK // 10**6} million letters, or too many "
                    "lines of tables; split it first."
                )
        return pages
    except pypdfium2.PdfiumError:
        raise DocumentError(
            f"{source} has a damaged page; export it again, or save it as text."
        ) from None
    finally:
        document.close()


def _explain_empty(source: str, pages: list[Page]) -> str:
    if any(page.has_form for page in pages):
        return f"{source} is a form in which nothing is filled in."
    if any(page.is_scan for page in pages):
        return f"{source} has no text, only pictures of it; run text recognition (OCR) on it first."
    return f"{source} has no text."


def _note_scans(pages: list[Page]) -> tuple[str, ...]:
    scans = [str(number) for number, page in enumerate(pages, 1) if page.is_scan]
    if not scans:
        return ()
    named = ", ".join(scans[:-1]) + (" and " if len(scans) > 1 else "") + scans[-1]
    what = f"page {named} is a picture" if len(scans) == 1 else f"pages {named} are pictures"
    return (f"{what} without text and not read; run text recognition (OCR) on the document",)
