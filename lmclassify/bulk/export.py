"""The weights as a table, and what an engine needs to score: weights, load script and query."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lmclassify.bulk.engine import connect, literal, make_table
from lmclassify.bulk.query import WEIGHTS, score_query, translate
from lmclassify.errors import LMClassifyError
from lmclassify.model import Model

if TYPE_CHECKING:
    import duckdb

_INTERCEPT: Final = "(intercept)"
"""Stands for a term in row 0 of the weights; no text has it."""

_LOAD: Final = {
    "duckdb": "CREATE OR REPLACE TABLE {weights} AS FROM 'weights.parquet';\n",
    "spark": (
        "CREATE OR REPLACE TEMPORARY VIEW {weights} USING parquet "
        "OPTIONS (path 'weights.parquet');\n"
    ),
    "bigquery": (
        "-- Put weights.parquet into a bucket first; name your data set and bucket.\n"
        "LOAD DATA OVERWRITE {weights}\n"
        "FROM FILES (format = 'PARQUET', uris = ['gs://YOUR-BUCKET/weights.parquet']);\n"
    ),
    "snowflake": (
        "{table};\n"
        "PUT file://weights.parquet @~;\n"
        "COPY INTO {weights} FROM @~/weights.parquet FILE_FORMAT = (TYPE = PARQUET) "
        "MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE;\n"
    ),
    "postgres": (
        "-- For psql, started in this folder; the database's encoding must be UTF8.\n"
        "BEGIN;\nDROP TABLE IF EXISTS {weights};\n{table};\n"
        "\\copy {weights} FROM 'weights.csv' WITH (FORMAT csv)\n"
        "COMMIT;\nANALYZE {weights};\n"
    ),
    "trino": (
        "-- Put weights.parquet into a folder of its own that your Hive catalogue reaches.\n"
        "{table}\nWITH (external_location = 's3://YOUR-BUCKET/weights/', format = 'PARQUET');\n"
    ),
}
"""How each dialect makes the table of weights from the file."""


def weight_rows(model: Model) -> Iterator[tuple[Any, ...]]:
    """Give the rows of the table of weights.

    Parameters
    ----------
    model : Model

    Yields
    ------
    tuple
        ``number, term, square``, then a column a label in the model's order. Row 0 has the
        intercepts; the others the square of the term's inverse document frequency, and that
        frequency times the term's coefficients.
    """
    width = 1 + len(model.labels)
    yield 0, _INTERCEPT, 0.0, *model.weights[1:width]
    for number, term in enumerate(model.vocabulary, 1):
        idf, *coefficients = model.weights[number * width : (number + 1) * width]
        yield number, term, idf * idf, *(idf * value for value in coefficients)


def load_weights(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Make the table of weights in DuckDB.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    model : Model
    """
    make_table(connection, WEIGHTS, _columns(model), list(weight_rows(model)), temporary=False)


def export(model: Model, folder: str | Path, dialect: str, **options: Any) -> list[Path]:
    """Write what an engine needs to score.

    Parameters
    ----------
    model : Model
    folder : path
        Made where it is not there; files of the same names are replaced.
    dialect : str
        One of `lmclassify.bulk.query.DIALECTS`.
    **options
        As `lmclassify.bulk.query.score_query` takes them.

    Returns
    -------
    list of pathlib.Path
        ``weights.parquet`` (for PostgreSQL ``weights.csv`` too), ``load.sql``, which makes the
        table of weights from it, and ``score.sql``.

    Raises
    ------
    LMClassifyError
        Where DuckDB or sqlglot is not installed, or a file cannot be written.
    """
    score = score_query(model, dialect, **options)
    columns = ", ".join(f"{name} {kind}" for name, kind in _columns(model).items())
    table = translate(f"CREATE TABLE {WEIGHTS} ({columns})", dialect).rstrip()
    load = _LOAD[dialect].format(weights=WEIGHTS, table=table)
    target = Path(folder)
    parquet, table_csv = target / "weights.parquet", target / "weights.csv"
    scripts = {target / "load.sql": load, target / "score.sql": score}
    connection = connect()
    load_weights(connection, model)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for path, text in scripts.items():
            path.write_bytes(text.encode())
        if dialect == "postgres":
            with table_csv.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(weight_rows(model))
    except OSError as error:
        raise LMClassifyError(
            f"{folder} could not be written ({error.strerror}); name another folder with -o."
        ) from None
    connection.execute(
        f"COPY (FROM {WEIGHTS} ORDER BY number) TO {literal(str(parquet))} (FORMAT parquet)"
    )
    return [parquet, *([table_csv] if dialect == "postgres" else []), *scripts]


def _columns(model: Model) -> dict[str, str]:
    """Name the columns of the weights, with DuckDB's types."""
    types = {"number": "INTEGER", "term": "VARCHAR", "square": "DOUBLE"}
    return types | dict.fromkeys(model.labels, "DOUBLE")
