"""Tables: what of their cells is a statement, and what is said by row and column.

A person specification says by its columns what is essential or desirable, and by its rows what is
about experience or skills. The statements are the criteria in the cells. Row and column become a
heading above each group of them ("Experience – Essential"): a report can show from it where a
criterion belongs, and the text of a document needs no structure beyond headings and items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lmclassify.documents.readers.cells import (
    Cell,
    Entry,
    find_group,
    is_assessment,
    is_code,
    is_fact,
    is_group,
    is_head_word,
    is_label_head,
    place,
)
from lmclassify.documents.readers.duties import reads_as_duty
from lmclassify.documents.readers.layout import Blocks

_MAX_HEAD, _MAX_LABEL, _MAX_ASSESSMENT, _MAX_CRITERION = 8, 6, 8, 25
"""Words of a column head, of the label of a row, of a way to assess, of a criterion."""

_MOST: Final = 0.8
"""A column holds codes or labels if this share of its cells does."""

_MOST_SHORTER: Final = 0.6
"""A column holds labels if in this share of rows it has half the words of the rest or fewer."""

_FIGURE: Final = re.compile(r"(?:c|ca)?[^\w%]*\d[\d,. ]*[a-zA-Z]?\+?(?:\s*(?:FTE|WTE))?")
_CODES: Final = "codes in tables"


def add_table(target: Blocks, rows: Iterable[Sequence[Cell]]) -> None:
    """Add the cells of a table to the blocks of a document, row by row.

    A table with fewer than two rows of two cells only arranges text; its cells are added as they
    are.
    """
    entries = [row for row in map(place, rows) if _count_filled(row)]
    if sum(_count_filled(row) > 1 for row in entries) > 1:
        _Table(target, entries).add()
    else:
        for row in entries:
            for entry in row:
                target.extend(entry.cell.blocks)


def add_box(target: Blocks, content: Blocks) -> None:
    """Add the content of a text box or shape, in which a short line may well be a duty."""
    for block in content:
        is_item = block.kind == "text" and reads_as_duty(block.text)
        target.extend([block._replace(kind="item") if is_item else block])


def _count_filled(row: Sequence[Entry]) -> int:
    return sum(bool(len(entry.cell.blocks)) for entry in row)


class _Table:
    """A table with its heads and the columns that hold codes or labels."""

    def __init__(self, target: Blocks, rows: list[list[Entry]]) -> None:
        self._target = target
        self._heads: dict[int, str] = {}
        self._heading = ""  # the last one that was added
        self._all_bold = all(entry.is_emphasised for row in rows for entry in row)
        self._rows = [(row, self._is_header(row, number == 0)) for number, row in enumerate(rows)]
        data = [row for row, is_header in self._rows if not is_header and _count_filled(row) > 1]
        # The last header that a column has decides what the column holds.
        heads = {
            entry.column: entry.text for row, is_header in self._rows if is_header for entry in row
        }
        texts: dict[int, list[str]] = {}
        for row in data:
            for entry in row:
                texts.setdefault(entry.column, []).append(entry.text)
        columns = sorted(texts)
        self._code_columns = {column for column in columns if _are_codes(texts[column])}
        self._label_column = self._find_label_column(data, columns, heads)

    def _is_header(self, row: list[Entry], is_first: bool) -> bool:
        if _count_filled(row) < 2 or not all(entry.is_label(_MAX_HEAD) for entry in row):
            return False
        known = [is_head_word(entry.text) for entry in row]
        if all(known) or sum(is_group(entry.text) for entry in row) > 1:
            return True
        marked = all(entry.cell.is_head for entry in row)
        bold = not self._all_bold and all(entry.is_emphasised for entry in row)
        return marked or bold or (is_first and 2 * sum(known) > len(known))

    def _find_label_column(
        self, data: list[list[Entry]], columns: list[int], heads: dict[int, str]
    ) -> int | None:
        content = [
            column
            for column in columns
            if column not in self._code_columns and not is_assessment(heads.get(column, ""))
        ]
        if len(content) < 2:
            return None
        first = content[0]
        cells = [
            (entry, row) for row in data for entry in row if entry.column == first and entry.text
        ]
        labels = [(entry, row) for entry, row in cells if entry.is_label(_MAX_LABEL)]
        if not labels or len(labels) < _MOST * len(cells):
            return None
        has_groups = any(is_group(heads.get(column, "")) for column in content[1:])
        emphasised = all(entry.is_emphasised or entry.text.endswith(":") for entry, _ in labels)
        shorter = sum(
            3 * len(entry.text.split()) <= sum(len(other.text.split()) for other in row)
            for entry, row in labels
        )
        facts = sum(is_fact(entry.text) for entry, _ in labels)
        if (
            has_groups
            or emphasised
            or is_label_head(heads.get(first, ""))
            or shorter >= _MOST_SHORTER * len(labels)
            or 2 * facts > len(labels)
        ):
            return first
        return None

    def add(self) -> None:
        """Add the cells to the blocks of the document."""
        section = label = ""
        for row, is_header in self._rows:
            if is_header:
                self._add_header(row)
                first = row[0].text
                section = "" if is_head_word(first) or is_group(first) else first
                label = ""
            elif _count_filled(row) == 1 and self._is_section(row):
                section, label = next(entry.text for entry in row if entry.text), ""
                self._add_heading(section)
            else:
                label = self._add_row(row, section, label)

    def _is_section(self, row: list[Entry]) -> bool:
        entry = next(entry for entry in row if entry.text)
        return entry.is_label(_MAX_HEAD) and (
            len(entry.columns) > 1
            or (len(row) == 1 and entry.column == self._label_column)
            or entry.is_emphasised
        )

    def _add_header(self, row: list[Entry]) -> None:
        for entry in row:
            self._heads.update(dict.fromkeys(entry.columns, entry.text))
        self._add_heading(", ".join(entry.text for entry in row if entry.text))

    def _add_heading(self, text: str) -> None:
        if text and text != self._heading:
            self._target.add(text, "heading", fixed=True)
            self._heading = text

    def _add_row(self, row: list[Entry], section: str, label: str) -> str:
        """Add the content of a row; return its label, or that of the row above if it has none."""
        content: list[Entry] = []
        codes: list[Entry] = []
        for entry in row:
            if entry.column == self._label_column and (
                not entry.text or entry.is_label(_MAX_LABEL)
            ):
                label = entry.text or label
            elif entry.text:
                (codes if self._is_code(entry) else content).append(entry)
        marked = [find_group(entry.text, self._heads.get(entry.column, "")) for entry in codes]
        if not content or self._is_fact(content, codes):
            named = [label, *(entry.text for entry in content), *(entry.text for entry in codes)]
            self._add_heading(" ".join(filter(None, named)))
            return label
        for entry in codes:
            self._target.leave_out(_CODES, entry.text)
        for entry in content:
            head = self._heads.get(entry.column, "")
            group = head if is_group(head) else next(filter(None, marked), "")
            parts = (label.rstrip(": ") or section, group)
            self._add_heading(" – ".join(part for part in parts if part))
            self._add_content(entry, is_criterion=bool(head) or self._label_column is None)
        return label

    def _is_fact(self, content: list[Entry], codes: list[Entry]) -> bool:
        """Check whether a row without heads above it gives a figure, such as "Staff | 240"."""
        return (
            not self._heads
            and len(content) == 1
            and (content[0].is_label(_MAX_LABEL) or len(content[0].text.split()) <= 2)
            and any(
                code.column > content[0].column and _FIGURE.fullmatch(code.text) for code in codes
            )
        )

    def _is_code(self, entry: Entry) -> bool:
        if is_code(entry.text):
            return entry.column in self._code_columns or entry.column > 0
        return is_assessment(self._heads.get(entry.column, "")) and entry.is_label(_MAX_ASSESSMENT)

    def _add_content(self, entry: Entry, *, is_criterion: bool) -> None:
        for block in entry.cell.blocks:
            # A short cell would otherwise be taken for a heading ("Coaching").
            is_item = (
                not block.fixed
                and block.kind in ("text", "emphasis")
                and len(block.text.split()) <= _MAX_CRITERION
                and not block.text.endswith(":")
                and (is_criterion or reads_as_duty(block.text))
            )
            self._target.extend([block._replace(kind="item") if is_item else block])


def _are_codes(texts: list[str]) -> bool:
    filled = [text for text in texts if text]
    return bool(filled) and sum(map(is_code, filled)) >= _MOST * len(filled)
