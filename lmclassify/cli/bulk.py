"""The commands for tables and databases: label, sql."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lmclassify import api
from lmclassify.bulk.dialects import DIALECTS, TESTED_TITLES
from lmclassify.bulk.files import BULK_FORMATS, OUTPUT_SUFFIXES
from lmclassify.cli.console import echo
from lmclassify.cli.options import (
    NameType,
    ProgressBar,
    check_encoding,
    context_option,
    join_names,
    model_option,
    read_delimiter,
    show_notes,
    two_way_option,
)
from lmclassify.cli.signals import exit_on_signals

if TYPE_CHECKING:
    from lmclassify.bulk.job import Job, Unit

_INSTALL = 'Needs: pip install "lmclassify[bulk]"'


text_column_option = click.option(
    "--text-column",
    type=NameType(),
    default="text",
    show_default=True,
    metavar="NAME",
    help="The column to classify.",
)
nested_column_option = click.option(
    "--text-column",
    type=NameType(),
    default="text",
    show_default=True,
    metavar="NAME",
    help="The column to classify; job.duties is the field duties of the objects in job. A list of "
    "strings is several statements, each in a row.",
)


@click.command(
    help=f"""Label the rows of tables of any size.

    Each INPUT is a {join_names(list(BULK_FORMATS))} file, or a quoted pattern such as 'in/*.csv'.
    Text files may be packed (.csv.gz). OUTPUT is a {join_names(OUTPUT_SUFFIXES)} file. It has the
    columns of the input, then label, confidence, leadership, management, neither, mixed and
    coverage, the share of a text's terms that the model knows. {_INSTALL}
    """
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, metavar="OUTPUT", help="The file to write.")
@click.option("--force", is_flag=True, help="Write OUTPUT even if it is an INPUT.")
@nested_column_option
@click.option(
    "--documents", is_flag=True, help="Split each text into statements; write one row for each."
)
@click.option(
    "--summary", is_flag=True, help="Split each text into statements; write one row per text."
)
@click.option(
    "--prefix",
    type=NameType(),
    default="",
    metavar="TEXT",
    help="Put TEXT before new columns' names.",
)
@click.option(
    "--formulas",
    type=click.Choice(["keep", "escape"]),
    default="keep",
    show_default=True,
    help="Text in .csv and .tsv that a spreadsheet would calculate: keep it, or put ' before it.",
)
@click.option(
    "--delimiter",
    callback=read_delimiter,
    metavar="CHAR",
    help="What separates the cells of a .csv file, or tab. Default: found in its header line.",
)
@click.option(
    "--encoding",
    callback=check_encoding,
    metavar="NAME",
    help="The encoding of text files, for example cp1252. Default: UTF-8 or UTF-16 if they are "
    "that, otherwise Windows-1252.",
)
@click.option("--limit", type=click.IntRange(0), metavar="N", help="Read only the first N rows.")
@click.option("--dry-run", is_flag=True, help="Show what would be read and written.")
@click.option(
    "--memory", default="2GB", show_default=True, metavar="SIZE", help="How much DuckDB may use."
)
@two_way_option
@context_option
@model_option
def label(
    inputs: Sequence[str],
    output: str,
    force: bool,
    text_column: str,
    documents: bool,
    summary: bool,
    prefix: str,
    formulas: str,
    delimiter: str | None,
    encoding: str | None,
    limit: int | None,
    dry_run: bool,
    memory: str,
    two_way: bool,
    use_context: bool,
    model: str | None,
) -> None:
    """Label the rows of tables."""
    from lmclassify.bulk import labelling
    from lmclassify.bulk.job import Job

    if documents and summary:
        raise click.UsageError("--summary splits texts into statements itself; omit --documents.")
    unit: Unit = "statement" if documents else "document" if summary else "row"
    job = Job(
        tuple(inputs),
        output,
        text_column,
        unit,
        prefix,
        formulas == "escape",
        limit,
        memory,
        two_way,
        use_context,
        delimiter,
        encoding,
        force,
    )
    if dry_run:
        _show_job(job)
        return
    echo("Reading …", err=True)
    with exit_on_signals(), ProgressBar("Labelling") as bar:
        counts = labelling.label(job, model, bar)
    show_notes(counts.notes)
    echo(f"Wrote {output}: {counts.written:,} rows of {counts.rows:,} read", err=True)
    if counts.blank:
        left_out = "; they have no row in the output" if documents else ""
        echo(f"Rows without text to label: {counts.blank:,}{left_out}", err=True)
    if counts.unfamiliar > counts.labelled / 2:
        echo(
            f"Warning: {counts.unfamiliar:,} of {counts.labelled:,} texts do not look like "
            f"statements in English. Is {text_column} the column to classify? If not, name another "
            "with --text-column.",
            err=True,
        )


@click.command(
    help=f"""Export the model for a database.

    Writes the weights, a script that loads them, and a query that labels the rows of a table. The
    query is tested in {join_names(TESTED_TITLES, "and")}; for the others it is only translated.
    {_INSTALL}
    """
)
@click.option(
    "--dialect", type=click.Choice(list(DIALECTS)), required=True, help="The database's SQL."
)
@click.option("-o", "--output", required=True, metavar="DIR", help="The folder to write to.")
@click.option(
    "--table",
    type=NameType(),
    default="statements",
    show_default=True,
    help="The table of texts.",
)
@click.option(
    "--id-column",
    type=NameType(),
    default="id",
    show_default=True,
    metavar="NAME",
    help="Its key, which must be unique.",
)
@text_column_option
@two_way_option
@model_option
def sql(
    dialect: str,
    output: str,
    table: str,
    id_column: str,
    text_column: str,
    two_way: bool,
    model: str | None,
) -> None:
    """Export the model for a database."""
    from lmclassify.bulk.export import export

    for path in export(
        api.load_model(model),
        output,
        dialect,
        table=table,
        id_column=id_column,
        text_column=text_column,
        two_way=two_way,
    ):
        echo(f"Wrote {path}", err=True)


def _show_job(job: Job) -> None:
    """Show what a job would do."""
    import tempfile

    from lmclassify.bulk.engine import connect, explain_errors
    from lmclassify.bulk.job import inspect
    from lmclassify.bulk.table import list_names

    with explain_errors(str(job.output)), tempfile.TemporaryDirectory() as folder:
        table, _ = inspect(connect(), job, Path(folder))
    show_notes(table.notes)
    rows = "not counted" if table.n_rows is None else f"{table.n_rows:,}"
    echo(f"Files: {len(table.files):,}")
    for file in table.files:
        echo(f"  {file}")
    echo(f"Rows: {rows}" + (f"; only the first {job.limit:,}" if job.limit else ""))
    echo(f"Columns: {list_names(table.columns)}; the text is in {job.text_column}")
    echo(f"Added for each {job.unit}: {', '.join(job.new_columns.values())}")
    echo(f"Output: {job.output} (not written)")
