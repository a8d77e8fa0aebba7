"""The commands for tables and databases: label, sql."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from lmclassify import api
from lmclassify.bulk.dialects import DIALECTS, TESTED_TITLES
from lmclassify.bulk.files import BULK_FORMATS
from lmclassify.cli.options import ProgressBar, join_names, model_option, two_way_option

if TYPE_CHECKING:
    from lmclassify.bulk.job import Job, Unit

_INSTALL = 'Needs: pip install "lmclassify[bulk]"'

text_column_option = click.option(
    "--text-column",
    default="text",
    show_default=True,
    metavar="NAME",
    help="The column to classify.",
)


@click.command(
    help=f"""Label the rows of tables of any size.

    Each INPUT is a {join_names(list(BULK_FORMATS))} file, or a quoted pattern such as 'in/*.csv'.
    OUTPUT has the columns of the input, then label, confidence, leadership, management, neither and
    mixed. Its suffix names its format. {_INSTALL}
    """
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, metavar="OUTPUT", help="The file to write.")
@text_column_option
@click.option(
    "--documents", is_flag=True, help="Split each text into statements; write one row for each."
)
@click.option(
    "--summary", is_flag=True, help="Split each text into statements; write one row per text."
)
@click.option("--prefix", default="", metavar="TEXT", help="Put TEXT before new columns' names.")
@click.option(
    "--formulas",
    type=click.Choice(["keep", "escape"]),
    default="keep",
    show_default=True,
    help="Text in .csv and .tsv that a spreadsheet would calculate: keep it, or put ' before it.",
)
@click.option("--limit", type=click.IntRange(0), metavar="N", help="Read only the first N rows.")
@click.option("--dry-run", is_flag=True, help="Show what would be read and written.")
@click.option(
    "--memory", default="2GB", show_default=True, metavar="SIZE", help="How much DuckDB may use."
)
@two_way_option
@model_option
def label(
    inputs: Sequence[str],
    output: str,
    text_column: str,
    documents: bool,
    summary: bool,
    prefix: str,
    formulas: str,
    limit: int | None,
    dry_run: bool,
    memory: str,
    two_way: bool,
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
    )
    if dry_run:
        _show_job(job)
        return
    click.echo("Reading …", err=True)
    with ProgressBar("Labelling") as bar:
        counts = labelling.label(job, model, bar)
    click.echo(f"Wrote {output}: {counts.written:,} rows of {counts.rows:,} read", err=True)
    if counts.blank:
        click.echo(f"Rows without text to label: {counts.blank:,}", err=True)


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
@click.option("--table", default="statements", show_default=True, help="The table of texts.")
@click.option("--id-column", default="id", show_default=True, metavar="NAME", help="Its key.")
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
        click.echo(f"Wrote {path}", err=True)


def _show_job(job: Job) -> None:
    """Show what a job would do."""
    from lmclassify.bulk.engine import connect
    from lmclassify.bulk.job import inspect

    table = inspect(connect(), job)
    rows = "not counted" if table.rows is None else f"{table.rows:,}"
    click.echo(f"Files: {len(table.files):,}\n" + "\n".join(f"  {file}" for file in table.files))
    click.echo(f"Rows: {rows}" + (f"; only the first {job.limit:,}" if job.limit else ""))
    click.echo(f"Columns: {', '.join(table.columns)}; the text is in {job.text_column}")
    click.echo(f"Added for each {job.unit}: {', '.join(job.new_columns.values())}")
    click.echo(f"Output: {job.output} (not written)")
