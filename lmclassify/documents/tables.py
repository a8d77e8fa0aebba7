"""Tables typed into a text, by bars or tabs: their cells, and which of them are only labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from lmclassify.documents.vocabulary import (
    DUTY_VERBS,
    HEADING_NOUNS,
    HEADING_WORDS,
    QUALIFIERS,
    WORD,
)

CellRole = Literal["cell", "label", "header", "code"]
"""What a cell is: a statement or several; the name of its row; the name of its column; a mark."""

_BARS: Final = "|│┃║¦"
_BAR = re.compile(rf"[{_BARS}]")
_SPACED_BAR = re.compile(rf"\s[{_BARS}](?:\s|\Z)|\A\s*[{_BARS}]|[{_BARS}]\s*\Z")
_TAB = re.compile(r"\t[ \t\u00a0]*")
_MAX_CODE: Final = 40
_CODE_WORDS = frozenset(
    "a ad and annual annually application applications as assessment by certificate certificates "
    "daily desirable essential form hoc interview monthly needed occasionally or presentation "
    "quarterly reference references regularly required test weekly when yearly".split()
)
"""Words that only say how a criterion is weighed and assessed, or how often a task is done."""

_COLUMN_NAMES = HEADING_NOUNS | frozenset(
    "area category code date evidence examples frequency how indicator indicators item level "
    "method objective percentage rating ref score standard target task type weight weighting "
    "what".split()
)
_LABEL_WORDS: Final = 4
_LONG_CELL: Final = 5
"""A cell of so many words is text, beside which a cell of up to `_LABEL_WORDS` is its label."""


class Cell(NamedTuple):
    """A cell of a table: ``text[start:end]``."""

    start: int
    end: int
    role: CellRole


class Row(NamedTuple):
    """A line that may be a row of a table: ``text[start:end]``.

    `place` is the number of the line, `near` says that it stands below the row before without
    more than one blank line between, `ruled` that a rule stands directly below it.
    """

    place: int
    start: int
    end: int
    near: bool
    ruled: bool


_Span = tuple[int, int]


def has_tables(text: str) -> bool:
    """Check whether a text may have tables at all.

    Examples
    --------
    >>> has_tables("Degree | Essential"), has_tables("Degree, essential")
    (True, False)
    """
    return "\t" in text or _BAR.search(text) is not None


def find_cells(text: str, rows: Sequence[Row]) -> dict[int, list[Cell]]:
    """Find the cells of the lines that are rows of tables.

    Parameters
    ----------
    rows : sequence of Row
        The lines that are not blank, in order.

    Returns
    -------
    dict of int to list of Cell
        By the place of the line, empty cells left out. Lines that are no rows are not in it.
    """
    cells: dict[int, list[Cell]] = {}
    table: list[tuple[Row, list[_Span]]] = []
    for row in rows:
        spans = _split(text, row)
        if table and (len(spans) < 2 or not row.near):
            cells |= _read_table(text, table)
            table = []
        if len(spans) > 1:
            table.append((row, spans))
    return cells | _read_table(text, table)


def is_code(content: str) -> bool:
    """Check whether a cell holds no words but a mark, a figure or how a criterion is weighed.

    Examples
    --------
    >>> [is_code(cell) for cell in ("A/I", "10 %", "Essential", "Degree", "Team")]
    [True, True, True, False, False]
    """
    if len(content) > _MAX_CODE:
        return False
    return all(len(word) == 1 or word.lower() in _CODE_WORDS for word in WORD.findall(content))


def _split(text: str, row: Row) -> list[_Span]:
    """Cut a line at its bars, or else at its tabs; an empty cell has an empty span."""
    separator = _BAR if _BAR.search(text, row.start, row.end) else _TAB
    breaks = list(separator.finditer(text, row.start, row.end))
    if not breaks:
        return []
    edges = [row.start, *(edge for mark in breaks for edge in mark.span()), row.end]
    spans = [_trim(text, *span) for span in zip(edges[::2], edges[1::2], strict=True)]
    if separator is _BAR:
        # Bars at both ends are the table's frame.
        spans = spans[spans[0][0] == spans[0][1] :]
        if spans and spans[-1][0] == spans[-1][1] and len(spans) > 1:
            spans.pop()
        if len(spans) == 1:
            spans.append((row.end, row.end))
    return spans


def _trim(text: str, start: int, end: int) -> _Span:
    content = text[start:end]
    if not content.strip():
        return start, start
    return start + len(content) - len(content.lstrip()), start + len(content.rstrip())


def _read_table(text: str, table: list[tuple[Row, list[_Span]]]) -> dict[int, list[Cell]]:
    """Find the roles of a table's cells; a single line is cut only if it clearly is a row."""
    if not table or (len(table) == 1 and not _is_row(text, *table[0])):
        return {}
    contents = [[text[start:end] for start, end in spans] for _, spans in table]
    header = contents[0] if _has_header(table[0][0], contents) else None
    cells: dict[int, list[Cell]] = {}
    for (row, spans), words in zip(table, contents, strict=True):
        if _is_fact(words):
            continue
        if words == header:
            roles: list[CellRole] = ["header"] * len(words)
        else:
            roles = ["code" if is_code(cell) else "cell" for cell in words]
            if _is_label(words):
                roles[0] = "label"
        cells[row.place] = [
            Cell(*span, role) for span, role in zip(spans, roles, strict=True) if span[0] < span[1]
        ]
    return cells


