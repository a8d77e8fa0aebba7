"""What is to be labelled in bulk, and whether it can be: known before a row is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from lmclassify.bulk import files
from lmclassify.errors import LMClassifyError
from lmclassify.results import LABELS

if TYPE_CHECKING:
    import duckdb

MEMORY: Final = "2GB"
"""What DuckDB may use where the caller says nothing."""

ADDED: Final = ("label", "confidence", *LABELS, "mixed")
"""The columns that a row or statement gets."""

SUMMARY: Final = (
    *(f"{label}_statements" for label in LABELS), "leadership_share", "management_share", "verdict",
)  # fmt: skip
"""The columns that a document gets."""

Each = Literal["row", "statement", "document"]
"""What a row of the output is: a row of the input, a statement of its text, or their summary."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to label, and how.

    Attributes
    ----------
    inputs : tuple of path
        Files of one format and the same columns, and patterns such as ``part-*.csv``.
    output : path
        Its suffix is the format: ``.csv``, ``.tsv``, ``.jsonl`` or ``.parquet``.
    text_column : str
        The column to judge.
    each : {'row', 'statement', 'document'}
        What a row of the output is.
    prefix : str
        Put before the names of the columns that are added.
    escape : bool
        Whether an apostrophe is put before text that a spreadsheet would take for a formula.
    limit : int or None
        Read only so many rows.
    memory : str
        What DuckDB may use, as ``2GB``.
    two_way : bool
        Choose between leadership and management only.
    """

    inputs: tuple[str | Path, ...]
    output: str | Path
    text_column: str = "text"
    each: Each = "row"
    prefix: str = ""
    escape: bool = False
    limit: int | None = None
    memory: str = MEMORY
    two_way: bool = False

    @property
    def added(self) -> dict[str, str]:
        """The columns that the output has beside those of the input: their names there by ours."""
        names = {"row": ADDED, "statement": ("start", "end", *ADDED), "document": SUMMARY}
        return {name: self.prefix + name for name in names[self.each]}


@dataclass(frozen=True, slots=True)
class Done:
    """What was done.

    Attributes
    ----------
    rows : int
        Rows read.
    blank : int
        Those of them whose text is null or blank, or, where texts are cut into statements, has
        no statement in it.
    written : int
        Rows written.
    """

    rows: int
    blank: int
    written: int


def checked(connection: duckdb.DuckDBPyConnection, job: Job) -> files.Table:
    """Look at the input without reading it through, and check that the job can be done.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    job : Job

    Returns
    -------
    Table

    Raises
    ------
    LMClassifyError
        Where an input cannot be read, it lacks the text column or has a column that would be
        added, or the output's format is not known.
    """
    files.suffix(job.output)
    table = files.found(connection, job.inputs, job.output)
    if job.text_column not in table.columns:
        raise LMClassifyError(
            f"{table.files[0]} has no column {job.text_column!r}; name one of its columns with "
            f"--text-column: {', '.join(table.columns)}"
        )
    present = {name.lower() for name in table.columns}
    if taken := [name for name in job.added.values() if name.lower() in present]:
        raise LMClassifyError(
            f"{table.files[0]} already has {', '.join(taken)}; give what is added other names, "
            "for example with --prefix lm_"
        )
    return table
