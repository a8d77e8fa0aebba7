"""What is filled in on a PDF page: values of form fields, and text that was typed onto it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from lmclassify.documents.readers.columns import Piece

_WITH_TEXT: Final = (
    raw.FPDF_FORMFIELD_TEXTFIELD,
    raw.FPDF_FORMFIELD_COMBOBOX,
    raw.FPDF_FORMFIELD_LISTBOX,
)
_HIDDEN: Final = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_HEIGHT: Final = 10.0
"""Points; about that of the text in a field."""

_MAX_FIELDS: Final = 500


def read_fields(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> list[list[Piece]]:
    """Return the filled fields of a page, each as its lines."""
    count = min(raw.FPDFPage_GetAnnotCount(page.raw), _MAX_FIELDS)
    return [lines for index in range(count) if (lines := list(_read_field(document, page, index)))]


def _read_field(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, index: int
) -> Iterator[Piece]:
    annotation = raw.FPDFPage_GetAnnot(page.raw, index)
    if not annotation:
        return
    try:
        text = _read_value(document, annotation)
        box = raw.FS_RECTF()
        if not text.strip() or not raw.FPDFAnnot_GetRect(annotation, box):
            return
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        step = min(_HEIGHT, abs(box.top - box.bottom) / len(lines))
        for number, line in enumerate(lines):
            if line.strip():
                y = max(box.top, box.bottom) - (number + 0.9) * step
                yield Piece(line.strip(), box.left, box.right, y, step)
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _read_value(document: pypdfium2.PdfDocument, annotation: raw.FPDF_ANNOTATION) -> str:
    if raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return ""
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _read_string(
            lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size)
        )
    form = document.formenv
    if kind != raw.FPDF_ANNOT_WIDGET or form is None:
        return ""
    if raw.FPDFAnnot_GetFormFieldType(form.raw, annotation) not in _WITH_TEXT:
        return ""
    return _read_string(
        lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form.raw, annotation, buffer, size)
    )


def _read_string(read: Callable[[Any, int], int]) -> str:
    size = read(None, 0)
    buffer = ctypes.create_string_buffer(size)
    read(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
