"""Standard streams that are closed, full, or gone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES

DOCUMENT = str(EXAMPLES / "porter.txt")
COMMAND = f"{sys.executable} -m lmclassify"

CASES = {
    "output closed": (f"classify {DOCUMENT} >&-", 1, "standard output could not be written"),
    "output full": (f"classify {DOCUMENT} >/dev/full", 1, "No space left on device"),
    "json, output full": (f"classify --format json {DOCUMENT} >/dev/full", 1, "No space left"),
    "help, output full": ("--help >/dev/full", 1, "No space left on device"),
    "version, output closed": ("--version >&-", 1, "standard output"),
    "card, output full": ("model info >/dev/full", 1, "standard output"),
    "reader gone": (f"classify {DOCUMENT} | true; exit ${{PIPESTATUS[0]}}", 141, ""),
    "input closed": ("classify <&-", 1, "standard input is empty"),
    "errors closed": (f"classify {DOCUMENT} nowhere 2>&- >/dev/null", 1, ""),
    "errors full": (f"classify {DOCUMENT} nowhere 2>/dev/full >/dev/null", 1, ""),
    "notes full": ("explain budget 2>/dev/full >/dev/null", 0, ""),
    "all closed": (f"classify {DOCUMENT} -o out.txt <&- >&- 2>&-", 0, ""),
    "a folder as output": ("classify --text budget -o /dev/fd/9 9</", 1, "is a folder"),
    "no such descriptor": ("classify --text budget -o /dev/fd/9", 1, "could not be written"),
}


@pytest.mark.parametrize("kind", CASES)
def test_streams(tmp_path: Path, kind: str) -> None:
    """A stream that cannot be used is at most one line, and the exit code is right."""
    command, code, message = CASES[kind]
    result = subprocess.run(
        ["/bin/bash", "-c", f"{COMMAND} {command}"],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    errors = result.stderr.decode()
    assert result.returncode == code, errors
    assert message in errors
    assert errors.count("Error") == bool(message)
    assert "Traceback" not in errors
    assert "Exception" not in errors
    if kind == "all closed":
        assert "neither" in (tmp_path / "out.txt").read_text(encoding="utf-8")
    # A stream that was closed has not become the output file, or the other way round.
    assert {path.name for path in tmp_path.iterdir()} <= {"out.txt"}
