"""Write the generated parts of README.md and docs/, or check them with ``--check``.

These are the help texts of the commands, the tables of formats and dialects, the API reference, and
an example of the output.
"""

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import click
from api_reference import format_module

from lmclassify import classify_document, tables
from lmclassify.bulk.dialects import DIALECTS
from lmclassify.bulk.files import BULK_FORMATS
from lmclassify.cli import commands
from lmclassify.documents.reading import FORMAT_TABLE
from lmclassify.output import text as text_view
from lmclassify.output import writers

ROOT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK: Final = re.compile(r"(<!-- (help|table|api): ([\w. ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
OUTPUT: Final = re.compile(
    r"(\$ lmclassify classify examples/ward_manager\.txt\n).*?(```)", re.DOTALL
)
SHOWN_STATEMENTS: Final = (
    "Hold the pay", "Allocate work", "Build a shared", "Encourage staff", "Administer",
)  # fmt: skip
WIDTH: Final = 92


def format_help(name: str) -> str:
    """Return the help text of a command as a fenced block."""
    command: click.Command = commands
    context = click.Context(commands)
    for part in name.split():
        assert isinstance(command, click.Group)  # noqa: S101  # the page names a real command
        found = command.get_command(context, part)
        assert found is not None  # noqa: S101
        command = found
    context = click.Context(command, info_name=f"lmclassify {name}")
    context.terminal_width = context.max_content_width = WIDTH
    context.help_option_names = ["-h", "--help"]
    return f"```\n{command.get_help(context)}\n```\n"


def format_table(name: str) -> str:
    """Return one of the tables of formats and dialects."""
    if name == "dialects":
        return _markdown_table(
            ("Database", "`--dialect`", "How to run", "Tests"),
            [(d.title, f"`{d.name}`", d.usage, d.tested) for d in DIALECTS.values()],
        )
    if name == "documents":
        return _markdown_table(
            ("`--from`", "File names end in"),
            [(f"`{row.name}`", ", ".join(row.suffixes)) for row in FORMAT_TABLE],
        )
    if name == "outputs":
        contents = {"documents": "`classify`, `report`", "comparison": "`compare`",
                    "explanation": "`explain`", "figures": "`evaluate`"}  # fmt: skip
        return _markdown_table(
            ("`--format`", "The name of the file ends in", "What it is", "Of"),
            [
                (
                    f"`{row.name}`",
                    ", ".join(row.suffixes),
                    row.help,
                    ", ".join(name for part, name in contents.items() if getattr(row, part)),
                )
                for row in writers.FORMATS
            ],
        )
    if name == "tables":
        rows = [(f"`{suffix}`", row.title) for suffix, row in tables.FORMATS.items()]
        return _markdown_table(("File names end in", "What it is"), rows)
    if name == "bulk":
        bulk_rows = [
            (f"`{suffix}`", tables.FORMATS[suffix].title, "yes", "yes" if row.write else "no")
            for suffix, row in BULK_FORMATS.items()
        ]
        return _markdown_table(("File names end in", "What it is", "Read", "Written"), bulk_rows)
    raise ValueError(f"there is no table {name!r}")


def _markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def format_output() -> str:
    """Return some statements of an example as the command shows them, then shares and verdict."""
    document = ROOT / "examples" / "ward_manager.txt"
    lines = list(text_view.document_lines(classify_document(document), 100))
    shown: list[str] = []
    for start in SHOWN_STATEMENTS:
        first = next(i for i, line in enumerate(lines) if start in line)
        after = next(i for i in range(first + 1, len(lines)) if not lines[i].startswith(" "))
        shown += lines[first:after]
    bar = next(i for i, line in enumerate(lines) if line.startswith("█"))
    return "\n".join(["…", *shown, "…", *lines[bar:]]) + "\n"


def _write_block(match: re.Match[str]) -> str:
    write = {"help": format_help, "table": format_table, "api": format_module}[match[2]]
    return match[1] + write(match[3]) + match[4]


def main() -> None:
    """Rewrite or check the pages."""
    for page in PAGES:
        old = page.read_text(encoding="utf-8")
        new = OUTPUT.sub(lambda m: m[1] + format_output() + m[2], BLOCK.sub(_write_block, old))
        if "--check" not in sys.argv[1:]:
            page.write_text(new, encoding="utf-8")
        elif old != new:
            sys.exit(f"{page.name} is out of date; run make docs")


if __name__ == "__main__":
    main()
