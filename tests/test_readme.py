"""README and docs show what the commands do."""

import doctest
import subprocess
import sys

import click
import pytest

from lmclassify.cli import commands
from tests.conftest import ROOT


def test_the_examples_in_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python session in the README gives the results shown."""
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert result.attempted >= 5
    assert result.failed == 0


def test_the_commands_in_the_readme() -> None:
    """The output and the command help in README and docs are up to date."""
    subprocess.run([sys.executable, ROOT / "scripts" / "write_docs.py", "--check"], check=True)


def test_every_command_is_documented() -> None:
    """docs/commands.md has the help of every command."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    context = click.Context(commands)
    names = commands.list_commands(context)
    assert "classify" in names
    for name in names:
        command = commands.get_command(context, name)
        parts = command.commands if isinstance(command, click.Group) else {"": command}
        for part in parts:
            assert f"<!-- help: {f'{name} {part}'.strip()} -->" in page
