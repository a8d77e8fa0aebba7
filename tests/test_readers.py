"""Word, web pages and Markdown; every format compared with its plain text; hostile files."""

import html
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st

from lmclassify import DocumentError, classify_document, documents
from tests.conftest import EXAMPLES
from tests.makers import MAKERS, blocks_of, found, pdf_bytes, word_bytes, zip_bytes


@pytest.mark.parametrize("format", MAKERS)
@pytest.mark.parametrize("name", ["ward_manager", "chief_executive", "porter"])
def test_every_format_reads_like_plain_text(tmp_path: Path, name: str, format: str) -> None:
    """An example has the verdict and at least 97 % of the statements of its plain text."""
    text = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    path = tmp_path / f"{name}.{format}"
    path.write_bytes(MAKERS[format](blocks_of(text)))
    plain = classify_document(EXAMPLES / f"{name}.txt")
    expected = [" ".join(s.text.split()) for s, _ in plain.statements]
    got = found(documents.read(path))
    similarity = SequenceMatcher(None, expected, got, autojunk=False).ratio()
    assert similarity >= 0.97
    assert classify_document(path).summary.verdict == plain.summary.verdict


def test_word_tables_lists_and_deletions() -> None:
    """Tables and nested tables are read in order; page headers and deleted text are left out."""
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


def test_bold_lines_are_headings_and_short_duties_are_not() -> None:
    """In Word and on web pages, a short bold line is a heading and a short plain one a duty."""
    made = docx.Document()
    for text in ("Duties", "Set the vision", "Skills and experience", "Drive a van"):
        made.add_paragraph().add_run(text).bold = text in ("Duties", "Skills and experience")
    expected = ["Set the vision", "Drive a van"]
    assert found(documents.parse(word_bytes(made), "a.docx")) == expected
    page = (
        "<html><body><p><b>Duties</b></p><p>Set the vision</p>"
        "<p><strong>Skills and experience</strong><br>Drive a van</p></body></html>"
    )
    assert found(documents.parse(page.encode(), "a.html")) == expected


PAGE = """<!DOCTYPE html><html><head><title>Jobs</title><style>p{}</style></head><body>
<nav><ul><li>Home of our site</li></ul></nav>
<div class="cookie-banner">We use cookies to improve the site.</div>
<h1>Depot manager</h1><p>Runs the <b>depot</b> &amp;amp; the yard.<br>Reports to the board.</p>
<table><tr><td><ul><li>Sets the rota</li><li>Checks the caf&eacute; tills</li></ul></td></tr>
</table>
<script>alert("Manage the budget")</script><footer>Copyright of the firm</footer></body></html>"""


def test_web_pages() -> None:
    """Navigation, banners, scripts and footers are left out; lists in tables are read."""
    expected = [
        "Runs the depot & the yard.",
        "Reports to the board.",
        "Sets the rota",
        "Checks the café tills",
    ]
    assert found(documents.parse(PAGE.encode(), "a.html")) == expected
    assert found(documents.parse(PAGE.encode(), "standard input")) == expected


NAMED_AFTER_BANNERS = """<body class="cookies"><form id="aspnet"><div class="has-cookie-bar">
<div id="onetrust-banner-sdk"><p>We value your privacy and ask for consent.</p></div>
<div class="cookieNotice"><p>We bake.</p></div><h1>Depot manager</h1><p>Runs the depot.</p>
<form><p>Send us your name.</p></form></div></form></body>"""


def test_pages_wrapped_in_a_form() -> None:
    """A page inside a form or an element named after its banner is read without the banner."""
    assert found(documents.parse(NAMED_AFTER_BANNERS.encode(), "a.html")) == ["Runs the depot."]


def test_the_main_part_of_a_page() -> None:
    """If the main part of a page has enough text, the rest is left out."""
    duties = "".join(f"<li>Checks the tills of shop number {n}</li>" for n in range(20))
    around = "<div>Similar posts: plan the budget in Ash.</div>"
    for main in ("<main>{}</main>", '<div role="main">{}</div>'):
        page = f"{around}{main.format(f'<ul>{duties}</ul>')}{around}"
        assert len(found(documents.parse(page.encode(), "a.html"))) == 20
    page = f"<main>Search</main><ul>{duties}</ul>"
    assert len(found(documents.parse(page.encode(), "a.html"))) == 20


ADVERT = "<p>Runs the depot &amp; the yard.</p><ul><li>Sets the rota</li></ul>"


@pytest.mark.parametrize("description", [ADVERT, html.escape(ADVERT)], ids=["tags", "escaped tags"])
def test_adverts_that_only_a_script_shows(description: str) -> None:
    """A page without text is read from its data for search engines; any other gets it added."""
    site = {"@type": "WebSite", "description": "x"}
    posting = {"@graph": [site, {"@type": ["JobPosting"], "description": description}]}
    script = f'<script type="application/ld+json">{json.dumps(posting)}</script>'
    broken = '<script type="application/ld+json">{"@type": "JobPosting",</script>'
    page = f"<html><head>{broken}{script}</head><body>Please enable scripts.<i></i></body></html>"
    read = documents.parse(page.encode(), "a.html")
    assert found(read) == ["Runs the depot & the yard.", "Sets the rota"]
    full = documents.parse(
        page.replace("<i></i>", "<p>Orders the stock.</p>" * 40).encode(), "a.html"
    )
    assert found(full)[-3:] == ["Orders the stock.", "Runs the depot & the yard.", "Sets the rota"]
    assert "search engines" in full.notes[-1]


def test_markdown() -> None:
    """Front matter and markup are removed; nested lists and cells of tables are read."""
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


WORD = word_bytes(docx.Document())
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
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
    """Each raises one clear error."""
    make, message = HOSTILE[kind]
    with pytest.raises(DocumentError, match=message):
        documents.parse(make(), "a 'file'.bin")


def test_an_entity_bomb_is_not_expanded() -> None:
    """A Word file whose XML multiplies entities is refused unexpanded."""
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
    """Any text named as a web page or Markdown is read or raises a DocumentError."""
    with suppress(DocumentError):
        assert documents.parse(text.encode(), name).text.strip()


@pytest.mark.parametrize("deep", ["<div>", "<ul><li>", "<table><tr><td>", "<b>"])
def test_deep_nesting_is_bounded(deep: str) -> None:
    """A page nested a hundred thousand deep is read or raises a DocumentError."""
    with suppress(DocumentError):
        assert documents.parse((deep * 100_000 + "Sets the budget").encode(), "a.html").text
