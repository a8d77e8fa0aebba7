"""Hostile places for output: nothing foreign is replaced, and nothing is left behind."""

from __future__ import annotations

import os
import resource
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.attack.conftest import IS_LONG, Run
from tests.conftest import EXAMPLES

TEXT = ("--text", "Set the ward's annual budget", "--text", "Inspire the crew")
TABLE = "text,label\n" + "".join(
    f"{text} {word},\n"
    for word in ("now", "weekly", "for all", "in person", "with care")
    for text in ("Set the budget", "Inspire the crew", "Take blood samples")
)
CORPUS = "text,label\nCheck the stock,management\n"
WRITERS: dict[str, tuple[str, ...]] = {
    "classify": ("classify", *TEXT),
    "classify as json": ("classify", *TEXT, "--format", "json"),
    "explain": ("explain", "Set the budget"),
    "corpus suggest": ("corpus", "suggest", "a.csv", "--corpus", "b.csv"),
    "label": ("label", "a.csv", "--prefix", "lm_"),
}
"""Commands that write one file; `-o` and the file follow."""

if IS_LONG:  # they take seconds
    WRITERS |= {
        "evaluate": ("evaluate", "b.csv"),
        "page": ("page",),
        "report": ("report", str(EXAMPLES / "porter.txt")),
    }


@pytest.fixture(params=WRITERS)
def writer(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "b.csv").write_text(CORPUS)
    return WRITERS[request.param]


def place(writer: tuple[str, ...], stem: str) -> str:
    """Return a name for a command's output; the suffix is a format for `label`."""
    return f"{stem}.csv" if writer[0] == "label" else stem


def left_in(folder: Path) -> set[str]:
    """Return what is in a folder that no test has put there."""
    return {path.name for path in folder.iterdir()} - {".answer", "a.csv", "b.csv"}


def test_permissions_are_kept(attack: Run, tmp_path: Path, writer: tuple[str, ...]) -> None:
    """What replaces a private file is private."""
    target = tmp_path / place(writer, "private")
    target.write_text("old")
    target.chmod(0o600)
    attack(*writer, "-o", target.name).check(0)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_text(encoding="utf-8") != "old"
    assert left_in(tmp_path) == {target.name}


def test_links_are_followed(attack: Run, tmp_path: Path, writer: tuple[str, ...]) -> None:
    """Through a link, the file that it leads to is replaced or made; the link stays."""
    (tmp_path / "deep").mkdir()
    target = tmp_path / "deep" / place(writer, "file")
    link = tmp_path / place(writer, "link")
    link.symlink_to(f"deep/{target.name}")
    for _ in range(2):
        attack(*writer, "-o", link.name).check(0)
        assert link.is_symlink()
        assert target.stat().st_size > 10
    assert left_in(tmp_path) == {"deep", link.name}
    assert [path.name for path in (tmp_path / "deep").iterdir()] == [target.name]


def test_a_device_stays_one(attack: Run, tmp_path: Path, writer: tuple[str, ...]) -> None:
    """A device is written to; a link gives it a name that `label` accepts."""
    link = tmp_path / place(writer, "link")
    link.symlink_to("/dev/null")
    attack(*writer, "-o", link.name).check(0)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert link.is_symlink()
    assert left_in(tmp_path) == {link.name}


def test_a_full_device_is_one_line(attack: Run, tmp_path: Path, writer: tuple[str, ...]) -> None:
    """If a device is full, that is one line and exit code 1."""
    link = tmp_path / place(writer, "link")
    link.symlink_to("/dev/full")
    answer = attack(*writer, "-o", link.name).check(1)
    assert "No space left on device" in answer.errors


def test_a_pipe_is_written_to(attack: Run, tmp_path: Path, writer: tuple[str, ...]) -> None:
    """A pipe stays a pipe, and its reader gets everything."""
    pipe = tmp_path / place(writer, "pipe")
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()), daemon=True)
    reader.start()
    attack(*writer, "-o", pipe.name).check(0)
    reader.join(timeout=20)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert len(received[0]) > 10


def test_a_full_disk_leaves_the_old_file(
    attack: Run, tmp_path: Path, writer: tuple[str, ...]
) -> None:
    """If there is no more room, the old file stays, and nothing is left beside it."""
    target = tmp_path / place(writer, "file")
    target.write_text("old")
    answer = attack(*writer, "-o", target.name, file_size=200).check(1)
    assert "File too large" in answer.errors or writer[0] == "label"
    assert target.read_text() == "old"
    assert left_in(tmp_path) == {target.name}


BAD_PLACES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "a folder": ("out", Path.mkdir, "is a folder"),
    "no folder": ("no/out", lambda _: None, "create it first"),
    "a file as folder": ("a.csv/out", lambda _: None, "could not be written|no folder"),
    "a place that takes no files": ("/proc/out", lambda _: None, "could not be written"),
    "a loop of links": ("out", lambda path: path.symlink_to(path.name), "symbolic links"),
    "a name too long": ("x" * 300, lambda _: None, "File name too long"),
}


