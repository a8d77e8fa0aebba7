"""All commands with a table of bad inputs: no traceback, the right exit code, one line."""

from __future__ import annotations

import json
import os
import random
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.attack.conftest import IS_LONG, Argument, Run

SHARED = b"text,label\nSet the budget of the ward,management\nInspire the crew,leadership\n"
ESCAPE = "\x1b]0;owned\x07\x1b[2J\x9b31m\n\u202e"

COMMANDS: dict[str, tuple[Argument, ...]] = {
    "classify": ("classify",),
    "evaluate": ("evaluate",),
    "corpus check": ("corpus", "check"),
    "corpus review": ("corpus", "review", "--corpus", "good.csv"),
    "corpus suggest": ("corpus", "suggest", "--corpus", "good.csv"),
    "train": ("train", "-o", "out"),
    "train on more": ("train", "good.csv", "-o", "out", "--held-out"),
    "label": ("label", "-o", "out.csv"),
}
"""Commands that read a file; the file follows."""

if IS_LONG:  # the same readers as `classify`, and a page that takes a second
    COMMANDS["report"] = ("report", "-o", "out.html")

TABLES = ("corpus review", "corpus suggest")
"""These write CSV, which is data."""

DOCUMENTS = ("classify", "report", "corpus suggest")


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(path))


