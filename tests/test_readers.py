"""Word, PDF, web pages and Markdown, as plain text for `statements.split`."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st

from lmclassify import Document, DocumentError, classify_document, documents, statements
from tests.conftest import EXAMPLES


def found(document: Document) -> list[str]:
    return [" ".join(s.text.split()) for s in statements.split(document.text)]


def word_bytes(document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def pdf_bytes(pages: list[list[tuple[int, str]]]) -> bytes:
    """Make a PDF of pages of (height, line)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 "
               "/BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for lines in pages:
        shown = "".join(f"BT /F1 10 Tf 50 {y} Td ({text}) Tj ET\n" for y, text in lines)
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}endstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
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


@pytest.mark.parametrize("name", ["ward_manager", "chief_executive", "porter"])
def test_a_word_file_gives_what_its_text_gives(tmp_path: Path, name: str) -> None:
    """An example saved from Word has the statements and labels of its plain text."""
    text = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    made = docx.Document()
    blocks = list(statements._blocks(text))
    for block, heading in zip(blocks, statements._headings(text, blocks), strict=True):
        content = " ".join(text[block.start : block.end].split())
        if heading:
            made.add_heading(content, 2)
        else:
            made.add_paragraph(content, style="List Bullet" if block.bullet else None)
    path = tmp_path / f"{name}.docx"
    path.write_bytes(word_bytes(made))
    plain = classify_document(EXAMPLES / f"{name}.txt")
    assert found(documents.read(path)) == [" ".join(s.text.split()) for s, _ in plain.statements]
    assert classify_document(path).summary.verdict == plain.summary.verdict


def test_word_tables_lists_and_deletions() -> None:
    """Tables are read in order, nested ones too; headers, footers and deleted text are left out."""
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Strictly confidential header of the company."
    made.add_paragraph("The post is in the depot.")
    table = made.add_table(1, 2)
    table.cell(0, 0).text = "She sets the rota."
    inner = table.cell(0, 1).add_table(1, 1)
    inner.cell(0, 0).text = "He orders the stock."
    numbered = made.add_paragraph("Checks the tills", style="List Number")
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    gone = OxmlElement("w:t")
    gone.text = " and fires the staff"
    run.append(gone)
    deleted.append(run)
    numbered._p.append(deleted)
    made.add_paragraph("They close at six.")
    read = documents.parse(word_bytes(made), "a.docx")
    assert found(read) == [
        "The post is in the depot.",
        "She sets the rota.",
        "He orders the stock.",
        "Checks the tills",
        "They close at six.",
    ]


MONTHS = {"April": "Sees to the yard", "May": "Orders the stock", "June": "Checks all of the tills"}


def test_pdf_furniture_hyphens_and_wrapping() -> None:
    """Repeated page lines go, hyphenation is undone, wrapped lines are joined, gaps part blocks."""
    pages = [
        [
            (800, "Riverbank Hospital - job description"),
            (
                760,
                f"In {month} the post holder prepares the budget of the unit together with the fi-",
            ),
            (748, "nance partner and explains the variances of each month to the head"),
            (736, "of the service, who signs it off."),
            (700, f"\u2022 Sets the rota of week {page}"),
            (688, f"\u2022 {duty}"),
            (40, f"Page {page} of 3"),
        ]
        for page, (month, duty) in enumerate(MONTHS.items(), 1)
    ]
    read = documents.parse(pdf_bytes(pages), "a.pdf")
    assert found(read)[:3] == [
        "In April the post holder prepares the budget of the unit together with the finance "
        "partner and explains the variances of each month to the head of the service, who signs "
        "it off.",
        "Sets the rota of week 1",
        "Sees to the yard",
    ]
    assert len(found(read)) == 9
    assert "Riverbank" not in read.text
    assert "Page" not in read.text


PAGE = """<!DOCTYPE html><html><head><title>Jobs</title><style>p{}</style></head><body>
<nav><ul><li>Home of our site</li></ul></nav>
<div class="cookie-banner">We use cookies to improve the site.</div>
<h1>Depot manager</h1><p>Runs the <b>depot</b> &amp;amp; the yard.<br>Reports to the board.</p>
<table><tr><td><ul><li>Sets the rota</li><li>Checks the caf&eacute; tills</li></ul></td></tr>
</table>
<script>alert("Manage the budget")</script><footer>Copyright of the firm</footer></body></html>"""


