"""Tables as files: how DuckDB reads and writes them."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from lmclassify import tables
from lmclassify.bulk.engine import import_optional, literal, quote_name
from lmclassify.errors import LMClassifyError

if TYPE_CHECKING:
    import duckdb


class BulkFormat(NamedTuple):
    """How DuckDB reads and writes a table format.

    Attributes
    ----------
    read : str
        A table function; ``{files}`` and ``{delimiter}`` stand for SQL literals.
    write : str
        The options of ``COPY … TO``.
    spreadsheet : bool
        Whether a spreadsheet opens such a file and looks for formulas in it.
    """

    read: str
    write: str
    spreadsheet: bool = False


# The dialect is given, not guessed: running text leads a guess from the first lines astray. Every
# cell is taken as text, so that 007 and 1e5 stay as they are.
_READ_CSV: Final = (
    "read_csv({files}, delim={delimiter}, header=true, all_varchar=true, quote='\"', escape='\"', "
    "comment='', skip={skipped}, max_line_size=16777216)"
)
# All lines are looked at for the columns: with a sample, later ones would be lost.
_READ_JSON: Final = (
    "read_json({files}, format='newline_delimited', sample_size=-1, maximum_object_size=67108864)"
)

BULK_FORMATS: Final = {
    ".csv": BulkFormat(_READ_CSV, "FORMAT csv, HEADER, DELIMITER ','", spreadsheet=True),
    ".tsv": BulkFormat(_READ_CSV, "FORMAT csv, HEADER, DELIMITER '\t'", spreadsheet=True),
    ".jsonl": BulkFormat(_READ_JSON, "FORMAT json"),
    ".parquet": BulkFormat("read_parquet({files})", "FORMAT parquet, COMPRESSION zstd"),
}
"""The table formats that ``lmclassify label`` reads and writes, by suffix."""


@dataclass(frozen=True, slots=True)
class Table:
    """Files of one format and with the same columns, read one after the other.

    Attributes
    ----------
    files : tuple of str
        In the order in which their rows come.
    relation : str
        The files as SQL.
    columns : mapping of str to str
        DuckDB's type of each column, in order.
    rows : int or None
        How many there are, if the files themselves say so.
    """

    files: tuple[str, ...]
    relation: str
    columns: Mapping[str, str]
    rows: int | None


def find_format(path: str | Path) -> str:
    """Return the suffix that names a file's format, a key of `BULK_FORMATS`.

    Raises
    ------
    LMClassifyError
        If the file has another suffix.

    Examples
    --------
    >>> find_format("in/JOBS.CSV")
    '.csv'
    """
    suffix = Path(path).suffix.lower()
    if suffix not in BULK_FORMATS:
        raise LMClassifyError(f"{path}: name a file that ends in {', '.join(BULK_FORMATS)}.")
    return suffix


def find_table(
    connection: duckdb.DuckDBPyConnection, inputs: Iterable[str | Path], output: str | Path
) -> Table:
    """Find the input files and look at their columns.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        What looks at them.
    inputs : iterable of path
        Files, and patterns such as ``part-*.csv``.
    output : path
        Where the rows will go. JSON keeps its numbers as they are written, except on the way to
        Parquet, where columns have types.

    Raises
    ------
    LMClassifyError
        If there is no such file, or their formats or columns differ.
    """
    files = [file for name in inputs for file in _expand(str(name))]
    format = find_format(files[0])
    if len({find_format(file) for file in files}) > 1:
        raise LMClassifyError("the inputs have several formats; label one format at a time.")
    if format == ".jsonl":
        depth = "" if find_format(output) == ".parquet" else ", maximum_depth=1"
        relation = _relation(files)[:-1] + depth + ")"
        columns = _describe(connection, relation, files)
        fields = ", ".join(f"{literal(name)}: {literal(type_)}" for name, type_ in columns.items())
        # With its columns given, the files are not looked through once more.
        return Table(tuple(files), f"{relation[:-1]}, columns={{{fields}}})", columns, None)
    columns = _describe(connection, _relation(files[:1]), files[:1])
    for file in files[1:]:
        other = _describe(connection, _relation([file]), [file])
        if list(other) != list(columns):
            raise LMClassifyError(
                f"{file} has the columns {', '.join(other)}, but {files[0]} has "
                f"{', '.join(columns)}; name files with the same columns."
            )
    rows = None
    if format == ".parquet":
        counted = f"SELECT SUM(num_rows) FROM parquet_file_metadata({literal(files)})"
        rows = int(connection.execute(counted).fetchall()[0][0])
    return Table(tuple(files), _relation(files), columns, rows)


def select_list(
    columns: Sequence[str], types: Mapping[str, str], output: str | Path, *, escape: bool
) -> str:
    """Return the list of columns to select for a file.

    Parameters
    ----------
    columns : sequence of str
        Their names.
    types : mapping of str to str
        The DuckDB types of those that came from the input; others need no care.
    output : path
        The file; its suffix is the format.
    escape : bool
        Whether to put an apostrophe before text that a spreadsheet would take for a formula.
    """
    format = find_format(output)

    def expression(name: str) -> str:
        column, type_ = quote_name(name), types.get(name)
        value = column
        if type_ == "JSON" and format != ".jsonl":
            value, type_ = f"({column} ->> '$')", "VARCHAR"
        if type_ == "VARCHAR" and escape and BULK_FORMATS[format].spreadsheet:
            value = (
                f"CASE WHEN CONTAINS({literal(tables.FORMULA_MARKS)}, LEFT({value}, 1)) "
                f"AND {value} <> '' THEN '''' || {value} ELSE {value} END"
            )
        return column if value == column else f"{value} AS {column}"

    return ", ".join(map(expression, columns))


def write(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of a query to a file of the format that its suffix names."""
    options = BULK_FORMATS[find_format(path)].write
    connection.execute(f"COPY ({query}) TO {literal(str(path))} ({options})")


