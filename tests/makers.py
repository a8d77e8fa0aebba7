"""Documents of every format that can be read, made in memory."""

from __future__ import annotations

import html
import io
import textwrap
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import docx

from lmclassify import Document
from lmclassify.documents import blocks, headings, statements

Block = tuple[str, str]
"""A kind ('heading', 'item', 'text') and the words."""


def found(document: Document) -> list[str]:
    return [" ".join(s.text.split()) for s in statements.split(document.text)]


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a plain text, unwrapped."""
    parts = blocks.find_blocks(text)
    kinds = [
        "heading" if heading else "item" if block.mark else "text"
        for block, heading in zip(parts, headings.find_headings(text, parts), strict=True)
    ]
    words = [" ".join(text[block.start : block.end].split()) for block in parts]
    return list(zip(kinds, words, strict=True))


def word_bytes(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def zip_bytes(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return buffer.getvalue()


Placed = tuple[float, str] | tuple[float, float, str]
"""A line's height and words, or how far right it begins, its height and words."""


def pdf_bytes(
    pages: Sequence[Sequence[Placed]],
    turn: str = "",
    rotate: int = 0,
    drawings: Sequence[str] = (),
) -> bytes:
    """Make a PDF of pages of lines.

    `turn` is a matrix, `rotate` what the page says of itself, and `drawings` have operators that
    come before the lines of each page; the font F1 is there.
    """
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 "
               "/BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for number, lines in enumerate(pages):
        shown = f"{turn} cm\n" if turn else ""
        shown += f"{drawings[number]}\n" if number < len(drawings) else ""
        for *place, y, text in lines:
            x = place[0] if place else 50
            escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            shown += f"BT /F1 10 Tf {x} {y} Td ({escaped}) Tj ET\n"
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}endstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    ).encode("cp1252")


ODT_KIND = "application/vnd.oasis.opendocument.text"
ODT_MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.3">'
    f'<m:file-entry m:full-path="/" m:media-type="{ODT_KIND}"/>'
    '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
)
ODT_HEAD = (
    '<office:document-content office:version="1.3" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">'
)


def odt_bytes(body: str, styles: str = "") -> bytes:
    """Make an OpenDocument text of the XML inside its body."""
    content = (
        f"{ODT_HEAD}<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zip_bytes(
        mimetype=ODT_KIND.encode(),
        content_xml=content.encode(),
        **{"META-INF__manifest_xml": ODT_MANIFEST.encode()},
    )


def word(blocks: list[Block]) -> bytes:
    made = docx.Document()
    for kind, words in blocks:
        if kind == "heading":
            made.add_heading(words, 2)
        else:
            made.add_paragraph(words, style="List Bullet" if kind == "item" else None)
    return word_bytes(made)


def pdf(blocks: list[Block]) -> bytes:
    """Wrap at 90 characters, onto as many pages as it takes, with running heads."""
    pages: list[list[Placed]] = [[]]
    y = 760
    for index, (kind, words) in enumerate(blocks):
        both_items = kind == blocks[index - 1][0] == "item"
        y -= 0 if both_items else 10
        lines = textwrap.wrap(words, 90, break_on_hyphens=False)
        for number, line in enumerate(lines):
            if y < 80:
                pages.append([])
                y = 760
            marker = "\u2022 " if kind == "item" and number == 0 else ""
            pages[-1].append((62 if kind == "item" and number else 50, y, marker + line))
            y -= 12
    for number, page in enumerate(pages, 1):
        page.insert(0, (800, "Riverbank Hospital - job description"))
        page.append((40, f"Page {number} of {len(pages)}"))
    return pdf_bytes(pages)


def web(blocks: list[Block]) -> bytes:
    tags = {"heading": "h2", "item": "li", "text": "p"}
    shown = "\n".join(
        f"<{tags[kind]}>{html.escape(words)}</{tags[kind]}>" for kind, words in blocks
    )
    return f"<!DOCTYPE html><title>Job</title><nav>Jobs</nav><main>{shown}</main>".encode()


def open_document(blocks: list[Block]) -> bytes:
    shown = {
        "heading": '<text:h text:outline-level="2">{}</text:h>',
        "item": "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>",
        "text": "<text:p>{}</text:p>",
    }
    return odt_bytes("".join(shown[kind].format(html.escape(words)) for kind, words in blocks))


def rich_text(blocks: list[Block]) -> bytes:
    """As Word writes it: style sheet, list markers in groups of their own, Unicode by number."""
    shown = {
        "heading": r"\pard\plain \s2 {}\par",
        "item": r"{{\listtext\pard\plain\f1 \'b7\tab}}\pard\plain \ls1 {}\par",
        "text": r"\pard\plain {}\par",
    }
    lines = [
        shown[kind].format("".join(c if c.isascii() else rf"\u{ord(c)}?" for c in words))
        for kind, words in blocks
    ]
    head = (
        r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset2 Symbol;}}"
        r"{\stylesheet{\f0 Normal;}{\s2\f0 heading 2;}}{\header Riverbank\par}"
    )
    return "\r\n".join([head, *lines, "}"]).encode("ascii")


MAKERS: dict[str, Callable[[list[Block]], bytes]] = {
    "docx": word,
    "odt": open_document,
    "rtf": rich_text,
    "pdf": pdf,
    "html": web,
}
