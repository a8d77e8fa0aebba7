"""The cells of a table: heads, labels of rows, and codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from lmclassify.documents.readers.duties import reads_as_duty
from lmclassify.documents.readers.layout import Blocks

_HEAD_WORDS: Final = frozenset(
    """
    a accountabilities accountability action activities activity aim all and applicable application
    area areas as aspect assessed assessment at attribute attributes by category certificate
    comment comments competencies competency condition criteria criterion date deadline demand
    desirable detail details done duties duty e.g element elements essential evidence evidenced
    example examples factor factors for frequency from function heading how id ideal identification
    identified importance in indicator indicators is item key kpi kpis level main mandatory maximum
    means measure measured measures met method methods minimum n/a no not number objective
    objectives of often on optional or outcome outcomes percent percentage preferred priority
    question rating ref reference requirement requirements required responsibilities responsibility
    score scoring section source specification stage standard standards task tasks tested the time
    times to topic type used weight weighted weighting when where which who yes
    """.split()
)
"""Column heads consist of these words ("Essential", "How often", "Assessed by")."""

_GROUP: Final = re.compile(
    r"(?:essential|desirable|required|preferred|mandatory|optional|minimum|ideal)\b", re.IGNORECASE
)
_BOTH_GROUPS: Final = re.compile(
    r"E\s*/?\s*D\Z|essential\W+(?:or\W+)?\(?[ED]?\W*desirable", re.IGNORECASE
)
_GROUP_CODES: Final = {"E": "Essential", "D": "Desirable"}
_ASSESSMENT: Final = re.compile(
    r"\b(?:methods?|assess\w*|identified|evidenced?|measured|tested|source|stage|weight\w*)\b",
    re.IGNORECASE,
)
_FACT: Final = re.compile(
    r"(?:\w+ )?(?:title|name|role|post|position|grade|band|scale|salary|pay|hours|location|base"
    r"|site|department|directorate|division|section|team|service|unit|faculty|school|employer|contract"
    r"|tenure|term|date|deadline|ref(?:erence)?|dbs|manager|(?:reports?|reporting|responsible"
    r"|accountable)(?: to| for)?|line management)\b",
    re.IGNORECASE,
)
_LABEL_HEAD: Final = re.compile(
    r"\b(?:areas?|aspects?|attributes?|category|competenc\w+|factors?|heading|section|topic)\Z",
    re.IGNORECASE,
)
_NO: Final = ("no", "n", "-", "–")
_WORD: Final = re.compile(r"[^\W\d_]+")
_MAX_FACT: Final = 4
_MAX_SPAN: Final = 100
"""Columns; whatever a cell says, it spans no more."""


class Cell(NamedTuple):
    """A cell of a table.

    Attributes
    ----------
    columns : int
        How many columns it spans.
    is_head : bool
        The document marks the cell as the head of a column or row.
    continues : bool
        The cell is part of the one above it, and empty.
    """

    blocks: Blocks
    columns: int = 1
    is_head: bool = False
    continues: bool = False


class Entry(NamedTuple):
    """A cell that is not empty or continues another one, at its place in a row.

    Attributes
    ----------
    column : int
        The first column that it is in.
    text : str
        Its text in one line.
    """

    column: int
    cell: Cell
    text: str

    @property
    def columns(self) -> range:
        """The columns that it spans."""
        return range(self.column, self.column + _limit_span(self.cell))

    @property
    def is_emphasised(self) -> bool:
        """The cell is a head or all of it is bold."""
        return self.cell.is_head or all(
            block.kind in ("emphasis", "heading") for block in self.cell.blocks
        )

    def is_label(self, most: int) -> bool:
        """Check whether it may be a head: short, and neither a sentence nor a duty."""
        return (
            len(self.cell.blocks) <= 2
            and 0 < len(self.text.split()) <= most
            and not self.text.endswith((".", "!", ";"))
            and (is_fact(self.text) or not reads_as_duty(self.text))
        )


def place(row: Sequence[Cell]) -> list[Entry]:
    """Return the cells of a row that are not empty, with their columns."""
    column, entries = 0, []
    for cell in row:
        if len(cell.blocks) or cell.continues:
            text = " ".join(block.text for block in cell.blocks).replace("\n", " ")
            entries.append(Entry(column, cell, text))
        column += _limit_span(cell)
    return entries


def _limit_span(cell: Cell) -> int:
    return min(max(1, cell.columns), _MAX_SPAN)


def is_code(text: str) -> bool:
    """Check whether a cell holds a mark, number or code instead of words.

    >>> [is_code(text) for text in ("A/I", "25 %", "✓", "AF, T", "Yes", "2.1", "Coaching")]
    [True, True, True, True, True, True, False]
    """
    return all(
        len(word) == 1
        or (len(word) == 2 and word.isupper())
        or word.lower() in ("and", "or", "yes", "no")
        for word in _WORD.findall(text)
    )


def is_head_word(text: str) -> bool:
    """Check whether a text consists of the words of column heads."""
    words = _WORD.findall(text.lower())
    return bool(words) and all(word in _HEAD_WORDS for word in words)


def is_group(head: str) -> bool:
    """Check whether the cells below a head are of a group, such as the essential criteria."""
    return _GROUP.match(head) is not None


def is_label_head(head: str) -> bool:
    """Check whether the cells below a head say what their rows are about."""
    return _LABEL_HEAD.search(head) is not None


def is_assessment(head: str) -> bool:
    """Check whether the cells below a head say how a criterion is assessed."""
    return _ASSESSMENT.search(head) is not None and not is_group(head)


def is_fact(label: str) -> bool:
    """Check whether a label names a fact of the post.

    >>> is_fact("Job title"), is_fact("Reports to"), is_fact("Physical effort")
    (True, True, False)
    """
    return _FACT.match(label) is not None and len(label.split()) <= _MAX_FACT


def find_group(code: str, head: str) -> str:
    """Return the group that a mark or code below a head stands for, or nothing.

    >>> find_group("✓", "Essential"), find_group("D", "E/D"), find_group("✓", "Met")
    ('Essential', 'Desirable', '')
    """
    if _BOTH_GROUPS.search(head):
        return _GROUP_CODES.get(code.strip(" ()").upper(), "")
    return head if is_group(head) and code.strip().lower() not in _NO else ""
