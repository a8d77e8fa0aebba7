"""Read old Word documents (.doc) by a program that is installed; name other old Office files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from lmclassify.documents.decoding import decode
from lmclassify.documents.readers import word
from lmclassify.documents.reading import Document
from lmclassify.errors import DocumentError

_TIME_LIMIT: Final = 60
"""Seconds that another program has to convert a document."""

_MAX_TEXT: Final = 50_000_000
_LIBREOFFICE: Final = ("soffice", "libreoffice")


_WORD: Final = "WordDocument"
_KINDS: Final = {
    "EncryptedPackage": "is protected by a password; save it without one and try again.",
    _WORD: "",
    "PowerPoint Document": "is an old presentation (.ppt); save it as text or PDF and try again.",
    "Workbook": "is an old Excel workbook (.xls), a table and no document; save it as .xlsx or "
    "CSV and label its rows with `lmclassify label`.",
    "__substg1.0": "is an Outlook message (.msg); save it as HTML or text and try again.",
}
"""What to say of an old Office file, by a stream in it; the first that is found decides."""


def read(data: bytes, source: str) -> Document:
    """Return the text of an old Word document, if antiword or LibreOffice is installed.

    Parameters
    ----------
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If neither is installed or the program fails, or it is another kind of old Office file.
    """
    kind = next((name for name in _KINDS if name.encode("utf-16-le") in data), _WORD)
    if kind != _WORD:
        raise DocumentError(f"{source} {_KINDS[kind]}")
    with tempfile.TemporaryDirectory(prefix="lmclassify-") as folder:
        path = Path(folder) / "document.doc"
        path.write_bytes(data)
        document = _read_by_antiword(path, source) or _read_by_libreoffice(path, source)
    if document is None:
        raise DocumentError(
            f"{source} is an old Word document (.doc); open it in Word or LibreOffice and save it "
            "as .docx. If LibreOffice or antiword is installed, lmclassify reads .doc by it."
        )
    return document


def _read_by_antiword(path: Path, source: str) -> Document | None:
    program = shutil.which("antiword")
    output = _run(program, "-w", "0", "-m", "UTF-8.txt", str(path)) if program else None
    if not output or not output.strip() or len(output) > _MAX_TEXT:
        return None
    text, notes = decode(output)
    return Document(source, text, (*notes, "an old Word document, read by antiword"))


def _read_by_libreoffice(path: Path, source: str) -> Document | None:
    program = next(filter(None, map(shutil.which, _LIBREOFFICE)), None)
    if program is None:
        return None
    # Its own profile: else it may hand the work to a window that is open.
    profile = (path.parent / "profile").as_uri()
    _run(
        program,
        f"-env:UserInstallation={profile}",
        *("--headless", "--norestore", "--convert-to", "docx", "--outdir"),
        str(path.parent),
        str(path),
    )
    converted = path.with_suffix(".docx")
    if not converted.is_file():
        return None
    document = word.read(converted.read_bytes(), source)
    return Document(
        source, document.text, (*document.notes, "an old Word document, read by LibreOffice")
    )


def _run(*command: str) -> bytes | None:
    """Return what a program prints, or None if it fails or takes too long."""
    with subprocess.Popen(  # noqa: S603  # a program from PATH, with a file of ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=_TIME_LIMIT)
        except subprocess.TimeoutExpired:
            _end(process)
            return None
        except BaseException:
            _end(process)
            raise
    return output if process.returncode == 0 else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it has started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
