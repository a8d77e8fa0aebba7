"""The report: what it shows, what a hostile document cannot do, how a browser shows it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lmclassify import Document, classify_document, explain, load_model
from lmclassify.cli import commands
from lmclassify.output import reasons, report
from lmclassify.results import LABELS, PRACTICES, SIDES
from tests.conftest import EXAMPLES

HOSTILE = (
    "• Sets the budget <script>document.title='owned'</script></style></script>\n"
    "• Inspires the team <img src=x onerror=document.title='owned'>\n"
    "• See [this](javascript:alert(1)) \u202edrawkcab \u200b{{ 7 * 7 }}\n"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def page_of(*documents: Document) -> str:
    return report.render([classify_document(document) for document in documents], load_model())


def test_the_page_shows_what_classify_says(tmp_path: Path) -> None:
    """The page has the verdict and, in order, each statement with its label and confidence."""
    path = EXAMPLES / "ward_manager.txt"
    out = tmp_path / "page.html"
    result = CliRunner().invoke(commands, ["report", str(path), "-o", str(out)])
    assert result.exit_code == 0, result.output
    page = out.read_text(encoding="utf-8")
    document = classify_document(path)
    assert document.summary.verdict.capitalize() in page
    labels = re.findall(r'data-label="(\w+)"', page)
    assert labels == [prediction.label for _, prediction in document.statements]
    assert "never a person" in page


def test_the_document_is_shown_whole_and_in_order() -> None:
    """Headings and other lines are where the document has them, without their marks."""
    text = "# Depot manager\n\nDuties\n\n• Sets the rota\n• Orders stock\n\nTel: 01234 567890\n"
    page = page_of(Document("x", text))
    shown = re.findall(r'<li class="between"[^>]*>(.*?)</li>|class="text"[^>]*>(.*?)</span>', page)
    assert ["".join(pair) for pair in shown] == [
        "Depot manager", "Duties", "Sets the rota", "Orders stock", "Tel: 01234 567890",
    ]  # fmt: skip


def test_the_practice_profile() -> None:
    """The page has all eight practices with their counts, and a statement has its practice."""
    page = page_of(Document("x", "• Sets the annual budget and the objectives of the unit\n"))
    rows = re.findall(r'scope="row">(\w+) <small>.*?class="count">(\d)', page, re.DOTALL)
    assert dict(rows) == {**dict.fromkeys(PRACTICES, "0"), "plan": "1"}
    assert '<span class="practice">plan</span>' in page


def reason_tables(page: str) -> list[list[list[str]]]:
    """Read the tables of reasons of a page: a list of rows of cells for each statement."""
    tables = re.findall(r'<div class="why">.*?<table>(.*?)</table>', page, re.DOTALL)
    return [
        [
            re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
            for row in re.findall("<tr>(.*?)</tr>", table)
        ]
        for table in tables
    ]


@pytest.mark.parametrize("two_way", [False, True])
def test_page_and_terminal_give_the_same_reasons(two_way: bool) -> None:
    """The page has the words and numbers that `lmclassify explain` shows, label by label."""
    text = (
        "Take blood samples, label them zzyzx, and teach new colleagues how trays, trolleys, forms"
        " and barcodes move between wards"
    )
    result = classify_document(Document("x", "• " + text), two_way=two_way)
    (in_context,) = reason_tables(report.render([result], load_model(), two_way=two_way))
    assert [cells[0] for cells in in_context[-4:-1]] == ["baseline", "where it stands", "sum"]
    page = report.render([result], load_model(), two_way=two_way, use_context=False)
    (table,) = reason_tables(page)
    shown = list(reasons.explanation_lines(explain(text, two_way=two_way)))
    start = next(number for number, line in enumerate(shown) if line.startswith("word "))
    for cells, line in zip(table, shown[start:], strict=False):
        ascii_cells = [cell.replace("−", "-").replace("\u00a0", " ") for cell in cells]
        assert re.split(r"\s{2,}", line) == ascii_cells
    assert [cells[0] for cells in table[-4:]] == ["small words", "baseline", "sum", "probability"]
    assert table[0] == ["word", *(SIDES if two_way else LABELS)]
    assert re.fullmatch(r"\d+ other words", table[-5][0])
    unknown = ", ".join(explain(text).unknown_words)
    assert "zzyzx" in unknown
    assert f"Not known: {unknown}." in page
    assert f"not known: {unknown}" in shown


def test_a_hostile_document_stays_text() -> None:
    """Markup, script addresses, direction overrides and template marks stay text."""
    page = page_of(Document("<b>evil</b>.txt", HOSTILE))
    assert page.count("<script>") == page.count("</script>") == page.count("</style>") == 1
    assert "<img" not in page
    assert "<b>evil" not in page
    assert "\u202e" not in page
    assert "{{ 7 * 7 }}" in page
    assert re.findall(r"<[^>]*\s(?:href|src)=[^>]*>", page) == []


def test_several_documents_are_compared_and_unreadable_ones_reported(tmp_path: Path) -> None:
    """Of three files, one unreadable, the page compares two, and the exit code is 1."""
    files = [EXAMPLES / "porter.txt", tmp_path / "none.docx", EXAMPLES / "chief_executive.txt"]
    out = tmp_path / "page.html"
    result = CliRunner().invoke(commands, ["report", *map(str, files), "-o", str(out)])
    assert result.exit_code == 1
    assert "none.docx" in result.stderr
    assert "2 documents" in out.read_text(encoding="utf-8")


def test_no_page_if_nothing_could_be_read(tmp_path: Path) -> None:
    """If no file could be read, no page is written."""
    arguments = ["report", str(tmp_path / "none.txt"), "-o", str(tmp_path / "page.html")]
    assert CliRunner().invoke(commands, arguments).exit_code == 1
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; install the system's package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the browser driver, not ours
@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """The page filters, opens, fits the width, requests nothing, logs no error, passes axe-core."""
    from axe_playwright_python.sync_playwright import Axe

    documents = [Document("evil.txt", HOSTILE)]
    documents += [
        Document(path.name, path.read_text(encoding="utf-8")) for path in EXAMPLES.glob("*.txt")
    ]
    file = tmp_path / "page.html"
    file.write_text(page_of(*documents), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    problems: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    assert page.title().startswith("Leadership and management")
    first = page.locator("#document-2")
    first.get_by_role("button", name="leadership").click()
    shown = first.locator("[data-label]:visible")
    assert {item.get_attribute("data-label") for item in shown.all()} <= {"leadership"}
    first.get_by_role("button", name="all").click()
    row = first.locator("[data-label]").first
    assert not row.locator(".why").is_visible()
    row.locator("summary").click()
    assert row.locator(".why").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert requests == [file.as_uri()]
    assert problems == []
    # The page's own policy forbids scripts from elsewhere, not the one that axe is put in by.
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in violations] == []
    page.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the browser driver, not ours
def test_several_documents_on_a_phone_and_in_print(browser: Any, tmp_path: Path) -> None:
    """On a phone no cell of the comparison is cut off; in print colours stay and pages are few."""
    import pypdfium2

    documents = [
        Document(f"documents/of/some/length/{i}-{path.name}", path.read_text(encoding="utf-8"))
        for i in range(2)
        for path in sorted(EXAMPLES.glob("*.txt"))
    ]
    file = tmp_path / "page.html"
    file.write_text(page_of(*documents), encoding="utf-8")
    page = browser.new_page(viewport={"width": 375, "height": 800})
    page.goto(file.as_uri())
    cells = page.locator(".documents tbody :is(th, td)").all()
    assert len(cells) == 6 * 5
    for cell in cells:
        box = cell.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375
    assert page.locator(".documents").inner_text().count("mostly") >= 2
    page.emulate_media(media="print")
    for name in (".dot", ".bar", ".statements > li"):
        style = page.locator(name).first.evaluate("e => getComputedStyle(e).printColorAdjust")
        assert style == "exact"
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    printed = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    assert len(printed) <= 9
    printed.close()
    page.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_comparison_in_a_browser(browser: Any, tmp_path: Path, scheme: str) -> None:
    """The page of a comparison fits a phone, requests nothing, and passes axe-core."""
    from axe_playwright_python.sync_playwright import Axe

    new = EXAMPLES.joinpath("ward_manager.txt").read_text(encoding="utf-8")
    (tmp_path / "new.txt").write_text(new.replace("budget", "rota and tills"), encoding="utf-8")
    file = tmp_path / "page.html"
    arguments = [str(EXAMPLES / "ward_manager.txt"), str(tmp_path / "new.txt"), "-o", str(file)]
    assert CliRunner().invoke(commands, ["compare", *arguments]).exit_code == 0
    page = browser.new_page(viewport={"width": 375, "height": 800}, color_scheme=scheme)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert requests == [file.as_uri()]
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in violations] == []
    page.close()