@pytest.mark.parametrize("kind", BAD_PLACES)
def test_a_bad_place_is_one_line(attack: Run, tmp_path: Path, kind: str) -> None:
    """Where nothing can be written, that is one line, and nothing is left."""
    name, make, message = BAD_PLACES[kind]
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "b.csv").write_text(CORPUS)
    if "/" not in name and len(name) < 100:
        make(tmp_path / name)
    before = left_in(tmp_path)
    # `label` wants names that end in a format; its places are tested with its formats.
    writers = [writer for writer in WRITERS.values() if writer[0] != "label"]
    for writer in writers if IS_LONG else writers[:1]:
        answer = attack(*writer, "-o", name).check(1)
        assert answer.errors.count("\n") == 1
        assert any(part in answer.errors for part in message.split("|")), answer.errors
    assert left_in(tmp_path) == before


INPUTS: dict[str, tuple[str, ...]] = {
    "classify": ("classify", "a.txt"),
    "report": ("report", "a.txt"),
    "compare": ("compare", "a.txt", "a.txt"),
    "wording": ("wording", "a.txt"),
    "corpus suggest": ("corpus", "suggest", "a.txt", "--corpus", "b.csv"),
}
"""Commands that read a.txt."""


@pytest.mark.parametrize("command", INPUTS)
def test_an_input_is_not_replaced(attack: Run, tmp_path: Path, command: str) -> None:
    """An output that is an input, also by another name, is refused; the input stays."""
    (tmp_path / "a.txt").write_text("- Set the budget\n- Inspire the crew\n")
    (tmp_path / "b.csv").write_text(CORPUS)
    (tmp_path / "link.txt").symlink_to("a.txt")
    for name in ("a.txt", "link.txt"):
        answer = attack(*INPUTS[command], "-o", name).check(1)
        assert "is an input; name another output" in answer.errors
    assert (tmp_path / "a.txt").read_text().startswith("- Set the budget")


def test_training_into_a_folder_with_a_pipe(attack: Run, tmp_path: Path) -> None:
    """A folder whose manifest is a pipe is no model; `train` says so instead of waiting."""
    (tmp_path / "out").mkdir()
    os.mkfifo(tmp_path / "out" / "manifest.json")
    (tmp_path / "b.csv").write_text(CORPUS)
    assert "is not a model" in attack("train", "b.csv", "-o", "out").check(1).errors


@pytest.mark.parametrize("length", [200, 240, 250, 255])
def test_long_names(attack: Run, tmp_path: Path, length: int) -> None:
    """A name that the system allows is no longer with what is put beside it."""
    (tmp_path / "a.csv").write_text(TABLE)
    for writer in (WRITERS["classify"], WRITERS["explain"]):
        attack(*writer, "-o", "x" * length).check(0)
    assert left_in(tmp_path) == {"x" * length}


