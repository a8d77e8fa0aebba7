"""The work of readers grows with the size of a file, and a file that is too much is refused."""

import io
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from types import FrameType

import pytest

from lmclassify import DocumentError, documents
from lmclassify.documents.readers import pdf_guard
from tests.makers import odt_bytes

SIZE = 1_000
"""Repetitions in the smaller of two files."""

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LEAD = "<w:p><w:r><w:t>Lead</w:t></w:r></w:p>"


def word(body: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>',
        )
    return buffer.getvalue()


def wrap(tags: str, inner: str, depth: int = 60) -> str:
    """Return something deep inside of elements; `tags` are the opening ones."""
    closing = "".join(f"</{tag.split()[0]}>" for tag in reversed(tags[1:-1].split("><")))
    return tags * depth + inner + closing * depth


ROW = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
SHAPES: dict[str, Callable[[int], bytes | str]] = {
    "a.html bold words": lambda n: "<p>" + "<b>x</b> " * n,
    "a.html links": lambda n: "<p>" + "<a href=x>y</a> " * n,
    "a.html candidates": lambda n: "<nav><a href=1>b</a> c d e</nav>" * n,
    "a.html nested candidates": lambda n: wrap("<aside>", "<p>Lead the team of it.</p>" * n),
    "a.html hidden parts": lambda n: "".join(f"<p id=x{i} hidden>a</p>" for i in range(n)),
    "a.html escaped tags": lambda n: "&lt;p&gt;x" * n,
    "a.html cells": lambda n: "<table><tr>" + "<td>x" * n + "<tr>" + "<td>x" * n,
    "a.html spanning cells": lambda n: "<table>" + "<tr><td rowspan=999 colspan=99>x<td>y" * n,
    "a.html data": lambda n: f'<script type="application/ld+json">{"[" * n}</script><p>x',
    "a.md shortcodes": lambda n: "{{<" * n,
    "a.md brackets": lambda n: "[" * n,
    "a.md emphasis": lambda n: "*a **a " * n,
    "a.md columns": lambda n: "|a" * n + "\n" + "|-" * n + "\n" + "|b" * n,
    "a.docx runs": lambda n: word(f"<w:p>{'<w:r><w:t>a</w:t></w:r>' * n}</w:p>"),
    "a.docx cells": lambda n: word(
        f"<w:tbl>{('<w:tr>' + f'<w:tc>{LEAD}</w:tc>' * n + '</w:tr>') * 2}</w:tbl>"
    ),
    "a.docx nested tables": lambda n: word(wrap("<w:tbl><w:tr><w:tc>", LEAD * n)),
    "a.docx nested boxes": lambda n: word(wrap("<w:p><w:r><w:txbxContent>", LEAD * n)),
    "a.odt spans": lambda n: odt_bytes(f"<text:p>{'<text:span>a</text:span>' * n}</text:p>"),
    "a.odt rows": lambda n: odt_bytes(f"<table:table>{ROW * n}</table:table>"),
    "a.rtf paragraphs": lambda n: r"{\rtf1 " + r"Lead\par " * n,
    "a.rtf cells": lambda n: r"{\rtf1 " + r"\intbl a\cell " * n + r"\row",
    "a.rtf symbols": lambda n: r"{\rtf1{\fonttbl{\f1\fcharset2 W;}}" + r"\f1 a\f0 b" * n,
    "a.mht parts": lambda n: (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=X\n\n"
        + "--X\nContent-Type: text/html\n\n<p>Lead the team</p>\n" * n
    ),
}


def count_steps(data: bytes, name: str) -> int:
    """Return how many calls it takes to read a document."""
    steps = 0

    def count(_frame: FrameType, _event: str, _argument: object) -> None:
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        documents.parse(data, name)
    except DocumentError:
        pass
    finally:
        sys.setprofile(None)
    return steps


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_with_size(shape: str) -> None:
    """Twice the file takes twice the steps, and no second of either."""
    name = shape.split(maxsplit=1)[0]
    made = [SHAPES[shape](n) for n in (1, SIZE, 2 * SIZE)]
    files = [data.encode() if isinstance(data, str) else data for data in made]
    count_steps(files[0], name)  # what is imported is not counted
    start = time.process_time()
    small, large = (count_steps(data, name) for data in files[1:])
    assert large <= 2.2 * small
    assert time.process_time() - start < 5


def pdf(content: bytes, forms: tuple[bytes, ...] = (), pages: int = 1) -> bytes:
    """Make a PDF of packed streams; its forms are called F0, F1 and so on."""

    def stream(data: bytes, entries: str = "") -> bytes:
        packed = zlib.compress(data)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries} >>\nstream\n"
        return head.encode() + packed + b"\nendstream"

    names = " ".join(f"/F{number} {5 + number} 0 R" for number in range(len(forms)))
    known = f"/Resources << /Font << /T 3 0 R >> /XObject << {names} >> >>"
    kids = " ".join(f"{5 + len(forms) + number} 0 R" for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        stream(content),
        *(
            stream(form, f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] {known}")
            for form in forms
        ),
    ]
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {known} /Contents 4 0 R >>"
    objects += [page.encode()] * pages
    body, places = b"%PDF-1.4\n", []
    for number, data in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


TEXT = b"BT /T 10 Tf " + b"1 0 0 1 50 50 Tm (ab) Tj " * 100_000 + b"ET"
CALLS = tuple(b"/F%d Do " % number * 50 for number in range(1, 5))
BOMBS = {
    "much text": (pdf(TEXT * 7), 20, "more than 200,000 objects on page 1"),
    "forms in forms": (pdf(b"/F0 Do " * 50, (*CALLS, TEXT)), 3, "takes more than"),
    "one content for all pages": (pdf(TEXT, pages=500), 3, "takes more than"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that unpacks to too much is read in a process of its own, which ends in time."""
    data, seconds, message = BOMBS[kind]
    monkeypatch.setattr(pdf_guard, "TIME_LIMIT", seconds)
    assert len(data) < 100_000
    with pytest.raises(DocumentError, match=message):
        documents.parse(data, "a.pdf")


def test_usual_documents_are_read_here() -> None:
    """A PDF of the usual size is harmless."""
    assert pdf_guard.is_harmless(pdf(TEXT))


LIMITS = {
    "a.html": (b"<p>" * 300_001, "more than 300,000 tags"),
    "a.md": (b"a" * 1_000_001, "over 1,000,000 characters"),
    "a.docx": (word("<w:p/>" * 2_000_001), "2 million tags"),
    "a.rtf": (rb"{\rtf1 " + rb"\a" * 3_000_001, "3 million control words"),
    "a.mht": (b"MIME-Version: 1.0\n" + b"\n--" * 10_001, "more than 10000 parts"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits(name: str) -> None:
    """A file over a limit is refused, and the error says which."""
    data, message = LIMITS[name]
    with pytest.raises(DocumentError, match=message) as raised:
        documents.parse(data, name)
    assert str(raised.value).startswith(name)
