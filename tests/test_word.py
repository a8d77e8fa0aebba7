"""Word documents: packages that are not as they should be, tables, lists, what does not print."""

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from lmclassify import DocumentError, documents
from tests.makers import found, word_bytes

Cell = str | Sequence[str]


def read(document: WordDocument, name: str = "a.docx") -> list[str]:
    return found(documents.parse(word_bytes(document), name))


def repack(data: bytes, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> bytes:
    """Write an archive anew with its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(*changed)
    return buffer.getvalue()


def simple() -> bytes:
    made = docx.Document()
    made.add_paragraph("Set the rota for drivers.")
    return word_bytes(made)


RELATIONS = b"</Relationships>"
OFFICE = b"http://schemas.openxmlformats.org/"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/"


def relate(data: bytes, kind: str, target: str) -> bytes:
    """Add a relation to those of a part; data without any stays as it is."""
    relation = f'<Relationship Id="r9" Type="x/{kind}" Target="{target}"/>'.encode()
    return data.replace(RELATIONS, relation + RELATIONS)


PACKAGES: dict[str, Callable[[str, bytes], tuple[str, bytes] | None]] = {
    "a relation to nothing": lambda name, data: (name, relate(data, "image", "../NULL")),
    "a header that is missing": lambda name, data: (name, relate(data, "header", "h.xml")),
    "Strict Open XML": lambda name, data: (
        name,
        data.replace(OFFICE + b"wordprocessingml/2006/", STRICT),
    ),
    "backslashes": lambda name, data: (name.replace("/", "\\"), data),
    "capitals": lambda name, data: (name.upper(), data),
    "another main part": lambda name, data: (
        name.replace("document.xml", "document2.xml"),
        data.replace(b"document.xml", b"document2.xml"),
    ),
    "a template": lambda name, data: (name, data.replace(b".document.main", b".template.main")),
    "no relations": lambda name, data: None if name.endswith(".rels") else (name, data),
    "no styles": lambda name, data: None if name.endswith("styles.xml") else (name, data),
}


@pytest.mark.parametrize("kind", PACKAGES)
@pytest.mark.parametrize("name", ["a.docx", "a.dotm"])
def test_unusual_packages(kind: str, name: str) -> None:
    """A document that Word opens is read, however its archive is put together."""
    data = repack(simple(), PACKAGES[kind])
    assert found(documents.parse(data, name)) == ["Set the rota for drivers."]


def test_other_office_documents() -> None:
    """A workbook is refused as what it is."""
    workbook = repack(simple(), lambda name, data: (name, data.replace(b"w:body", b"w:sheet")))
    with pytest.raises(DocumentError, match="another kind of office document"):
        documents.parse(workbook, "a.docx")


def test_parts_that_claim_less_than_they_hold() -> None:
    """An entry is read no further than it declares, and by the usual methods only."""
    packed = repack(simple(), lambda name, data: (name, data))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name), zipfile.ZIP_LZMA)
    with pytest.raises(DocumentError, match="BadZipFile"):
        documents.parse(buffer.getvalue(), "a.docx")


def embed(name: str, data: bytes) -> bytes:
    def change(part: str, old: bytes) -> tuple[str, bytes]:
        if part == "word/_rels/document.xml.rels":
            old = relate(old, "aFChunk", f"/word/{name}")
        if part == "word/document.xml":
            space = b'xmlns:r="' + OFFICE + b'officeDocument/2006/relationships"'
            old = old.replace(b"<w:sectPr", b"<w:altChunk " + space + b' r:id="r9"/><w:sectPr', 1)
        return part, old

    buffer = io.BytesIO(repack(simple(), change))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(f"word/{name}", data)
    return buffer.getvalue()


CHUNKS = {
    "a.html": b"<ul><li>Hold the budget of it</li><li>Coach new drivers</li></ul>",
    "a.mht": b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: "
    b"quoted-printable\n\n<ul><li>Hold the budget of it</li><li>Coach=20new drivers</li></ul>",
    "a.rtf": rb"{\rtf1{\listtext x}Hold the budget of it\par{\listtext x}Coach new drivers\par}",
    "a.txt": b"- Hold the budget of it\n- Coach new drivers\n",
}


@pytest.mark.parametrize("name", CHUNKS)
def test_embedded_documents(name: str) -> None:
    """A part in another format that Word shows as text is read in its place."""
    read = found(documents.parse(embed(name, CHUNKS[name]), "a.docx"))
    assert read == ["Set the rota for drivers.", "Hold the budget of it", "Coach new drivers"]


def test_documents_in_documents() -> None:
    """A document in documents is read to a certain depth."""
    data = simple()
    for _ in range(8):
        data = embed("a.docx", data)
    assert found(documents.parse(data, "a.docx")) == ["Set the rota for drivers."] * 4


def test_embedded_documents_that_cannot_be_read() -> None:
    """An embedded part that is empty or missing is no error, but a note says so."""
    for data in (embed("a.html", b" "), embed("a.docx", b"PK\x03\x04")):
        parsed = documents.parse(data, "a.docx")
        assert found(parsed) == ["Set the rota for drivers."]
        assert "embedded" in parsed.notes[0]


def table(
    rows: Sequence[Sequence[Cell]], *, bold: bool = False, marked: bool = False
) -> WordDocument:
    """Make a document of a table, its first row bold or marked as a header."""
    made = docx.Document()
    shown = made.add_table(len(rows), max(map(len, rows)))
    for row, cells in zip(shown.rows, rows, strict=True):
        for cell, texts in zip(row.cells, cells, strict=False):
            for number, text in enumerate([texts] if isinstance(texts, str) else texts):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                paragraph.add_run(text).bold = True if bold and cells is rows[0] else None
    if marked:
        shown.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return made


GROUPS = ["", "Essential", "Desirable"]
TABLES = {
    "duties and shares": (
        table([["Lead the team", "25%"], ["Plan the rota", "25%"], ["Hold the budget", "50%"]]),
        "• Lead the team\n• Plan the rota\n• Hold the budget",
    ),
    "numbered duties": (
        table([["No", "Duty", "%"], ["1", "Lead them", "25%"], ["2", "Plan it", "75%"]], bold=True),
        "# No, Duty, %\n\n• Lead them\n• Plan it",
    ),
    "criteria by letter": (
        table([["Criteria", "E/D", "Method"], ["Budgets", "E", "A/I"], ["Rotas", "D", "Test"]]),
        "# Criteria, E/D, Method\n\n# Essential\n\n• Budgets\n\n# Desirable\n\n• Rotas",
    ),
    "criteria by tick": (
        table([GROUPS, ["Budgets", "✓", ""], ["Coaching", "", "✓"]]),
        "# Essential, Desirable\n\n# Essential\n\n• Budgets\n\n# Desirable\n\n• Coaching",
    ),
    "lists in cells": (
        table(
            [GROUPS, ["Skills", ["Managing budgets", "Rotas"], "Coaching"], ["Other", "Car", ""]]
        ),
        "# Essential, Desirable\n\n# Skills – Essential\n\n• Managing budgets\n• Rotas\n\n"
        "# Skills – Desirable\n\n• Coaching\n\n# Other – Essential\n\n• Car",
    ),
    "areas and duties": (
        table(
            [["Area", "Duties"], ["People", ["Lead it", "Coach"]], ["Cash", "Rota"]], marked=True
        ),
        "# Area, Duties\n\n# People\n\n• Lead it\n• Coach\n\n# Cash\n\n• Rota",
    ),
    "facts": (
        table([["Post title", "Depot manager"], ["Grade", "8a"], ["Reports to", "Head of depots"]]),
        "# Post title\n\nDepot manager\n\n# Grade 8a\n\n# Reports to\n\nHead of depots",
    ),
    "figures": (
        table([["Revenue budget", "£31m"], ["Direct reports", "5"], ["Staff", "c. 240"]]),
        "# Revenue budget £31m\n\n# Direct reports 5\n\n# Staff c. 240",
    ),
}


@pytest.mark.parametrize("kind", TABLES)
def test_tables(kind: str) -> None:
    """Heads, labels, codes and criteria of tables are told apart."""
    made, text = TABLES[kind]
    assert documents.parse(word_bytes(made), "a.docx").text == f"{text}\n"


def test_merged_cells() -> None:
    """Rows merged into one are headings, and a label holds for the rows that it spans."""
    rows = [["Requirement", "Essential"], ["Experience", ""], ["Managing budgets", "X"]]
    made = table([*rows, ["Skills", ""], ["Coaching", "X"]])
    for row in (1, 3):
        cells = made.tables[0].rows[row].cells
        cells[0].merge(cells[1])
    text = documents.parse(word_bytes(made), "a.docx").text
    assert "# Experience\n\n# Experience – Essential\n\n• Managing budgets\n" in text
    spanning = table([["Area", "Essential"], ["Experience", "Managing budgets"], ["", "Coaching"]])
    spanning.tables[0].cell(1, 0).merge(spanning.tables[0].cell(2, 0))
    text = documents.parse(word_bytes(spanning), "a.docx").text
    assert text.endswith("# Experience – Essential\n\n• Managing budgets\n• Coaching\n")


def test_bold_duties() -> None:
    """Bold lines or headings in a row that are duties are a list; a single one is a heading."""
    made = docx.Document()
    made.add_heading("Depot manager", 1)
    for text in ("Lead the team", "Hold the budget", "Plan the rota"):
        made.add_paragraph().add_run(text).bold = True
    made.add_paragraph("Check the stock every week.")
    for text in ("Coach new drivers", "Build trust in the depot"):
        made.add_heading(text, 2)
    made.add_paragraph().add_run("What we offer").bold = True
    made.add_paragraph("We pay well.")
    assert read(made) == [
        *("Lead the team", "Hold the budget", "Plan the rota", "Check the stock every week."),
        *("Coach new drivers", "Build trust in the depot", "We pay well."),
    ]


def test_numbered_headings_and_bold_items() -> None:
    """A bold numbered line between paragraphs is a heading; bold items in a row are items."""
    made = docx.Document()
    for heading, text in (("Purpose of the post", "Run it."), ("Main duties", "Set the rotas.")):
        made.add_paragraph(style="List Number").add_run(heading).bold = True
        made.add_paragraph(text)
    for text in ("Budgets", "Leadership", "Coaching"):
        made.add_paragraph(style="List Bullet").add_run(text).bold = True
    assert read(made) == ["Run it.", "Set the rotas.", "Budgets", "Leadership", "Coaching"]


def test_styles() -> None:
    """Bold, hidden and heading styles count, also inherited ones; long headings are text."""
    made = docx.Document()
    head = made.styles.add_style("Section", WD_STYLE_TYPE.PARAGRAPH)
    head.font.bold = True
    derived = made.styles.add_style("Subsection", WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = head
    hidden = made.styles.add_style("Secret", WD_STYLE_TYPE.CHARACTER)
    hidden.font.hidden = True
    made.add_paragraph("What you do here", style="Section")
    made.add_paragraph("Set the rotas. ").add_run("Create a vision.", style="Secret")
    made.add_paragraph("What we offer you", style="Subsection")
    long = "To lead a team of thirty drivers and to make them proud of their work at the depot"
    made.add_heading(long, 2)
    parsed = documents.parse(word_bytes(made), "a.docx")
    assert found(parsed) == ["Set the rotas.", long]
    assert parsed.notes == ("left out: hidden text (3 words)",)


def test_controls_fields_and_formulas() -> None:
    """Filled controls, results of fields and formulas are text; prompts and codes are not."""
    made = docx.Document()
    paragraph = made.add_paragraph("Raise output by ")
    math = f'xmlns:m="{OFFICE.decode()}officeDocument/2006/math"'
    parts = (
        f"<m:oMath {math}><m:r><m:t>15%</m:t></m:r></m:oMath>",
        "<w:r {0}><w:t xml:space='preserve'> for </w:t></w:r>",
        "<w:sdt {0}><w:sdtContent><w:r><w:t>our depots</w:t></w:r></w:sdtContent></w:sdt>",
        "<w:sdt {0}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t>"
        "</w:r></w:sdtContent></w:sdt>",
        "<w:r {0}><w:instrText>PAGE</w:instrText></w:r>",
        "<w:fldSimple {0} w:instr='REF x'><w:r><w:t>.</w:t></w:r></w:fldSimple>",
    )
    for part in parts:
        paragraph._p.append(parse_xml(part.format(nsdecls("w"))))
    assert read(made) == ["Raise output by 15% for our depots."]


OLD_NAMES = {
    "WordDocument": "an old Word document",
    "Workbook": "an old Excel workbook",
    "PowerPoint Document": "an old presentation",
    "EncryptedPackage": "protected by a password",
    "__substg1.0": "an Outlook message",
}


@pytest.mark.parametrize("name", OLD_NAMES)
def test_old_office_files(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a program that reads it, an old file is refused with a hint what to do."""
    monkeypatch.setenv("PATH", "")
    data = b"\xd0\xcf\x11\xe0" + bytes(500) + name.encode("utf-16-le")
    with pytest.raises(DocumentError, match=OLD_NAMES[name]):
        documents.parse(data, "a.doc")


def test_old_word_documents_by_antiword(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old Word document is read by antiword, and a note says so."""
    program = tmp_path / "antiword"
    program.write_text("#!/bin/sh\necho 'Set the rota for drivers.'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    parsed = documents.parse(b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "a.doc")
    assert found(parsed) == ["Set the rota for drivers."]
    assert "antiword" in parsed.notes[0]
