"""Web pages: what is content and what is furniture, lines that are kept, adverts kept as data."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from lmclassify import DocumentError, documents
from lmclassify.cli import commands
from tests.conftest import EXAMPLES
from tests.makers import found

DUTIES = [
    "Set the monthly rota for thirty drivers",
    "Hold the fuel budget of the depot",
    "Inspire the crew to look for safer ways",
]
LIST = f"<ul>{''.join(f'<li>{duty}</li>' for duty in DUTIES)}</ul>"
LINES = "\n".join(f"- {duty}" for duty in DUTIES)
LINKS = "".join(
    f'<li><a href="/{n}">{text}</a></li>'
    for n, text in enumerate(["Home", "Search jobs", "Manage alerts", "Plan your visit"])
)
NAV = f"<nav><ul>{LINKS}</ul></nav>"
FOOTER = '<footer><p>© Northern Buses Ltd.</p><a href="/c">Manage cookies</a></footer>'
COOKIES = (
    '<div id="cookie-consent"><h2>Your privacy</h2><p>We use cookies to improve our site. Manage '
    "your choices or accept all cookies.</p><button>Accept all</button></div>"
)
RELATED = (
    '<section class="related-jobs"><h2>Related jobs</h2><div><a href="/1">Bus driver</a>'
    "<p>Lead a team of ten in Leeds and manage the rota.</p></div></section>"
)
OTHERS = '<aside><h2>You may also like</h2><a href="/1">Fitter</a><p>Lead a team.</p></aside>'
SHARE = '<div class="share-buttons"><span>Share:</span> <a href="#f">Facebook</a></div>'
FORM = (
    "<form><label>Your name</label><input><p>Send us your application now.</p>"
    "<button>Apply</button></form>"
)
SIGN_UP = '<div role="dialog"><h2>Sign up</h2><p>Get our newsletter.</p></div>'
NEWS = "<div><h3>Latest news</h3><p>Our new gate opens on Monday.</p><a href=1>Read more</a></div>"
LONG = f"<p>{'We run buses in the county. ' * 40}</p>"


@pytest.mark.parametrize(
    "furniture",
    [NAV, FOOTER, COOKIES, RELATED, OTHERS, SHARE, FORM, SIGN_UP],
    ids="menu footer cookies related others share form sign-up".split(),
)
def test_furniture_is_left_out(furniture: str) -> None:
    """Menus, footers, banners, forms and other adverts are left out, and a note counts them."""
    page = f"<html><body>{furniture}<h1>Depot manager</h1>{LIST}{furniture}</body></html>"
    read = documents.parse(page.encode(), "a.html")
    assert found(read) == DUTIES
    assert any("menus and notices" in note for note in read.notes)


def test_beside_the_main_part() -> None:
    """Beside a long main part, other news is left out, but a list of duties is not."""
    page = f"<main><h1>Depot</h1>{LONG}</main>{NEWS}<section><h2>Duties</h2>{LIST}</section>"
    read = found(documents.parse(page.encode(), "a.html"))
    assert read[-3:] == DUTIES
    assert not any("gate" in statement for statement in read)


CONTENT = {
    "a class named after sharing": '<div class="entry-content no-share">{}</div>',
    "an id named after the web": '<div id="social"><h2>Social work manager</h2>{}</div>',
    "a class named after a menu": '<div class="menu-planning">{}</div>',
    "an aside": "<aside><h2>Key duties</h2>{}</aside>",
    "a footer of an article": "<article><h1>Depot</h1><footer>{}</footer></article>",
    "a form round the page": '<form id="aspnetForm"><div><h2>Depot</h2>{}</div></form>',
    "a dialog": '<div role="dialog" class="job-drawer"><h2>Depot</h2>{}</div>',
    "a dialog element": "<dialog open><h2>Depot</h2>{}</dialog>",
    "an alert": '<div role="alert"><h2>Depot</h2>{}</div>',
    "a drawer": '<div class="drawer" aria-hidden="true"><h2>Depot</h2>{}</div>',
    "a panel of an accordion": '<button aria-controls="p">Duties</button>'
    '<div id="p" hidden>{}</div>',
    "a panel that a link opens": '<a data-toggle="collapse" href="#c">Duties</a>'
    '<div id="c" style="display:none">{}</div>',
    "a hidden tab": '<div role="tabpanel" hidden>{}</div>',
    "a part to be found": '<div hidden="until-found">{}</div>',
    "details": "<details><summary>What you will do</summary>{}</details>",
    "a link round the advert": '<a href="/job"><article><h2>Depot</h2>{}</article></a>',
    "a page that a script shows": '<div id="app" hidden><h1>Depot</h1>{}</div>',
    "a shadow tree": '<x-job><template shadowrootmode="open">{}</template></x-job>',
    "a table for layout": "<table><tr><td><a href=1>Home</a></td><td>{}</td></tr></table>",
}


@pytest.mark.parametrize("place", CONTENT)
def test_content_is_kept(place: str) -> None:
    """Nothing is left out only for its name, role or place, and not what a reader can open."""
    page = f"<html><body>{NAV}{CONTENT[place].format(LIST)}{FOOTER}</body></html>"
    assert found(documents.parse(page.encode(), "a.html")) == DUTIES


@pytest.mark.parametrize(
    "attribute",
    ["hidden", 'style="DISPLAY: none"', 'style="visibility:hidden;x"', 'style="opacity:0"'],
)
def test_hidden_parts(attribute: str) -> None:
    """What is hidden and nothing opens is left out, and a note says so."""
    hidden = f"<div {attribute}><p>Create a vision for all of us.</p></div>"
    read = documents.parse(f"<html><body>{LIST}{hidden}</body></html>".encode(), "a.html")
    assert found(read) == DUTIES
    assert read.notes == ("left out: hidden text (7 words)",)


KEPT_LINES = {
    "pre": f"<pre>{LINES}</pre>",
    "a style": f'<div style="white-space: pre-line">{LINES}</div>',
    "a class": f'<div class="whitespace-pre-wrap">{LINES}</div>',
    "typed bullets": f"<div>Duties:\n{LINES}</div>",
    "a field": f"<textarea readonly>Duties of the post holder are as follows.\n{LINES}</textarea>",
    "breaks": f"<p>{LINES.replace(chr(10), '<br/>')}</p>",
    "escaped tags": LIST.replace("<", "&lt;").replace(">", "&gt;"),
    "tags escaped twice": LIST.replace("<", "&amp;lt;").replace(">", "&amp;gt;"),
}


@pytest.mark.parametrize("way", KEPT_LINES)
def test_lines_that_are_kept(way: str) -> None:
    """Lines are kept where the page shows them, and where tags were escaped."""
    page = f"<html><body><h1>Depot manager</h1>{KEPT_LINES[way]}</body></html>"
    read = found(documents.parse(page.encode(), "a.html"))
    assert read[-3:] == DUTIES


def script(data: str, kind: str = "application/ld+json") -> str:
    return (
        f'<html><head><script type="{kind}">{data}</script></head><body><div></div></body></html>'
    )


PLAIN = LINES.replace("\n", "\\n")
TEXTS = {
    "plain text": script(f'{{"@type": "JobPosting", "description": "{PLAIN}"}}'),
    "line breaks escaped twice": script(
        f'{{"@type": "JobPosting", "description": "{PLAIN.replace(chr(92), chr(92) * 2)}"}}'
    ),
    "a comment round it": script(
        f'//<![CDATA[\n{{"@type": "JobPosting", "description": "{PLAIN}"}}\n//]]>'
    ),
    "further fields": script(
        '[{"@type": "JobPosting", "description": "<p>We run buses.</p>", "responsibilities": '
        f'["{DUTIES[0]}", "{DUTIES[1]}"], "skills": "{DUTIES[2]}"}}]',
        "application/LD+JSON; charset=utf-8",
    ),
}


@pytest.mark.parametrize("way", TEXTS)
def test_adverts_as_data(way: str) -> None:
    """The advert that a page has as data is read, in plain text too."""
    read = documents.parse(TEXTS[way].encode(), "a.html")
    assert found(read)[-3:] == DUTIES
    assert "search engines" in read.notes[0]


def test_specification_tables() -> None:
    """Criteria follow a heading of their row and column; heads and codes are no statements."""
    page = (
        "<table><thead><tr><th></th><th>Essential</th><th>Desirable</th><th>Assessed by</th></tr>"
        "</thead><tr><th rowspan=2>Experience</th><td>Managing budgets</td><td>Leading change</td>"
        "<td>A/I</td></tr><tr><td>Coaching</td><td></td><td>Interview</td></tr></table>"
    )
    read = documents.parse(page.encode(), "a.html")
    assert read.text == (
        "# Essential, Desirable, Assessed by\n\n# Experience – Essential\n\n• Managing budgets\n\n"
        "# Experience – Desirable\n\n• Leading change\n\n# Experience – Essential\n\n• Coaching\n"
    )
    assert found(read) == ["Managing budgets", "Leading change", "Coaching"]
    assert read.notes == ("left out: codes in tables (3 words)",)


ARCHIVE = """From: <Saved by Blink>
MIME-Version: 1.0
Content-Type: multipart/related; boundary="X"

--X
Content-Type: text/html; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

<html><body><h1>Depot</h1><p>Hold the ward=92s budget and explain its var=
iances.</p></body></html>
--X
Content-Type: text/css

p {}
--X--
"""


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.doc", "standard input"])
def test_web_archives(name: str) -> None:
    """Web archives are read, whatever they are called."""
    read = documents.parse(ARCHIVE.encode(), name)
    assert found(read) == ["Hold the ward’s budget and explain its variances."]


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.doc", "standard input"])
def test_pages_without_html(name: str) -> None:
    """A part of a page is read as one, whatever it is called."""
    assert found(documents.parse(f"<div>{LIST}</div>".encode(), name)) == DUTIES


def test_a_report_is_no_document(tmp_path: Path) -> None:
    """A report that lmclassify made is refused."""
    page = tmp_path / "report.html"
    result = CliRunner().invoke(commands, ["report", "-o", str(page), str(EXAMPLES / "porter.txt")])
    assert result.exit_code == 0
    with pytest.raises(DocumentError, match="a report that lmclassify made"):
        documents.read(page)
