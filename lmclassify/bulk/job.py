"""What to label in bulk, and the checks that are made before a row is labelled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from lmclassify.atomic.files import check_target
from lmclassify.bulk import files
from lmclassify.bulk.reading import open_table
from lmclassify.bulk.table import Input, Table, list_names
from lmclassify.bulk.text_column import TextColumn, find_text_column
from lmclassify.errors import LMClassifyError
from lmclassify.results import LABELS, SIDES

if TYPE_CHECKING:
    import duckdb

DEFAULT_MEMORY: Final = "2GB"
"""How much memory DuckDB may use."""

LABEL_COLUMNS: Final = ("label", "confidence", *LABELS, "mixed", "coverage")
"""The columns that are added to a row or a statement."""

SUMMARY_COLUMNS: Final = (
    *(f"{label}_statements" for label in LABELS),
    *(f"{side}_share" for side in SIDES),
    "verdict",
    "coverage",
)
"""The columns that are added to a document; its coverage is the mean of its statements'."""

Unit = Literal["row", "statement", "document"]
"""What one row of the output is: a row of the input, a statement of its text, or its summary."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to label, and how.

    Attributes
    ----------
    inputs : tuple of path
        Files of one format and with the same columns, and patterns such as ``part-*.csv``.
    output : path
        Its suffix names the format, one of `lmclassify.bulk.files.OUTPUT_SUFFIXES`.
    text_column : str
        The column to classify, or a path into nested values: ``job.duties``.
    unit : {'row', 'statement', 'document'}
        What one row of the output is. A list of strings is several statements, and so several rows
        even if it is ``'row'``.
    prefix : str
        Put before the names of the columns that are added.
    escape : bool
        Whether to put an apostrophe before text that a spreadsheet would take for a formula.
    limit : int or None
        Read only so many rows.
    memory : str
        How much memory DuckDB may use, for example ``2GB``.
    two_way : bool
        Choose between leadership and management only.
    use_context : bool
        Whether to classify the statements of a document among those around them, if the model can.
    delimiter, encoding : str or None
        As in `lmclassify.tables.text.TableFile`; None to find them.
    force : bool
        Whether the output may replace an input.
    """

    inputs: tuple[str | Path, ...]
    output: str | Path
    text_column: str = "text"
    unit: Unit = "row"
    prefix: str = ""
    escape: bool = False
    limit: int | None = None
    memory: str = DEFAULT_MEMORY
    two_way: bool = False
    use_context: bool = True
    delimiter: str | None = None
    encoding: str | None = None
    force: bool = False

    @property
    def new_columns(self) -> dict[str, str]:
        """The columns that are added: their names in the output by their names here."""
        names = {
            "row": LABEL_COLUMNS,
            "statement": ("start", "end", *LABEL_COLUMNS),
            "document": SUMMARY_COLUMNS,
        }
        return {name: self.prefix + name for name in names[self.unit]}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows were labelled.

    Attributes
    ----------
    rows : int
        Rows read.
    blank : int
        Rows whose text is null or blank or, if texts are split, contains no statement.
    written : int
        Rows written.
    labelled : int
        Texts that have a label.
    unfamiliar : int
        Those of them that look like no text that the model knows, such as numbers or names.
    notes : tuple of str
        What the user should know about how the files were read.
    """

    rows: int
    blank: int
    written: int
    labelled: int
    unfamiliar: int
    notes: tuple[str, ...] = ()


def inspect(
    connection: duckdb.DuckDBPyConnection, job: Job, folder: Path, *, converted: bool = False
) -> tuple[Table, TextColumn]:
    """Look at the input, and check that the job can be done.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        What looks at the input.
    job : Job
        The job.
    folder : pathlib.Path
        Where to put files that must be converted first.
    converted : bool, default False
        Whether to convert all that are text, which finds out what is wrong with them.

    Raises
    ------
    LMClassifyError
        If an input cannot be read, has no text column or already has a column that would be added,
        or if the output's format is unknown or it is one of the inputs.
    """
    names = check_paths(job)
    source = Input(tuple(names), folder, job.delimiter, job.encoding, converted)
    table = open_table(connection, files.find_reader(names[0]), source)
    text = find_text_column(table, job.text_column)
    if text is None or not _has_values(connection, table, text):
        raise LMClassifyError(
            f"{table.files[0]} has no column {job.text_column!r}; name one of its columns with "
            f"--text-column: {list_names(table.columns)}"
        )
    present = {name.lower() for name in table.columns}
    if taken := [name for name in job.new_columns.values() if name.lower() in present]:
        raise LMClassifyError(
            f"{table.files[0]} already has {', '.join(taken)}; rename the new columns, for example "
            "with --prefix lm_"
        )
    return table, text


def _has_values(connection: duckdb.DuckDBPyConnection, table: Table, text: TextColumn) -> bool:
    """Check whether a path leads to something in any row; a column of its own is there anyway."""
    if len(text.keys) < 1 + table.is_json:
        return True
    query = f"SELECT COUNT(*) FROM ({table.relation}) WHERE {text.value_sql} IS NOT NULL LIMIT 1"
    return bool(connection.execute(query).fetchall()[0][0])


def check_paths(job: Job) -> list[str]:
    """Check that the output can be written, and return the input files.

    Raises
    ------
    LMClassifyError
        If a file does not exist or has an unknown format, or if the output is an input.
    """
    files.find_writer(job.output)
    names = files.find_files(job.inputs)
    output = Path(job.output)
    remedy = "name another output, or replace it with --force"
    check_target(output, () if job.force else names, remedy)
    return names
