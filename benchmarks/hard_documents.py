"""Documents that are hard to read, each with the statements that a person reads in them."""

from __future__ import annotations

import io
import json
from typing import Any

import docx
from docx.oxml import OxmlElement

from tests.makers import Placed, odt_bytes, pdf_bytes

LEFT = [
    "The manager of the shop plans the week",
    "together with the deputy and checks the",
    "takings against the till roll.",
    "Orders fresh stock from three suppliers",
    "and agrees the prices with them.",
]
RIGHT = [
    "Experience of running a busy shop and",
    "of looking after its keys and its cash",
    "over at least two years.",
    "Able to carry boxes of up to twenty",
    "kilograms from the van.",
]
READ = [
    "The manager of the shop plans the week together with the deputy and checks the takings "
    "against the till roll.",
    "Orders fresh stock from three suppliers and agrees the prices with them.",
    "Experience of running a busy shop and of looking after its keys and its cash over at least "
    "two years.",
    "Able to carry boxes of up to twenty kilograms from the van.",
]
LIST = [
    "Plans the week's deliveries",
    "Checks each van before it leaves",
    "Speaks up for the drivers at the board",
]


def columns() -> bytes:
    """Make a page of two columns, written row by row, under a title."""
    lines: list[Placed] = [(210, 760, "Shop Manager")]
    for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        lines += [(50, 700 - 12 * row, left), (310, 700 - 12 * row, right)]
    return pdf_bytes([lines])


def sidebar() -> bytes:
    """Make a page with a sidebar of facts that has its own line height."""
    facts: list[Placed] = [
        (50, 700 - 15 * row, fact)
        for row, fact in enumerate(["Place", "Tarnfield", "Hours", "Full time"])
    ]
    main: list[Placed] = [(180, 700 - 12 * row, line) for row, line in enumerate(LEFT + RIGHT)]
    return pdf_bytes([sorted(facts + main, key=lambda line: -line[-2])])


THIRD = [
    "The shop is closed on Mondays, when",
    "the manager takes stock of what is left",
    "and pays the bills of the week before.",
    "Staff have a discount of a tenth on all",
    "that the shop sells.",
]
THIRD_READ = [
    "The shop is closed on Mondays, when the manager takes stock of what is left and pays the "
    "bills of the week before.",
    "Staff have a discount of a tenth on all that the shop sells.",
]


def three_columns() -> bytes:
    """Make a page of three narrow columns, written row by row, and labels with values below."""
    lines: list[Placed] = []
    for row, texts in enumerate(zip(LEFT, RIGHT, THIRD, strict=True)):
        lines += [(30 + 190 * n, 780 - 12 * row, text) for n, text in enumerate(texts)]
    for row, (label, value) in enumerate([("Start", "In May"), ("Pay", "Band 4"), ("Base", "Ash")]):
        lines += [(30, 600 - 14 * row, label), (120, 600 - 14 * row, value)]
    return pdf_bytes([lines])


def element(tag: str, *children: Any, text: str = "") -> Any:
    """Make an element of a Word document."""
    node = OxmlElement(tag)
    if text:
        node.text = text
    node.extend(children)
    return node


def word() -> bytes:
    """Make a Word file with a text box, a table inside a table, tracked changes and a header."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Confidential to the board of the company."
    first = document.add_paragraph("He answers to the head of the depot.")
    box = element("w:p", element("w:r", element("w:t", text="She signs off the overtime.")))
    first._p.append(element("w:r", element("w:pict", element("w:txbxContent", box))))
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = "They open the gates at six."
    cell.add_table(1, 1).cell(0, 0).text = "He keeps the list of keys."
    changed = document.add_paragraph("She sets the rota")
    deleted = element("w:r", element("w:delText", text=" and the wages"))
    inserted = element("w:r", element("w:t", text=" of the drivers"))
    changed._p.extend([element("w:del", deleted), element("w:ins", inserted)])
    for item in LIST:
        document.add_paragraph(item, style="List Bullet")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


WORD_READ = [
    "He answers to the head of the depot.",
    "She signs off the overtime.",
    "They open the gates at six.",
    "He keeps the list of keys.",
    "She sets the rota of the drivers",
    *LIST,
]

ITEMS = "".join(f"<li>{item}</li>" for item in LIST)
CELLS = f"<table><tr><td>Duties</td><td><ul>{ITEMS}</ul></td></tr></table>"
PAGE = f"""<!DOCTYPE html><html><head><title>Depot manager | Jobs</title></head><body>
<nav><ul><li>All of our jobs in one place</li></ul></nav>
<div id="cookie-consent"><p>We use cookies to make this site work for you.</p></div>
<h1>Depot manager</h1><p>The depot serves nine shops and is open on six days a week.</p>
{CELLS}<p>The manager answers to the head of operations and holds the keys.</p>
<footer><p>Copyright of the company, all rights are reserved by it.</p></footer></body></html>"""
PAGE_READ = [
    "The depot serves nine shops and is open on six days a week.",
    *LIST,
    "The manager answers to the head of operations and holds the keys.",
]
POSTING = {"@type": "JobPosting", "description": f"<p>{PAGE_READ[0]}</p><ul>{ITEMS}</ul>"}
SCRIPTED = (
    '<html><head><script type="application/ld+json">'
    + json.dumps(POSTING)
    + "</script></head><body><div id='root'>Please enable scripts.</div></body></html>"
)

RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset2 Symbol;}}"
    r"{\header Confidential to the board.\par}"
    r"\pard He answers to the head of the depot.\par"
    r"\trowd\cellx900\cellx1800\pard\intbl They open the gates at six.\cell "
    r"He keeps the list of keys.\cell\row\pard She sets the rota{\deleted  and the wages}"
    r"{ of the drivers}\par{\shp{\*\shpinst{\shptxt She signs off the overtime.\par}}}"
    + "".join(rf"{{\pntext\f1\'B7\tab}}{item}\par " for item in LIST)
    + "}"
)
RTF_READ = [WORD_READ[n] for n in (0, 2, 3, 4, 1)] + LIST

ODT = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>and the wages</text:p>"
    "</text:deletion></text:changed-region></text:tracked-changes>"
    f"<text:p>{WORD_READ[0]}<draw:frame><draw:text-box><text:p>{WORD_READ[1]}</text:p>"
    "</draw:text-box></draw:frame></text:p><table:table><table:table-row><table:table-cell>"
    f"<text:p>{WORD_READ[2]}</text:p></table:table-cell><table:table-cell><text:p>{WORD_READ[3]}"
    "</text:p></table:table-cell></table:table-row></table:table>"
    f"<text:p>{WORD_READ[4]}<office:annotation><text:p>Ask.</text:p></office:annotation>"
    "</text:p><text:list>"
    + "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in LIST)
    + "</text:list>"
)

HARD: dict[str, list[tuple[bytes, list[str]]]] = {
    "docx": [(word(), WORD_READ)],
    "pdf": [(columns(), READ), (sidebar(), READ), (three_columns(), READ + THIRD_READ)],
    "html": [(PAGE.encode(), PAGE_READ), (SCRIPTED.encode(), PAGE_READ[:-1])],
    "odt": [(odt_bytes(ODT), WORD_READ)],
    "rtf": [(RTF.encode("cp1252"), RTF_READ)],
}
"""By format: documents and their statements in order."""
