"""OpenDocument text and rich text: structure, omitted text, broken and hostile files."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmclassify import DocumentError, documents
from tests.makers import ODT_HEAD, found, odt_bytes, zip_bytes

ODT = """
<text:tracked-changes><text:changed-region><text:deletion><text:p>He fires the staff.</text:p>
</text:deletion></text:changed-region></text:tracked-changes>
<text:p text:style-name="P1">The Post of Depot Manager at Tarnfield for Five Years</text:p>
<text:h text:outline-level="1">Duties and what else there is to know about them all</text:h>
<text:p>She<text:s text:c="3"/>runs<office:annotation><text:p>Really?</text:p></office:annotation>
  the <text:span>depot<text:note><text:note-body><text:p>Not the yard.</text:p></text:note-body>
  </text:note></text:span>.<draw:frame><svg:title>Photo</svg:title><draw:text-box>
  <text:p>Boxes are read after their paragraph.</text:p></draw:text-box></draw:frame></text:p>
<text:list><text:list-item><text:p>Sets the rota</text:p><text:list><text:list-item>
  <text:p>Checks the tills</text:p></text:list-item></text:list></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>He orders the stock.</text:p>
  <text:p>The doors are to close<text:line-break/>at six.</text:p></table:table-cell>
  <table:table-cell><text:list>
  <text:list-item><text:p>Plans the week</text:p></text:list-item></text:list>
