"""The score as SQL: one query, in the dialects of several engines.

Scoring a linear model is a join and a sum: the terms of a text joined with the table of weights,
summed by statement. ``templates/score.sql`` says so in DuckDB's SQL. sqlglot translates it into the
other dialects, with the rewrites of `lmclassify.bulk.dialects`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from lmclassify import terms
from lmclassify.bulk.dialects import DIALECTS, WEIGHTS_TABLE
from lmclassify.bulk.engine import import_optional, literal, quote_name
from lmclassify.model.classifier import MIN_MIXED_PRODUCT, Model
from lmclassify.model.context import Context
from lmclassify.results import LABELS, SIDES, Label
from lmclassify.templates import render

# The characters that `str.strip` removes. Control characters are written as CHR(9) and so on: as
# literals they would not survive an editor.
_BLANK_CONTROLS: Final = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"
_BLANKS: Final = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
_REMAINING_WORDS: Final = "([a-z]+ [a-z].*)$"
_PATTERNS: Final = ("DROPPED", "ESCAPED_TWICE", "DROPPED_ENTITY", "ENTITY")


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
    """Return the query that scores each row of a table.

    Parameters
    ----------
    model : Model
        Only its labels are in the query; its weights are in the table `WEIGHTS_TABLE`.
    dialect : str, default "duckdb"
        One of `lmclassify.bulk.dialects.DIALECTS`.
    table : str, default "statements"
        The table of texts, written as the dialect writes it.
    id_column, text_column : str
        The columns of `table`; each row needs an id of its own.
    two_way : bool, default False
        Choose between leadership and management only.
    portable : bool, default False
        For DuckDB too, find the terms by regular expressions as in the other dialects, instead of
        by its list functions, which are several times as fast.

    Returns
    -------
    str
        A query with one row per text and the columns ``id, label, confidence, leadership,
        management, neither, mixed, coverage``; all but ``id`` are null if the text is null or
        blank.

    Raises
    ------
    LMClassifyError
        If sqlglot is not installed; DuckDB's own query does not need it.
    """
    # A plain group does as well, and Snowflake has no other.
    patterns = {name: getattr(terms, name).pattern.replace("(?:", "(") for name in _PATTERNS}
    has_first_mark = model.terms_version > 1
    blanks = [*(f"CHR({ord(control)})" for control in _BLANK_CONTROLS), literal(_BLANKS)]
    query = render(
        "score.sql",
        table=table,
        id=quote_name(id_column),
        text=quote_name(text_column),
        weights=WEIGHTS_TABLE,
        **_label_values(SIDES if two_way else model.labels, model.label_shares),
        opening=literal(_opening_pattern()) if has_first_mark else None,
        opening_length=terms.OPENING_LENGTH,
        first_mark=literal(terms.FIRST_MARK) if has_first_mark else None,
        prefix_length=terms.PREFIX_LENGTH,
        blanks=" || ".join(blanks),
        lists=dialect == "duckdb" and not portable,
        **{name.lower(): literal(pattern) for name, pattern in patterns.items()},
    )
    return query if dialect == "duckdb" else translate(query, dialect)


def context_query(context: Context, scores: str, *, two_way: bool = False) -> str:
    """Return DuckDB's query that scores the statements of documents among those around them.

    Parameters
    ----------
    context : Context
        The layer of the model for statements of documents.
    scores : str
        The table of the scores that the statements have by themselves, with all labels. The table
        ``batch`` has the ``id`` of each statement and the ``row`` of its document.
    two_way : bool, default False
        Choose between leadership and management only.

    Returns
    -------
    str
        A query with the columns of `score_query`.
    """
    columns = [
        *LABELS,
        *(f"{label}_{radius}" for radius in context.radii for label in LABELS),
    ]
    sums = {
        label: " + ".join(
            [
                repr(start),
                *(f"{weight!r} * {column}" for weight, column in zip(row, columns, strict=True)),
            ]
        )
        for label, start, row in zip(LABELS, context.intercept, context.weights, strict=True)
    }
    shares = dict(zip(LABELS, context.shares, strict=True))
    return render(
        "context.sql",
        scores=scores,
        radii=context.radii,
        sums=sums,
        **_label_values(SIDES if two_way else LABELS, shares),
    )


def translate(query: str, dialect: str) -> str:
    """Translate DuckDB's SQL into another dialect.

    Raises
    ------
    LMClassifyError
        If sqlglot is not installed.
    """
    tree = import_optional("sqlglot").parse_one(query, read="duckdb")
    for rewrite in DIALECTS[dialect].rewrites:
        tree = tree.transform(rewrite)
    return str(tree.sql(dialect=dialect, pretty=True)) + "\n"


def _opening_pattern() -> str:
    """Return `terms.OPENING` without the words that must remain, which databases match faster."""
    opening, separator, _ = terms.OPENING.pattern.partition(_REMAINING_WORDS)
    assert separator  # noqa: S101  # else the query must be changed with the pattern
    return opening


def _label_values(labels: Sequence[Label], shares: Mapping[Label, float]) -> dict[str, Any]:
    """Return what ``labels.sql`` needs to know about the labels."""
    return {
        "labels": labels,
        "all_labels": LABELS,
        "even_product": " * ".join(f"{side} / {shares[side]!r}" for side in SIDES),
        "even_sum": " + ".join(f"{label} / {shares[label]!r}" for label in labels),
        "min_mixed": MIN_MIXED_PRODUCT,
    }