def _is_row(text: str, row: Row, spans: list[_Span]) -> bool:
    """Check whether a line by itself is a row, and no sentence with a stray tab or bar in it."""
    if _BAR.search(text, row.start, row.end):
        return _SPACED_BAR.search(text, row.start, row.end) is not None
    return not any(text[start:end][:1].islower() for start, end in spans[1:])


def _is_fact(words: list[str]) -> bool:
    """Check whether a row only states something ("Post: Depot Manager")."""
    return len(words) == 2 and words[0].endswith(":") and len(words[1].split()) < _LONG_CELL


def _is_label(words: list[str]) -> bool:
    """Check whether a row's first cell only names what its other cells say."""
    label = words[0].split()
    if not 0 < len(label) <= _LABEL_WORDS or (label[0].lower() in DUTY_VERBS and len(label) > 1):
        return False
    return any(len(cell.split()) >= _LONG_CELL for cell in words[1:])


def _is_column_name(name: str) -> bool:
    words = WORD.findall(name.lower())
    return 0 < len(words) <= _LABEL_WORDS and (words[0] in _COLUMN_NAMES or is_code(name))


def _has_header(first: Row, contents: list[list[str]]) -> bool:
    """Check whether the first row names the columns."""
    names = [cell for cell in contents[0] if cell]
    if len(contents) < 2 or not names:
        return len(names) > 1 and all(map(_is_column_name, names))
    below = [cell for row in contents[1:] for cell in row if cell]
    if first.ruled or ("".join(names).isupper() and not "".join(below).isupper()):
        return True
    if any(len(name.split()) > _LABEL_WORDS + 1 or name.endswith(".") for name in names):
        return False
    lowered = [[word.lower() for word in WORD.findall(name)] for name in names]
    if any(words and words[0] in _COLUMN_NAMES for words in lowered) and not any(
        words and words[0] in QUALIFIERS for words in lowered
    ):
        return all(
            len(words) <= 2 or words[0] in HEADING_WORDS | _COLUMN_NAMES for words in lowered
        )
    longest = max((len(cell.split()) for cell in below), default=0)
    return (
        all(len(words) <= 3 and words[:1] != [] and words[0] not in DUTY_VERBS for words in lowered)
        and longest >= 2 * max(len(words) for words in lowered)
        and longest >= _LONG_CELL
    )
