"""What an engine needs to score: the weights as a file, a script that loads them, and the query."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lmclassify.bulk.dialects import DIALECTS, WEIGHTS_TABLE
from lmclassify.bulk.engine import connect, literal, make_table
from lmclassify.bulk.query import score_query, translate
from lmclassify.errors import LMClassifyError
from lmclassify.model import Model

if TYPE_CHECKING:
    import duckdb

_INTERCEPT_TERM: Final = "(intercept)"
"""The term of row 0 of the weights; no text has it."""


def weight_rows(model: Model) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table of weights.

    Yields
    ------
    tuple
        ``number, term, square``, then one column per label in the model's order. Row 0 has the
        intercepts. The others have the square of the term's inverse document frequency, and that
        frequency times the term's coefficients.
    """
    width = 1 + len(model.labels)
    yield 0, _INTERCEPT_TERM, 0.0, *model.weights[1:width]
    for number, term in enumerate(model.vocabulary, 1):
        idf, *coefficients = model.weights[number * width : (number + 1) * width]
        yield number, term, idf * idf, *(idf * value for value in coefficients)


def load_weights(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Create the table of weights in DuckDB."""
    rows = list(weight_rows(model))
    make_table(connection, WEIGHTS_TABLE, _weight_columns(model), rows, temporary=False)


def export(model: Model, folder: str | Path, dialect: str, **options: Any) -> list[Path]:
    """Write what an engine needs to score.

    Parameters
    ----------
    model : Model
        The model to export.
    folder : path
        Created if it does not exist; files of the same names are replaced.
    dialect : str
        One of `lmclassify.bulk.dialects.DIALECTS`.
    **options
        As for `lmclassify.bulk.query.score_query`.

    Returns
    -------
    list of pathlib.Path
        The weights, ``load.sql``, which makes the table of weights from them, and ``score.sql``.

    Raises
    ------
    LMClassifyError
        If DuckDB or sqlglot is not installed, or a file cannot be written.
    """
    target = Path(folder)
    scripts = _scripts(model, dialect, options)
    weights_files = [target / name for name in DIALECTS[dialect].weights_files]
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, script in scripts.items():
            (target / name).write_bytes(script.encode())
        for path in weights_files:
            _WEIGHTS_WRITERS[path.suffix](model, path)
    except OSError as error:
        raise LMClassifyError(
            f"{folder} could not be written ({error.strerror}); name another folder with -o."
        ) from None
    return [*weights_files, *(target / name for name in scripts)]


def _scripts(model: Model, dialect: str, options: dict[str, Any]) -> dict[str, str]:
    columns = ", ".join(f"{name} {type_}" for name, type_ in _weight_columns(model).items())
    create = translate(f"CREATE TABLE {WEIGHTS_TABLE} ({columns})", dialect).rstrip()
    return {
        "load.sql": DIALECTS[dialect].load.format(weights=WEIGHTS_TABLE, create=create),
        "score.sql": score_query(model, dialect, **options),
    }


def _weight_columns(model: Model) -> dict[str, str]:
    """Return the columns of the weights with DuckDB's types."""
    types = {"number": "INTEGER", "term": "VARCHAR", "square": "DOUBLE"}
    return types | dict.fromkeys(model.labels, "DOUBLE")


def _write_parquet(model: Model, path: Path) -> None:
    with connect() as connection:
        load_weights(connection, model)
        connection.execute(
            f"COPY (FROM {WEIGHTS_TABLE} ORDER BY number) TO {literal(str(path))} (FORMAT parquet)"
        )


def _write_csv(model: Model, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(weight_rows(model))


_WEIGHTS_WRITERS: Final = {".parquet": _write_parquet, ".csv": _write_csv}
