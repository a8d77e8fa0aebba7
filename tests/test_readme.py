"""The README says what is so."""

import doctest
import subprocess
import sys

import pytest

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
