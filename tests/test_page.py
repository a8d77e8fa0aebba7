"""The page: equal to Python on every text, silent on the network, usable and hard to break."""

from __future__ import annotations

import base64
import csv
import io
import json
import random
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lmclassify import Document, classify_document, corpus, documents, explain, load_model
from lmclassify.cli import commands
from lmclassify.documents.plain_text import tidy
from lmclassify.documents.statements import outline
from lmclassify.errors import DocumentError
from lmclassify.output import page as page_output
from lmclassify.output import records, report
from lmclassify.output.page_patterns import translate
from lmclassify.output.run import Run
from lmclassify.tables.formulas import FORMULA_MARKS
from lmclassify.terms import terms
from tests import hostile
from tests.conftest import EXAMPLES, ROOT, run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TOLERANCE = 1e-6
ENDS = ("\n", "\n\n", " ", "\t", " | ", "\f", "\n---\n")
MARKS = ("", "• ", "- ", "o ", "1. ", "2) ", "a) ", "3.1 ", "  ", "# ", "* ", "\uf0b7 ", "→", "2 ")
MAX_BYTES = 2_500_000
MAX_EDIT = 3000
"""Milliseconds on a busy machine; on a quiet one it is a tenth."""

LAYOUTS, CASES = ROOT / "tests" / "layouts", ROOT / "tests" / "cases"
SHIPPED = ROOT / "docs" / "page" / "index.html"
WARD = (EXAMPLES / "ward_manager.txt").read_text(encoding="utf-8")
READ = """async ([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  try {
    const {text, notes} = await lmclassify.readDocument(name, bytes);
    return {text, notes};
  } catch (error) {
    return {error: error.message};
  }
}"""
DROP = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  const event = new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true});
  document.body.dispatchEvent(event);
}"""

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the browser driver


@pytest.fixture(scope="module")
def html() -> str:
    return page_output.render(load_model())


@pytest.fixture(scope="module")
def file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "lmclassify.html"
    path.write_text(html, encoding="utf-8")
    return path


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


class Watched:
    """A page in the browser, offline, that notes what it requests and what goes wrong."""

    def __init__(self, browser: Any, file: Path, **options: Any) -> None:
        self.context = browser.new_context(offline=True, **options)
        self.page = self.context.new_page()
        self.problems: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.problems.append(message.text))
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.open(file)

    def open(self, file: Path) -> None:
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("html[data-complete]")

    def write(self, text: str, box: str = "before") -> None:
        self.page.fill(f"#text-{box}", text)

    def read(self, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = self.page.evaluate(READ, [path.name, encode(path.read_bytes())])
        return result

    def call(self, function: str, value: Any) -> Any:
        """Call a function; as JSON, thousands of texts travel much faster than one by one."""
        expression = f"text => JSON.stringify(({function})(JSON.parse(text)))"
        return json.loads(self.page.evaluate(expression, json.dumps(value)))

    def close(self) -> None:
        self.context.close()


def encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.fixture(scope="module")
def shared(browser: Any, file: Path) -> Iterator[Watched]:
    """Open a page for tests that only call its functions."""
    watched = Watched(browser, file)
    yield watched
    assert watched.problems == []
    watched.close()


@pytest.fixture
def fresh(browser: Any, file: Path) -> Iterator[Watched]:
    """Open a page anew; whatever a test does there, nothing is requested."""
    watched = Watched(browser, file)
    yield watched
    assert watched.problems == []
    assert [url for url in watched.requests if not url.startswith(("file:", "blob:"))] == []
    watched.close()


def differences(python: Any, javascript: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    """Compare JSON values; numbers may differ by the tolerance."""
    if isinstance(python, dict) and isinstance(javascript, dict):
        found = [(path, sorted(python), sorted(javascript))] * (python.keys() != javascript.keys())
        for key in python.keys() & javascript.keys():
            found += differences(python[key], javascript[key], f"{path}/{key}")
        return found
    if isinstance(python, list | tuple) and isinstance(javascript, list):
        if len(python) != len(javascript):
            return [(path, python, javascript)]
        pairs = enumerate(zip(python, javascript, strict=True))
        return [d for i, pair in pairs for d in differences(*pair, f"{path}/{i}")]
    if isinstance(python, float) and isinstance(javascript, int | float):
        return [(path, python, javascript)] * (abs(python - javascript) > TOLERANCE)
    return [(path, python, javascript)] * (python != javascript)


def challenge_texts() -> list[str]:
    found = []
    for path in corpus.challenge_files():
        with path.open(encoding="utf-8", newline="") as lines:
            found += [cell for row in csv.reader(lines) for cell in row if cell.strip()]
    return found


@pytest.fixture(scope="module")
def statements() -> list[str]:
    rows = corpus.read(corpus.default_files())
    return [*hostile.texts(20_000), *(row.text for row in rows), *challenge_texts()]


def test_the_command_writes_one_file(tmp_path: Path) -> None:
    """`lmclassify page` writes a page under 2.5 MB that refers to nothing outside itself."""
    out = tmp_path / "page.html"
    result = CliRunner().invoke(commands, ["page", "-o", str(out)])
    assert result.exit_code == 0, result.output
    text = out.read_text(encoding="utf-8")
    assert out.stat().st_size < MAX_BYTES
    assert "default-src 'none'" in text
    assert "unsafe-inline" not in text
    assert re.findall(r"""<[^>]*\s(?:src|href|action)=["'][^"']*["']""", text) == []
    assert "</script" not in re.sub(r"</script>\n", "", text)


def test_any_model_makes_its_page(browser: Any, tmp_path: Path) -> None:
    """A model of format 1, without context and label shares, makes a page that agrees with it."""
    folder = ROOT / "tests" / "fixtures" / "model-format-1"
    out = tmp_path / "page.html"
    result = CliRunner().invoke(commands, ["page", "--model", str(folder), "-o", str(out)])
    assert result.exit_code == 0, result.output
    watched = Watched(browser, out)
    python = records.document_record(classify_document(Document("x", WARD), model=folder))
    javascript = watched.page.evaluate("text => lmclassify.classifyDocument(text, 'x')", WARD)
    watched.close()
    assert differences(json.loads(json.dumps(python)), javascript) == []


def test_terms(shared: Watched, statements: Sequence[str]) -> None:
    """Terms are equal on the corpus, the challenge sets and 20,000 hostile strings."""
    found = shared.call("texts => texts.map(lmclassify.terms)", statements)
    wrong = [text for text, own in zip(statements, found, strict=True) if own != terms(text)]
    assert wrong == []


def test_labels_and_probabilities(shared: Watched, statements: Sequence[str]) -> None:
    """Labels, probabilities, coverage and `mixed` are equal on the same texts."""
    found = shared.call(
        """texts => texts.map((text) => {
          const {label, probabilities, mixed, coverage} = lmclassify.classify(text);
          return [label, Object.values(probabilities), mixed, coverage];
        })""",
        statements,
    )
    predict = load_model().predict
    wrong = []
    for text, own in zip(statements, found, strict=True):
        p = predict(text)
        expected = [p.label, list(p.probabilities.values()), p.mixed, p.coverage]
        if differences(expected, own):
            wrong.append((text, expected, own))
    assert wrong == []


def test_practices(shared: Watched) -> None:
    """The practice of every fourth statement of the corpus is the same, with rounded weights."""
    texts = [row.text for row in corpus.read(corpus.default_files())][::4]
    found = shared.call("texts => texts.map(lmclassify.practice)", texts)
    model = load_model()
    assert model.practices is not None
    expected = [model.practices.practice(text, model.predict(text).label) for text in texts]
    assert [text for text, a, b in zip(texts, found, expected, strict=True) if a != b] == []


def as_json(record: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(json.dumps(record))
    value.pop("date", None)
    return value


@pytest.mark.parametrize(
    "text", ["Lead the weekly rota meeting", "You will & the post-holder zzyzx", "…", WARD[:900]]
)
def test_the_json_is_that_of_the_command(shared: Watched, text: str) -> None:
    """`classify` and `explain` return what the command writes."""
    record = as_json(records.explanation_record(explain(text), Run(load_model())))
    record["model"]["folder"] = None  # a page is passed on, so it names no folder
    found = shared.page.evaluate("text => lmclassify.explain(text)", text)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", found.pop("date"))
    for key, name in (("words", "word"), ("terms", "term")):
        for side in (record, found):  # equal sums may stand in any order
            side[key] = sorted(side[key], key=lambda entry: str(entry[name]))
    assert differences(record, found) == []
    line = json.loads(run("classify", "--text", text, "--format", "jsonl").stdout)
    own = shared.page.evaluate("text => lmclassify.classify(text)", text)
    assert differences(as_json(line), as_json(own)) == []


def texts_of_files() -> list[tuple[str, str]]:
    """Return the text of every file of the layouts, the awkward files and the examples."""
    found = []
    for path in [*LAYOUTS.iterdir(), *CASES.iterdir(), *EXAMPLES.glob("*.txt")]:
        if path.suffix not in (".statements", ".jsonl", ".csv"):
            try:
                found.append((path.name, documents.read(path).text))
            except DocumentError:
                continue
    return found


def test_whole_documents(shared: Watched) -> None:
    """Statements with their places, headings, notes, sections and summary are all equal."""
    wrong = {}
    for name, text in texts_of_files():
        python = as_json(records.document_record(classify_document(Document(name, text))))
        own = shared.page.evaluate("([a, b]) => lmclassify.classifyDocument(a, b)", [text, name])
        if found := differences(python, own):
            wrong[name] = found[:3]
    assert wrong == {}


def mixed_documents(count: int) -> list[str]:
    """Make documents of lines of all files, in any order, with any bullets and gaps."""
    lines = [line for _, text in texts_of_files() for line in text.splitlines() if line.strip()]
    rng = random.Random(15)  # noqa: S311  # no secret
    made = []
    for _ in range(count):
        chosen = rng.choices(lines, k=rng.randint(2, 25))
        marks = rng.choices(MARKS, k=rng.choice((1, 3)))
        ends = rng.choice(
            (("\n",), ("\n", "\n\n"), ("\n", "\n\n", " ", "\t", " | ", "\f", "\n---\n"))
        )
        made.append(
            "".join(
                rng.choice(marks)
                + rng.choice((line, line, line.upper(), line[:30]))
                + rng.choice(ends)
                for line in chosen
            )
        )
    return made


def test_mixed_documents(shared: Watched) -> None:
    """Documents made of lines of all kinds are outlined alike; plain text is tidied alike."""
    texts = [text for text in mixed_documents(1500) if text.strip()]
    outlines = shared.call("texts => texts.map(lmclassify.outline)", texts)
    wrong = []
    for text, own in zip(texts, outlines, strict=True):
        parts = [[part.kind, text[part.start : part.end], part.likely] for part in outline(text)]
        if own != parts:
            wrong.append((text, [part for part in parts if part not in own], own))
    assert wrong == []
    tidied = shared.call(
        "texts => texts.map((text) => Object.values(lmclassify.tidy(text)))", texts
    )
    expected = [[text, list(notes)] for text, notes in map(tidy, texts)]
    assert [pair for pair in zip(expected, tidied, strict=True) if pair[0] != pair[1]] == []


def test_word_documents(shared: Watched) -> None:
    """The text of Word documents, and the notes on it, are those of the reader."""
    paths = [*LAYOUTS.glob("*.docx"), *CASES.glob("*.do[ct][xm]")]
    assert len(paths) > 25
    wrong = []
    for path in paths:
        try:
            document = documents.read(path)
            expected: dict[str, Any] = {"text": document.text, "notes": list(document.notes)}
        except DocumentError:
            expected = {}
        own = shared.read(path)
        if own != expected and not (expected == {} and "error" in own):
            wrong.append(path.name)
    assert wrong == ["altchunk_mht2.docx"]  # a web archive inside, which the page does not read


def test_plain_text_files(shared: Watched) -> None:
    """Encodings are found, and what copying broke is put together, as the reader does."""
    wrong = []
    for path in [*LAYOUTS.glob("*.txt"), *CASES.glob("*.txt")]:
        document = documents.read(path)
        text = re.sub("\r\n?", "\n", document.text)
        if shared.read(path) != {"text": text, "notes": list(document.notes)}:
            wrong.append(path.name)
    assert wrong == []


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_the_page_shows_what_the_report_shows(fresh: Watched, path: Path, tmp_path: Path) -> None:
    """Verdict, mix, sections, practices, wording, statements and reasons read the same in both."""
    result = classify_document(Document("Pasted text", path.read_text(encoding="utf-8")))
    fresh.write(result.text)
    parts = (
        ".verdict",
        ".rivals",
        ".key",
        ".strongest",
        ".sections",
        ".profile",
        ".wording",
        ".statements",
    )
    fresh.page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")
    fresh.page.wait_for_function(
        "n => document.querySelectorAll('.why').length === n", arg=len(result.statements)
    )
    own = [shown_text(fresh.page, f"#documents > :first-child {part}") for part in parts]
    other = tmp_path / "report.html"
    other.write_text(report.render([result], load_model()), encoding="utf-8")
    fresh.page.goto(other.as_uri())
    assert own == [shown_text(fresh.page, part) for part in parts]


def shown_text(page: Any, selector: str) -> list[str]:
    """Return the text of elements without white space, which only lays out the report's source."""
    return ["".join(text.split()) for text in page.locator(selector).all_text_contents()]


