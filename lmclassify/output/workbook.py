"""Classified documents as an Excel workbook: summaries, statements, practices, and their origin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import IO, Any, Final

from lmclassify.errors import LMClassifyError
from lmclassify.model.loading import model_name
from lmclassify.output.records import STATEMENT_COLUMNS, table_rows
from lmclassify.output.report import PRACTICE_MEANINGS
from lmclassify.output.run import Run
from lmclassify.output.text import DISCLAIMER, printable
from lmclassify.results import LABELS, PRACTICES, SIDES, DocumentResult

MAX_ROWS: Final = 1_048_576
"""A sheet cannot have more."""

_MAX_CELL_LENGTH: Final = 32_767
_WIDTHS: Final[Mapping[str, int]] = {
    "source": 30,
    "text": 80,
    "label": 13,
    "verdict": 20,
    "notes": 60,
    "practice": 13,
    "meaning": 36,
    "side": 13,
}
_NARROW: Final = 13
_LINE_HEIGHT: Final = 15
_MAX_HEIGHT: Final = 409
"""In points, as the heights of rows are; a row cannot be higher."""

_SHARE_FORMAT: Final = "0%"
_PROBABILITY_FORMAT: Final = '[>=0.995]"> 99%";0%'
"""A model is never certain."""

_FORMATS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("confidence", *LABELS), _PROBABILITY_FORMAT),
    **dict.fromkeys(("coverage", *(f"{side} share" for side in SIDES)), _SHARE_FORMAT),
}
_WRAPPED: Final = frozenset({"text", "notes"})
_TINTS: Final[Mapping[str, str]] = {"leadership": "F8E9F3", "management": "E2F2F5"}
"""As in the report."""

_SUMMARY_COLUMNS: Final = (
    "source", "verdict", *(f"{side} share" for side in SIDES),
    *(f"{label} statements" for label in LABELS), "notes",
)  # fmt: skip
_PRACTICE_COLUMNS: Final = ("source", "side", "practice", "meaning", "statements")


class _Sheet:
    """A sheet that is written row by row, without holding the rows."""

    def __init__(self, workbook: Any, title: str, columns: Sequence[str]) -> None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        self._cell = WriteOnlyCell
        self._columns = columns
        self._count = 0
        self._styles: dict[str, Any] = {}
        self.sheet = workbook.create_sheet(title)
        self.sheet.freeze_panes = "A2"
        self.sheet.print_title_rows = "1:1"
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for number, column in enumerate(columns, 1):
            width = _WIDTHS.get(column, _NARROW)
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        header = []
        for column in columns:
            cell = self._cell(self.sheet, column)
            cell.font = Font(bold=True)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            header.append(cell)
            model = self._cell(self.sheet)
            model.alignment = Alignment(vertical="top", wrap_text=column in _WRAPPED)
            model.number_format = _FORMATS.get(column, "General")
            self._styles[column] = model._style
        self._append(header)

    def add(self, values: Sequence[Any]) -> None:
        """Write a row; a text is never taken for a formula, a number or an error."""
        cells = []
        for column, value in zip(self._columns, values, strict=True):
            cell = self._cell(self.sheet)
            cell._style = self._styles[column]  # by attributes it takes long
            if isinstance(value, bool):
                cell.value = "yes" if value else "no"
            elif isinstance(value, str):
                cell.value = printable(value)[:_MAX_CELL_LENGTH]
                cell.data_type = "s"
            else:
                cell.value = value
            cells.append(cell)
        self._append(cells, self._count_lines(values))

    def finish(self) -> None:
        """Let the reader filter the rows, and tint the labels."""
        from openpyxl.formatting.rule import CellIsRule
        from openpyxl.styles import PatternFill
        from openpyxl.utils import get_column_letter

        last = get_column_letter(len(self._columns))
        self.sheet.auto_filter.ref = f"A1:{last}{self._count}"
        if "label" in self._columns and self._count > 1:
            letter = get_column_letter(self._columns.index("label") + 1)
            for label, tint in _TINTS.items():
                fill = PatternFill(bgColor=tint, fill_type="solid")
                rule = CellIsRule(operator="equal", formula=[f'"{label}"'], fill=fill)
                self.sheet.conditional_formatting.add(f"{letter}2:{letter}{self._count}", rule)

    def _count_lines(self, values: Sequence[Any]) -> int:
        """Return how many lines a row needs; Excel counts them itself, LibreOffice does not."""
        return max(
            -(-len(str(value)) // _WIDTHS[column]) if column in _WRAPPED and value else 1
            for column, value in zip(self._columns, values, strict=True)
        )

    def _append(self, cells: list[Any], n_lines: int = 1) -> None:
        if self._count == MAX_ROWS:
            raise LMClassifyError(
                f"a sheet of .xlsx has {MAX_ROWS:,} rows, too few for all statements; write .csv"
            )
        self._count += 1
        if n_lines > 1:
            height = min(n_lines * _LINE_HEIGHT, _MAX_HEIGHT)
            self.sheet.row_dimensions[self._count].height = height
        self.sheet.append(cells)
        # It is written; kept, the heights of all rows would fill the memory.
        self.sheet.row_dimensions.pop(self._count, None)


def write(results: Iterable[DocumentResult], run: Run, stream: IO[bytes]) -> None:
    """Write documents as a workbook; its rows go to temporary files, not to memory.

    Raises
    ------
    LMClassifyError
        If openpyxl is not installed, or a sheet cannot hold all rows.
    """
    try:
        import openpyxl
    except ImportError:
        raise LMClassifyError(
            'to write .xlsx, run pip install "lmclassify[tables]" (it needs openpyxl); or write '
            ".csv, which Excel opens too"
        ) from None
    workbook = openpyxl.Workbook(write_only=True)
    try:
        _add_results(workbook, results)
        _add_origin(workbook, run)
        workbook.save(stream)
    except BaseException:
        # Sheets that are not closed would complain when they are discarded.
        for sheet in workbook.worksheets:
            with suppress(Exception):
                sheet.close()
        raise


def _add_results(workbook: Any, results: Iterable[DocumentResult]) -> None:
    summaries = _Sheet(workbook, "summary", _SUMMARY_COLUMNS)
    statements = _Sheet(workbook, "statements", STATEMENT_COLUMNS)
    practices = _Sheet(workbook, "practices", _PRACTICE_COLUMNS)
    for result in results:
        summary = result.summary
        summaries.add(
            (
                result.source,
                summary.verdict,
                *(summary.shares.get(side) for side in SIDES),
                *(summary.counts[label] for label in LABELS),
                "; ".join(result.notes),
            )
        )
        for row in table_rows(result):
            statements.add(row)
        for practice, count in (summary.practices or {}).items():
            meaning = PRACTICE_MEANINGS[practice]
            practices.add((result.source, PRACTICES[practice], practice, meaning, count))
    for sheet in (summaries, statements, practices):
        sheet.finish()


def _add_origin(workbook: Any, run: Run) -> None:
    sheet = workbook.create_sheet("about")
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 80
    for row in (
        ("program", f"lmclassify {run.version}"),
        ("date", run.date),
        ("model", model_name(run.model)),
        ("SHA-256 of its weights", run.fingerprint),
        ("choice", "leadership or management only" if run.two_way else ", ".join(LABELS)),
        ("what this is", DISCLAIMER),
    ):
        sheet.append(row)
    created = dt.datetime.fromisoformat(run.date).astimezone(dt.UTC)
    workbook.properties.creator = f"lmclassify {run.version}"
    workbook.properties.created = created.replace(tzinfo=None)
