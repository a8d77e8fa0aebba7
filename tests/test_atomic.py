"""Replacing a folder or a file: whole whatever happens, and one writer at a time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lmclassify import ModelError
from lmclassify.atomic.files import replace_file
from lmclassify.atomic.folders import replace_folder
from lmclassify.atomic.places import resolve
from lmclassify.model.folder import CARD, read_model, read_verified

WRITER = """
import sys
from array import array
from itertools import count
from pathlib import Path

from lmclassify.model import Model
from lmclassify.model.writing import write_model

target, name, n_terms, n_writes = Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:])
labels = ["leadership", "management", "neither"]
print("ready", flush=True)
for turn in range(n_writes) if n_writes else count():
    terms = [f"{name}{turn}x{n}" for n in range(n_terms)]
    model = Model(labels, terms, array("f", [turn + 1.0] * 4 * (n_terms + 1)))
    write_model(target, model, {"CARD.md": terms[0].encode()}, {})
"""
SLOW = """
import time
from pathlib import Path

def slow(method):
    def call(*arguments):
        result = method(*arguments)
        time.sleep(0.005)
        return result
    return call

Path.exists, Path.rename = slow(Path.exists), slow(Path.rename)
"""
"""Put before `WRITER`: gives other processes time to do something between two steps."""

DEADLINE = 60
"""Seconds after which a test that waits for other processes gives up."""


@contextmanager
def writers(
    target: Path, *names: str, program: str = WRITER, n_terms: int = 2000, n_writes: int = 0
) -> Iterator[list[subprocess.Popen[str]]]:
    """Start processes that write one model after another into a folder; end them afterwards.

    `n_writes` is the number of models that each writes; 0 stands for no end.
    """
    processes: list[subprocess.Popen[str]] = []
    try:
        for name in names:
            arguments = [str(target), name, str(n_terms), str(n_writes)]
            process = subprocess.Popen(
                [sys.executable, "-c", program, *arguments],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            processes.append(process)
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def read_whole(target: Path) -> str:
    """Read the model and its card, check that they belong together, and return the first term."""
    model = read_model(target)
    card = read_verified(resolve(target), CARD, model.manifest).decode()
    assert model.vocabulary[0] == card
    return card


def read_until(target: Path, condition: Callable[[str], bool]) -> None:
    """Read the model again and again until its first term meets a condition."""
    deadline = time.monotonic() + DEADLINE
    term = ""
    while not condition(term):
        assert time.monotonic() < deadline, f"the model is still {term!r}"
        time.sleep(0.005)
        if resolve(target).exists():
            term = read_model(target).vocabulary[0]


def test_a_writer_killed_at_any_moment_leaves_a_whole_model(tmp_path: Path) -> None:
    """Killed 25 times, a writer leaves one whole model, and the next one clears the rest."""
    target, rng = tmp_path / "m", random.Random(0)  # noqa: S311  # when to kill
    for turn in range(25):
        name = f"w{turn}-"
        with writers(target, name):
            read_until(target, lambda term, name=name: term.startswith(name))  # type: ignore[misc]
            time.sleep(0.1 * rng.random())
        assert read_whole(target).startswith(name)
    with writers(target, "last-", n_writes=1) as processes:
        assert processes[0].wait(timeout=DEADLINE) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["m"]


def test_a_reader_gets_a_whole_model_while_two_write(tmp_path: Path) -> None:
    """While two processes write into one folder, a reader gets the model of one, whole."""
    target, seen = tmp_path / "m", set()
    with writers(target, "one-", "two-") as processes:
        end = time.monotonic() + 3

        def both_seen(term: str) -> bool:
            seen.add(term.partition("-")[0])
            return time.monotonic() > end and {"one", "two"} <= seen

        read_until(target, both_seen)
        assert [process.poll() for process in processes] == [None, None]  # neither has failed
    assert read_whole(target).startswith(("one-", "two-"))


def test_no_writer_fails_when_many_write_at_once(tmp_path: Path) -> None:
    """Of six processes that write 25 models each into one folder, none ends with an error."""
    target = tmp_path / "m"
    names = [f"{number}-" for number in range(6)]
    with writers(target, *names, program=SLOW + WRITER, n_terms=1, n_writes=25) as processes:
        for process in processes:
            _, error = process.communicate(timeout=DEADLINE)
            assert process.returncode == 0, error
    assert read_whole(target).startswith(tuple(names))
    assert [path.name for path in tmp_path.iterdir()] == ["m"]


@contextmanager
def open_folder(folder: Path) -> Iterator[int]:
    """Open a folder on its own, as another process would."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


def test_the_check_runs_while_no_other_writer_can(tmp_path: Path) -> None:
    """What decides whether a folder may be replaced is called with the lock held."""
    fcntl = pytest.importorskip("fcntl", reason="needs the locks of Unix")

    def check(target: Path) -> None:
        with pytest.raises(BlockingIOError), open_folder(target.parent) as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        raise ModelError("checked")

    with pytest.raises(ModelError, match="checked"):
        replace_folder(tmp_path / "m", {"a": b""}, check)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """If the block that writes a file ends with an error, the old file is still there, alone."""
    target = tmp_path / "out.txt"
    target.write_text("old")
    with pytest.raises(TypeError), replace_file(target) as file:
        file.writelines(["new", None])
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]
    assert target.read_text() == "old"
    with replace_file(target) as file:
        file.write("new")
    assert target.read_text() == "new"
