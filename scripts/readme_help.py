"""Keep what README.md and docs/ show what the commands say: write it, or ``--check`` it."""

import re
import sys
from pathlib import Path

import click

from lmclassify import classify_document
from lmclassify.cli import commands
from lmclassify.output import text as text_view

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"(<!-- help: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)
OUTPUT = re.compile(r"(\$ lmclassify classify examples/ward_manager\.txt\n).*?(```)", re.DOTALL)
SHOWN = ("Hold the pay", "Allocate work", "Build a shared", "Encourage staff", "Administer")
WIDTH = 92


def help_of(name: str) -> str:
    """Give the help text of a command as a fenced block."""
    command: click.Command = commands
    for part in name.split():
        assert isinstance(command, click.Group)  # noqa: S101  # the README names a real command
        command = command.commands[part]
    context = click.Context(command, info_name=f"lmclassify {name}")
    context.terminal_width = context.max_content_width = WIDTH
    context.help_option_names = ["-h", "--help"]
    return f"```\n{command.get_help(context)}\n```\n"


def output() -> str:
    """Give some statements of an example as the command shows them, then mix and verdict."""
    document = ROOT / "examples" / "ward_manager.txt"
    lines = list(text_view.document_lines(classify_document(document), 100))
    chosen: list[str] = []
    for start in SHOWN:
        first = next(i for i, line in enumerate(lines) if start in line)
        after = next(i for i in range(first + 1, len(lines)) if not lines[i].startswith(" "))
        chosen += lines[first:after]
    bar = next(i for i, line in enumerate(lines) if line.startswith("█"))
    return "\n".join(["…", *chosen, "…", *lines[bar:]]) + "\n"


def main() -> None:
    """Rewrite or check the pages."""
    for page in PAGES:
        old = page.read_text(encoding="utf-8")
        new = BLOCK.sub(lambda m: m[1] + help_of(m[2]) + m[3], old)
        new = OUTPUT.sub(lambda m: m[1] + output() + m[2], new)
        if "--check" not in sys.argv[1:]:
            page.write_text(new, encoding="utf-8")
        elif old != new:
            sys.exit(f"{page.name} is out of date; run make readme")


if __name__ == "__main__":
    main()
