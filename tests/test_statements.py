"""Where statements begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmclassify.documents.statements import split


def found(text: str) -> list[str]:
    return [" ".join(s.text.split()) for s in split(text)]


BULLETS = [
    "•",
    "-",
    "*",
    "–",
    "—",
    "1.",
    "1.3)",
    "12)",
    "a)",
    "(iv)",
    "(2)",
    "o",
    "\uf0b7",
    "▪",
    "·",
]


@pytest.mark.parametrize("bullet", BULLETS)
@pytest.mark.parametrize("gap", [" ", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_bullets(bullet: str, gap: str, newline: str) -> None:
    """Each bulleted line is a statement, without its bullet, whatever bullet and line end."""
    lines = ["Duties:", *(f"  {bullet}{gap}{x}" for x in ("Set the rota", "Check the tills", ""))]
    assert found(newline.join(lines)) == ["Set the rota", "Check the tills"]


CASES = {
    "sentences in a line": (
        "She plans the week. He checks the stock! Who signs it off?",
        ["She plans the week.", "He checks the stock!", "Who signs it off?"],
    ),
    "abbreviations end nothing": (
        "Reports to Dr. Ahmed, e.g. on costs. At least five yrs. of service and £1.2m. Band No. 4 "
        "applies.",
        [
            "Reports to Dr. Ahmed, e.g. on costs.",
            "At least five yrs. of service and £1.2m.",
            "Band No. 4 applies.",
        ],
    ),
    "numbers in brackets end nothing": (
        "Supervise four (4) clerks, six (6) officers and two (2) drivers.",
        ["Supervise four (4) clerks, six (6) officers and two (2) drivers."],
    ),
    "hard-wrapped lines are joined": (
        "The post holder prepares the budget of the unit together with the finance\n"
        "partner, explains variances each month to the head of service and takes the\n"
        "corrective action that is needed.\n",
        [
            "The post holder prepares the budget of the unit together with the finance partner, "
            "explains variances each month to the head of service and takes the corrective action "
            "that is needed."
        ],
    ),
    "wrapped bullets are joined": (
        "- Prepare the roster six weeks ahead, and\n  publish it.\n- Order stock\n",
        ["Prepare the roster six weeks ahead, and publish it.", "Order stock"],
    ),
    "unwrapped lines are not joined": (
        "We are looking for someone to join us.\nManages the day shift of the depot\n"
        "Sets targets for the drivers and loaders\n",
        [
            "We are looking for someone to join us.",
            "Manages the day shift of the depot",
            "Sets targets for the drivers and loaders",
        ],
    ),
    "headings are left out": (
        "WARD MANAGER\n\nMain duties\n\nRunning the ward\n\nShe sets the rota every Monday.\n\n"
        "Person specification:\n\n1. Registered nurse\n",
        ["She sets the rota every Monday.", "Registered nurse"],
    ),
    "Markdown headings are left out": (
        "# The post of depot manager at our Hull site\n\nRuns the depot.\n",
        ["Runs the depot."],
    ),
    "phrases one below the other are a list": (
        "What we ask of you in this post is set out in full below.\n"
        "Team Building\nBudget Control\nSetting Direction\n",
        [
            "What we ask of you in this post is set out in full below.",
            "Team Building",
            "Budget Control",
            "Setting Direction",
        ],
    ),
    "short duties in a row are no headings": (
        "Manage the ward budget\nSet the vision\nInspire the team\nWrite the rota every month\n",
        [
            "Manage the ward budget",
            "Set the vision",
            "Inspire the team",
            "Write the rota every month",
        ],
    ),
    "where headings are marked, short duties are none": (
        "# Duties\n\nSet the vision\n\nThe post is in Hull and Leeds.\n\nSkills\n\nDrive a van\n",
        ["Set the vision", "The post is in Hull and Leeds.", "Drive a van"],
    ),
    "bullets inside a line are cut": (
        "Essential: a degree • NEBOSH • experience of leading change",
        ["Essential: a degree", "NEBOSH", "experience of leading change"],
    ),
    "chains of semicolons are cut": (
        "Plans the work of the depot; directs its crews; reviews what they have done.",
        [
            "Plans the work of the depot;",
            "directs its crews;",
            "reviews what they have done.",
        ],
    ),
    "one semicolon cuts nothing": (
        "Plans the work; nobody else does.",
        ["Plans the work; nobody else does."],
    ),
    "numbers inside a line are cut": (
        "You will 1) plan the work 2) direct the crews and 3) review the month.",
        ["plan the work", "direct the crews", "review the month."],
    ),
    "lost line breaks are found": (
        "Works well in a teamAttitude and drive\nA licence is required2. Two years on AvaStars\n"
        "Good writing skills.A strong instinct for PowerPoint",
        [
            "Works well in a team",
            "Attitude and drive",
            "A licence is required",
            "Two years on AvaStars",
            "Good writing skills.",
            "A strong instinct for PowerPoint",
        ],
    ),
    "contact lines are left out": (
        "The manager runs the depot.\nContact: jobs@depot.example\nTelephone 01234 567890",
        ["The manager runs the depot."],
    ),
    "a single word is a statement": ("Vision", ["Vision"]),
    "rules and fragments are left out": (
        "-----\n***\n• \n. . .\n1.\nÂ\nOrders the stock each Friday.\n_____",
        ["Orders the stock each Friday."],
    ),
    "dashes inside a line are no bullets": (
        "Works - and thinks - ahead of the team.",
        ["Works - and thinks - ahead of the team."],
    ),
    "figures are no bullets": ("37.5 hours a week are worked.", ["37.5 hours a week are worked."]),
    "nothing but space": (" \n\t\r\n\u00a0", []),
}


@pytest.mark.parametrize("name", CASES)
def test_layouts(name: str) -> None:
    """Layout decides first, then sentences (the case's name says how)."""
    text, expected = CASES[name]
    assert found(text) == expected


pieces = st.sampled_from(
    ["• ", "- ", "1.3) ", "\n", "\r\n", "\n\n", "\t", "A plan.", "Vision", "manages and", " ", ":",
     "é", "😀", "İ", "\u2028", "\u200b", "Dr. ", "“Yes.” ", "ALL CAPS", "# ", ";", "\x0c", "x" * 50]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(pieces).map("".join)))
def test_offsets_are_exact(text: str) -> None:
    """Statements stand in the text where they say, in order, trimmed, not overlapping."""
    end = 0
    for statement in split(text):
        assert text[statement.start : statement.end] == statement.text
        assert statement.text == statement.text.strip() != ""
        assert statement.start >= end
        end = statement.end


@given(st.lists(pieces).map("".join))
def test_no_words_are_lost_but_headings(text: str) -> None:
    """A bulleted sentence is found whatever stands round it."""
    wanted = "The manager signs the weekly order for the kitchen."
    assert any(wanted in s.text for s in split(f"{text}\n\n• {wanted}\n\n{text}"))