def write_staged(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write rows to Parquet that is read again at once: quickly, in groups of few rows."""
    connection.execute(
        f"COPY ({query}) TO {literal(str(path))} "
        "(FORMAT parquet, COMPRESSION uncompressed, ROW_GROUP_SIZE 8192)"
    )


def describe_error(error: Exception) -> str:
    """Return what a DuckDB error says, without the pages of advice about its own options."""
    return " ".join(str(error).split("\n\n")[0].split()).rstrip(".")


def _expand(name: str) -> list[str]:
    """Return the file of a name, or those that a pattern matches."""
    if Path(name).is_file():
        return [name]
    files = sorted(file for file in glob.glob(name, recursive=True) if Path(file).is_file())
    if not files:
        raise LMClassifyError(f"{name}: no such file; name files, or quote a pattern: 'in/*.csv'")
    return files


def _relation(files: Sequence[str]) -> str:
    """Write files of one format as a table function; they have the delimiter of the first."""
    delimiter, skipped = tables.find_delimiter(Path(files[0]), _read_beginning(files[0]))
    return BULK_FORMATS[find_format(files[0])].read.format(
        files=literal(files), delimiter=literal(delimiter), skipped=skipped
    )


def _read_beginning(file: str) -> str:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(65_536).decode("utf-8-sig", "replace")
    except OSError as error:
        raise LMClassifyError(f"{file} could not be read ({error.strerror}).") from None


def _describe(
    connection: duckdb.DuckDBPyConnection, relation: str, files: Sequence[str]
) -> dict[str, str]:
    try:
        described = connection.execute(f"DESCRIBE FROM {relation}").fetchall()
    except import_optional("duckdb").Error as error:
        raise LMClassifyError(
            f"{', '.join(files)} could not be read: {describe_error(error)}; fix the file."
        ) from None
    return {name: type_ for name, type_, *_ in described}
