"""Hostile model folders: every hash is right, and what the files hold is not."""

from __future__ import annotations

import hashlib
import json
import math
import os
import random
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.attack.conftest import IS_LONG, Run

COMMANDS = {
    "classify": ("classify", "--text", "Set the budget", "--model"),
    "explain": ("explain", "Set the budget", "--format", "json", "--model"),
    "model info": ("model", "info"),
    "model verify": ("model", "verify"),
}


def sign(folder: Path, **fields: Any) -> None:
    """Write the manifest anew, with the hashes of the files as they are."""
    path = folder / "manifest.json"
    manifest = {**json.loads(path.read_bytes()), **fields}
    for name, entry in manifest["files"].items():
        file = folder / name
        if file.is_file():
            entry["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    path.write_text(json.dumps(manifest))


def put(name: str, data: bytes | Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Return what changes a file, or replaces it, and signs the folder."""

    def change(folder: Path) -> None:
        path = folder / name
        path.write_bytes(data(path.read_bytes()) if callable(data) else data)
        sign(folder)

    return change


def set_weight(index: int, value: float) -> Callable[[Path], None]:
    def change(data: bytes) -> bytes:
        return data[: 4 * index] + struct.pack("<f", value) + data[4 * index + 4 :]

    return put("weights.f32", change)


def in_place_of(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).unlink()
        make(folder / name)

    return change


def fields(**values: Any) -> Callable[[Path], None]:
    return lambda folder: sign(folder, **values)


def rewrite(**values: Any) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "manifest.json"
        path.write_text(json.dumps({**json.loads(path.read_bytes()), **values}))

    return change


def without(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).unlink()
        path = folder / "manifest.json"
        manifest = json.loads(path.read_bytes())
        del manifest["files"][name]
        path.write_text(json.dumps(manifest))

    return change


def add_file(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        files = json.loads((folder / "manifest.json").read_bytes())["files"]
        sign(folder, files={**files, name: {"sha256": ""}})

    return change


def _repeat_line(data: bytes) -> bytes:
    first, _, *others = data.splitlines(keepends=True)
    return b"".join((first, first, *others))


BROKEN = {
    "NaN": set_weight(9, math.nan),
    "Inf": set_weight(9, math.inf),
    "minus Inf": set_weight(13, -math.inf),
    "NaN in the intercept": set_weight(1, math.nan),
    "a frequency of zero": set_weight(4, 0.0),
    "a negative frequency": set_weight(8, -1.0),
    "all zeros": put("weights.f32", lambda data: bytes(len(data))),
    "odd length": put("weights.f32", lambda data: data[:-1]),
    "a row too few": put("weights.f32", lambda data: data[:-16]),
    "no weights": put("weights.f32", b""),
    "practices of NaN": put("practices.f32", lambda data: b"\xff" * len(data)),
    "practices too short": put("practices.f32", b"\0\0\0\0"),
    "terms not UTF-8": put("terms.txt", lambda data: data + b"\xff\xfe\n"),
    "no terms": put("terms.txt", b""),
    "a term twice": put("terms.txt", _repeat_line),
    "weights are a pipe": in_place_of("weights.f32", os.mkfifo),
    "weights are a folder": in_place_of("weights.f32", Path.mkdir),
    "terms never end": in_place_of("terms.txt", lambda path: path.symlink_to("/dev/zero")),
    "the manifest is a pipe": in_place_of("manifest.json", os.mkfifo),
    "the manifest never ends": in_place_of("manifest.json", lambda p: p.symlink_to("/dev/zero")),
    "the manifest is nested": lambda f: (f / "manifest.json").write_text("[" * 200_000),
    "the manifest is not UTF-8": lambda f: (f / "manifest.json").write_bytes(b'{"a": "\xff"}'),
    "the manifest is huge": lambda f: os.truncate(f / "manifest.json", 2_000_000_000),
    "a label is a list": fields(labels=["leadership", "management", ["neither"]]),
    "labels are a text": fields(labels="leadership"),
    "a share is zero": fields(label_shares={"leadership": 0, "management": 0.5, "neither": 0.5}),
    "a share is NaN": fields(
        label_shares={"leadership": math.nan, "management": 0.5, "neither": 0.5}
    ),
    "a share is missing": fields(label_shares={"leadership": 0.5}),
    "shares are a list": fields(label_shares=[1, 2, 3]),
    "the format is a list": fields(format_version=[1]),
    "the terms are an object": fields(terms_version={"\x1b[2J": 1}),
    "files are a list": rewrite(files=[]),
    "a file elsewhere": add_file("../../etc/passwd"),
    "a file at the root": add_file("/dev/zero"),
}
"""What no command may take for a model."""

PARTLY_BROKEN = {
    "no card": (without("CARD.md"), "model info"),
    "a card not UTF-8": (put("CARD.md", b"\xff\xfe"), "model info"),
    "the card is a pipe": (in_place_of("CARD.md", os.mkfifo), "model info"),
    "the pipeline is empty": (put("pipeline.joblib", b""), "model verify"),
    "the pipeline is a pipe": (in_place_of("pipeline.joblib", os.mkfifo), "model verify"),
    "the pipeline is cut short": (put("pipeline.joblib", lambda d: d[:5000]), "model verify"),
    "fingerprints of odd length": (put("trained_on.u64", b"123"), "evaluate"),
}
"""What only the command that needs it refuses."""


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_model_is_one_line(attack: Run, model: Path, kind: str) -> None:
    """A model that cannot be used gives one line and exit code 1, whatever the command."""
    BROKEN[kind](model)
    for command in COMMANDS if IS_LONG else ("classify", "model verify"):
        answer = attack(*COMMANDS[command], model)
        if command == "model info" and answer.code == 0:
            continue  # it looks at the manifest and the card only
        answer.check(1)
        assert answer.errors.count("\n") == 1
        assert "NaN" not in answer.output


@pytest.mark.parametrize("kind", PARTLY_BROKEN)
def test_a_broken_part_is_one_line(attack: Run, model: Path, tmp_path: Path, kind: str) -> None:
    """A broken part of a model folder gives one line where it is needed; classifying goes on."""
    change, command = PARTLY_BROKEN[kind]
    change(model)
    attack(*COMMANDS["classify"], model).check(0)
    if command == "evaluate":
        (tmp_path / "a.csv").write_text("text,label\nSet the budget,management\n")
        answer = attack("evaluate", "a.csv", "--model", model).check(1)
    else:
        answer = attack(*COMMANDS[command], model).check(1)
    assert answer.errors.count("\n") == 1


@pytest.mark.parametrize("name", [".", "..", "/", "nowhere", "a.csv", "/dev/null", "x" * 300])
def test_what_is_no_model(attack: Run, tmp_path: Path, name: str) -> None:
    """A place without a model gives one line, for every command that takes a model."""
    (tmp_path / "a.csv").write_text("text,label\nSet the budget,management\n")
    for arguments in (
        ("classify", "a.csv"),
        ("report", "a.csv", "-o", "out.html"),
        ("explain", "Set the budget"),
        ("evaluate", "a.csv"),
        ("label", "a.csv", "-o", "out.csv"),
        ("sql", "--dialect", "duckdb", "-o", "out"),
        ("page", "-o", "out.html"),
    ):
        assert attack(*arguments, "--model", name).check(1).errors.endswith("\n")
    attack("model", "info", name).check(1)
    attack("model", "verify", name).check(1)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".answer", "a.csv"]


def test_a_card_cannot_write_to_the_terminal(attack: Run, model: Path) -> None:
    """Control characters of a card are shown, not obeyed."""
    put("CARD.md", b"# Card\n\x1b]0;owned\x07\x1b[2J\xc2\x9b31m\n")(model)
    answer = attack("model", "info", model).check_text(0)
    assert "\\x1b]0;owned\\x07" in answer.output


def test_mutated_models_never_crash(attack: Run, model: Path) -> None:
    """Models with random bytes changed, and right hashes, are used or refused in one line."""
    rng = random.Random(14)  # noqa: S311  # no secret
    originals = {path: path.read_bytes() for path in model.iterdir()}
    for _ in range(600 if IS_LONG else 20):
        path = rng.choice(sorted(originals))
        data = bytearray(originals[path])
        for _ in range(rng.choice((1, 10, 100))):
            data[rng.randrange(len(data))] = rng.randrange(256)
        if rng.random() < 0.2:
            del data[rng.randrange(len(data)) :]
        path.write_bytes(data)
        if path.name != "manifest.json":
            sign(model)
        for command in COMMANDS if IS_LONG else ("classify",):
            # A pickle with random bytes is opened by nobody in their right mind.
            if command == "model verify" and path.name == "pipeline.joblib":
                continue
            answer = attack(*COMMANDS[command], model)
            answer.check(0, 1)
            assert "NaN" not in answer.output
        path.write_bytes(originals[path])
        (model / "manifest.json").write_bytes(originals[model / "manifest.json"])
