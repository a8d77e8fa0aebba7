"""Where statements begin and end."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmclassify.documents.statements import outline, split


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
    "a lower-case list is no wrapped paragraph": (
        "You will:\nplan the rota of the ward and agree it with the matron\n"
        "lead the team\nset the budget, and explain every variance to the head of finance\n",
        [
            "plan the rota of the ward and agree it with the matron",
            "lead the team",
            "set the budget, and explain every variance to the head of finance",
        ],
    ),
    "a name inside a wrapped line is joined, a duty below a full line is not": (
        "The manager of the depot answers for the work of forty drivers from\n"
        "Leeds, and plans their routes with the office there. The crews report to\n"
        "the manager and to nobody else.\n"
        "Publishes a dashboard of fuel, tyres, hours and accidents to the whole\n"
        "Leads the weekly meeting\n",
        [
            "The manager of the depot answers for the work of forty drivers from Leeds, and plans "
            "their routes with the office there.",
            "The crews report to the manager and to nobody else.",
            "Publishes a dashboard of fuel, tyres, hours and accidents to the whole",
            "Leads the weekly meeting",
        ],
    ),
    "lines with a blank one between each are joined": (
        "The head of the library leads the service across seven branches and\n\n"
        "holds its budget, and brings readers, staff and the council together\n\n"
        "behind a new idea of what a branch is for.\n",
        [
            "The head of the library leads the service across seven branches and holds its budget, "
            "and brings readers, staff and the council together behind a new idea of what a branch "
            "is for.",
        ],
    ),
    "a paragraph with a colon at its end is cut like any other": (
        "You will run the kitchen and set its menus. In your first month we ask for:\n- a plan\n",
        ["You will run the kitchen and set its menus.", "a plan"],
    ),
    "a duty with a colon at its end is a statement": (
        "Lead the kitchen team by:\n- setting an example\n",
        ["Lead the kitchen team by:", "setting an example"],
    ),
    "sentences in capitals are statements": (
        "CREW LEADER\n\nLEADS A CREW OF NINE CLEANERS ON THE NIGHT SHIFT. PLANS THEIR ROUNDS.\n\n"
        "CHECKS SUPPLIES\n",
        [
            "LEADS A CREW OF NINE CLEANERS ON THE NIGHT SHIFT.",
            "PLANS THEIR ROUNDS.",
            "CHECKS SUPPLIES",
        ],
    ),
    "numbered and lettered headings are left out": (
        "1. PURPOSE OF THE POST\nTo run the farm.\n2 Main duties\n2.1 Plans the harvest\n"
        "3. Team and Tools\nEight pickers and two tractors are in your care.\n"
        "Section 4: Pay\nWages are paid weekly.\n",
        [
            "To run the farm.",
            "Plans the harvest",
            "Eight pickers and two tractors are in your care.",
            "Wages are paid weekly.",
        ],
    ),
    "cells of a table, a line each": (
        "Attributes\nEssential\nDesirable\nHow assessed\nExperience\nRunning a shift\n"
        "Leading by example\nA/I\nAptitudes\nCalm under pressure\nOther\nDriving licence\n",
        ["Running a shift", "Leading by example", "Calm under pressure", "Driving licence"],
    ),
    "gerunds above paragraphs are headings, above each other a list": (
        "Leading people\nYou will coach a team of nine.\n\nManaging money\nYou hold a budget.\n"
        "\nWhat you bring\nLeading people\nManaging money\nWelding\n",
        [
            "You will coach a team of nine.",
            "You hold a budget.",
            "Leading people",
            "Managing money",
            "Welding",
        ],
    ),
    "bold duties in a row are a list": (
        "**Your day**\n\nA day is never dull here.\n\n**Lead the crew**\n\n**Plan the routes**\n",
        ["A day is never dull here.", "Lead the crew", "Plan the routes"],
    ),
    "a bullet may have a line to itself": (
        "Duties\n•\nLead the porters\n•\nPlan the week\n",
        ["Lead the porters", "Plan the week"],
    ),
    "letters of a symbol font are bullets where they repeat": (
        "Duties\nv Order drugs\nv Chair the meeting\nü Check stock\n",
        ["Order drugs", "Chair the meeting", "Check stock"],
    ),
    "signs in a line are bullets before capitals": (
        "Head Cook. What you do: - Write the menus - Order the fish - Train the porters",
        ["Write the menus", "Order the fish", "Train the porters"],
    ),
    "parts of a title are no bullets": (
        "Sales Manager - Leeds - Full Time - Permanent\n\nYou sell tractors.",
        ["You sell tractors."],
    ),
    "letters in a line are cut": (
        "Duties: (a) lead the crew; (b) plan the routes; and (c) hold the budget.",
        ["lead the crew;", "plan the routes;", "hold the budget."],
    ),
    "numbers that count nothing cut nothing": (
        "Manages one (1) clerk and two (2) drivers at level 1. Reports at level 2. Ends.",
        ["Manages one (1) clerk and two (2) drivers at level 1.", "Reports at level 2.", "Ends."],
    ),
    "'; and' before another duty is cut": (
        "- Set the rota; and coach the staff\n- Check tills; and\n- Order stock\n",
        ["Set the rota;", "coach the staff", "Check tills;", "Order stock"],
    ),
    "tables with bars": (
        "| Criterion | E/D | Assessed |\n|---|---|---|\n"
        "| Leading a team through change | E | A/I |\n"
        "| Knowledge of Excel | Desirable | Interview |\n",
        ["Leading a team through change", "Knowledge of Excel"],
    ),
    "tables with tabs": (
        "Task\tHow often\tTime\nLead the team meeting\tWeekly\t10 %\nSet the budget\tYearly\t5 %\n",
        ["Lead the team meeting", "Set the budget"],
    ),
    "page numbers and what is repeated beside them are left out": (
        "Harbour Trust\n\nPlans the berths.\n\nHarbour Trust – Charity 12\nPage 1 of 2\n\x0c"
        "Harbour Trust\n\nLeads the crew.\n\nHarbour Trust – Charity 12\nPage 2 of 2\n",
        ["Plans the berths.", "Leads the crew."],
    ),
    "a duty of two posts is no page line, though page numbers are near": (
        "Day work\n\n- Check stock.\n- Set the rota\nPage 1 of 2\n\nNight work\n\n- Set the rota\n"
        "Page 2 of 2\n",
        ["Check stock.", "Set the rota", "Set the rota"],
    ),
    "nor is a line that stands at other places of its page": (
        "We keep the harbour open all year.\nWe mend nets.\nWe plan ahead.\nPage 1 of 2\n\n"
        "Night work is paid.\n"
        "We plan ahead.\nWe mend the quay walls in winter.\nPage 2 of 2\n",
        [
            "We keep the harbour open all year.",
            "We mend nets.",
            "We plan ahead.",
            "Night work is paid.",
            "We plan ahead.",
            "We mend the quay walls in winter.",
        ],
    ),
    "bold items of a list are statements": (
        "Duties\n\n• **Set the rota**\n• **Strategic planning**\n• **Team leadership**\n",
        ["Set the rota", "Strategic planning", "Team leadership"],
    ),
    "duties that are set in below a numbered heading are statements": (
        "1. Leadership\n    Allocate beds to patients each morning\n    Staff appraisal\n"
        "2. Money\n    Prepare the annual budget\n    Plan the rota\n",
        [
            "Allocate beds to patients each morning",
            "Staff appraisal",
            "Prepare the annual budget",
            "Plan the rota",
        ],
    ),
    "an item that was wrapped once goes on in lower case": (
        "Duties\n\n• Allocate beds to patients each\nmorning.\n• Check stock.\n",
        ["Allocate beds to patients each morning.", "Check stock."],
    ),
    "the first of lettered duties that begin with to is a duty": (
        "FINANCE\n\n(a) To chair the monthly safety meeting\n(b) Oversees contractors\n",
        ["To chair the monthly safety meeting", "Oversees contractors"],
    ),
    "boxes to tick are bullets": (
        "Duties\n[ ] Deputise for the head of service,\n[x] Foster a culture of learning\n",
        ["Deputise for the head of service,", "Foster a culture of learning"],
    ),
    "a sentence with its subject is no heading above a list": (
        "Head cook\n\nShe sets the rota for the kitchen\n\n- Orders stock\n- Counts the till\n",
        ["She sets the rota for the kitchen", "Orders stock", "Counts the till"],
    ),
    "a letter's greeting and signature are left out": (
        "Dear Ms Hill,\n\nWe offer you the post.\n\nYours sincerely,\n\nAmir Khan\nHead of Staff\n",
        ["We offer you the post."],
    ),
    "dates, references and links are left out": (
        "Bakers wanted\n\nYou lead the morning shift.\nClosing date: 3 June\nRef: BK12\nApply now\n"
        "Share this job\nSigned: ........ Date: ........\n",
        ["You lead the morning shift."],
    ),
    "lines that count without a full stop are a list": (
        "Duties\n1 Lead the crew\n2 Order stock\n",
        ["Lead the crew", "Order stock"],
    ),
    "any sign before a space is a bullet": (
        "Duties\n≥ Lead the crew\n√ Order stock\n¶ Check tills\n⁃ Greet guests\n",
        ["Lead the crew", "Order stock", "Check tills", "Greet guests"],
    ),
    "a colon with a dash opens a list": (
        "The warden will:-\n- lead the crew;\n- check the tills.\n",
        ["lead the crew;", "check the tills."],
    ),
    "what opens a list of cells names its columns": (
        "Criteria\tEssential/Desirable\tMethod\nExperience\nManaging a team\tE\tI\n"
        "Leading a project\tD\tI\n",
        ["Managing a team", "Leading a project"],
    ),
    "nothing but space": (" \n\t\r\n\u00a0", []),
}


@pytest.mark.parametrize("name", CASES)
def test_layouts(name: str) -> None:
    """Layout decides first, then sentences (the case's name says how)."""
    text, expected = CASES[name]
    assert found(text) == expected


SENTENCES = [
    ["Reports to Lt. Col. Khan.", "Min. 5 yrs. service is asked for."],
    ["Leads the Natl. Guard liaison, incl. drills, etc.", "Inspires all."],
    ["Holds approx. £2m.", "Works in the U.S. team.", "Manages it."],
    ["Based in Washington D.C.", "You travel."],
    ["Works at St. Mary's Hospital w/e 5 Nov. and on call."],
    ["Meets Mr. A. B. Jones at 9 a.m. on Mondays."],
    ["Hold the budget (see annex B.", "Inspire the crew."],
    ["The team (12 people. Two part-time) is yours."],
    ["See fig. 3.", "Say no.", "Mean it."],
    ['He said: "We lead.', 'We do not follow."', "Then he left."],
    ["Works for Acme Inc.", "Plans the week."],
    ["Complies with the Safety at Work etc. Act 1974."],
    ["Uses Word, Excel etc.", "You plan."],
    ["Wait...", "Lead on!!!", "Is it you?"],
]


@pytest.mark.parametrize("sentences", SENTENCES, ids=lambda sentences: sentences[0])
def test_sentences(sentences: list[str]) -> None:
    """Abbreviations of the trade end no sentence, unless something that begins one follows."""
    assert found(" ".join(sentences)) == sentences


def test_sentences_without_a_space_between() -> None:
    """A full stop that copying has glued to the next sentence ends it, in a name it does not."""
    assert found("Leads a team of 5.Holds the budget.Uses Node.js and ASP.NET.Checks KPIs.") == [
        "Leads a team of 5.",
        "Holds the budget.",
        "Uses Node.js and ASP.NET.",
        "Checks KPIs.",
    ]


def test_outline() -> None:
    """Each part of a text says what it is, and of a heading whether only its place makes it one."""
    text = (
        "Warden\n\nDuties\n\nLead the wardens. Tel: 01234 567890.\n\nThe hostel\n\n"
        "It has 40 beds.\n\nClosing date: 3 May\nPage 1 of 1\n"
    )
    assert [(part.kind, text[part.start : part.end], part.likely) for part in outline(text)] == [
        ("heading", "Warden", True),
        ("heading", "Duties", False),
        ("statement", "Lead the wardens.", False),
        ("contact", "Tel: 01234 567890.", False),
        ("heading", "The hostel", True),
        ("statement", "It has 40 beds.", False),
        ("notice", "Closing date: 3 May", False),
        ("page", "Page 1 of 1", False),
    ]


pieces = st.sampled_from(
    ["• ", "- ", "1.3) ", "\n", "\r\n", "\n\n", "\t", "A plan.", "Vision", "manages and", " ", ":",
     "é", "😀", "İ", "\u2028", "\u200b", "Dr. ", "“Yes.” ", "ALL CAPS", "# ", ";", "\x0c", "x" * 50,
     "a) ", "; and ", " | ", "|", "Lead the team", "Duties", "Page 2 of 3", "Dear Sir,", "Tel: 012",
     "**", "    ", "co-\n", "(see ", ") ", "2. ", "ii) ", " – ", "https://a.b", "A/I", "→ ", "o\t"]
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
def test_no_word_is_in_no_part(text: str) -> None:
    """What is no part of the outline is marks, numbers and the "and" between items."""
    words = re.compile(r"[^\W\d_]{3,}")
    kept = [word for part in outline(text) for word in words.findall(text[part.start : part.end])]
    assert "".join(kept).replace("and", "") == "".join(words.findall(text)).replace("and", "")


@given(st.lists(pieces).map("".join))
def test_no_words_are_lost_but_headings(text: str) -> None:
    """A bulleted sentence is found whatever stands round it."""
    wanted = "The manager signs the weekly order for the kitchen."
    assert any(wanted in s.text for s in split(f"{text}\n\n• {wanted}\n\n{text}"))
