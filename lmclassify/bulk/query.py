"""The score as SQL: one query, in the dialects of several engines.

Scoring a linear model is a join and a sum: the terms of a text joined with the table of weights,
summed by statement. ``templates/score.sql`` says so in DuckDB's SQL; sqlglot says the same in the
other dialects, and where one of them needs more than that, `_RETOLD` has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lmclassify import terms
from lmclassify.bulk.engine import imported, literal, quoted
from lmclassify.model.classifier import MIXED, Model
from lmclassify.results import LABELS, SIDES
from lmclassify.templates import render

DIALECTS: Final = ("duckdb", "spark", "bigquery", "snowflake", "postgres", "trino")
"""The dialects that the query is given in; DuckDB, Spark and PostgreSQL are run by the tests."""

WEIGHTS: Final = "lmclassify_weights"
"""What the query calls the table of weights."""

# What `str.strip` takes away. Control characters are written as CHR(9) and so on: as literals
# they would not survive an editor.
_BLANK_CONTROL = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"
_BLANK = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_PATTERNS = ("DROPPED", "ESCAPED_TWICE", "DROPPED_ENTITY", "ENTITY")


def score_query(
    model: Model,
    dialect: str = "duckdb",
    *,
    table: str = "statements",
    id_column: str = "id",
    text_column: str = "text",
    two_way: bool = False,
    portable: bool = False,
) -> str:
    """Give the query that scores each row of a table.

    Parameters
    ----------
    model : Model
        Only its labels are in the query; what it learned is in the table `WEIGHTS`.
    dialect : str, default "duckdb"
        One of `DIALECTS`.
    table : str, default "statements"
        The table of texts, as the dialect writes it.
    id_column, text_column : str
        The columns of `table`; each row needs an id of its own.
    two_way : bool, default False
        Choose between leadership and management only.
    portable : bool, default False
        For DuckDB too, find the terms by regular expressions, as for the others, instead of by
        its list functions, which are several times as fast.

    Returns
    -------
    str
        A query of the columns ``id, label, confidence, leadership, management, neither, mixed``,
        a row a text; all but ``id`` are null where the text is null or blank.

    Raises
    ------
    LMClassifyError
        Where sqlglot is not installed; DuckDB's own query does without.
    """
    # A plain group does as well, and Snowflake knows no other.
    patterns = {name: getattr(terms, name).pattern.replace("(?:", "(") for name in _PATTERNS}
    text = render(
        "score.sql",
        table=table,
        id=quoted(id_column),
        text=quoted(text_column),
        weights=WEIGHTS,
        labels=SIDES if two_way else model.labels,
        all_labels=LABELS,
        mixed=MIXED,
        length=terms.PREFIX_LENGTH,
        blank=" || ".join([*(f"CHR({ord(c)})" for c in _BLANK_CONTROL), literal(_BLANK)]),
        lists=dialect == "duckdb" and not portable,
        **{name.lower(): literal(pattern) for name, pattern in patterns.items()},
    )
    return text if dialect == "duckdb" else translate(text, dialect)


def translate(text: str, dialect: str) -> str:
    """Turn DuckDB's SQL into another dialect.

    Parameters
    ----------
    text : str
    dialect : str
        One of `DIALECTS`.

    Returns
    -------
    str

    Raises
    ------
    LMClassifyError
        Where sqlglot is not installed.
    """
    sqlglot = imported("sqlglot")
    tree = sqlglot.parse_one(text, read="duckdb")
    for change in _RETOLD.get(dialect, ()):
        tree = tree.transform(change)
    return str(tree.sql(dialect=dialect, pretty=True)) + "\n"


def _all_matches(node: Any) -> Any:
    """Leave out 'g': every dialect but DuckDB's and PostgreSQL's replaces all matches anyway."""
    if node.key == "regexpreplace":
        node.set("modifiers", None)
    return node


def _dollar_groups(node: Any) -> Any:
    r"""Write a group in a replacement as Java does, $1 instead of \1."""
    if node.key == "regexpreplace":
        replacement = node.args["replacement"]
        replacement.set("this", replacement.this.replace("\\", "$"))
    return node


def _string_to_array(node: Any) -> Any:
    """Split as PostgreSQL does; sqlglot says SPLIT, which it does not have."""
    if node.key == "split":
        exp = imported("sqlglot").exp
        return exp.func("STRING_TO_ARRAY", node.this, node.expression)
    return node


_RETOLD: Final[dict[str, tuple[Callable[[Any], Any], ...]]] = {
    "spark": (_all_matches, _dollar_groups),
    "bigquery": (_all_matches,),
    "snowflake": (_all_matches,),
    "postgres": (_string_to_array,),
    "trino": (_all_matches, _dollar_groups),
}
"""What a dialect needs that sqlglot does not know."""
