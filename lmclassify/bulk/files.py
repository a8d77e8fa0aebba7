"""Tables as files: CSV, TSV, JSON Lines and Parquet, as DuckDB reads and writes them."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lmclassify.bulk.engine import imported, literal, quoted
from lmclassify.errors import LMClassifyError

if TYPE_CHECKING:
    import duckdb

# The dialect is said, not guessed: running text leads a guess from the first lines astray. Every
# cell is taken as text, so that 007 and 1e5 come out as they went in.
_CSV = (
    "header=true, all_varchar=true, quote='\"', escape='\"', comment='', skip=0, "
    "max_line_size=16777216"
)
# All lines are looked at for the columns: of a sample, late ones would be lost.
_JSON = "format='newline_delimited', sample_size=-1, maximum_object_size=67108864"
_READ: Final = {
    ".csv": f"read_csv({{files}}, delim=',', {_CSV})",
    ".tsv": f"read_csv({{files}}, delim='\t', {_CSV})",
    ".jsonl": f"read_json({{files}}, {_JSON})",
    ".parquet": "read_parquet({files})",
}
_WRITE: Final = {
    ".csv": "FORMAT csv, HEADER, DELIMITER ','",
    ".tsv": "FORMAT csv, HEADER, DELIMITER '\t'",
    ".jsonl": "FORMAT json",
    ".parquet": "FORMAT parquet, COMPRESSION zstd",
}
_FORMULA: Final = "=+-@\t\r"


@dataclass(frozen=True, slots=True)
class Table:
    """Files of one format and the same columns, to be read one after the other.

    Attributes
    ----------
    files : tuple of str
        In the order in which their rows come.
    relation : str
        The files as SQL.
    columns : mapping of str to str
        Names and DuckDB's types, in order.
    rows : int or None
        How many, where the files themselves say so.
    """

    files: tuple[str, ...]
    relation: str
    columns: Mapping[str, str]
    rows: int | None


def suffix(path: str | Path) -> str:
    """Give the suffix that tells a file's format.

    Parameters
    ----------
    path : path

    Returns
    -------
    {'.csv', '.tsv', '.jsonl', '.parquet'}

    Raises
    ------
    LMClassifyError
        Where it is another.
    """
    found = Path(path).suffix.lower()
    if found not in _READ:
        raise LMClassifyError(f"{path}: name a file that ends in {', '.join(_READ)}.")
    return found


def found(
    connection: duckdb.DuckDBPyConnection, inputs: Iterable[str | Path], output: str | Path
) -> Table:
    """Find the files and look at their columns.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    inputs : iterable of path
        Files, and patterns such as ``part-*.csv``.
    output : path
        Where the rows will go; JSON keeps its numbers as they are written, except to Parquet,
        which gets them with types.

    Returns
    -------
    Table

    Raises
    ------
    LMClassifyError
        Where there is no such file, or their formats or columns differ.
    """
    files = [file for name in inputs for file in _files(str(name))]
    form = suffix(files[0])
    if len({suffix(file) for file in files}) > 1:
        raise LMClassifyError("the inputs are of several formats; label those of one at a time.")
    reader = _READ[form]
    if form == ".jsonl":
        depth = "" if suffix(output) == ".parquet" else ", maximum_depth=1"
        relation = reader.format(files=literal(files))[:-1] + depth + ")"
        columns = _columns(connection, relation, files)
        fields = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
        # With its columns said, the files are not looked through once more.
        return Table(tuple(files), f"{relation[:-1]}, columns={{{fields}}})", columns, None)
    columns = _columns(connection, reader.format(files=literal(files[:1])), files[:1])
    for file in files[1:]:
        other = _columns(connection, reader.format(files=literal([file])), [file])
        if list(other) != list(columns):
            raise LMClassifyError(
                f"{file} has the columns {', '.join(other)}, but {files[0]} has "
                f"{', '.join(columns)}; give files of the same columns."
            )
    relation = reader.format(files=literal(files))
    rows = None
    if form == ".parquet":
        counted = f"SELECT SUM(num_rows) FROM parquet_file_metadata({literal(files)})"
        rows = int(connection.execute(counted).fetchall()[0][0])
    return Table(tuple(files), relation, columns, rows)


def selected(
    columns: Sequence[str], types: Mapping[str, str], output: str | Path, *, escape: bool
) -> str:
    """Give the list of columns to select for a file.

    Parameters
    ----------
    columns : sequence of str
        Their names.
    types : mapping of str to str
        The DuckDB types of those that came from the input; others need no care.
    output : path
        The file; its suffix is the format.
    escape : bool
        Whether a spreadsheet shall find no formula in a cell of text.

    Returns
    -------
    str
    """
    form = suffix(output)

    def expression(name: str) -> str:
        column, kind = quoted(name), types.get(name)
        value = column
        if kind == "JSON" and form != ".jsonl":
            value, kind = f"({column} ->> '$')", "VARCHAR"
        if kind == "VARCHAR" and escape and form in {".csv", ".tsv"}:
            value = (
                f"CASE WHEN CONTAINS({literal(_FORMULA)}, LEFT({value}, 1)) AND {value} <> '' "
                f"THEN '''' || {value} ELSE {value} END"
            )
        return column if value == column else f"{value} AS {column}"

    return ", ".join(map(expression, columns))


def write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of a query to a file of the format that its suffix names.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    query : str
    path : pathlib.Path
    """
    connection.execute(f"COPY ({query}) TO {literal(str(path))} ({_WRITE[suffix(path)]})")


def write_parquet(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of a query to a Parquet file that is only read once more, and soon.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    query : str
    path : pathlib.Path
    """
    # Row groups are what cores share out among themselves: small, so that a batch has enough.
    connection.execute(
        f"COPY ({query}) TO {literal(str(path))} "
        "(FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE 8192)"
    )


def _files(name: str) -> list[str]:
    """Give the file of a name, or those that fit it as a pattern."""
    if Path(name).is_file():
        return [name]
    files = sorted(file for file in glob.glob(name, recursive=True) if Path(file).is_file())
    if not files:
        raise LMClassifyError(f"{name}: no such file; name files, or quote a pattern as 'in/*.csv'")
    return files


def _columns(
    connection: duckdb.DuckDBPyConnection, relation: str, files: Sequence[str]
) -> dict[str, str]:
    try:
        described = connection.execute(f"DESCRIBE FROM {relation}").fetchall()
    except imported("duckdb").Error as error:
        raise LMClassifyError(
            f"{', '.join(files)} could not be read: {first_line(error)}; mend the file."
        ) from None
    return {name: kind for name, kind, *_ in described}


def first_line(error: Exception) -> str:
    """Give what a DuckDB error says, without the pages of advice about its own options.

    Parameters
    ----------
    error : Exception

    Returns
    -------
    str
    """
    return " ".join(str(error).split("\n\n")[0].split()).rstrip(".")