def parquet(values: list[object]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        labels = ["management"] * len(values)
        pq.write_table(pa.table({"text": values, "label": labels}), path)

    return make


def excel(title: str, header: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        import openpyxl

        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.title = title
        book.active.append([header, "label"])
        book.active.append(["Set the budget", "management"])
        book.save(path)

    return make


def put(data: bytes | str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data if isinstance(data, bytes) else data.encode())


NESTED = "[" * 100_000
INPUTS: dict[str, tuple[bytes | str, Callable[[Path], object]]] = {
    "missing": ("missing.csv", lambda _: None),
    "missing, not UTF-8": (b"missing\xff.csv", lambda _: None),
    "missing, with controls": (f"missing{ESCAPE}.csv", lambda _: None),
    "a name too long": ("x" * 300 + ".csv", lambda _: None),
    "a folder": ("folder.csv", Path.mkdir),
    "a socket": ("socket.csv", make_socket),
    "a loop of links": ("loop.csv", lambda path: path.symlink_to(path.name)),
    "empty": ("empty.csv", put(b"")),
    "blank": ("blank.csv", put(b"\n \n\n")),
    "zeros": ("zeros.csv", put(bytes(5000))),
    "noise": ("noise.csv", put(random.Random(1).randbytes(5000))),  # noqa: S311
    "a quote without end": ("quote.csv", put(b'text,label\n"Set the budget,management\n')),
    "another column": ("column.csv", put(b"words,label\nSet the budget,management\n")),
    "a column with controls": ("evil.csv", put(f'"{ESCAPE}",label\nSet it,management\n')),
    "a label with controls": ("label.csv", put(f'text,label\nSet it,"{ESCAPE}"\n')),
    "two columns of one name": ("twice.csv", put(b"text,text,label\nSet it,Set,management\n")),
    "not UTF-8, with controls": (f"a{ESCAPE}".encode() + b"\xff.csv", put(b"\xff\xfea\n\xd8\x00")),
    "JSON that is none": ("bad.jsonl", put(b'{"text": \n')),
    "JSON nested deep": ("nested.jsonl", put(f'{{"text": {NESTED}\n')),
    "a JSON array nested deep": ("nested.json", put(NESTED)),
    "JSON of numbers": ("numbers.json", put(b"[1, 2, NaN]")),
    "Parquet that is none": ("bad.parquet", put(b"PAR1 and no more PAR1")),
    "Excel that is none": ("bad.xlsx", put(b"PK\x03\x04 and no more")),
    "a sheet without text": ("sheet.xlsx", excel("a\x9b31m", "a\x9b31m\u202e")),
}
"""What is no table with the columns text and label. Some is a document nonetheless."""

ODD: dict[str, tuple[bytes | str, Callable[[Path], object]]] = {
    "half characters": ("half.jsonl", put(b'{"text": "Set it \\ud800", "label": "management"}\n')),
    "a list of texts": ("list.parquet", parquet([["Set the budget", "Plan it"], ["Check it"]])),
    "nested objects": (
        "objects.jsonl",
        put(json.dumps({"text": {"a": ["Set the budget"]}, "label": "management"})),
    ),
    "a name not UTF-8": (b"caf\xe9.csv", put(SHARED)),
    "a name with controls": (f"a{ESCAPE}.csv", put(SHARED)),
    "a name like an option": ("./--help.csv", put(SHARED)),
    "infinite numbers": ("inf.jsonl", put(b'{"text": 1e999, "label": "management"}\n')),
}
"""What may be read or refused, but never crashes."""


@pytest.fixture(autouse=True)
def good(tmp_path: Path) -> None:
    rows = [
        f"{text} {number},{label}"
        for number in range(4)
        for text, label in (("Set the rota", "management"), ("Inspire people", "leadership"))
    ]
    (tmp_path / "good.csv").write_text("\n".join(["text,label", *rows]))


def place(folder: Path, name: bytes | str) -> Path:
    return folder / os.fsdecode(name)


@pytest.mark.parametrize("kind", INPUTS)
def test_bad_inputs(attack: Run, tmp_path: Path, kind: str) -> None:
    """A file that cannot be used gives exit code 1 and a message, whatever the command."""
    name, make = INPUTS[kind]
    make(place(tmp_path, name))
    before = {path.name for path in tmp_path.iterdir()}
    for command, arguments in COMMANDS.items():
        answer = attack(*arguments, name)
        answer.check(*((0, 1) if command in DOCUMENTS else (1,)))
        if command not in TABLES:
            answer.check_text(0, 1)
        if command in ("classify", "report", "label") and answer.code:
            assert answer.errors.replace("Reading …\n", "").count("\n") == 1, answer.errors
        if answer.code:
            assert {path.name for path in tmp_path.iterdir()} == before, command
        for left in {path.name for path in tmp_path.iterdir()} - before:
            (tmp_path / left).unlink()


@pytest.mark.parametrize("kind", ODD)
def test_odd_inputs(attack: Run, tmp_path: Path, kind: str) -> None:
    """A file that is odd is read or refused; nothing crashes, nothing reaches the terminal raw."""
    name, make = ODD[kind]
    make(place(tmp_path, name))
    for command, arguments in COMMANDS.items():
        if command in ("evaluate", "corpus review") and not IS_LONG:
            continue  # if it is read, they compute for seconds
        answer = attack(*arguments, name).check(0, 1)
        if command not in TABLES:
            answer.check_text(0, 1)


ODD_NAMES = ("caf\xe9".encode("latin-1"), f"a{ESCAPE}", "a b'c\"d;e")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_of_tables_and_columns(attack: Run, tmp_path: Path, name: bytes | str) -> None:
    """Names that no database can have are refused in one line."""
    for option in ("--table", "--id-column", "--text-column"):
        answer = attack("sql", "--dialect", "duckdb", "-o", "out", option, name)
        answer.check_text(0, 1, 2)
    answer = attack("label", "good.csv", "-o", "out.csv", "--text-column", name).check_text(1, 2)
    assert not (tmp_path / "out.csv").exists()
    attack("label", "good.csv", "-o", "out.csv", "--prefix", name).check_text(0, 1, 2)


USAGE: tuple[tuple[Argument, ...], ...] = (
    (f"classif{ESCAPE}",),
    ("classify", f"--{ESCAPE}"),
    ("classify", "--format", ESCAPE),
    ("classify", "--from", ESCAPE, "good.csv"),
    ("classify", b"--text\xff"),
    ("explain",),
    ("explain", " "),
    ("evaluate", "good.csv", "--by", ESCAPE),
    ("corpus", ESCAPE),
    ("corpus", "suggest", "good.csv", "-n", ESCAPE),
    ("train", "-o"),
    ("label", "good.csv", "-o", "x.csv", "--limit", ESCAPE),
    ("sql", "--dialect", ESCAPE, "-o", "x"),
    ("model", ESCAPE),
)


@pytest.mark.parametrize("arguments", USAGE, ids=range(len(USAGE)))
def test_wrong_usage(attack: Run, arguments: tuple[Argument, ...]) -> None:
    """Wrong usage gives exit code 2, and nothing of it reaches the terminal raw."""
    attack(*arguments).check_text(2)


def test_odd_texts(attack: Run) -> None:
    """A text that is not UTF-8, or has control characters, is classified and shown safely."""
    for text in (b"Set the budget \xff", f"Set the budget {ESCAPE}", "a" * 100_000):
        attack("classify", "--text", text).check_text(0)
        attack("explain", text).check_text(0)
        for format in ("json", "jsonl", "csv"):
            attack("classify", "--text", text, "--format", format).check(0)


def test_shares(attack: Run, tmp_path: Path) -> None:
    """Label shares that are none are refused before the training."""
    for shares in ("nan,1,1", "1", "0,0,0", "-1,1,1", "inf,1,1", ESCAPE, "1e999,1,1"):
        attack("train", "good.csv", "-o", "out", "--label-shares", shares).check_text(1, 2)
    assert not (tmp_path / "out").exists()
