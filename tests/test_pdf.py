"""PDF documents: page headers, wrapping, columns, tables, rotated pages."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import ArrayObject, NameObject, TextStringObject

from lmclassify import DocumentError, documents
from lmclassify.documents.readers.columns import Piece, reading_order
from tests.conftest import ROOT
from tests.makers import Placed, found, pdf_bytes

CASES = ROOT / "tests" / "cases"

MONTHS = {"April": "Sees to the yard", "May": "Orders the stock", "June": "Checks all of the tills"}


def test_page_headers_hyphens_and_wrapping() -> None:
    """Repeated page lines are left out, hyphenation is undone and wrapped lines are joined."""
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


DUTIES = (
    "The post holder prepares the budget of",
    "the unit together with the finance",
    "partner and signs it off each month.",
    "Sets the rota of the ward for the four",
    "weeks to come.",
)
PERSON = (
    "Experience of leading a team in a",
    "busy ward and of setting a rota for it",
    "over several weeks.",
    "Able to explain figures to people who",
    "seldom read any.",
)
READ = [
    "The post holder prepares the budget of the unit together with the finance partner and signs "
    "it off each month.",
    "Sets the rota of the ward for the four weeks to come.",
    "Experience of leading a team in a busy ward and of setting a rota for it over several weeks.",
    "Able to explain figures to people who seldom read any.",
]
TITLE: Placed = (200, 760, "Ward Manager at the Riverbank Hospital for Children")
END: Placed = (
    50,
    560,
    "Applications are welcome from people who want to share the post with another.",
)


def columns(lower: float = 0) -> list[tuple[Placed, Placed]]:
    return [
        ((50, 700 - 12 * row, left), (300, 700 - lower - 12 * row, right))
        for row, (left, right) in enumerate(zip(DUTIES, PERSON, strict=True))
    ]


BY_ROW = [piece for row in columns() for piece in row]
BY_COLUMN = [left for left, _ in columns()] + [right for _, right in columns()]
UNEVEN = [piece for row in columns(lower=5) for piece in row]


@pytest.mark.parametrize("lines", [BY_ROW, BY_COLUMN, UNEVEN], ids=["row", "column", "uneven"])
def test_columns(lines: list[Placed]) -> None:
    """Two columns are read one after the other, whatever their order in the file."""
    read = found(documents.parse(pdf_bytes([[TITLE, *lines, END]]), "a.pdf"))
    assert read == [*READ, END[-1]]


def test_a_sidebar_is_separate() -> None:
    """Facts in a sidebar do not end up between the lines of the text."""
    facts = ["Location", "Tarnfield", "Salary", "Band 7", "Hours", "Full time", "Base", "Depot"]
    side: list[Placed] = [(50, 700 - 12 * row, fact) for row, fact in enumerate(facts)]
    text = [*DUTIES, *PERSON]
    main: list[Placed] = [(180, 700 - 12 * row, line) for row, line in enumerate(text)]
    woven = [piece for row in zip(side, main, strict=False) for piece in row] + main[len(side) :]
    read = found(documents.parse(pdf_bytes([woven]), "a.pdf"))
    assert [statement for statement in read if statement in READ] == READ


def test_labels_stay_with_their_values() -> None:
    """Rows of label and value are read row by row; a section follows the heading beside it."""
    rows = [("Job title:", "Ward manager"), ("Band:", "Seven, at the top"), ("Base:", "Tarnfield")]
    rows += [("Purpose", "Holds the budget of the ward"), ("Duties", "Sets the rota of the ward")]
    lines = [
        piece
        for row, (label, value) in enumerate(rows)
        for piece in ((50, 700 - 14 * row, label), (200, 700 - 14 * row, value))
    ]
    read = documents.parse(pdf_bytes([lines]), "a.pdf").text.splitlines()
    assert read[:3] == [f"{label} {value}" for label, value in rows[:3]]
    assert [line for line in read if line][3:] == [part for row in rows[3:] for part in row]


TURNS = {
    "to the left": "0 1 -1 0 595 0",
    "to the right": "0 -1 1 0 0 842",
    "over": "-1 0 0 -1 595 842",
}


@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize("turn", TURNS)
def test_rotated_text(turn: str, rotate: int) -> None:
    """Text on its side or upside down is read as if it were upright."""
    data = pdf_bytes([[TITLE, *BY_ROW, END]], TURNS[turn], rotate)
    assert found(documents.parse(data, "a.pdf")) == [*READ, END[-1]]


def test_a_page_rotated_by_the_viewer() -> None:
    """A page with a rotation in its attributes only is read the same."""
    assert found(documents.parse(pdf_bytes([BY_ROW], rotate=90), "a.pdf")) == READ


PLACES = st.integers(0, 12)


@given(st.lists(st.tuples(PLACES, st.integers(0, 6), PLACES), max_size=40))
def test_no_word_is_lost(places: list[tuple[int, int, int]]) -> None:
    """Every word of a page is read once, wherever the words are placed."""
    pieces = [
        Piece(f"w{n}" + ":" * (n % 2), 50.0 * x, 50.0 * (x + width), 12.0 * y, 10.0)
        for n, (x, width, y) in enumerate(places)
    ]
    words = [word for line in reading_order(pieces) for word in line.text.split()]
    assert sorted(words) == sorted(piece.text for piece in pieces)


def test_ragged_lines_of_a_narrow_column_are_one_statement() -> None:
    """Lines wrapped in a narrow column are joined, even if they end far from its edge."""
    lines = (
        "You will set out where",
        "therapies are going in the next",
        "five years, and win the clinicians",
        "for it.",
    )
    others = ("Sees to the yard, the fleet, the two depots and all that is in them each day.",)
    page = [(700 - 12 * place, text) for place, text in enumerate(lines)]
    page += [(600, text) for text in others]
    assert found(documents.parse(pdf_bytes([page]), "a.pdf")) == [" ".join(lines), *others]


LINES = ("Set the monthly rota for thirty drivers.", "Hold the fuel budget of the depot.")


def at(*lines: str, top: float = 700, left: float = 50) -> list[Placed]:
    return [(left, top - 14 * number, line) for number, line in enumerate(lines)]


def ruled(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Return the operators that draw a grid."""
    flat = "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S\n" for y in ys)
    return flat + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S\n" for x in xs)