</table:table-cell></table:table-row></table:table>
"""
STYLES = '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'


def test_opendocument() -> None:
    """Lists, tables and boxes are read in order; comments, footnotes and deletions are left out."""
    for name in ("a.odt", "standard input"):
        assert found(documents.parse(odt_bytes(ODT, STYLES), name)) == [
            "She runs the depot.",
            "Boxes are read after their paragraph.",
            "Sets the rota",
            "Checks the tills",
            "He orders the stock.",
            "The doors are to close",
            "at six.",
            "Plans the week",
        ]


def flat(content: str) -> bytes:
    return zip_bytes(
        mimetype=b"application/vnd.oasis.opendocument.text", content_xml=content.encode()
    )


ENTITIES = (
    '<!DOCTYPE d [<!ENTITY a "budget ">'
    + "".join(f'<!ENTITY {chr(n)} "{f"&{chr(n - 1)};" * 10}">' for n in range(98, 108))
    + f"]>{ODT_HEAD}<office:body><office:text><text:p>&k;</text:p></office:text></office:body>"
    "</office:document-content>"
)
DEEP = "<text:section>" * 100_000
BROKEN_ODT = {
    "a spreadsheet": (flat(f"{ODT_HEAD}</office:document-content>"), "cannot be read as an Open"),
    "no content": (zip_bytes(mimetype=b"application/epub+zip"), "cannot be read as an Open"),
    "encrypted": (flat("\x07\x8b"), "without a password"),
    "a truncated file": (odt_bytes(ODT)[:-30], "cannot be read as an Open"),
    "a zip bomb": (
        zip_bytes(mimetype=b"x", content_xml=b"0" * 250_000_000),
        "would unpack to over",
    ),
    "an entity bomb": (flat(ENTITIES), "cannot be read as an Open"),
    "deep nesting": (odt_bytes(DEEP), "cannot be read as an Open"),
    "nothing in it": (odt_bytes("<text:p/>"), "is empty"),
}


@pytest.mark.parametrize("kind", BROKEN_ODT)
def test_broken_opendocuments(kind: str) -> None:
    """Each raises one clear error."""
    data, message = BROKEN_ODT[kind]
    with pytest.raises(DocumentError, match=message):
        documents.parse(data, "a.odt")


def rtf(body: str) -> str:
    """Return the text of a rich-text document with this body."""
    return documents.parse(
        (r"{\rtf1\ansi\ansicpg1252\uc1 " + body + "}").encode("cp1252"), "a"
    ).text


def test_rich_text_structure() -> None:
    """Headings, list items, cells and boxes are separate; text that is not printed is left out."""
    text = rtf(
        r"{\fonttbl{\f0\fcharset0 Arial;}}{\colortbl;\red0;}{\stylesheet{\s1\f0 heading 1;}}"
        r"{\info{\title Secret}}{\header Riverbank\par}{\*\generator Word;}"
        r"\pard\s1 Duties\par\pard She {\b runs} the {\deleted old }{\v hidden }depot"
        r"{\footnote No.}.\par"
        r"{\listtext\f1\'b7\tab}\pard\ls1 Sets the rota\par{\pntext\f1\'B7\tab}Checks the tills\par"
        r"\trowd\cellx100\cellx200\pard\intbl He orders the stock.\cell They close\line"
        r" at six.\cell\row"
        r"\pard See {\field{\*\fldinst{HYPERLINK "
        '"http://x.y"'
        r"}}{\fldrslt{\ul our site}}}.{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt In a box.\par}}"
        r"{\shprslt old}}\par{\pict\wmetafile8 0102\bin4 }}}}}Last one.\par"
    )
    assert text == (
        "# Duties\n\nShe runs the depot.\n\n• Sets the rota\n• Checks the tills\n\n"
        "He orders the stock.\n\nThey close\nat six.\n\nSee our site.\n\nIn a box.\n\nLast one.\n"
    )


LETTERS = {
    r"the ward\'92s caf\'e9": "the ward’s café",
    "the ward’s café, as raw bytes": "the ward’s café, as raw bytes",
    r"the ward\u8217?s \u8364\'80 \uc0\u8217 s": "the ward’s € ’s",
    r"\ldblquote a\rdblquote \emdash b\~c\_d\-e \{f\}": "“a”—b c-de {f}",
    r"\u-10179?\u-8704? and \u56832?": "😀 and \ufffd",
    r"{\fonttbl{\f1\fcharset204 Arial;}}\f1 \'cf\plain\'e9": "Пé",
    r"\ansicpg1250 \'b3\ansicpg99999 \'e9\ansicpg10000 \'8e": "łéé",
    r"\u99999999999 \uc\u \'zz \bin99999999 gone": "\u0f1fdzz",
}


@pytest.mark.parametrize("body", LETTERS)
def test_rich_text_letters(body: str) -> None:
    """Code pages, Unicode by number with its fallback and named characters are decoded."""
    if "bin" in body:
        assert "gone" not in rtf(body + " x")
    else:
        assert rtf(body).strip() == LETTERS[body]


@pytest.mark.parametrize(
    "part", [r"{\field{\*\fldinst{ HYPERLINK " + '""}}', r"{\fonttbl\f1\fcharset0", "{", r"\'"]
)
def test_endless_rich_text(part: str) -> None:
    """Megabytes of unclosed groups are read or refused at once."""
    with suppress(DocumentError):
        rtf(part * (1_000_000 // len(part)))


CONTROL = st.sampled_from(
    [
        *"{}\\*; x",
        *r"\par \pard \u8217 \u \uc9 \'e9 \' \bin3 \f1 \fonttbl \stylesheet \s1".split(),
        *r"\listtext \shptxt \ansicpg0 \fcharset128 \u-9 \outlinelevel9 \deleted \v0".split(),
    ]
)


@given(st.lists(CONTROL).map("".join))
def test_any_rich_text_is_read_or_refused(body: str) -> None:
    """Anything that begins as rich text is read or raises a DocumentError."""
    with suppress(DocumentError):
        assert rtf(body).encode()


def test_no_part_is_larger_than_declared() -> None:
    """A part of an archive never unpacks to more than the archive declares."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"x")
        archive.writestr("content.xml", b"0" * 100_000)
    lying = buffer.getvalue().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(DocumentError, match="cannot be read as an Open"):
        documents.parse(lying, "a.odt")


DUTIES = ["Set the monthly rota for thirty drivers.", "Hold the fuel budget of the depot."]
FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
HIDING = (
    '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/>'
    f'</style:style><style:style style:name="B" style:family="text" {FO}><style:text-properties '
    'fo:font-weight="bold"/></style:style>'
)


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def paragraphs(*texts: str) -> str:
    return "".join(f"<text:p>{text}</text:p>" for text in texts)


def grid(*rows: tuple[str, ...]) -> str:
    shown = (
        "".join(f"<table:table-cell>{paragraphs(cell)}</table:table-cell>" for cell in row)
        for row in rows
    )
    inner = "".join(f"<table:table-row>{row}</table:table-row>" for row in shown)
    return f"<table:table>{inner}</table:table>"


