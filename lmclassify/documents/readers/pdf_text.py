"""The words of a PDF page, each at its place, as pdfium finds them."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

import pypdfium2
from pypdfium2 import raw

from lmclassify.documents.readers.columns import Piece
from lmclassify.documents.readers.pdf_paint import Paint

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

_TINY: Final = 1.0
"""Points; nobody reads letters less high."""

_CELL: Final = 8.0
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
        Words in white on white and tiny ones; words that are slanted, or large and pale.
    """

    words: list[Piece]
    sideways: list[list[Piece]]
    turn: int
    hidden: list[str]
    watermarks: list[str]


class _Style(NamedTuple):
    """What is the same for all letters of a text object; a slanted one has no turn.

    Attributes
    ----------
    rise : float
        How far the baseline is above the lower edge of the letters' boxes.
    """

    height: float
    turn: int | None
    brightness: int
    bold: bool
    rise: float


class _Word(NamedTuple):
    """A word with the box around it."""

    text: str
    style: _Style
    left: float
    bottom: float
    right: float
    top: float

    def stand_up(self) -> Piece:
        """Return the word as if its text were upright."""
        height, turn, _, bold, rise = self.style
        if not turn:
            return Piece(self.text, self.left, self.right, self.bottom + rise, height, bold)
        left, right, bottom = (
            (-self.top, -self.bottom, self.left),
            (-self.right, -self.left, -self.top),
            (self.bottom, self.top, -self.right),
        )[turn - 1]
        return Piece(self.text, left, right, bottom + rise, height, bold)


def read_text(textpage: pypdfium2.PdfTextPage, paint: Paint) -> Text:
    """Return the words of a page.

    Parameters
    ----------
    paint : Paint
        What is painted on it; white words show where it is dark.
    """
    words = _without_copies(list(_Reader(textpage).words()))
    turns = Counter(word.style.turn for word in words)
    turns.pop(None, None)
    turn = max(turns, key=turns.__getitem__, default=0) or 0
    heights = sorted(word.style.height for word in words)
    usual = heights[len(heights) // 2] if heights else 0.0
    pieces: dict[int, list[Piece]] = {turn: []}
    hidden: list[str] = []
    watermarks: list[str] = []
    for word in words:
        style = word.style
        if style.turn is None or (
            style.height > _WATERMARK * usual and _PALE <= style.brightness < _WHITE
        ):
            watermarks.append(word.text)
        elif style.height < _TINY or (
            style.brightness >= _WHITE and not paint.is_dark(word.left, word.bottom)
        ):
            hidden.append(word.text)
        else:
            pieces.setdefault(style.turn, []).append(word.stand_up())
    upright = pieces.pop(turn)
    return Text(upright, list(pieces.values()), turn, hidden, watermarks)


def _without_copies(words: list[_Word]) -> list[_Word]:
    """Return words without those that are drawn again at the same place."""
    cells = {(word.text, int(word.left / _CELL), int(word.bottom / _CELL)) for word in words}
    if len(cells) == len(words):
        return words  # of many copies, some are always in one cell
    drawn: dict[tuple[str, int], list[float]] = {}
    return [word for word in words if _is_new(drawn, word)]


def _is_new(drawn: dict[tuple[str, int], list[float]], word: _Word) -> bool:
    row = round(word.bottom / _NEAR)
    for near in (row, row - 1, row + 1):
        places = drawn.get((word.text, near))
        if places and any(abs(left - word.left) <= _NEAR for left in places):
            return False
    drawn.setdefault((word.text, row), []).append(word.left)
    return True


class _Reader:
    """Reads the words of a page; what pdfium writes its answers into is made once."""

    def __init__(self, textpage: pypdfium2.PdfTextPage) -> None:
        # pdfium counts the line breaks that it inserts as characters, so positions agree.
        self._text = textpage.get_text_range()
        self._last = textpage.count_chars() - 1
        self._page = textpage.raw
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._colour = [ctypes.c_uint(0) for _ in range(4)]
        self._name, self._flags = ctypes.create_string_buffer(_MAX_NAME), ctypes.c_int()
        self._bold_fonts: dict[int, bool] = {}

    def words(self) -> Iterator[_Word]:
        """Yield the words in the order of the file."""
        page, last, box = self._page, self._last, self._box
        find_object, find_box = raw.FPDFText_GetTextObject, raw.FPDFText_GetLooseCharBox
        styles: dict[int, _Style] = {}
        for match in _WORD.finditer(self._text):
            first, final = match.span()
            first, final = min(first, last), min(final - 1, last)
            item = find_object(page, first)
            find_box(page, first, box)
            key = ctypes.addressof(item.contents) if item else 0
            style = styles.get(key)
            if style is None:
                style = styles[key] = self._read_style(first, item)
            left, bottom, right, top = box.left, box.bottom, box.right, box.top
            if final != first:
                find_box(page, final, box)
                left, right = min(left, box.left), max(right, box.right)
                bottom, top = min(bottom, box.bottom), max(top, box.top)
            yield _Word(match[0], style, left, bottom, right, top)

    def _read_style(self, index: int, item: raw.FPDF_PAGEOBJECT) -> _Style:
        """Return the style of a letter, of which the box has just been read."""
        page, box, matrix = self._page, self._box, self._matrix
        # Not the height of a letter's box, which differs between letters in some fonts.
        raw.FPDFText_GetMatrix(page, index, matrix)
        height = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
        angle = math.atan2(matrix.c, matrix.a)
        quarter = round(angle / (math.pi / 2))
        if abs(angle - quarter * math.pi / 2) > _MAX_SLANT:
            return _Style(height, None, 0, bold=False, rise=0.0)
        raw.FPDFText_GetCharOrigin(page, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        rise = (y - box.bottom, x - box.left, box.top - y, box.right - x)[quarter % 4]
        known = raw.FPDFText_GetFillColor(page, index, *self._colour)
        *rgb, alpha = (part.value for part in self._colour)
        # The more of the page shows through, the paler.
        brightness = 255 - round(alpha / 255 * (255 - min(rgb))) if known else 0
        return _Style(height, quarter % 4, brightness, self._is_bold(index, item), rise)

    def _is_bold(self, index: int, item: raw.FPDF_PAGEOBJECT) -> bool:
        if not item:
            return False
        font = raw.FPDFTextObj_GetFont(item)
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self._bold_fonts:
            raw.FPDFText_GetFontInfo(self._page, index, self._name, _MAX_NAME, self._flags)
            self._bold_fonts[key] = (
                _BOLD.search(self._name.value) is not None
                or raw.FPDFText_GetFontWeight(self._page, index) >= _BOLD_WEIGHT
            )
        return self._bold_fonts[key] or raw.FPDFTextObj_GetTextRenderMode(item) == _BOTH_WAYS
