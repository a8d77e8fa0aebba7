"""`tidy`: what typing, wrapping and copying do to a plain text, undone where it can be."""

from __future__ import annotations

import re
from typing import Final

from lmclassify.documents.furniture import find_furniture
from lmclassify.documents.tables import has_tables

_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_BROKEN = re.compile("[-\u2010\u00ad][ \t]*\r?\n")
_NUMBER = re.compile(r"[\W_]*\d{1,3}[\W_]*\Z")
_ENDED: Final = (".", "!", "?", ":", ";")


def tidy(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Put together what was broken at line ends and pages, and take columns apart.

    Returns
    -------
    text : str
        The same text if there was nothing to do.
    notes : tuple of str
        What was done.

    Examples
    --------
    >>> text, notes = tidy("Plans the ro-\nta and\nPage 2 of 4\nposts it.")
    >>> text
    'Plans the rota and\nposts it.'
    >>> for note in notes:
    ...     print(note)
    1 page header or footer inside a sentence left out
    1 word put together that was broken at a line end
    """
    text = _INVISIBLE.sub("", text)
    notes: list[str] = []
    text, count = _separate_cells(text)
    if count:
        notes.append(f"{_count(count, 'table')} or text in columns read cell by cell")
    text, count = _join_pages(text)
    if count:
        notes.append(f"{_count(count, 'page header')} or footer inside a sentence left out")
    text, count = _join_words(text)
    if count:
        was = "was" if count == 1 else "were"
        notes.append(f"{_count(count, 'word')} put together that {was} broken at a line end")
    return text, tuple(notes)


def _separate_cells(text: str) -> tuple[str, int]:
    """Write tables and columns row by row; what does so is imported only if there may be any."""
    drawn = separated = 0
    if has_tables(text):
        from lmclassify.documents.grids import join_grid_rows

        text, drawn = join_grid_rows(text)
    if "   " in text:
        from lmclassify.documents.columns import separate_columns

        text, separated = separate_columns(text)
    return text, drawn + separated


def _join_words(text: str) -> tuple[str, int]:
    if not _BROKEN.search(text):
        return text, 0
    from lmclassify.documents.hyphens import join_broken_words

    return join_broken_words(text)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("s" if number != 1 else "")


def _join_pages(text: str) -> tuple[str, int]:
    """Leave out page headers and footers on which a sentence is broken in two."""
    lines = text.splitlines(keepends=True)
    places = [place for place, line in enumerate(lines) if line.strip()]
    # A sentence that is broken goes on in lower case, two lines below the line before at least.
    if not any(lines[place].lstrip()[:1].islower() for place in places[2:]):
        return text, 0
    starts = [index for index, place in enumerate(places) if lines[place].startswith("\f")]
    furniture = find_furniture([lines[place].strip() for place in places], starts)
    dropped: set[int] = set()
    count = 0
    last = 0
    for index, place in enumerate(places):
        if furniture.get(index) == "page" or _NUMBER.match(lines[place]):
            continue
        before, line = lines[places[last]].strip(), lines[place].strip()
        if index - last > 1 and line[0].islower() and not before.endswith(_ENDED):
            dropped |= set(range(places[last] + 1, place))
            count += index - last - 1
        last = index
    kept = (line for place, line in enumerate(lines) if place not in dropped)
    return ("".join(kept), count) if count else (text, 0)