SHAPES = (
    "<draw:custom-shape><text:p>Lead the team</text:p></draw:custom-shape><draw:g><draw:rect>"
    "<text:p>Plan the rota</text:p></draw:rect></draw:g>"
)
SECTION = f'<text:section text:display="none">{paragraphs("A secret plan.")}</text:section>'
GROUPS = ("", "Essential", "Desirable")
OPEN_DOCUMENTS = {
    "hidden text": (
        paragraphs(f"{DUTIES[0]}{span('Create a vision.', 'H')}", DUTIES[1]) + SECTION,
        DUTIES,
    ),
    "shapes": (paragraphs(f"{DUTIES[0]}{SHAPES}"), [DUTIES[0], "Lead the team", "Plan the rota"]),
    "bold duties": (
        paragraphs(span("Duties", "B"), DUTIES[0], span("Lead us", "B"), span("Plan it all", "B")),
        [DUTIES[0], "Lead us", "Plan it all"],
    ),
    "a specification": (
        grid(
            ("", "Essential", "Desirable"), ("Skills", "Budgets", "Coaching"), ("Other", "", "Car")
        ),
        ["Budgets", "Coaching", "Car"],
    ),
    "prompts": (
        paragraphs(f"<text:placeholder>&lt;Name&gt;</text:placeholder>{DUTIES[0]}"),
        DUTIES[:1],
    ),
}


@pytest.mark.parametrize("kind", OPEN_DOCUMENTS)
@pytest.mark.parametrize("flat_file", [False, True], ids=["zip", "flat"])
def test_opendocument_kinds(kind: str, flat_file: bool) -> None:
    """Zipped and flat OpenDocuments are read alike, without hidden text, shapes apart."""
    body, statements = OPEN_DOCUMENTS[kind]
    data = odt_bytes(body, HIDING)
    if flat_file:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = archive.read("content.xml")
        data = b'<?xml version="1.0"?>' + content.replace(b"document-content", b"document")
    assert found(documents.parse(data, "standard input")) == statements


def row(*cells: str, bold: bool = False) -> str:
    edges = "".join(rf"\cellx{1000 * number}" for number in range(1, len(cells) + 1))
    shown = "".join((rf"{{\b {cell}}}" if bold else cell) + r"\cell " for cell in cells)
    return rf"\trowd{edges}\pard\intbl {shown}\row "


SYMBOLS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset2 Wingdings;}}"
RICH_TEXTS = {
    "a specification": (
        row("Factor", "Essential", "Desirable", "How assessed", bold=True)
        + row("Skills", "Budgets", "Coaching", "A/I")
        + row("Other", "Car", "", "Interview"),
        "# Factor, Essential, Desirable, How assessed\n\n# Skills – Essential\n\n• Budgets\n\n"
        "# Skills – Desirable\n\n• Coaching\n\n# Other – Essential\n\n• Car\n",
    ),
    "duties": (row("1", "Lead it", "25%") + row("2", "Plan it", "75%"), "• Lead it\n• Plan it\n"),
    "symbols": (
        SYMBOLS + r"{\f1 \'fc}\tab Lead it\par{\f1 \'fc}\tab Plan it\par",
        "• Lead it\n• Plan it\n",
    ),
    "bold duties": (
        r"{\b Duties}\par We run it.\par{\b Lead us}\par{\b Plan it all}\par",
        "# Duties\n\nWe run it.\n\n• Lead us\n• Plan it all\n",
    ),
}


@pytest.mark.parametrize("kind", RICH_TEXTS)
def test_rich_text_kinds(kind: str) -> None:
    """Tables, typed symbols and bold duties of rich text are understood."""
    body, text = RICH_TEXTS[kind]
    assert rtf(body) == text


def test_rich_text_notes() -> None:
    """What is left out of a rich text is counted."""
    data = rb"{\rtf1{\header Riverbank\par}Set the rota.{\v Create a vision.}{\deleted Old text.}}"
    read = documents.parse(data, "a.rtf")
    (note,) = read.notes
    assert note.startswith("left out: page headers and footers (1 word), hidden text (3 words), ")
    assert note.endswith("deleted text (2 words)")
