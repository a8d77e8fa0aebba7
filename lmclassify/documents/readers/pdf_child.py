"""The process in which a PDF is read that may take too much time or memory."""

from __future__ import annotations

import json
import sys

from lmclassify.documents.readers.pdf import read_here
from lmclassify.documents.readers.pdf_guard import MEMORY_LIMIT, TIME_LIMIT
from lmclassify.errors import DocumentError


def main(source: str) -> None:
    """Read a PDF from standard input; write its text and notes, or an error, as JSON."""
    _limit()
    try:
        document = read_here(sys.stdin.buffer.read(), source)
        answer: dict[str, object] = {"text": document.text, "notes": document.notes}
    except DocumentError as error:
        answer = {"error": str(error)}
    json.dump(answer, sys.stdout)


def _limit() -> None:
    """Bound the time and memory of this process, so that it also ends if its parent is gone."""
    try:
        import resource
    except ImportError:  # not on Windows, where only the parent's patience bounds it
        return
    for kind, wanted in ((resource.RLIMIT_AS, MEMORY_LIMIT), (resource.RLIMIT_CPU, TIME_LIMIT)):
        _, most = resource.getrlimit(kind)
        limit = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(kind, (limit, most))
