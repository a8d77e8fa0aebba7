"""What to label in bulk, and the checks that are made before a row is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from lmclassify.bulk import files
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
)
"""The columns that are added to a document."""

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
        Its suffix names the format: ``.csv``, ``.tsv``, ``.jsonl`` or ``.parquet``.
    text_column : str
        The column to classify.
    unit : {'row', 'statement', 'document'}
        What one row of the output is.
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
    """

    rows: int
    blank: int
    written: int


def inspect(connection: duckdb.DuckDBPyConnection, job: Job) -> files.Table:
    """Look at the input without reading it through, and check that the job can be done.

    Raises
    ------
    LMClassifyError
        If an input cannot be read, has no text column or already has a column that would be added,
        or if the output's format is unknown.
    """
    files.find_format(job.output)
    table = files.find_table(connection, job.inputs, job.output)
    if job.text_column not in table.columns:
        raise LMClassifyError(
            f"{table.files[0]} has no column {job.text_column!r}; name one of its columns with "
            f"--text-column: {', '.join(table.columns)}"
        )
    present = {name.lower() for name in table.columns}
    if taken := [name for name in job.new_columns.values() if name.lower() in present]:
        raise LMClassifyError(
            f"{table.files[0]} already has {', '.join(taken)}; rename the new columns, for example "
            "with --prefix lm_"
        )
    return table
