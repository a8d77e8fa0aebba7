"""Read PDF documents: lines and paragraphs without page headers, footers and hyphenation."""

from __future__ import annotations

import ctypes
import math
import re
import statistics
from collections import Counter
from itertools import pairwise
from typing import Final

import pypdfium2
from pypdfium2 import raw

from lmclassify.documents.readers.columns import MARKER, Line, Piece, reading_order
from lmclassify.errors import DocumentError

_MAX_PAGES: Final = 500
"""A longer document is not a job description."""

_MARGIN_LINES: Final = 2
_GAP: Final = 1.35
"""A paragraph begins if the distance to the line above is this many times the usual one."""

_SPACE: Final = 0.7
"""In letter heights; a wider gap between words may separate columns."""

_INDENT: Final = 5
"""In letter heights; the text of a list item may begin this far from its marker."""

# A hyphen at the end of a line; pdfium writes U+FFFE for it and may omit the line break.
_HYPHEN = re.compile(r"(\b[A-Za-z]*)(?:[\u00ad\ufffe\x02]\n?|(?<=[a-z])-\n(?=[a-z]))")
_HYPHENATED_PREFIXES = frozenset(
    "back co cross day decision follow front full high in long low multi non off on out part post "
    "pre problem re return risk self short to up well work".split()
)
_HYPHENS = ("-", "\u00ad", "\ufffe", "\x02")
_WORD = re.compile(r"[^\s\ufffe\x02]*[\ufffe\x02]|[^\s\ufffe\x02]+")
_LABEL = re.compile(r"[A-Z][^:.]{1,30}:\s")
_SAMPLE_SIZE: Final = 25
"""Number of letters whose direction is checked."""


def read(data: bytes, source: str) -> str:
    """Return the text of a PDF document.

    Parameters
    ----------
    data : bytes
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If the document is damaged, encrypted or too long, or has no text (a scan).
    """
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
        pages = [_pieces(document[index]) for index in range(len(document))]
    except pypdfium2.PdfiumError:
        raise DocumentError(
            f"{source} has a damaged page; export it again, or save it as text."
        ) from None
    finally:
        document.close()
    furniture = _furniture(pages)
    text = "\n".join(_page(pieces, furniture) for pieces in pages)
    if not text.strip():
        raise DocumentError(
            f"{source} has no text, only pictures of it; run text recognition (OCR) on it first."
        )
    return _HYPHEN.sub(_join_hyphenated, text)


def _join_hyphenated(match: re.Match[str]) -> str:
    """Remove the hyphen, unless the part before it is usually written with one."""
    before = match[1]
    kept = len(before) <= 1 or before.lower() in _HYPHENATED_PREFIXES
    return f"{before}-" if kept else before


def _pieces(page: pypdfium2.PdfPage) -> list[Piece]:
    """Return the words of a page, joined if only a space separates them."""
    textpage = page.get_textpage()
    try:
        # pdfium counts the line breaks that it inserts as characters, so positions agree.
        text, last = textpage.get_text_range(), textpage.count_chars() - 1
        turn = _turn(textpage, last)
        pieces: list[Piece] = []
        for word in _WORD.finditer(text):
            piece = _piece(textpage, word[0], min(word.start(), last), turn)
            _, right = _edges(textpage, min(word.end() - 1, last), turn)
            piece = piece._replace(right=max(piece.right, right))
            before = pieces[-1] if pieces else None
            if before is not None and _are_close(before, piece):
                pieces[-1] = before._replace(
                    text=f"{before.text} {piece.text}", right=max(before.right, piece.right)
                )
            else:
                pieces.append(piece)
        return pieces
    finally:
        textpage.close()
        page.close()


def _piece(textpage: pypdfium2.PdfTextPage, text: str, index: int, turn: int) -> Piece:
    """Return a piece at the position of a letter, as if the text were upright."""
    # Not the height of the letter's box, which differs between letters in some fonts.
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    height = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    upright = (y.value, x.value, -y.value, -x.value)[turn]
    return Piece(text, *_edges(textpage, index, turn), upright, height)


def _edges(textpage: pypdfium2.PdfTextPage, index: int, turn: int) -> tuple[float, float]:
    left, bottom, right, top = textpage.get_charbox(index, loose=True)
    return ((left, right), (-top, -bottom), (-right, -left), (bottom, top))[turn]


def _are_close(before: Piece, piece: Piece) -> bool:
    if not piece.on_line_of(before):
        return False
    gap = piece.left - before.right
    marker = len(before.text) <= 4 and MARKER.match(before.text + " ") is not None
    return -0.5 * piece.height <= gap <= piece.height * (_INDENT if marker else _SPACE)


def _turn(textpage: pypdfium2.PdfTextPage, last: int) -> int:
    """Return by how many quarter turns most of the text is rotated."""
    sampled = range(0, last + 1, max(1, last // _SAMPLE_SIZE))
    angles = (raw.FPDFText_GetCharAngle(textpage, index) for index in sampled)
    turns = Counter(round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    return turns.most_common(1)[0][0] if turns else 0


def _shape(line: str) -> str:
    """Return what a header or footer has in common on all pages."""
    return re.sub(r"\d+", "#", line.casefold())


def _margins(pieces: list[Piece]) -> set[Piece]:
    """Return the pieces on the first and last lines of a page."""
    heights = sorted({round(piece.y) for piece in pieces})
    outer = {*heights[:_MARGIN_LINES], *heights[-_MARGIN_LINES:]}
    return {piece for piece in pieces if round(piece.y) in outer}


def _furniture(pages: list[list[Piece]]) -> set[str]:
    """Find headers and footers: text at the top or bottom of most pages."""
    counts = Counter(
        shape for pieces in pages for shape in {_shape(piece.text) for piece in _margins(pieces)}
    )
    return {shape for shape, n in counts.items() if n >= 2 and n > len(pages) / 2}


def _page(pieces: list[Piece], furniture: set[str]) -> str:
    left_out = {piece for piece in _margins(pieces) if _shape(piece.text) in furniture}
    lines = reading_order([piece for piece in pieces if piece not in left_out])
    steps = [above.y - below.y for above, below in pairwise(lines)]
    usual = statistics.median([step for step in steps if step > 0] or [0.0])
    shown = [line.text for line in lines[:1]]
    for above, line, step in zip(lines, lines[1:], steps, strict=False):
        if usual and not 0 <= step <= _GAP * usual:
            shown.append("\n\n")
        elif (above.full or above.room < line.first or _continues(above, line)) and not _opens(
            line
        ):
            shown.append("\n" if above.text.endswith(_HYPHENS) else " ")
        else:
            shown.append("\n")
        shown.append(line.text)
    return "".join(shown)


def _continues(above: Line, line: Line) -> bool:
    """Check whether a line continues the unfinished one above it in lower case."""
    return line.text[0].islower() and not above.text.endswith((".", ":", ";", "!", "?"))


def _opens(line: Line) -> bool:
    """Check whether a line begins a block, whatever the line above looks like."""
    return bool(line.opens or MARKER.match(line.text) or _LABEL.match(line.text))
