"""The report: what it shows, what a hostile document cannot do, how a browser takes it."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from lmclassify import Document, classify_document, load_model
from lmclassify.cli import commands
from lmclassify.output import report
from lmclassify.results import PRACTICES
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
    judged = classify_document(path)
    assert judged.summary.verdict.capitalize() in page
    labels = re.findall(r'data-label="(\w+)"', page)
    assert labels == [prediction.label for _, prediction in judged.statements]
    assert "never a person" in page


def test_the_document_is_shown_whole_and_in_order() -> None:
    """Headings and other lines stand where the document has them, without their marks."""
    text = "# Depot manager\n\nDuties\n\n• Sets the rota\n• Orders stock\n\nTel: 01234 567890\n"
    page = page_of(Document("x", text))
    shown = re.findall(r'<li class="between"[^>]*>(.*?)</li>|class="text"[^>]*>(.*?)</span>', page)
    assert ["".join(pair) for pair in shown] == [
        "Depot manager", "Duties", "Sets the rota", "Orders stock", "Tel: 01234 567890",
    ]  # fmt: skip


def test_the_practice_profile() -> None:
    """The page has all eight practices with their counts, and a statement its practice."""
    page = page_of(Document("x", "• Sets the annual budget and the objectives of the unit\n"))
    rows = re.findall(
        r'scope="row">(\w+) <small>.*?(?:class="count">|unseen">)(\d|none)', page, re.DOTALL
    )
    assert dict(rows) == {**dict.fromkeys(PRACTICES, "none"), "plan": "1"}
    assert '<span class="practice">plan</span>' in page


def test_reasons_sum_to_the_lead_of_the_label() -> None:
    """The words shown, the other words and the start sum to the label's logit over the others'."""
    found = load_model().explain("Unite partners around a shared vision of the whole county")
    total = sum(reason["gain"] for reason in report._reasons(found, two_way=False))
    label = found.prediction.label
    others = [logit for other, logit in found.logits.items() if other != label]
    assert total == pytest.approx(found.logits[label] - sum(others) / len(others), abs=1e-9)


def test_reasons_are_for_the_label_that_is_shown() -> None:
    """In a two-way choice the reasons are those of the forced label, against the other one."""
    found = load_model().explain("Take blood samples and label them", two_way=True)
    label = found.prediction.label
    (other,) = {"leadership", "management"} - {label}
    total = sum(reason["gain"] for reason in report._reasons(found, two_way=True))
    assert total == pytest.approx(found.logits[label] - found.logits[other], abs=1e-9)
    document = classify_document(Document("x", "• " + found.text), two_way=True)
    page = report.render([document], load_model(), two_way=True)
    assert f"What speaks for {label} (+)" in page


def test_a_hostile_document_stays_text() -> None:
    """Markup, script addresses, direction overrides and template marks of a document are text."""
    page = page_of(Document("<b>evil</b>.txt", HOSTILE))
    assert page.count("<script>") == page.count("</script>") == page.count("</style>") == 1
    assert "<img" not in page
    assert "<b>evil" not in page
    assert "\u202e" not in page
    assert "{{ 7 * 7 }}" in page
    assert re.findall(r"<[^>]*\s(?:href|src)=[^>]*>", page) == []


def test_several_documents_are_compared_and_the_unreadable_told(tmp_path: Path) -> None:
    """Of three files, one unreadable, the page compares two, and the exit code is 1."""
    files = [EXAMPLES / "porter.txt", tmp_path / "none.docx", EXAMPLES / "chief_executive.txt"]
    out = tmp_path / "page.html"
    result = CliRunner().invoke(commands, ["report", *map(str, files), "-o", str(out)])
    assert result.exit_code == 1
    assert "none.docx" in result.stderr
    assert "2 documents" in out.read_text(encoding="utf-8")


def test_no_page_where_nothing_could_be_read(tmp_path: Path) -> None:
    """Where no file could be read, no page is written."""
    arguments = ["report", str(tmp_path / "none.txt"), "-o", str(tmp_path / "page.html")]
    assert CliRunner().invoke(commands, arguments).exit_code == 1
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; install the system's package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the browser driver, not ours
@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser(browser, tmp_path: Path, width: int, scheme: str) -> None:
    """It filters and opens, fits the width, requests nothing, logs no error, passes axe-core."""
    from axe_playwright_python.sync_playwright import Axe

    documents = [Document("evil.txt", HOSTILE)]
    documents += [
        Document(path.name, path.read_text(encoding="utf-8")) for path in EXAMPLES.glob("*.txt")
    ]
    file = tmp_path / "page.html"
    file.write_text(page_of(*documents), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    problems: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.title().startswith("Leadership and management")
    first = page.locator("#document-2")
    first.get_by_role("button", name="leadership").click()
    shown = first.locator("[data-label]:visible")
    assert {one.get_attribute("data-label") for one in shown.all()} <= {"leadership"}
    first.get_by_role("button", name="all").click()
    row = first.locator("[data-label]").first
    assert not row.locator(".why").is_visible()
    row.locator("summary").click()
    assert row.locator(".why").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [file.as_uri()]
    assert problems == []
    # The page's own policy forbids scripts from elsewhere, not the one that axe is put in by.
    found = Axe().run(page).response["violations"]
    assert (
        json.dumps([(one["id"], [n["html"][:120] for n in one["nodes"]]) for one in found]) == "[]"
    )
    page.close()
