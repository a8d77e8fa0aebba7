"""Tables drawn with bars and rules, whose cells go on from one line to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from lmclassify.documents.hyphens import join_lines

_ROW = re.compile(r"\s*[|│┃║].*[|│┃║]\s*\Z")
_RULE = re.compile(r"\s*[+|│┃║├┼┤╠╬╣┌┬┐└┴┘╔╦╗╚╩╝─━═=-][-+|│┃║├┼┤╠╬╣┌┬┐└┴┘╔╦╗╚╩╝─━═=:\s]*\Z")
_BAR = re.compile(r"[|│┃║]")


def join_grid_rows(text: str) -> tuple[str, int]:
    r"""Write each row of a drawn table on one line.

    Rows go from rule to rule if rules stand between them; else a line goes on the row above if it
    has an empty cell and begins no cell anew.

    Returns
    -------
    text : str
    places : int
        How many tables were changed.

    Examples
    --------
    >>> join_grid_rows("| Budget of more | E |\n| than £1m       |   |")
    ('| Budget of more than £1m | E |', 1)
    """
    if not _BAR.search(text):
        return text, 0
    written: list[str] = []
    places = 0
    lines = text.split("\n")
    for drawn, group in groupby(lines, lambda line: bool(_ROW.match(line) or _RULE.match(line))):
        table = list(group)
        if drawn and any(map(_ROW.match, table)):
            rows = list(_join_rows(table))
            places += len(rows) < len(table)
            table = rows if len(rows) < len(table) else table
        written += table
    return ("\n".join(written), places) if places else (text, 0)


def _join_rows(table: Sequence[str]) -> Iterator[str]:
    """Yield the rows of a table, and the rule below its first row."""
    rules = [place for place, line in enumerate(table) if not _ROW.match(line) or _RULE.match(line)]
    ruled = sum(place not in (0, len(table) - 1) for place in rules) > 1
    row: list[list[str]] = []
    for place, line in enumerate(table):
        if place in rules:
            if row:
                yield _write(row)
                row = []
                yield line
            continue
        cells = [cell.strip() for cell in _BAR.split(line.strip())[1:-1]]
        if row and not (ruled or _goes_on(cells, row[-1])):
            yield _write(row)
            row = []
        row.append(cells)
    if row:
        yield _write(row)


def _goes_on(cells: Sequence[str], above: Sequence[str]) -> bool:
    """Check whether a line only carries on the cells of the line above."""
    if len(cells) != len(above) or all(cells):
        return False
    return all(not cell or cell[0].islower() for cell in cells)


def _write(row: Sequence[Sequence[str]]) -> str:
    width = max(map(len, row))
    padded = [[*cells, *[""] * (width - len(cells))] for cells in row]
    columns = ([cell for cell in column if cell] for column in zip(*padded, strict=True))
    return f"| {' | '.join(map(join_lines, columns))} |"