EDIT = """async (text) => {
  const started = performance.now();
  const box = document.querySelector("#text-before");
  box.value = text;
  box.dispatchEvent(new Event("input"));
  const shown = box.parentElement.querySelector(".mirror");
  while (!shown.textContent.startsWith(text)) await new Promise(requestAnimationFrame);
  return performance.now() - started;
}"""


def test_typing_scores_only_what_changed(fresh: Watched) -> None:
    """In a long document, an edit scores one statement anew and is shown in a second."""
    lines = [f"• Plan the rota of team {n} and publish it every month." for n in range(1500)]
    fresh.page.evaluate(EDIT, "\n".join(lines))
    before = fresh.page.evaluate("lmclassify.scored")
    lines[700] = "• Inspire all teams to question how the rota has always been made."
    took = fresh.page.evaluate(EDIT, "\n".join(lines))
    assert fresh.page.evaluate("lmclassify.scored") == before + 1
    assert fresh.page.locator(".leadership[data-label]").count() == 1
    assert took < MAX_EDIT


def test_hostile_text_stays_text(fresh: Watched) -> None:
    """Markup, script addresses and direction overrides do nothing, wherever they are shown."""
    text = (
        "• Sets the budget <script>document.title='owned'</script></style></script>\n"
        "• Inspires the team <img src=x onerror=document.title='owned'>\n"
        "• See [this](javascript:alert(1)) \u202edrawkcab \u200b{{ 7 * 7 }}\n"
    )
    fresh.write(text)
    fresh.page.click("#compare")
    fresh.write(text.replace("budget", "<b>budget</b>"), "after")
    shown = fresh.page.inner_text("#documents")
    assert "<script>document.title='owned'</script>" in shown
    assert "<b>budget</b>" in fresh.page.inner_text("#comparison")
    assert "\u202e" not in shown
    assert fresh.page.locator("main img, main script, main b:text('budget')").count() == 0
    assert "owned" not in fresh.page.title()


