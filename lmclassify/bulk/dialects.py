"""The SQL dialects in which the score is exported: one row of one table each.

The command line's choices and help, the table in docs/scale.md and the export come from `DIALECTS`.
Importing this module is cheap; it needs neither sqlglot nor DuckDB.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

WEIGHTS_TABLE: Final = "lmclassify_weights"
"""The name of the table of weights in every database."""

_ONLY_PARSED: Final = "never run, only parsed"


class Dialect(NamedTuple):
    """One SQL dialect.

    Attributes
    ----------
    name : str
        What ``--dialect`` and sqlglot call it.
    title : str
        What its users call it.
    load : str
        The script that makes the table of weights. ``{weights}`` stands for the table's name,
        ``{create}`` for a statement in this dialect that creates it.
    usage : str
        How to run the scripts.
    tested : str
        How the tests check this dialect.
    rewrites : tuple of callable
        Each is applied to every node of the query's syntax tree, and changes what sqlglot does
        not translate by itself.
    weights_files : tuple of str
        The files of weights that `load` needs.
    """

    name: str
    title: str
    load: str
    usage: str
    tested: str = _ONLY_PARSED
    rewrites: tuple[Callable[[Any], Any], ...] = ()
    weights_files: tuple[str, ...] = ("weights.parquet",)


def _drop_global_flag(node: Any) -> Any:
    """Remove the flag 'g', since these dialects replace all matches anyway."""
    if node.key == "regexpreplace":
        node.set("modifiers", None)
    return node


def _use_dollar_groups(node: Any) -> Any:
    r"""Write a group in a replacement as Java does: $1 instead of \1."""
    if node.key == "regexpreplace":
        replacement = node.args["replacement"]
        replacement.set("this", replacement.this.replace("\\", "$"))
    return node


def _use_string_to_array(node: Any) -> Any:
    """Split as PostgreSQL does, which has no SPLIT."""
    if node.key == "split":
        import sqlglot

        return sqlglot.exp.func("STRING_TO_ARRAY", node.this, node.expression)
    return node


def _materialise_terms(node: Any) -> Any:
    """Compute words and terms of a text once; PostgreSQL would do it again for every use."""
    if node.key == "cte" and node.alias in ("all_words", "headed", "words", "stems", "listed"):
        node.set("materialized", True)
    return node


_DIALECTS: Final = (
    Dialect(
        "duckdb",
        "DuckDB",
        "CREATE OR REPLACE TABLE {weights} AS FROM 'weights.parquet';\n",
        "`load.sql` in the folder of the weights, then `score.sql`",
        "run on every change",
    ),
    Dialect(
        "spark",
        "Spark",
        "CREATE OR REPLACE TEMPORARY VIEW {weights} USING parquet "
        "OPTIONS (path 'weights.parquet');\n",
        "`spark.sql()` with the text of each script",
        "run if pyspark and Java are installed",
        rewrites=(_drop_global_flag, _use_dollar_groups),
    ),
    Dialect(
        "postgres",
        "PostgreSQL",
        "-- For psql, started in this folder; the database's encoding must be UTF8.\n"
        "BEGIN;\nDROP TABLE IF EXISTS {weights};\n{create};\n"
        "\\copy {weights} FROM 'weights.csv' WITH (FORMAT csv)\n"
        "COMMIT;\nANALYZE {weights};\n",
        "`psql -f load.sql` in the folder, then `psql -f score.sql`; the database must be UTF8",
        "run if PostgreSQL is installed",
        rewrites=(_use_string_to_array, _materialise_terms),
        weights_files=("weights.parquet", "weights.csv"),
    ),
    Dialect(
        "bigquery",
        "BigQuery",
        "-- Put weights.parquet into a bucket first; name your data set and bucket.\n"
        "LOAD DATA OVERWRITE {weights}\n"
        "FROM FILES (format = 'PARQUET', uris = ['gs://YOUR-BUCKET/weights.parquet']);\n",
        "fill in bucket and data set in `load.sql`",
        rewrites=(_drop_global_flag,),
    ),
    Dialect(
        "snowflake",
        "Snowflake",
        "{create};\n"
        "PUT file://weights.parquet @~;\n"
        "COPY INTO {weights} FROM @~/weights.parquet FILE_FORMAT = (TYPE = PARQUET) "
        "MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE;\n",
        "`load.sql` in SnowSQL",
        rewrites=(_drop_global_flag,),
    ),
    Dialect(
        "trino",
        "Trino",
        "-- Put weights.parquet into a folder of its own that your Hive catalogue reaches.\n"
        "{create}\nWITH (external_location = 's3://YOUR-BUCKET/weights/', format = 'PARQUET');\n",
        "fill in the folder of the weights in `load.sql`",
        rewrites=(_drop_global_flag, _use_dollar_groups),
    ),
)

DIALECTS: Final = {dialect.name: dialect for dialect in _DIALECTS}
"""The dialects by name."""

TESTED_TITLES: Final = tuple(d.title for d in _DIALECTS if d.tested != _ONLY_PARSED)
"""The engines in which the tests run the query."""
