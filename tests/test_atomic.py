"""A folder put in the place of another: whole whatever happens, and one writer at a time."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from lmclassify import atomic
from lmclassify.model.folder import CARD, read_model, read_verified

WRITER = """
import sys
from array import array
from itertools import count
from pathlib import Path

from lmclassify.model.folder import write_model
from lmclassify.model import Model
labels = ["leadership", "management", "neither"]
print("ready", flush=True)
for turn in count():
    terms = [f"{sys.argv[2]}{turn}x{n}" for n in range(2000)]
    model = Model(labels, terms, array("f", [float(turn)] * 4 * 2001))
    write_model(Path(sys.argv[1]), model, {"CARD.md": terms[0].encode()}, {})
"""


def writer(target: Path, name: str) -> subprocess.Popen[bytes]:
    """Start a process that writes one model after another into a folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target), name],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def whole(target: Path) -> str:
    """Read the model and its card, make sure that they are of one piece, and give their name."""
    model = read_model(target)
    card = read_verified(atomic.resolve(target), CARD, model.manifest).decode()
    assert model.vocabulary[0] == card
    return card


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """Killed 25 times in the middle of it, a writer always leaves one whole model."""
    target, rng = tmp_path / "m", random.Random(0)  # noqa: S311  # when to kill
    found = set()
    for turn in range(25):
        process = writer(target, f"w{turn}-")
        time.sleep(0.05 + 0.1 * rng.random())
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found.add(whole(target))
    assert len(found) > 20
    assert {path.name for path in tmp_path.iterdir()} <= {"m", ".m-new", ".m-old"}


def test_two_at_once_do_not_mix(tmp_path: Path) -> None:
    """While two write into the same folder, whoever reads gets one model or the other, whole."""
    target = tmp_path / "m"
    both = [writer(target, name) for name in ("one-", "two-")]
    while not target.exists():
        time.sleep(0.01)
    until, writers = time.monotonic() + 3, set()
    while time.monotonic() < until or len(writers) < 2:
        writers.add(read_model(target).vocabulary[0].split("-")[0])
    for process in both:
        assert process.poll() is None  # neither failed
        process.kill()
        process.communicate()
    assert whole(target).split("-")[0] in writers == {"one", "two"}
