"""One page of a PDF: its words, tables, filled fields and pictures."""

from __future__ import annotations

from typing import Final, NamedTuple

import pypdfium2
from pypdfium2 import raw

from lmclassify.documents.readers.columns import MARKER, Piece
from lmclassify.documents.readers.pdf_forms import read_fields
from lmclassify.documents.readers.pdf_open_tables import find_open_tables
from lmclassify.documents.readers.pdf_paint import Box, Paint, read_paint
from lmclassify.documents.readers.pdf_spacing import close_letters
from lmclassify.documents.readers.pdf_tables import Table, find_tables
from lmclassify.documents.readers.pdf_text import read_text
from lmclassify.errors import DocumentError

_MAX_OBJECTS: Final = 200_000
_MAX_LETTERS: Final = 300_000
_MARK_GAP: Final = 3
"""In letter heights; the text of a list item may begin this far from a drawn mark."""

_MAX_DOTS: Final = 1_000_000
"""Drawn marks times words; a page with more is a drawing."""

_RULE: Final = 50
_SPACE: Final = 0.7
"""In letter heights; a wider gap between words may separate columns."""

_INDENT: Final = 5
"""In letter heights; the text of a list item may begin this far from its marker."""

_MIN_SCAN: Final = 0.4
"""A page is a scan if pictures cover this share of it and it has next to no text."""

_MIN_PICTURE: Final = 0.05
_MANY_SHAPES: Final = 30
_MAX_STAMP: Final = 20
"""Words that a scanned page may have, such as a page number or a stamp."""


class Page(NamedTuple):
    """A page of a PDF.

    Attributes
    ----------
    pieces : list of Piece
        Words outside of tables, joined if only a space separates them.
    sideways : list of list of Piece
        Those that are turned otherwise than most, by their turn.
    fields : list of list of Piece
        The filled fields of a form, each as its lines.
    hidden, watermarks : list of str
        Words that are left out.
    is_scan, has_form : bool
        The page is a picture without text; it has fields to fill in.
    box : Box
        The page itself, turned as its text is.
    work : int
        Letters on the page, and lines of tables, each as `_RULE` letters.
    """

    pieces: list[Piece]
    sideways: list[list[Piece]]
    tables: list[Table]
    fields: list[list[Piece]]
    hidden: list[str]
    watermarks: list[str]
    is_scan: bool
    has_form: bool
    box: Box
    work: int


def read_page(document: pypdfium2.PdfDocument, index: int, source: str) -> Page:
    """Return a page of a document.

    Raises
    ------
    DocumentError
        If there is too much on it.
    """
    page = document[index]
    textpage = None
    try:
        if raw.FPDFPage_CountObjects(page.raw) > _MAX_OBJECTS:
            raise DocumentError(_refuse(source, index, f"{_MAX_OBJECTS:,} objects"))
        textpage = page.get_textpage()
        if textpage.count_chars() > _MAX_LETTERS:
            raise DocumentError(_refuse(source, index, f"{_MAX_LETTERS:,} letters"))
        paint = read_paint(page)
        text = read_text(textpage, paint)
        rules = [rule.turn(text.turn) for rule in paint.rules]
        words = mark_items(close_letters(text.words), [box.turn(text.turn) for box in paint.dots])
        tables, outside = find_tables(rules, words)
        more_tables, pieces = find_open_tables(join_words(outside))
        width, height = page.get_size()
        fields = read_fields(document, page)
        is_scan = not fields and _is_scan(len(text.words), paint, width * height)
        return Page(
            pieces,
            [join_words(words) for words in text.sideways],
            [*tables, *more_tables],
            fields,
            text.hidden,
            text.watermarks,
            is_scan,
            document.formenv is not None,
            Box(*page.get_cropbox()).turn(text.turn),
            textpage.count_chars() + _RULE * len(rules),
        )
    finally:
        if textpage is not None:
            textpage.close()
        page.close()


def _is_scan(words: int, paint: Paint, size: float) -> bool:
    """Check whether a page shows something, but has next to no text."""
    if words:
        return words <= _MAX_STAMP and _area(paint.pictures) >= _MIN_SCAN * size
    shapes = len(paint.dark) + len(paint.pictures) + len(paint.dots)
    # Text that was turned into curves is many small shapes.
    return shapes >= _MANY_SHAPES or _area([*paint.pictures, *paint.dark]) >= _MIN_PICTURE * size


def _area(boxes: list[Box]) -> float:
    return sum((box.right - box.left) * (box.top - box.bottom) for box in boxes)


def _refuse(source: str, index: int, much: str) -> str:
    return (
        f"{source} has more than {much} on page {index + 1}; print it to a new PDF, or save it "
        "as text."
    )


def join_words(words: list[Piece]) -> list[Piece]:
    """Return words, in the order of the file, joined if only a space separates them."""
    pieces: list[Piece] = []
    for word in words:
        before = pieces[-1] if pieces else None
        if before is not None and _are_close(before, word):
            pieces[-1] = before._replace(
                text=f"{before.text} {word.text}",
                right=max(before.right, word.right),
                bold=before.bold and word.bold,
            )
        else:
            pieces.append(word)
    return pieces


def mark_items(words: list[Piece], dots: list[Box]) -> list[Piece]:
    """Return words with a bullet in front of those that a drawn one stands before."""
    if not dots or len(dots) * len(words) > _MAX_DOTS:
        return words
    marked = list(words)
    for dot in dots:
        middle = (dot.bottom + dot.top) / 2
        after = [
            index
            for index, word in enumerate(words)
            if dot.right <= word.left + 1 <= dot.right + _MARK_GAP * word.height
            and word.y - 0.1 * word.height <= middle <= word.y + 0.8 * word.height
            and dot.top - dot.bottom <= 0.9 * word.height
        ]
        if after:
            index = min(after, key=lambda index: words[index].left)
            marked[index] = words[index]._replace(text=f"\u2022 {words[index].text}", left=dot.left)
    return marked


def _are_close(before: Piece, word: Piece) -> bool:
    if not word.on_line_of(before):
        return False
    gap = word.left - before.right
    marker = len(before.text) <= 4 and MARKER.match(before.text + " ") is not None
    return -0.5 * word.height <= gap <= word.height * (_INDENT if marker else _SPACE)
