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


def test_the_command_help_in_the_readme() -> None:
    """The command help in the README is the commands' own."""
    subprocess.run([sys.executable, ROOT / "scripts" / "readme_help.py", "--check"], check=True)


def test_the_output_in_the_readme() -> None:
    """The lines of output on the README's first screen are what the command prints."""
    result = subprocess.run(
        [sys.executable, "-m", "lmclassify", "classify", ROOT / "examples" / "ward_manager.txt"],
        capture_output=True,
        check=True,
    )
    printed = result.stdout.decode().splitlines()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.split("```")[1].splitlines()[2:]
    assert [line for line in shown if line and line != "…" and line not in printed] == []
