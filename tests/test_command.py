"""The command as a process: what it imports, how it ends, what it leaves behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, ROOT, run

HEAVY = {"sklearn", "scipy", "numpy", "pandas", "joblib", "hypothesis", "pytest"}
READERS = {
    "lxml",
    "docx",
    "pypdfium2",
    "markdown_it",
    "zipfile",
    "jinja2",
    "lmclassify.documents.readers",
}


def test_classifying_imports_nothing_heavy() -> None:
    """To classify a text, neither training nor the readers of other formats are imported."""
    program = (
        "import sys\n"
        "from lmclassify.cli import commands\n"
        f"commands(['classify', {str(EXAMPLES / 'porter.txt')!r}], standalone_mode=False)\n"
        f"print(sorted({HEAVY | READERS} & set(sys.modules)), file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "Verdict" in result.stdout
    assert result.stderr.strip() == "[]"


def test_importing_loads_no_model() -> None:
    """`import lmclassify` reads no model."""
    program = "from lmclassify.model import loading; print(loading._load.cache_info().currsize)"
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "0"


def test_version() -> None:
    """--version prints the version of the package."""
    import lmclassify

    assert lmclassify.__version__.encode() in run("--version").stdout


BAD_FILES = {
    "missing": (None, b"No such file"),
    "empty": (b"", b"is empty"),
    "binary": (bytes(range(256)) * 10, b"Error"),
    "invalid UTF-8 and not Windows": (b"Budget \x81\x8d", b"not utf-8"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_bad_files(tmp_path: Path, kind: str) -> None:
    """A file that cannot be read is one line on standard error and exit code 1."""
    data, message = BAD_FILES[kind]
    if data is not None:
        (tmp_path / "a.txt").write_bytes(data)
    result = run("classify", tmp_path / "a.txt")
    assert result.returncode == 1
    assert message in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_a_folder_without_documents(tmp_path: Path) -> None:
    """A folder without documents is one line on standard error and exit code 1."""
    result = run("classify", tmp_path)
    assert result.returncode == 1
    assert b"has no documents" in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_large_inputs(tmp_path: Path) -> None:
    """Three megabytes of lines, and one line of a megabyte, are classified like other input."""
    line = b"Sets the budget of the ward and reports on it each month.\n"
    (tmp_path / "many.txt").write_bytes(line * (3_000_000 // len(line)))
    (tmp_path / "long.txt").write_bytes(b"budget and rota " * 65_000)
    result = run("classify", "--format", "jsonl", tmp_path / "many.txt", tmp_path / "long.txt")
    assert result.returncode == 0
    assert result.stdout.count(b"\n") == 3_000_000 // len(line) + 1


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """If the reader goes away (`| head`), there is no traceback, and the code is SIGPIPE's."""
    (tmp_path / "a.txt").write_text("Sets the budget.\n" * 20_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "lmclassify", "classify", "--format", "jsonl", tmp_path / "a.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(timeout=60) == 128 + signal.SIGPIPE
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()


def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    """Interrupted while it waits for input, it ends with code 130 and no output file."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lmclassify", "classify", "-o", tmp_path / "out.txt"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.iterdir()):  # what it will put in the file's place
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in error
    assert list(tmp_path.iterdir()) == []


def terminal(**environment: str) -> bytes:
    """Run the command in a terminal of its own and return what that shows."""
    pty = pytest.importorskip("pty", reason="needs a Unix terminal")
    main, side = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "lmclassify", "classify", "--text", "Sets the budget"],
        stdout=side,
        stdin=subprocess.DEVNULL,
        check=True,
        env={k: v for k, v in os.environ.items() if k != "NO_COLOR"} | environment,
    )
    os.close(side)
    try:
        return os.read(main, 100_000)
    finally:
        os.close(main)


def test_colour_on_a_terminal_only() -> None:
    """A terminal gets colours, unless NO_COLOR is set (for a pipe see test_classify)."""
    assert b"\x1b[" in terminal()
    assert b"\x1b[" not in terminal(NO_COLOR="1")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_classifies_from_anywhere(wheel: Path, tmp_path: Path) -> None:
    """Installed from its wheel in a clean environment, the command works in another directory."""
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = environment / "bin" / "python"
    # To classify, only this is needed; the rest would be scikit-learn by the minute.
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "click"],
        check=True,
        capture_output=True,
    )
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--no-deps", wheel], check=True, capture_output=True
    )
    result = subprocess.run(
        [environment / "bin" / "lmclassify", "classify", EXAMPLES / "porter.txt"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
    )
    assert b"Verdict: neither" in result.stdout
    program = "from lmclassify import corpus; print(len(corpus.read(corpus.default_files())))"
    counted = subprocess.run([python, "-c", program], capture_output=True, check=True, cwd=tmp_path)
    assert int(counted.stdout) > 1500


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["explain", "- Lead the team"], b"put -- before it"),
        (["classify", "-notes.txt"], b"put -- before it"),
        (["classify", "-output.txt"], b"write ./-output.txt"),
        (["classify", "--frmat", "json"], b"Did you mean"),
    ],
)
def test_what_begins_with_a_dash(arguments: list[str], told: bytes, tmp_path: Path) -> None:
    """A text or a file name that looks like an option is refused with the way to give it."""
    (tmp_path / "-output.txt").write_text("Lead the team.")
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert told in result.stderr
    assert run("explain", "--", "- Lead the team").returncode == 0
    assert run("classify", "--", "-output.txt", cwd=tmp_path).returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["-output.txt"]
