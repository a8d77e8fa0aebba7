"""What the attacks share: the server that runs command lines, and what every answer must keep."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT

IS_LONG = bool(os.environ.get("LMCLASSIFY_ATTACK_LONG"))
"""Whether `make attack` asked for the long run."""

SMALL_MODEL = min(path for path in (ROOT / "tests" / "fixtures").iterdir() if path.is_dir())
"""The oldest model folder that is kept; the default of these tests, for it is read faster."""

DEADLINE = 20.0
"""Seconds after which a command counts as hanging."""

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
_PROGRESS = re.compile(r"\r|\x1b\[K|\x1b\[\?25[hl]")

Argument = str | bytes | Path


@dataclass(frozen=True)
class Answer:
    """What a command line did."""

    command: str
    code: int
    output: str
    errors: str

    def check(self, *codes: int) -> Answer:
        """Check the exit code, and what holds for every answer; return the answer."""
        shown = (
            f"{self.command}\nexit code {self.code}\n{self.output[-500:]}\n{self.errors[-3000:]}"
        )
        assert self.code in codes, shown
        assert "Traceback" not in self.errors, shown
        assert "Error: unexpected" not in self.errors, shown
        assert "Exception ignored" not in self.errors, shown
        assert not _CONTROLS.search(_PROGRESS.sub("", self.errors)), ascii(shown)
        if self.code in (1, 2):
            # `classify` has one line for each file, all others have one in all.
            assert self.errors.count("Error:") >= 1 or "check" in self.command, shown
        return self

    def check_text(self, *codes: int) -> Answer:
        """Check also that standard output is safe to show."""
        self.check(*codes)
        assert not _CONTROLS.search(self.output), ascii(self.output)
        return self


Run = Callable[..., Answer]


@pytest.fixture(scope="session")
def server() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.attack.server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.stdin.close()
        process.wait(timeout=60)
        process.stdout.close()


@pytest.fixture
def attack(server: subprocess.Popen[str], tmp_path: Path) -> Run:
    """Return a function that runs a command line in the folder of the test."""
    outputs = tmp_path / ".answer"
    outputs.mkdir()

    def run(
        *arguments: Argument,
        stdin: Path | None = None,
        environment: Mapping[str, str] | None = None,
        deadline: float = DEADLINE,
        file_size: int = 0,
        stdout: str | None = None,
        stderr: str | None = None,
    ) -> Answer:
        case = {
            "arguments": [os.fsencode(argument).hex() for argument in arguments],
            "folder": str(tmp_path),
            "stdin": str(stdin or os.devnull),
            "stdout": stdout or str(outputs / "stdout"),
            "stderr": stderr or str(outputs / "stderr"),
            "environment": {"LMCLASSIFY_MODEL": str(SMALL_MODEL), **(environment or {})},
            "deadline": deadline,
            "file_size": file_size,
        }
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(case) + "\n")
        server.stdin.flush()
        code = json.loads(server.stdout.readline())
        texts = [
            "" if special else (outputs / name).read_bytes().decode("utf-8", "surrogateescape")
            for name, special in (("stdout", stdout), ("stderr", stderr))
        ]
        return Answer(" ".join(map(ascii, arguments)), code, *texts)

    return run


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL_MODEL, tmp_path / "model"))
