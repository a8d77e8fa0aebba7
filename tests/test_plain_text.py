"""What typing, wrapping and copying do to a plain text, undone."""

import pytest

from lmclassify import documents
from tests.makers import found

TEXTS = {
    "words broken at line ends are put together, compounds keep their hyphen": (
        "The warden leads the well-\nbeing plan, the co-\nordination of part-\ntime staff, full- "
        "and\n"
        "part-time cover, and the depart-\nment.\n",
        [
            "The warden leads the well-being plan, the co-ordination of part-time staff, full- and "
            "part-time cover, and the department."
        ],
    ),
    "a page's foot and head inside a sentence are left out": (
        "The warden builds trust with the unions and\n\nHarbour Trust        Page 3\n\x0c"
        "Harbour Trust        Page 4\n\nagrees the plan with them.\n",
        ["The warden builds trust with the unions and agrees the plan with them."],
    ),
    "two columns are read cell by cell": (
        "LEADING                        MANAGING\n\n"
        "Builds a shared vision of      Sets the budget and keeps\n"
        "what the hostel is for.        to it each month.\n"
        "Wins people over to change     Plans the rota six weeks\n"
        "and hears their doubts.        ahead and posts it.\n",
        [
            "Builds a shared vision of what the hostel is for.",
            "Sets the budget and keeps to it each month.",
            "Wins people over to change and hears their doubts.",
            "Plans the rota six weeks ahead and posts it.",
        ],
    ),
    "a table in columns of spaces": (
        "Criteria      Essential                        Desirable\n\n"
        "Experience    Leading a team of at least       Managing a budget\n"
        "              five people\n\n"
        "Skills        Able to inspire others           Spreadsheets\n",
        [
            "Leading a team of at least five people",
            "Managing a budget",
            "Able to inspire others",
            "Spreadsheets",
        ],
    ),
    "a long column stays a column": (
        "Our hostel has forty beds           The warden leads the team of\n"
        "and a garden. Guests come from      nine and sets the budget. The\n"
        "all over the world, and most        rota is the warden's as well.\n"
        "of them stay for a week. The        Guests must feel at home, and\n"
        "season begins in March.             the warden sees that they do.\n",
        [
            "Our hostel has forty beds and a garden.",
            "Guests come from all over the world, and most of them stay for a week.",
            "The season begins in March.",
            "The warden leads the team of nine and sets the budget.",
            "The rota is the warden's as well.",
            "Guests must feel at home, and the warden sees that they do.",
        ],
    ),
    "labels and their values stay together": (
        "Post:          Warden of the hostel\nReports to:    The trustees\n\nShe leads the team.\n",
        ["Post: Warden of the hostel", "Reports to: The trustees", "She leads the team."],
    ),
    "a drawn table whose cells go on below": (
        "+---------------------------+-----------+\n| Criterion                 | Assessed  |\n"
        "+===========================+===========+\n| Experience of leading a   | A / I     |\n"
        "| team through change       |           |\n+---------------------------+-----------+\n"
        "| Able to plan a budget     | I         |\n+---------------------------+-----------+\n",
        ["Experience of leading a team through change", "Able to plan a budget"],
    ),
    "a table in lines": (
        "┌──────────────┬──────────────────────────────┐\n"
        "│ Task         │ How often                    │\n"
        "├──────────────┼──────────────────────────────┤\n"
        "│ Lead huddles │ Each morning at the big desk │\n"
        "└──────────────┴──────────────────────────────┘\n",
        ["Lead huddles", "Each morning at the big desk"],
    ),
    "a few zeros and invisible spaces are nothing": (
        "Sets the\u200b rota for the crew of the boat.\0",
        ["Sets the rota for the crew of the boat."],
    ),
    "a piece of a web page is one, whatever the name": (
        "<p>You will lead the team.</p><p>You will plan the rota.<br>You will hold the budget.</p>",
        ["You will lead the team.", "You will plan the rota.", "You will hold the budget."],
    ),
    "tags in a text are tags": (
        "Wardens wanted\n\n<ul>\n<li>Lead the team</li>\n<li>Plan the rota</li>\n</ul>\n",
        ["Lead the team", "Plan the rota"],
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_texts(name: str) -> None:
    """The statements are those that a person would read (the case's name says why)."""
    text, expected = TEXTS[name]
    assert found(documents.parse(text.encode(), "a.txt")) == expected


FOOTERS = ["2 | P a g e", "Page | 2", "- 2 -", "2/4", "[2]", "PAGE 2 OF 4", "Draft"]


@pytest.mark.parametrize("footer", FOOTERS)
def test_footers(footer: str) -> None:
    """A page's foot is left out where it breaks a sentence, whatever it looks like."""
    text = f"The warden leads the crew and\n{footer}\nplans its week.\n\n{footer}\n\nAll help.\n"
    sentences = found(documents.parse(text.encode(), "a.txt"))
    assert sentences[0] == "The warden leads the crew and plans its week."
    assert sentences[-1] == "All help."


def test_notes_say_what_was_changed() -> None:
    """A text that is not as it was has a note; one that is has none."""
    changed = documents.parse(b"The warden leads the de-\npartment.", "a.txt")
    assert changed.text == "The warden leads the department."
    assert changed.notes == ("1 word put together that was broken at a line end",)
    for text in ("A plan - not a\nwish.", "full- and\npart-time", "Post:     Warden", "a | b"):
        assert documents.parse(text.encode(), "a.txt") == documents.Document("a.txt", text)


MARKDOWN = {
    "a list without marks keeps its lines": (
        "## Duties\n\nHold the budget of the boat\nSet the rota for the crew\nInspire the crew\n",
        ["Hold the budget of the boat", "Set the rota for the crew", "Inspire the crew"],
    ),
    "a line that was only wrapped is joined": (
        "We look for somebody who leads the crew and who\n"
        "plans the shifts. They coach staff in Leeds\n"
        "and in York, and they hold the whole budget of\nthe boat.\n\n"
        "- Order stock\n  each week\n",
        [
            "We look for somebody who leads the crew and who plans the shifts.",
            "They coach staff in Leeds and in York, and they hold the whole budget of the boat.",
            "Order stock each week",
        ],
    ),
    "a bold line above a list is its heading": (
        "**What you do**\nLead the crew\nPlan the shifts\n\n**You bring**\nA boat licence\n",
        ["Lead the crew", "Plan the shifts", "A boat licence"],
    ),
    "short bold lines in a row are a list": (
        "**Lead the crew**\n\n**Hold the budget**\n\n**Plan the shifts**\n\nWe pay well.\n",
        ["Lead the crew", "Hold the budget", "Plan the shifts", "We pay well."],
    ),
    "a table has no bars": (
        "| Duty | How often |\n|---|---|\n| Leads the crew meeting | Weekly |\n",
        ["Leads the crew meeting"],
    ),
}


@pytest.mark.parametrize("name", MARKDOWN)
def test_markdown(name: str) -> None:
    """Line breaks of Markdown are breaks where a person would see one (the name says where)."""
    text, expected = MARKDOWN[name]
    assert found(documents.parse(text.encode(), "a.md")) == expected


ENCODINGS = {
    "UTF-16 without a mark, little end first": ("Sets the crew's rota.", "utf-16-le", ""),
    "UTF-16 without a mark, big end first": ("Sets the crew's rota.", "utf-16-be", ""),
    "Mac Roman": ("• Sets the crew’s rota\n• Holds “the” budget – all", "mac-roman", "Mac Roman"),
    "Windows-1252": ("• Sets the crew’s rota\n• Holds “the” budget – all", "cp1252", "Windows"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_encodings_without_a_mark(name: str) -> None:
    """An encoding is found from the bytes alone, and noted if it is no Unicode."""
    text, encoding, noted = ENCODINGS[name]
    document = documents.parse(text.encode(encoding), "a.txt")
    assert document.text == text
    assert noted in " ".join(document.notes)


def test_a_byte_that_windows_does_not_define_is_nothing() -> None:
    """One undefined byte among many is left out; a text of such bytes is none."""
    data = b"Holds the budget \x9d of the boat, \x93and\x94 its rota."
    assert documents.parse(data, "a.txt").text == "Holds the budget  of the boat, “and” its rota."
