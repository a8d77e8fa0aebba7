"""The page in Firefox, driven by its own Marionette protocol: the same results as in Python."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from lmclassify import load_model
from lmclassify.documents.statements import outline
from lmclassify.output import page as page_output
from lmclassify.terms import terms
from tests import hostile
from tests.test_page import TOLERANCE, mixed_documents

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
SECONDS_TO_START = 60


class Marionette:
    """A connection to a running Firefox: JSON with its length before it."""

    def __init__(self, port: int) -> None:
        self._number = 0
        self._socket = _connect(port)
        self._receive()  # the greeting
        self.send("WebDriver:NewSession")
        self.send("WebDriver:SetTimeouts", script=120_000)

    def close(self) -> None:
        self._socket.close()

    def send(self, command: str, **arguments: Any) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, command, arguments]).encode()
        self._socket.sendall(f"{len(message)}:".encode() + message)
        _, _, error, value = self._receive()
        assert error is None, error
        return value

    def run(self, script: str, *arguments: Any) -> Any:
        return self.send("WebDriver:ExecuteScript", script=script, args=arguments)["value"]

    def call(self, function: str, value: Any) -> Any:
        """Call one of the page's functions for each of many texts."""
        script = f"""
            const {{lmclassify}} = window.wrappedJSObject ?? window;
            return JSON.stringify(JSON.parse(arguments[0]).map({function}));
        """
        return json.loads(self.run(script, json.dumps(value)))

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        data = b""
        while len(data) < int(length[:-1]):
            data += self._socket.recv(int(length[:-1]) - len(data))
        return json.loads(data)


def _connect(port: int) -> socket.socket:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=SECONDS_TO_START)
        time.sleep(0.2)
    pytest.skip("Firefox does not start here")


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marionette]:
    if FIREFOX is None:
        pytest.skip("no Firefox on this machine; install the system's package firefox-esr")
    folder: Path = tmp_path_factory.mktemp("firefox")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    (folder / "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="utf-8")
    file = folder / "page.html"
    file.write_text(page_output.render(load_model()), encoding="utf-8")
    process = subprocess.Popen(
        [FIREFOX, "--headless", "--no-remote", "--marionette", "--profile", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with closing(Marionette(port)) as connection:
            connection.send("WebDriver:Navigate", url=f"{file.as_uri()}#example-1")
            end = time.monotonic() + SECONDS_TO_START
            while not connection.run("return document.documentElement.dataset.ready ?? null"):
                assert time.monotonic() < end, "the page does not start"
                time.sleep(0.05)
            yield connection
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_the_page_starts(firefox: Marionette) -> None:
    """An example that the address names is shown with its verdict."""
    assert "anagement" in firefox.run("return document.querySelector('.verdict').innerText")


def test_terms_and_probabilities(firefox: Marionette) -> None:
    """Terms, labels and probabilities of hostile strings are those of Python."""
    texts = hostile.texts(4000)
    found = firefox.call(
        """(text) => {
          const {label, probabilities} = lmclassify.classify(text);
          return [lmclassify.terms(text), label, Object.values(probabilities)];
        }""",
        texts,
    )
    predict = load_model().predict
    for text, (own, label, probabilities) in zip(texts, found, strict=True):
        prediction = predict(text)
        assert own == terms(text)
        assert label == prediction.label
        pairs = zip(prediction.probabilities.values(), probabilities, strict=True)
        assert all(abs(a - b) <= TOLERANCE for a, b in pairs)


def test_documents(firefox: Marionette) -> None:
    """Documents of mixed lines are outlined as in Python."""
    texts = mixed_documents(300)
    found = firefox.call("(text) => lmclassify.outline(text)", texts)
    for text, own in zip(texts, found, strict=True):
        parts = [[part.kind, text[part.start : part.end], part.likely] for part in outline(text)]
        assert own == parts
