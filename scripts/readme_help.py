"""Keep the command help in README.md what the commands say: write it, or ``--check`` it."""

import re
import sys
from pathlib import Path

import click

from lmclassify.cli import commands

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"(<!-- help: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
WIDTH = 92


def help_of(name: str) -> str:
    """Give the help text of a command as a fenced block."""
    context = click.Context(commands.commands[name], info_name=f"lmclassify {name}")
    context.terminal_width = context.max_content_width = WIDTH
    context.help_option_names = ["-h", "--help"]
    return f"```\n{commands.commands[name].get_help(context)}\n```\n"


def main() -> None:
    """Rewrite or check the README."""
    old = README.read_text(encoding="utf-8")
    new = BLOCK.sub(lambda m: m[1] + help_of(m[2]) + m[3], old)
    if "--check" in sys.argv[1:]:
        sys.exit("README.md: the command help is out of date; run make readme" if old != new else 0)
    README.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
