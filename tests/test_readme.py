"""The README says what is so."""

import doctest
import subprocess
import sys

import click
import pytest

from lmclassify.cli import commands
from tests.conftest import ROOT


def test_the_examples_in_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python session in the README gives what it shows."""
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert result.attempted >= 5
    assert result.failed == 0


def test_the_commands_in_the_readme() -> None:
    """The output and the command help in the README are the commands' own."""
    subprocess.run([sys.executable, ROOT / "scripts" / "readme_help.py", "--check"], check=True)


def test_every_command_is_documented() -> None:
    """docs/commands.md has the help of every command that there is."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, command in commands.commands.items():
        parts = command.commands if isinstance(command, click.Group) else {"": command}
        for part in parts:
            assert f"<!-- help: {f'{name} {part}'.strip()} -->" in page
