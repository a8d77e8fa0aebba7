"""PDF documents: page headers, wrapping, columns, tables, rotated pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmclassify import documents
from lmclassify.documents.readers.columns import Piece, reading_order
from tests.makers import Placed, found, pdf_bytes

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
