"""Text that a spreadsheet would calculate: one rule for every table that is written."""

from __future__ import annotations

from typing import Final

FORMULA_MARKS: Final = "=+-@\t\r\n＝＋－＠"
"""A spreadsheet may take a cell that begins with one of these for a formula."""


def escape_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet may take for a formula.

    >>> escape_formula("=SUM(A1)"), escape_formula("Plans budgets")
    ("'=SUM(A1)", 'Plans budgets')
    """
    return f"'{text}" if text.startswith(tuple(FORMULA_MARKS)) else text


def unescape_formula(text: str) -> str:
    """Remove the apostrophe that `escape_formula` puts before a text.

    >>> unescape_formula("'- Lead the team"), unescape_formula("'Lead' by example")
    ('- Lead the team', "'Lead' by example")
    """
    return text[1:] if text[:1] == "'" and text[1:].startswith(tuple(FORMULA_MARKS)) else text
