"""Commands for tables and databases: label, sql."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from lmclassify import api
from lmclassify.cli.options import model_option, two_way_option

if TYPE_CHECKING:
    from lmclassify.bulk.job import Each, Job

text_column_option = click.option(
    "--text-column", default="text", show_default=True, metavar="NAME", help="The column to judge."
)


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", required=True, metavar="OUTPUT", help="The file to write.")
@text_column_option
@click.option("--documents", is_flag=True, help="Cut each text into statements: a row a statement.")
@click.option("--summary", is_flag=True, help="Cut each text into statements, and sum them up.")
@click.option("--prefix", default="", metavar="TEXT", help="Put before the names of new columns.")
@click.option(
    "--formulas",
    type=click.Choice(["keep", "escape"]),
    default="keep",
    show_default=True,
    help="Text in CSV and TSV that a spreadsheet would calculate; escape puts ' before it.",
)
@click.option("--limit", type=click.IntRange(0), metavar="N", help="Read only N rows.")
@click.option("--dry-run", is_flag=True, help="Say what would be read and written.")
@click.option("--memory", default="2GB", show_default=True, metavar="SIZE", help="DuckDB's limit.")
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
    """Label the rows of tables, as many as there are.

    Each INPUT is a .csv, .tsv, .jsonl or .parquet file, or a quoted pattern such as 'in/*.csv'.
    OUTPUT has every column of the input, then label, confidence, leadership, management, neither
    and mixed; its suffix says its format. Needs: pip install "lmclassify[bulk]"
    """
    from lmclassify.bulk import labelling
    from lmclassify.bulk.job import Job

    if documents and summary:
        raise click.UsageError("--summary cuts texts into statements by itself; leave --documents.")
    each: Each = "statement" if documents else "document" if summary else "row"
    job = Job(
        tuple(inputs),
        output,
        text_column,
        each,
        prefix,
        formulas == "escape",
        limit,
        memory,
        two_way,
    )
    if dry_run:
        _announce(job)
        return
    with _Bar() as bar:
        done = labelling.label(job, model, bar.start)
    click.echo(f"Wrote {output}: {done.written:,} rows of {done.rows:,} read", err=True)
    if done.blank:
        click.echo(f"Without text to label: {done.blank:,}", err=True)


@click.command()
@click.option(
    "--dialect",
    type=click.Choice(["duckdb", "spark", "bigquery", "snowflake", "postgres", "trino"]),
    required=True,
    help="The engine's SQL.",
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
    """Write the model for a database: the weights, a script that loads them, and the query.

    DuckDB, Spark and PostgreSQL are tested; for the others the query is translated only. Needs:
    pip install "lmclassify[bulk]"
    """
    from lmclassify.bulk.export import export as export_model

    for path in export_model(
        api.load_model(model),
        output,
        dialect,
        table=table,
        id_column=id_column,
        text_column=text_column,
        two_way=two_way,
    ):
        click.echo(f"Wrote {path}", err=True)


class _Bar:
    """A progress bar that appears once the number of rows is known."""

    def __init__(self) -> None:
        self._end: Callable[[], None] = lambda: None

    def __enter__(self) -> _Bar:
        click.echo("Reading …", err=True)
        return self

    def start(self, rows: int) -> Callable[[int], object]:
        bar = click.progressbar(length=rows, label="Labelling", file=sys.stderr)
        bar.__enter__()
        self._end = bar.render_finish
        return bar.update

    def __exit__(self, *_: object) -> None:
        self._end()


def _announce(job: Job) -> None:
    """Say what a job would do."""
    from lmclassify.bulk.engine import connect
    from lmclassify.bulk.job import checked

    table = checked(connect(), job)
    rows = "not counted" if table.rows is None else f"{table.rows:,}"
    click.echo(f"Files: {len(table.files):,}\n" + "\n".join(f"  {file}" for file in table.files))
    click.echo(f"Rows: {rows}" + (f"; the first {job.limit:,} only" if job.limit else ""))
    click.echo(f"Columns: {', '.join(table.columns)}; the text is in {job.text_column}")
    click.echo(f"Added, a row a {job.each}: {', '.join(job.added.values())}")
    click.echo(f"Output: {job.output} (not written)")
