"""Folders and many files: which are found, on how many processes, and what goes wrong."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lmclassify import load_model, workers
from lmclassify.cli.many import Batch, Settings, find_documents
from tests.conftest import EXAMPLES, run

N_FILES = 24


def square(number: int) -> int:
    """Square a number, late if it is 0; some numbers cost the process, or are no numbers."""
    if number == 0:
        time.sleep(0.5)
    if number == 5:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    if number == 7:
        os._exit(3)
    if number == 9:
        raise ValueError("no square")
    return number * number


def test_a_process_that_dies_costs_its_item() -> None:
    """Results come in order; what a process died of, or raised, costs only its own item."""
    results = list(workers.map_in_processes(square, range(40), 3))
    lost = {i: r.reason for i, r in enumerate(results) if isinstance(r, workers.Lost)}
    assert list(lost) == [5, 7, 9]
    assert "signal" in lost[5] or sys.platform == "win32"
    assert "code 3" in lost[7]
    assert "ValueError (no square)" in lost[9]
    assert [r for i, r in enumerate(results) if i not in lost] == [
        i * i for i in range(40) if i not in lost
    ]


def test_items_are_read_as_results_are_taken() -> None:
    """Of an endless row of items, only so many are read as results are taken; then all ends."""
    read = 0

    def count() -> Iterator[int]:
        nonlocal read
        while True:
            read += 1
            yield 2

    results = workers.map_in_processes(square, count(), 2)
    assert [next(results) for _ in range(10)] == [4] * 10
    results.close()
    assert read < 400
    assert list(workers.map_in_processes(square, [], 2)) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of documents of several formats, with what is none among them."""
    place = tmp_path / "jobs"
    (place / "b" / "deep").mkdir(parents=True)
    (place / ".git").mkdir()
    for i in range(N_FILES):
        sub = (place, place / "b", place / "b" / "deep")[i % 3]
        (sub / f"{i:02}.txt").write_text(f"• Sets budget {i}\n", encoding="utf-8")
    (place / "page.HTML").write_text("<ul><li>Sets the rota</ul>", encoding="utf-8")
    (place / "b" / "broken.docx").write_bytes(b"PK\x03\x04 no")
    for name in (".hidden.txt", "~$open.docx", "picture.png", ".git/a.txt"):
        (place / name).write_bytes(b"x")
    (place / "loop").symlink_to(place, target_is_directory=True)
    (place / "gone.txt").symlink_to(place / "nowhere.txt")
    return place


def test_what_is_found_in_a_folder(folder: Path) -> None:
    """All documents below a folder are found, in the order of their names, and nothing else."""
    problems: list[str] = []
    names = [
        Path(file).relative_to(folder).as_posix() for file in find_documents(str(folder), problems)
    ]
    own = [f"{i:02}.txt" for i in range(0, N_FILES, 3)]
    second = [f"b/{i:02}.txt" for i in range(1, N_FILES, 3)]
    third = [f"b/deep/{i:02}.txt" for i in range(2, N_FILES, 3)]
    assert names == [*own, "page.HTML", *second, "b/broken.docx", *third]
    assert problems == []


def test_one_process_or_several(folder: Path) -> None:
    """Two processes write what one writes, in the same order; errors are listed at the end."""
    output = folder / "all.csv"
    tables = []
    for jobs in ("1", "2"):
        result = run("classify", folder, "--jobs", jobs, "-o", output)
        assert result.returncode == 1
        errors = result.stderr.decode().splitlines()[-2:]
        assert "broken.docx" in errors[0]
        assert errors[1] == f"1 of {N_FILES + 2} could not be read."
        with output.open(encoding="utf-8-sig", newline="") as file:
            tables.append([{**row, "date": ""} for row in csv.DictReader(file)])
    assert tables[0] == tables[1]
    sources = [row["source"] for row in tables[0]]
    assert sources == [file for file in find_documents(str(folder), []) if "broken" not in file]


def test_the_output_is_no_input(folder: Path) -> None:
    """A file that an earlier run wrote into the folder is not classified."""
    output = folder / "all.html"
    for _ in range(2):
        run("classify", folder, "-o", output)
        page = output.read_text(encoding="utf-8")
        assert f"{N_FILES + 1} documents" in page


def test_a_document_that_kills_its_process(folder: Path, tmp_path: Path) -> None:
    """If a document costs the process that reads it, it is listed, and the others are done."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, lmclassify.documents as documents\n"
        "read = documents.read\n"
        "def read_or_die(file, **options):\n"
        "    return os._exit(9) if file.endswith('13.txt') else read(file, **options)\n"
        "documents.read = read_or_die\n",
        encoding="utf-8",
    )
    result = run(
        "classify", folder, "--jobs", "2", "--format", "jsonl",
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert result.returncode == 1
    assert b"13.txt: its process ended with code 9" in result.stderr
    assert f"2 of {N_FILES + 2} could not be read." in result.stderr.decode()
    sources = [json.loads(line)["source"] for line in result.stdout.splitlines()]
    assert len(sources) == N_FILES
    assert sources == [
        file
        for file in find_documents(str(folder), [])
        if not file.endswith(("broken.docx", "13.txt"))
    ]


def test_a_folder_that_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Folders without documents, or that cannot be read, are listed; the others are done."""
    empty = folder.parent / "empty"
    empty.mkdir()
    batch = Batch([str(empty), str(EXAMPLES / "porter.txt")], load_model(), Settings())
    assert [result.source for result in batch.classify()] == [str(EXAMPLES / "porter.txt")]
    assert batch.report() == 1
    assert "has no documents" in capsys.readouterr().err


def test_notes_of_many_files_are_counted(tmp_path: Path) -> None:
    """For few files each note is shown; for many, how many files have one."""
    for i in range(20):
        (tmp_path / f"{i}.txt").write_text("• Sets \x01 the budget", encoding="utf-8")
    few = run("classify", tmp_path / "0.txt").stderr.decode()
    many = run("classify", tmp_path, "--jobs", "1", "-o", tmp_path / "a.json").stderr.decode()
    assert "Note: " in few
    assert "Note: " not in many
    assert "Notes on how 20 of 20 documents were read" in many


def running_in_group(group: int) -> list[str]:
    """Return the processes of a group that have not ended."""
    running = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state, _, number = (place / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if number == str(group) and state != "Z":
            running.append(place.name)
    return running


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc")
def test_an_interrupt_ends_all_processes(tmp_path: Path) -> None:
    """Ctrl-C ends the workers too, and leaves no file behind."""
    import subprocess

    place = tmp_path / "jobs"
    place.mkdir()
    for i in range(3000):
        shutil.copy(EXAMPLES / "ward_manager.txt", place / f"{i}.txt")
    process = subprocess.Popen(
        [sys.executable, "-m", "lmclassify", "classify", str(place), "--jobs", "2",
         "-o", str(tmp_path / "all.csv")],
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".lmclassify-*.part")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Interrupted" in errors
    assert b"Traceback" not in errors
    assert [path.name for path in tmp_path.iterdir()] == ["jobs"]
    deadline = time.monotonic() + 10
    while (left := running_in_group(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []
