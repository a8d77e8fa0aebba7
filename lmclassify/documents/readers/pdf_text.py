"""The words of a PDF page, each at its place, as pdfium finds them."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import pypdfium2
from pypdfium2 import raw

from lmclassify.documents.readers.columns import Piece

_WORD = re.compile(r"[^\s\ufffe\x02]*[\ufffe\x02]|[^\s\ufffe\x02]+")
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT: Final = 600
_BOTH_WAYS: Final = 2
"""The mode in which letters are filled and their edges drawn, which makes them bold."""

_MAX_SLANT: Final = math.radians(10)
_WHITE: Final = 250
_PALE: Final = 150
_WATERMARK: Final = 2.5
"""Pale letters so many times as high as most are a watermark."""

_NEAR: Final = 2.5
"""Points; a word that is drawn again so near is drawn to make it bold, or is its shadow."""

_MAX_NAME: Final = 100


class Text(NamedTuple):
    """The text of a page.

    Attributes
    ----------
    words : list of Piece
        Those that are upright if the page is turned as most of its text is.
    sideways : list of list of Piece
        The others by their turn, as if they were upright.
    turn : int
        Quarter turns of most of the text.
    hidden, watermarks : list of str
        Words in white on white; words that are slanted, or large and pale.
    """

    words: list[Piece]
    sideways: list[list[Piece]]
    turn: int
    hidden: list[str]
    watermarks: list[str]


class _Style(NamedTuple):
    """What is the same for all letters of a text object; a slanted one has no turn."""

    height: float
    turn: int | None
    brightness: int
    bold: bool


class _Word(NamedTuple):
    """A word with the place where it begins, and the box around it."""

    text: str
    style: _Style
    x: float
    y: float
    left: float
    bottom: float
    right: float
    top: float

    def stand_up(self, turn: int) -> Piece:
        """Return the word as if its text were upright."""
        left, right = (
            (self.left, self.right),
            (-self.top, -self.bottom),
            (-self.right, -self.left),
            (self.bottom, self.top),
        )[turn]
        y = (self.y, self.x, -self.y, -self.x)[turn]
        return Piece(self.text, left, right, y, self.style.height, self.style.bold)


def read_text(
    textpage: pypdfium2.PdfTextPage, is_on_colour: Callable[[float, float], bool]
) -> Text:
    """Return the words of a page.

    Parameters
    ----------
    textpage : pypdfium2.PdfTextPage
    is_on_colour : callable
        Whether something dark is painted at a place, so that white words show there.
    """
    words = list(_find_words(textpage))
    turns = Counter(word.style.turn for word in words if word.style.turn is not None)
    turn = max(turns, key=turns.__getitem__, default=0)
    heights = sorted(word.style.height for word in words)
    usual = heights[len(heights) // 2] if heights else 0.0
    pieces: dict[int, list[Piece]] = {turn: []}
    hidden: list[str] = []
    watermarks: list[str] = []
    drawn: dict[tuple[str, int], list[float]] = {}
    for word in words:
        style = word.style
        large = style.height > _WATERMARK * usual
        if style.turn is None or (large and _PALE <= style.brightness < _WHITE):
            watermarks.append(word.text)
        elif style.brightness >= _WHITE and not is_on_colour(word.x, word.y):
            hidden.append(word.text)
        elif _is_new(drawn, word):
            pieces.setdefault(style.turn, []).append(word.stand_up(style.turn))
    upright = pieces.pop(turn)
    return Text(upright, list(pieces.values()), turn, hidden, watermarks)


def _is_new(drawn: dict[tuple[str, int], list[float]], word: _Word) -> bool:
    """Check whether a word is not one that was drawn at the same place before."""
    row = round(word.y / _NEAR)
    for near in (row, row - 1, row + 1):
        places = drawn.get((word.text, near))
        if places and any(abs(x - word.x) <= _NEAR for x in places):
            return False
    drawn.setdefault((word.text, row), []).append(word.x)
    return True


def _find_words(textpage: pypdfium2.PdfTextPage) -> Iterator[_Word]:
    # pdfium counts the line breaks that it inserts as characters, so positions agree.
    text, last = textpage.get_text_range(), textpage.count_chars() - 1
    page = textpage.raw
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    styles: dict[int, _Style] = {}
    for match in _WORD.finditer(text):
        first, final = min(match.start(), last), min(match.end() - 1, last)
        style_of = raw.FPDFText_GetTextObject(page, first)
        key = ctypes.addressof(style_of.contents) if style_of else 0
        style = styles.get(key)
        if style is None:
            style = styles[key] = _read_style(page, first, style_of)
        raw.FPDFText_GetCharOrigin(page, first, x, y)
        raw.FPDFText_GetLooseCharBox(page, first, box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        if final != first:
            raw.FPDFText_GetLooseCharBox(page, final, box)
            left, right = min(left, box.left), max(right, box.right)
            bottom, top = min(bottom, box.bottom), max(top, box.top)
        yield _Word(match[0], style, x.value, y.value, left, bottom, right, top)


def _read_style(page: raw.FPDF_TEXTPAGE, index: int, text_object: raw.FPDF_PAGEOBJECT) -> _Style:
    # Not the height of a letter's box, which differs between letters in some fonts.
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page, index, matrix)
    height = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
    angle = math.atan2(matrix.c, matrix.a)
    quarter = round(angle / (math.pi / 2))
    slanted = abs(angle - quarter * math.pi / 2) > _MAX_SLANT
    colour = [ctypes.c_uint(0) for _ in range(4)]
    known = raw.FPDFText_GetFillColor(page, index, *colour)
    *rgb, alpha = (part.value for part in colour)
    brightness = (255 if alpha == 0 else min(rgb)) if known else 0
    name, flags = ctypes.create_string_buffer(_MAX_NAME), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, name, _MAX_NAME, flags)
    bold = (
        _BOLD.search(name.value) is not None
        or raw.FPDFText_GetFontWeight(page, index) >= _BOLD_WEIGHT
        or (bool(text_object) and raw.FPDFTextObj_GetTextRenderMode(text_object) == _BOTH_WAYS)
    )
    return _Style(height, None if slanted else quarter % 4, brightness, bold)
