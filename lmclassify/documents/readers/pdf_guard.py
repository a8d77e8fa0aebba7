"""Which PDFs are read in a process of their own, with bounds on its time and memory.

pdfium cannot be stopped: a file of a few kilobytes may unpack to gigabytes of text, or show the
same text a million times, and take the whole program with it. A file is harmless if all that it
could show unpacks to little, once each; nearly all are. For the rest another process is worth the
tenth of a second that it takes to start.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Final

from lmclassify.documents.reading import Document
from lmclassify.errors import DocumentError

_MAX_UNPACKED: Final = 8_000_000
"""Bytes of pages, forms and patterns that pdfium reads in a second or two."""

_MAX_DICTIONARY: Final = 4_000
_STREAM = re.compile(rb"stream\r?\n")
_FILTERS = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_FILTER = re.compile(rb"/(\w+)")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_NO_CONTENT = re.compile(rb"/FontFile|/Length1\b|/CIDFontType0C|/Type1C|/Type\s*/(?:XRef|Metadata)")
_CALL = re.compile(rb"\bDo\b")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_CONTENTS = re.compile(rb"/Contents\s*(\[[^\]]*\]|\d+\s+\d+\s+R)")
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R")

TIME_LIMIT: Final = 20
"""Seconds that the other process has."""

MEMORY_LIMIT: Final = 1_500_000_000
"""Bytes that the other process has, where the system can limit them."""

_PROGRAM: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from lmclassify.documents.readers.pdf_child import main; main(sys.argv[2])"
)


def is_harmless(data: bytes) -> bool:
    """Check whether a PDF cannot unpack to more than pdfium reads in a moment."""
    if b"/Encrypt" in data:
        return False
    total = calls = largest_form = 0
    texts = [data]
    for dictionary, packed in _streams(data):
        content = _unpack(dictionary, packed, _MAX_UNPACKED - total)
        if content is None:
            return False
        total += len(content)
        if b"/ObjStm" in dictionary:
            texts.append(content)
            continue
        count = len(_CALL.findall(content))
        if _FORM.search(dictionary):
            largest_form = max(largest_form, len(content))
            if count > 1 and len(_FORM.findall(data)) > 1:
                return False  # forms in forms multiply
        calls += count
    return total + calls * largest_form <= _MAX_UNPACKED and not _shares_pages(texts)


def _shares_pages(texts: list[bytes]) -> bool:
    """Check whether a page, or the content of one, is used several times."""
    for pattern in (_KIDS, _CONTENTS):
        uses: Counter[bytes] = Counter()
        for text in texts:
            for match in pattern.finditer(text):
                uses.update(_REFERENCE.findall(match[1]))
        if any(count > 1 for count in uses.values()):
            return True
    return False


def _streams(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the dictionary and the bytes of each stream that may hold what pages show."""
    end = 0
    for match in _STREAM.finditer(data):
        if match.start() < end:
            continue
        start = max(data.rfind(b"obj", end, match.start()), match.start() - _MAX_DICTIONARY)
        dictionary = data[start : match.start()]
        if not dictionary.rstrip().endswith(b">>"):
            continue
        end = data.find(b"endstream", match.end())
        end = len(data) if end < 0 else end
        if not _PICTURE.search(dictionary) and not _NO_CONTENT.search(dictionary):
            yield dictionary, data[match.end() : end]


def _unpack(dictionary: bytes, packed: bytes, limit: int) -> bytes | None:
    """Return the content of a stream, or None if it is too long or packed in an unusual way."""
    filters = _FILTERS.search(dictionary)
    content = packed
    for name in _FILTER.findall(filters[1]) if filters else ():
        try:
            if name in (b"FlateDecode", b"Fl"):
                content = zlib.decompressobj().decompress(content, limit + 1)
            elif name in (b"ASCII85Decode", b"A85"):
                content = base64.a85decode(content.strip().removesuffix(b"~>"))
            else:
                return None
        except (ValueError, zlib.error):
            return None
    return content if len(content) <= limit else None


def read_apart(data: bytes, source: str) -> Document:
    """Read a PDF in a process of its own.

    Raises
    ------
    DocumentError
        As the reader does, and if the process takes too much time or memory.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, json.dumps(sys.path), source]
    try:
        result = subprocess.run(  # noqa: S603  # ourselves
            command, input=data, capture_output=True, timeout=TIME_LIMIT, check=False
        )
        answer = json.loads(result.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise DocumentError(
            f"{source} takes more than {TIME_LIMIT} seconds or {MEMORY_LIMIT / 10**9:.1f} GB to "
            "read; print it to a new PDF, or save it as text."
        ) from None
    if "error" in answer:
        raise DocumentError(answer["error"])
    return Document(source, answer["text"], tuple(answer["notes"]))