def test_web_pages() -> None:
    """Navigation, banners, scripts and footers go; lists in tables and double entities are read."""
    expected = [
        "Runs the depot & the yard.",
        "Reports to the board.",
        "Sets the rota",
        "Checks the café tills",
    ]
    assert found(documents.parse(PAGE.encode(), "a.html")) == expected
    assert found(documents.parse(PAGE.encode(), "standard input")) == expected


def test_markdown() -> None:
    """Front matter, emphasis, links and bars of tables go; nested lists and cells are read."""
    text = (
        "---\ntitle: Depot\n---\n# Depot manager\n\nRuns the **depot** and\nthe [yard](http://x).\n\n"
        "- Sets the rota\n  - Checks *all* tills\n\n"
        "| Duty | Note |\n|---|---|\n| Orders the stock for the kitchen | ok |\n"
    )
    read = found(documents.parse(text.encode(), "a.md"))
    assert read[:3] == ["Runs the depot and the yard.", "Sets the rota", "Checks all tills"]
    assert "Orders the stock for the kitchen" in read


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf_bytes([[(700, "Sets the budget")]])))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def zip_bytes(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


WORD = word_bytes(docx.Document())
HOSTILE = {
    "a zip bomb": (lambda: zip_bytes(word__document=b"0" * 250_000_000), "would unpack to over"),
    "a zip of something else": (lambda: zip_bytes(a=b"b"), "cannot be read as a Word document"),
    "a truncated Word file": (lambda: WORD[: len(WORD) // 2], "cannot be read as a Word document"),
    "an empty Word file": (lambda: WORD, "is empty"),
    "an encrypted PDF": (encrypted, "protected by a password"),
    "a scanned PDF": (lambda: pdf_bytes([[]]), "has no text"),
    "a PDF of 501 pages": (lambda: pdf_bytes([[(700, "x")]] * 501), "more than 500"),
    "a page of scripts alone": (lambda: b"<html><script>x</script></html>", "is empty"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_and_broken_files(kind: str) -> None:
    """Each gives one clear error."""
    make, message = HOSTILE[kind]
    with pytest.raises(DocumentError, match=message):
        documents.parse(make(), "a 'file'.bin")


def test_an_entity_bomb_is_not_expanded() -> None:
    """A Word file whose XML multiplies entities is refused, and nothing is multiplied."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "budget ">'
    bomb += b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 108))
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    bomb += (
        b']><w:document xmlns:w="%s"><w:body><w:p><w:r><w:t>&k;</w:t></w:r></w:p></w:body>' % space
    )
    bomb += b"</w:document>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORD)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == "word/document.xml" else old.read(name))
    with pytest.raises(DocumentError):
        documents.parse(buffer.getvalue(), "a.docx")


MARKUP = st.sampled_from(
    [
        *("<p>", "</p>", "<li>", "<table>", "<td>", "&amp;", "&lt;", "<!--", "-->", "<script>"),
        *("x y", "</0", "<![", "]]>", "<?xml encoding='x'?>", "<br>", "\x00", "\x01", "- ", "`"),
    ]
)


@given(st.one_of(st.text(), st.lists(MARKUP).map("".join)), st.sampled_from(["a.html", "a.md"]))
def test_any_markup_is_read_or_refused(text: str, name: str) -> None:
    """Whatever is called a web page or Markdown is read, or refused with the one kind of error."""
    with suppress(DocumentError):
        assert documents.parse(text.encode(), name).text.strip()


@pytest.mark.parametrize("deep", ["<div>", "<ul><li>", "<table><tr><td>", "<b>"])
def test_deep_nesting_is_bounded(deep: str) -> None:
    """A page nested a hundred thousand deep ends in text or in our error, not in a crash."""
    with suppress(DocumentError):
        assert documents.parse((deep * 100_000 + "Sets the budget").encode(), "a.html").text