def test_a_megabyte_of_text(fresh: Watched) -> None:
    """A megabyte in one line, or in ten thousand, is classified or at least survived."""
    for text in ("lead " * 200_000, "Plan the rota of the team and publish it.\n" * 24_000):
        count = fresh.page.evaluate(
            "text => lmclassify.classifyDocument(text).statements.length", text
        )
        assert count >= 1


def bomb(size: int, declared: int | None = None) -> bytes:
    """Make a Word document whose main part is `size` spaces, and says that it is `declared`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * size)
    data = buffer.getvalue()
    if declared is not None:
        place = data.index(b"PK\x01\x02") + 24
        data = data[:place] + declared.to_bytes(4, "little") + data[place + 4 :]
    return data


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"%PDF-1.7\n", "is a PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old format of Word"),
        ("a.rtf", b"{\\rtf1 Plan}", "rich text"),
        ("a.docx", b"Plan the rota", "no .docx document"),
        ("a.docx", b"PK\x03\x04 cut short", "cannot be read"),
        ("a.txt", b" \n", "is empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 8, "a binary file"),
        ("bomb.docx", bomb(210_000_000), "would unpack to over 200 MB"),
        ("bomb.docx", bomb(60_000_000), "more than 50 MB"),
        ("bomb.docx", bomb(30_000_000, declared=1000), "cannot be read"),
    ],
)
def test_unreadable_files(shared: Watched, name: str, data: bytes, message: str) -> None:
    """A file that cannot be read is refused with what to do instead."""
    result = shared.page.evaluate(READ, [name, encode(data)])
    assert message in result["error"]
    assert result["error"].startswith(name)


def test_dropping_a_file(fresh: Watched) -> None:
    """A Word document that is dropped gives the verdict, counts and practices of the command."""
    path = CASES / "1_nhs_service_manager.docx"
    fresh.page.evaluate(DROP, [path.name, encode(path.read_bytes())])
    fresh.page.wait_for_selector(".verdict")
    summary = classify_document(path).summary
    assert fresh.page.inner_text(".verdict") == summary.verdict.capitalize()
    counts = [int(text) for text in fresh.page.locator(".key b").all_inner_texts()]
    assert counts == list(summary.counts.values())
    practices = fresh.page.locator(".profile .count").all_inner_texts()
    assert sorted(map(int, practices)) == sorted((summary.practices or {}).values())
    fresh.page.evaluate(DROP, ["old.pdf", encode(b"%PDF-1.4")])
    fresh.page.wait_for_selector("#message:not([hidden])")
    assert "copy it and paste it here" in fresh.page.inner_text("#message")
    assert fresh.page.locator(".verdict").count() == 1


def test_what_was_in_the_box_can_be_brought_back(fresh: Watched) -> None:
    """Clearing the box, or loading another text, can be undone."""
    fresh.write("Plan the rota.")
    fresh.page.click("#clear")
    assert fresh.page.input_value("#text-before") == ""
    fresh.page.click("#message button")
    assert fresh.page.input_value("#text-before") == "Plan the rota."


def test_before_and_after(fresh: Watched) -> None:
    """The comparison says what was reworded, added and removed, and how the mix changed."""
    fresh.write(
        "• Plan the rota of the team every month.\n• Order the stock.\n• Check the tills.\n"
    )
    fresh.page.click("#compare")
    assert "are the same" in fresh.page.inner_text("#comparison")
    fresh.write(
        "• Plan the rota of the whole team each month.\n• Check the tills.\n"
        "• Inspire colleagues to dare something new.\n",
        "after",
    )
    fresh.page.get_by_text("1 statement reworded, 1 added, 1 removed").wait_for()
    rows = fresh.page.locator(".figures tr").all_inner_texts()
    assert "leadership\t0\t1\t+1" in rows
    fresh.page.click("#compare")
    assert fresh.page.locator("#comparison").is_hidden()
    assert "whole team" in fresh.page.input_value("#text-before")


def test_exports(browser: Any, file: Path) -> None:
    """The CSV file has the rows of the command, the clipboard a table; formulas are escaped."""
    watched = Watched(browser, file, permissions=["clipboard-read", "clipboard-write"])
    text = '• =SUM(A1) plan the budget of the unit, "all" of it\n• Inspire the team, too\n'
    watched.write(text)
    with watched.page.expect_download() as download:
        watched.page.click("#csv")
    saved = Path(download.value.path()).read_bytes()
    assert saved.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(io.StringIO(saved.decode("utf-8-sig"))))
    result = classify_document(Document("Pasted text", text))
    expected = list(records.csv_rows(result, Run(load_model())))
    assert found[0] == list(records.CSV_COLUMNS)
    assert [row[3] for row in found[1:]] == [row[3] for row in expected]
    assert found[1][3].startswith("'=SUM(A1)")
    date = found[0].index("date")
    for own, row in zip(found[1:], expected, strict=True):
        for place, (cell, value) in enumerate(zip(own, row, strict=True)):
            if isinstance(value, float):
                assert abs(float(cell) - value) <= TOLERANCE
            elif place != date:
                assert cell == ("" if value is None else str(value))
    watched.page.click("#copy")
    assert "Copied" in watched.page.inner_text("#done")
    copied = watched.page.evaluate("navigator.clipboard.readText()").splitlines()
    assert copied[0].split("\t") == ["statement", "label", "confidence", "practice"]
    assert copied[1].startswith("'=SUM(A1)")
    assert all(not line.startswith(tuple(FORMULA_MARKS)) for line in copied)
    watched.close()


def test_nothing_is_kept_unless_wanted(fresh: Watched, file: Path) -> None:
    """A reload forgets the text, unless the box is ticked; unticking it deletes what was kept."""
    fresh.write("Plan the rota.")
    assert fresh.page.evaluate("localStorage.length") == 0
    fresh.open(file)
    assert fresh.page.input_value("#text-before") == ""
    fresh.write("Plan the rota.")
    fresh.page.check("#keep")
    fresh.open(file)
    assert fresh.page.input_value("#text-before") == "Plan the rota."
    assert fresh.page.inner_text(".verdict") == "Mostly management"
    fresh.page.uncheck("#keep")
    assert fresh.page.evaluate("localStorage.length") == 0


def test_by_keyboard(fresh: Watched) -> None:
    """Reasons open by keyboard, from the list and from the statement in which the caret is."""
    fresh.write("• Plan the rota of the team.\n• Take blood samples.\n")
    fresh.page.press("#text-before", "Control+Home")
    assert "Here: management" in fresh.page.inner_text(".caret >> visible=true")
    fresh.page.keyboard.press("Tab")
    fresh.page.keyboard.press("Enter")
    fresh.page.wait_for_selector(".why")
    fresh.page.keyboard.press("Enter")
    assert fresh.page.locator("details[open] .why").count() == 0
    filters = fresh.page.get_by_role("button", name="neither", exact=True)
    filters.press("Enter")
    assert fresh.page.locator("[data-label]:visible").all_inner_texts()[0].startswith("Take blood")


STATES = ("empty", "document", "comparison")


@pytest.mark.parametrize("width", [360, 800, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible_in_every_state(browser: Any, file: Path, width: int, scheme: str) -> None:
    """Whatever the width and scheme, axe-core finds nothing, and nothing stands beside the page."""
    from axe_playwright_python.sync_playwright import Axe

    watched = Watched(
        browser,
        file,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = watched.page
    for state in STATES:
        if state == "document":
            page.click("[data-example='0']")
            page.locator("[data-label] summary").first.click()
            page.locator("#guide summary").click()
        elif state == "comparison":
            page.click("#compare")
            watched.write(WARD.replace("Coach junior", "Train junior"), "after")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, state
        violations = Axe().run(page).response["violations"]
        found = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in violations]
        assert found == [], state
    assert watched.problems == []
    watched.close()


def test_the_shipped_page_is_up_to_date(html: str) -> None:
    """docs/page/index.html is the page of the shipped model, as `make page` writes it."""
    shipped = re.sub(r'id="weights">[^<]*', "", SHIPPED.read_text(encoding="utf-8"))
    assert shipped == re.sub(r'id="weights">[^<]*', "", html), "run make page"


@pytest.mark.parametrize(
    ("pattern", "flags", "translation"),
    [
        (r"[^\W\d_]+", 0, r"(?:(?![\p{Nd}\p{L}])[\p{L}])".replace(r"[\p{Nd}\p{L}]", r"[\p{Nd}_]")),
        (r"(?P<a>x)(?P=a)", 0, None),
        (r"a.c", re.DOTALL, r"a[\s\S]c"),
        (r"a  # note" + "\n b", re.VERBOSE, "ab"),
        (r"[]a-]", 0, r"[\]a\-]"),
    ],
)
def test_translated_patterns(pattern: str, flags: int, translation: str | None) -> None:
    """Constructs that JavaScript lacks are written with those it has, or refused."""
    compiled = re.compile(pattern, flags)
    if translation is None:
        with pytest.raises(ValueError, match="unknown group"):
            translate(compiled)
    elif r"\p{L}" in translation:
        assert r"\p{L}" in translate(compiled)["source"]
    else:
        assert translate(compiled)["source"] == translation