@pytest.mark.parametrize("stream", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_by_name(tmp_path: Path, stream: str) -> None:
    """Named as a file, standard output is written to, and what its file holds stays."""
    log = tmp_path / "log"
    with log.open("ab") as file:
        file.write(b"before\n")
        file.flush()
        command = [sys.executable, "-m", "lmclassify", *WRITERS["classify"], "-o", stream]
        subprocess.run(command, stdout=file, check=True, timeout=60)
    written = log.read_text(encoding="utf-8")
    assert written.startswith("before\n")
    assert "management" in written
    assert left_in(tmp_path) == {"log"}


def test_what_a_killed_process_left_is_removed(tmp_path: Path, attack: Run) -> None:
    """A killed process leaves the old file and its part; the next process removes the part."""
    target = tmp_path / "out"
    target.write_text("old")
    command = [sys.executable, "-m", "lmclassify", "classify", "-", "-o", str(target)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    wait_for(lambda: len(left_in(tmp_path)) == 2)
    other = subprocess.Popen(command, stdin=subprocess.PIPE)
    wait_for(lambda: len(left_in(tmp_path)) == 3)  # one that is alive is left alone
    process.kill()
    process.communicate(timeout=20)
    assert target.read_text() == "old"
    attack(*WRITERS["classify"], "-o", "out").check(0)
    assert len(left_in(tmp_path)) == 2
    other.communicate(b"Set the budget.", timeout=20)
    assert other.returncode == 0
    assert left_in(tmp_path) == {"out"}


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def foreign(tmp_path: Path) -> Iterator[dict[str, bytes]]:
    """Put things beside and under the place of a model that are none of ours."""
    things = {
        ".m-new": b"a file",
        ".m-old": b"another",
        ".lmclassify-notes.part": b"third",
        ".m-old1/thesis.txt": b"years of work",
        "webextension/manifest.json": b'{"manifest_version": 3, "files": {}}',
        "m.previous/thesis.txt": b"more",
    }
    for name, data in things.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    yield things
    for name, data in things.items():
        assert (tmp_path / name).read_bytes() == data


def corpus_file(folder: Path, turn: int = 0) -> str:
    """Write a corpus that is just large enough to train on, in two variants of the labels."""
    labels = ("leadership", "management", "neither")
    words = ("vision inspire", "budget rota", "blood samples")
    lines = [
        f"{words[i % 3]} word{i % 7} item{i // 3},{labels[(i + turn) % 3]}" for i in range(120)
    ]
    (folder / "corpus.csv").write_text("\n".join(["text,label", *lines]))
    return "corpus.csv"


def test_training_touches_nothing_foreign(
    attack: Run, tmp_path: Path, foreign: dict[str, bytes]
) -> None:
    """What has our names but is not ours neither blocks a training nor is it removed."""
    train = ("train", corpus_file(tmp_path), "--force", "-o")
    attack(*train, "webextension").check(1)
    attack(*train, ".m-old1").check(1)
    attack(*train, "m").check(1)  # the previous model would replace something
    for _ in range(2):
        attack(*train, "m", "--no-previous").check(0)
    (tmp_path / "m" / "notes.txt").write_text("mine")
    answer = attack(*train, "m", "--no-previous").check(1)
    assert "notes.txt, which is no part of the model" in answer.errors
    assert left_in(tmp_path) == {name.split("/")[0] for name in foreign} | {"corpus.csv", "m"}


def test_a_private_model_stays_private(attack: Run, tmp_path: Path) -> None:
    """Permissions of a model folder and its files are kept, and the previous model is there."""
    train = ("train", corpus_file(tmp_path), "--force", "-o")
    attack(*train, "m").check(0)
    (tmp_path / "m").chmod(0o700)
    (tmp_path / "m" / "weights.f32").chmod(0o600)
    (tmp_path / "current").symlink_to("m")
    answer = attack(*train, "current").check(0)
    assert "m.previous" in answer.errors
    assert stat.S_IMODE((tmp_path / "m").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "m" / "weights.f32").stat().st_mode) == 0o600
    assert left_in(tmp_path) == {"m", "m.previous", "current", "corpus.csv"}
    assert (tmp_path / "current").is_symlink()


BAD_MODEL_PLACES = ("a.csv", "a.csv/m", "/proc/m", "/", "..", "x" * 300, "/dev/null", "loop")


@pytest.mark.parametrize("name", BAD_MODEL_PLACES)
def test_a_bad_place_for_a_model_is_found_before_the_training(
    attack: Run, tmp_path: Path, name: str
) -> None:
    """`train -o` checks the place before it reads the corpus, so it ends at once."""
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "loop").symlink_to("loop")
    answer = attack("train", "no_such_corpus.csv", "-o", name).check(1)
    assert "no_such_corpus" not in answer.errors
    assert answer.errors.count("\n") == 1
    assert left_in(tmp_path) == {"loop"}


def test_labels_changed_since_last_time(attack: Run, tmp_path: Path) -> None:
    """A corpus with other labels for the same statements is refused, also after a cut-off."""
    attack("train", corpus_file(tmp_path), "-o", "m", "--force").check(0)
    before = (tmp_path / "m" / "weights.f32").read_bytes()
    changed = ("train", corpus_file(tmp_path, turn=1), "-o", "m")
    answer = attack(*changed).check(1)
    assert "120 labels differ from last time" in answer.errors
    assert "corpus.csv:2: management, was leadership" in answer.output
    assert "In short: " in answer.output
    # A replacement that was cut off between its two renames.
    (tmp_path / "m").rename(tmp_path / ".m-old")
    attack(*changed).check(1)
    assert (tmp_path / "m" / "weights.f32").read_bytes() == before
    assert left_in(tmp_path) == {"m", "corpus.csv"}


def test_into_the_folder_that_we_are_in(attack: Run, tmp_path: Path) -> None:
    """`-o .` replaces the model in the working folder."""
    file = corpus_file(tmp_path)
    attack("train", file, "--force", "-o", "m").check(0)
    command = [sys.executable, "-m", "lmclassify", "train", f"../{file}", "--force", "-o", "."]
    result = subprocess.run(
        command, cwd=tmp_path / "m", capture_output=True, timeout=60, check=False
    )
    assert result.returncode == 0, result.stderr
    assert b"type: cd ." in result.stderr
    assert left_in(tmp_path) == {"m", "m.previous", "corpus.csv"}


def test_a_full_disk_leaves_the_old_model(attack: Run, tmp_path: Path) -> None:
    """If there is no room for a model, the old one stays, and nothing is left beside it."""
    train = ("train", corpus_file(tmp_path), "--force", "-o", "m")
    attack(*train).check(0)
    before = {path.name: path.read_bytes() for path in (tmp_path / "m").iterdir()}
    attack(*train, file_size=1000).check(1)
    assert {path.name: path.read_bytes() for path in (tmp_path / "m").iterdir()} == before
    assert left_in(tmp_path) == {"m", "corpus.csv"}


def test_the_limit_of_these_tests_works() -> None:
    """The limit of file sizes, which stands for a full disk, is an error and no signal."""
    assert hasattr(signal, "SIGXFSZ")
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