SPEC_HEAD: list[Placed] = [(55, 735, "Area"), (125, 735, "Essential"), (325, 735, "Desirable")]
SPEC: list[Placed] = [
    *SPEC_HEAD,
    *((55, 710, "Experience"), (125, 710, "\u2022 Experience of managing a large and")),
    *((125, 698, "complex budget"), (125, 686, "\u2022 Leading a team")),
    *((325, 710, "Coaching"), (325, 698, "of others")),
    *((55, 665, "Skills"), (125, 665, "Motivating staff"), (325, 665, "Rotas")),
]
SPEC_READ = [
    *("Experience of managing a large and complex budget", "Leading a team", "Coaching of others"),
    *("Motivating staff", "Rotas"),
]


GRID = ruled((50, 120, 320, 500), (750, 725, 680, 655))


@pytest.mark.parametrize("drawing", [GRID, ""], ids=["ruled", "open"])
def test_tables(drawing: str) -> None:
    """Tables are read cell by cell, with or without lines."""
    read = documents.parse(pdf_bytes([SPEC], drawings=[drawing]), "a.pdf")
    assert found(read) == SPEC_READ
    assert "# Experience – Essential\n\n• Experience of managing" in read.text


def test_a_table_over_a_page_break() -> None:
    """A cell that a page break divides is one, and a header that comes again is left out."""
    top = [*SPEC_HEAD, (55, 710, "Experience"), (125, 710, "Experience of managing a large and")]
    rest: list[Placed] = [(125, 710, "complex budget"), *SPEC[-3:]]
    drawing = ruled((50, 120, 320, 500), (750, 725, 690, 655))
    pages = [top, [*SPEC_HEAD, *rest]]
    first = ruled((50, 120, 320, 500), (750, 725, 690))
    read = documents.parse(pdf_bytes(pages, drawings=[first, drawing]), "a.pdf")
    assert found(read) == [SPEC_READ[0], "Motivating staff", "Rotas"]


def test_drawn_bullets() -> None:
    """A dot that is drawn before a line is the mark of a list item."""
    duties = (
        "Lead the team",
        "Plan the rota",
        "Hold the budget of the depot and of its two yards,",
    )
    drawing = "".join(f"50 {702 - 14 * n} 4 4 re f\n" for n in range(len(duties)))
    page = [*at(*duties, left=62), *at("fuel included", left=62, top=658)]
    read = documents.parse(pdf_bytes([page], drawings=[drawing]), "a.pdf")
    assert found(read) == ["Lead the team", "Plan the rota", f"{duties[2]} fuel included"]


