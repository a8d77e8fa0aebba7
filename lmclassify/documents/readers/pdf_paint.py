"""What is painted on a PDF page besides text: rules, coloured areas, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Final, NamedTuple

import pypdfium2
from pypdfium2 import raw

_TEXT, _PATH, _PICTURE, _SHADING, _FORM = range(1, 6)
_LINE_TO: Final = raw.FPDF_SEGMENT_LINETO
_MOVE_TO: Final = raw.FPDF_SEGMENT_MOVETO
_THIN: Final = 3.0
"""Points; a rectangle less wide or high is a rule."""

_STRAIGHT: Final = 1.0
_MIN_RULE: Final = 4.0
_MIN_DOT, _MAX_DOT, _MAX_PICTURE = 1.5, 8.0, 14.0
"""Points; how large the drawn mark of a list item is, and a picture of one at most."""

_SLACK: Final = 4.0
_MAX_OBJECTS: Final = 50_000
_MAX_DEPTH: Final = 4
_MAX_RULES: Final = 2_000
_MAX_SEGMENTS: Final = 200
_DARK: Final = 200
"""Brightness of the darkest colour on which white text is still hard to see."""


class Box(NamedTuple):
    """A rectangle, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def contains(self, x: float, y: float) -> bool:
        """Check whether a place is in the box or as good as."""
        slack = _SLACK
        return (
            self.left - slack <= x <= self.right + slack
            and self.bottom - slack <= y <= self.top + slack
        )

    def turn(self, turn: int) -> Box:
        """Return the box as if the page were turned back by so many quarters."""
        left, bottom, right, top = self
        return (
            self,
            Box(-top, left, -bottom, right),
            Box(-right, -top, -left, -bottom),
            Box(bottom, -right, top, -left),
        )[turn]


class Paint(NamedTuple):
    """What is painted on a page.

    Attributes
    ----------
    rules : list of Box
        Straight lines and the edges of rectangles, each as a thin box.
    dark : list of Box
        Areas on which white text shows.
    dots : list of Box
        Small drawings and pictures, which may be the marks of list items.
    """

    rules: list[Box]
    dark: list[Box]
    pictures: list[Box]
    dots: list[Box]

    def is_dark(self, x: float, y: float) -> bool:
        """Check whether white text shows at a place."""
        return any(box.contains(x, y) for box in (*self.dark, *self.pictures))


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_paint(page: pypdfium2.PdfPage) -> Paint:
    """Return what is painted on a page; of too many rules, none."""
    paint = Paint([], [], [], [])
    for number, (item, kind, matrix) in enumerate(_walk(page.raw, _IDENTITY, 0)):
        if number >= _MAX_OBJECTS or len(paint.rules) > _MAX_RULES:
            return Paint([], paint.dark, paint.pictures, [])
        if kind == _PICTURE:
            box = _transform(_bounds(item), matrix)
            (paint.dots if _is_dot(box, _MAX_PICTURE) else paint.pictures).append(box)
        elif kind == _SHADING:
            paint.dark.append(_transform(_bounds(item), matrix))
        elif kind == _PATH:
            _add_path(paint, item, matrix)
    return paint


def _is_dot(box: Box, most: float) -> bool:
    wide, high = box.right - box.left, box.top - box.bottom
    return min(wide, high) >= _MIN_DOT and max(wide, high) <= min(most, 1.5 * min(wide, high))


def _walk(
    owner: raw.FPDF_PAGE | raw.FPDF_PAGEOBJECT, matrix: _Matrix, depth: int
) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, int, _Matrix]]:
    """Yield the objects of a page or form that are not text."""
    count, get = (
        (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
        if depth == 0
        else (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
    )
    for index in range(min(count(owner), _MAX_OBJECTS)):
        item = get(owner, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == _FORM and depth < _MAX_DEPTH:
            own = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, own)
            inner = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            yield from _walk(item, inner, depth + 1)
        elif kind != _TEXT:
            yield item, kind, matrix


def _multiply(first: _Matrix, second: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _bounds(item: raw.FPDF_PAGEOBJECT) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *edges)
    return Box(*(edge.value for edge in edges))


def _transform(box: Box, matrix: _Matrix) -> Box:
    if matrix == _IDENTITY:
        return box
    a, b, c, d, e, f = matrix
    corners = [(box.left, box.bottom), (box.right, box.top)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _add_path(paint: Paint, item: raw.FPDF_PAGEOBJECT, matrix: _Matrix) -> None:
    box = _transform(_bounds(item), matrix)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    wide, high = box.right - box.left, box.top - box.bottom
    if _is_dot(box, _MAX_DOT):
        paint.dots.append(box)
        return
    if min(wide, high) <= _THIN:
        if max(wide, high) >= _MIN_RULE and _brightness(item, stroke.value != 0) < 250:
            paint.rules.append(box)
        return
    if fill.value and _brightness(item, is_stroke=False) <= _DARK:
        paint.dark.append(box)
    if stroke.value or raw.FPDFPath_CountSegments(item) > 6:
        paint.rules.extend(_edges_of(item, matrix))


def _brightness(item: raw.FPDF_PAGEOBJECT, is_stroke: bool) -> int:
    colour = [ctypes.c_uint(0) for _ in range(4)]
    read = raw.FPDFPageObj_GetStrokeColor if is_stroke else raw.FPDFPageObj_GetFillColor
    read(item, *colour)
    *rgb, alpha = (part.value for part in colour)
    return 255 if alpha == 0 else min(rgb)


def _edges_of(item: raw.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[Box]:
    """Yield the horizontal and vertical lines of a path."""
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, own)
    a, b, c, d, e, f = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(min(raw.FPDFPath_CountSegments(item), _MAX_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == _MOVE_TO:
            start = point
        elif kind == _LINE_TO:
            yield from _straight(last, point)
        if raw.FPDFPathSegment_GetClose(segment):
            yield from _straight(point, start)
        last = point


def _straight(first: tuple[float, float], second: tuple[float, float]) -> Iterator[Box]:
    (x, y), (u, v) = first, second
    if min(abs(x - u), abs(y - v)) <= _STRAIGHT and max(abs(x - u), abs(y - v)) >= _MIN_RULE:
        yield Box(min(x, u), min(y, v), max(x, u), max(y, v))
