"""What an engine needs to score: the weights as a file, a script that loads them, and the query."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lmclassify.atomic.places import locked
from lmclassify.bulk.dialects import DIALECTS, WEIGHTS_TABLE
from lmclassify.bulk.engine import connect, explain_errors, import_optional, literal, make_table
from lmclassify.bulk.query import score_query, translate
from lmclassify.bulk.workplace import work_folder
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


def export(
    model: Model,
    folder: str | Path,
    dialect: str,
    *,
    table: str = "statements",
    **options: Any,
) -> list[Path]:
    """Write what an engine needs to score; either all files are written or none.

    Parameters
    ----------
    model : Model
        The model to export.
    folder : path
        Created if it does not exist; files of the same names are replaced.
    dialect : str
        One of `lmclassify.bulk.dialects.DIALECTS`.
    table : str, default "statements"
        The table of texts, written as the dialect writes it.
    **options
        As for `lmclassify.bulk.query.score_query`.

    Returns
    -------
    list of pathlib.Path
        The weights, ``load.sql``, which makes the table of weights from them, and ``score.sql``.

    Raises
    ------
    LMClassifyError
        If DuckDB or sqlglot is not installed, `table` is not a name, or a file cannot be written.
    """
    target = Path(folder)
    options["table"] = _parse_table(table, dialect)
    scripts = _make_scripts(model, dialect, options)
    weights_files = DIALECTS[dialect].weights_files
    names = [*weights_files, *scripts]
    with explain_errors(str(folder)):
        place = target if target.is_dir() else target.parent
        place.mkdir(parents=True, exist_ok=True)
        with work_folder(place) as work:
            written = work / "written"
            written.mkdir()
            for name, script in scripts.items():
                (written / name).write_bytes(script.encode())
            for name in weights_files:
                _WEIGHTS_WRITERS[Path(name).suffix](model, written / name)
            _put_files(written, target, names)
    return [target / name for name in names]


def _put_files(written: Path, target: Path, names: list[str]) -> None:
    """Put a folder in its place; if there is one already, its files, with no other run between."""
    if not target.exists():
        try:
            written.rename(target)
        except OSError:
            if not target.is_dir():  # else another run was faster
                raise
        else:
            return
    with locked(target, "LOCK_EX"):
        for name in names:
            (written / name).replace(target / name)


def _parse_table(table: str, dialect: str) -> str:
    """Check that a text is the name of a table in a dialect, and return it in DuckDB's SQL."""
    sqlglot = import_optional("sqlglot")
    try:
        tree = sqlglot.parse_one(table, into=sqlglot.exp.Table, read=dialect)
        is_name = isinstance(tree.this, sqlglot.exp.Identifier) and not tree.alias
        is_name = is_name and set(filter(tree.args.get, tree.args)) <= {"this", "db", "catalog"}
    except (sqlglot.errors.SqlglotError, AttributeError):
        is_name = False
    if not is_name:
        raise LMClassifyError(
            f"{table!r} is not the name of a table in {DIALECTS[dialect].title}; write it as "
            "statements or schema.statements."
        )
    return str(tree.sql(dialect="duckdb", comments=False))


def _make_scripts(model: Model, dialect: str, options: dict[str, Any]) -> dict[str, str]:
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