def test_copies_of_words() -> None:
    """Words that are drawn again for bold letters or a shadow come once."""
    shifts = ((0, 0), (0.5, 0), (1, -1))
    copies = [(50 + dx, 700 - 14 * n + dy, t) for n, t in enumerate(LINES) for dx, dy in shifts]
    assert found(documents.parse(pdf_bytes([copies]), "a.pdf")) == list(LINES)


VISION = "50 500 Td (Create a vision) Tj ET"
LEFT_OUT = {
    "white text": (f"1 g BT /F1 10 Tf {VISION} 0 g", "hidden text (3 words)"),
    "tiny text": (f"BT /F1 0.5 Tf {VISION}", "hidden text (3 words)"),
    "slanted": ("BT /F1 60 Tf 0.7 0.7 -0.7 0.7 90 300 Tm (DRAFT) Tj ET", "watermarks (1 word)"),
    "pale": (".8 g BT /F1 60 Tf 90 690 Td (DRAFT) Tj ET 0 g", "watermarks (1 word)"),
}


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_what_nobody_reads(kind: str) -> None:
    """Hidden text and watermarks are left out, and a note says so."""
    drawing, note = LEFT_OUT[kind]
    read = documents.parse(pdf_bytes([at(*LINES)], drawings=[drawing]), "a.pdf")
    assert found(read) == list(LINES)
    assert read.notes == (f"left out: {note}",)


def test_white_text_on_a_dark_bar() -> None:
    """White text is read where something dark is painted."""
    drawing = "0 0 .5 rg 40 490 400 30 re f 1 g BT /F1 10 Tf 50 500 Td (Order hay.) Tj ET 0 g"
    read = documents.parse(pdf_bytes([at(*LINES)], drawings=[drawing]), "a.pdf")
    assert set(found(read)) == {*LINES, "Order hay."}


def test_letterspacing() -> None:
    """Letterspaced lines are read as words."""
    drawing = (
        "BT /F1 14 Tf 6 Tc 50 760 Td (KEY DUTIES) Tj ET\n"
        "BT /F1 10 Tf 3 Tc 50 640 Td (Lead the team with care.) Tj 0 Tc ET"
    )
    read = documents.parse(pdf_bytes([at(*LINES)], drawings=[drawing]), "a.pdf")
    assert set(found(read)) == {*LINES, "Lead the team with care."}
    assert "KEY DUTIES" in read.text


def test_lists_without_marks() -> None:
    """Lines that each begin with a capital are a list; one that the margin ended goes on."""
    duties = [
        "Lead the team of drivers at the depot, and make sure that all of them",
        "know what is expected of them",
        *("Plan the rota of the drivers", "Hold the fuel budget", "Coach new drivers each month"),
    ]
    read = found(documents.parse(pdf_bytes([at("Key duties", *duties)]), "a.pdf"))
    assert read == [" ".join(duties[:2]), *duties[2:]]


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n", b"\n\n"])
def test_bytes_before_the_document(before: bytes) -> None:
    """What precedes the document in the file is skipped, whatever the file is called."""
    for name in ("a.pdf", "standard input"):
        assert found(documents.parse(before + pdf_bytes([at(*LINES)]), name)) == list(LINES)


def test_duties_on_each_page_are_no_headers() -> None:
    """A line at the top of each page is left out unless it is a duty."""
    pages = [
        [(800, "Northern Buses: job description"), *at(LINES[0], f"Check the records of run {n}.")]
        for n in range(3)
    ]
    read = documents.parse(pdf_bytes(pages), "a.pdf")
    assert found(read).count(LINES[0]) == 3
    assert read.notes == ("left out: page headers and footers (12 words)",)


def test_scanned_pages_are_named() -> None:
    """A note names the pages that are only pictures."""
    read = documents.read(CASES / "half_scan.pdf")
    assert read.notes[0].startswith("page 1 is a picture without text and not read")


def test_forms() -> None:
    """Values of fields are text; a form in which nothing is filled in is refused as one."""
    writer = pypdf.PdfWriter(clone_from=CASES / "filled_form.pdf")
    for page in writer.pages:
        page[NameObject("/Contents")] = ArrayObject()
        for field in page["/Annots"]:
            field.get_object()[NameObject("/V")] = TextStringObject("")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(DocumentError, match="a form in which nothing is filled in"):
        documents.parse(buffer.getvalue(), "a.pdf")


def test_threads() -> None:
    """Several threads may read PDFs at the same time."""
    data = pdf_bytes([at(*LINES)] * 20)
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda _: documents.parse(data, "a.pdf").text, range(40)))
    assert len(set(texts)) == 1
