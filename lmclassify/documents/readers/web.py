"""Web pages, and Markdown by way of them: the blocks of the page without its furniture."""

from __future__ import annotations

import html
import json
import re
from typing import Any, Final

import lxml.etree
import lxml.html

from lmclassify.documents.readers.layout import Blocks, Kind, is_short

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 title".split())
_BOLD = ("b", "strong")
_BLOCKS = _HEADINGS | frozenset(
    "address article blockquote body caption dd details div dl dt fieldset figcaption figure hr li "
    "main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_FURNITURE = frozenset(
    "script style noscript template head nav footer aside form button select svg iframe object "
    "canvas audio video dialog".split()
)
_FURNITURE_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alert"}
_FURNITURE_NAMES = re.compile(
    r"cookie|consent|gdpr|onetrust"
    r"|(?:^|[\s_-])(?:breadcrumbs?|navbar|menu|share|social|related|similar|newsletter|footer)(?:$|[\s_-])",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(
    r"\A(?:---|\+\+\+)\r?\n.*?\r?\n(?:---|\+\+\+)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_SUBSTANTIAL: Final = 500
"""A page with fewer characters holds no job description, but a word on cookies or scripts."""
_SHORTCODE = re.compile(r"\{\{[<%].*?[>%]\}\}", re.DOTALL)


def read(text: str) -> str:
    """Give the text of a web page.

    Parameters
    ----------
    text : str
        HTML.

    Returns
    -------
    str
        Empty where the page has none.
    """
    page = _parsed(text)
    if page is None:
        return ""
    for main in (*page.iterfind(".//main"), *page.iterfind(".//*[@role='main']")):
        plain = _plain(main)
        if len(plain) >= _SUBSTANTIAL:
            return plain
    plain = _plain(page)
    if len(plain) < _SUBSTANTIAL:
        posting = _parsed(_job_posting(page))
        if posting is not None:
            plain = max(plain, _plain(posting), key=len)
    return plain


def read_markdown(text: str) -> str:
    """Give the text of a Markdown document: no front matter, links, emphasis or tables' bars.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    from markdown_it import MarkdownIt

    cleaned = _SHORTCODE.sub(" ", _FRONT_MATTER.sub("", text))
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(cleaned)
    # A wrapped line of Markdown is a space, as in HTML; only <br> breaks a line.
    return read(f"<html><body>{rendered}</body></html>")


def _parsed(text: str) -> Any:
    # As bytes, with the encoding said: lxml refuses a string that declares one itself.
    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        return lxml.html.document_fromstring(text.replace("\0", "").encode(), parser=parser)
    except lxml.etree.ParserError:  # nothing but comments or the like
        return None


def _plain(element: Any) -> str:
    blocks = Blocks()
    _Walker(blocks).block(element, "text")
    return blocks.text()


def _job_posting(page: Any) -> str:
    """Give the HTML of an advert that the page keeps for search engines, and draws by script."""
    for script in page.iterfind(".//script"):
        if not (script.get("type") or "").startswith("application/ld+json"):
            continue
        try:
            left: list[Any] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while left:
            one = left.pop()
            if isinstance(one, list):
                left += one
            elif isinstance(one, dict):
                said = one.get("description")
                if "JobPosting" in str(one.get("@type")) and isinstance(said, str):
                    # Boards differ on whether its tags are escaped.
                    return said if "<" in said else html.unescape(said)
                left += one.values()
    return ""


class _Walker:
    """Gathers inline text, and hands it over wherever a block begins or ends."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._inline: list[str] = []

    def block(self, element: Any, kind: Kind) -> None:
        """Take in an element that stands in lines of its own."""
        self._flush("text")
        self._content(element, kind)
        self._flush(kind)

    def _content(self, element: Any, kind: Kind) -> None:
        self._say(element.text)
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "br":
                self._inline.append("\n")
            elif tag in _BLOCKS:
                self._flush(kind)
                if not _is_furniture(child):
                    self.block(child, _kind(tag, kind))
            elif kind == "text" and tag in _BOLD and self._is_alone(child):
                self._flush(kind)
                self._blocks.add(child.text_content(), "heading")
            elif tag and not _is_furniture(child):
                self._content(child, kind)
            self._say(child.tail)

    def _is_alone(self, element: Any) -> bool:
        """Tell whether bold text has its line to itself and is short: a heading on many pages."""
        begins = not "".join(self._inline).rpartition("\n")[2].strip()
        after = element.getnext()
        ends = not (element.tail or "").strip() and (after is None or after.tag == "br")
        return begins and ends and is_short(element.text_content())

    def _say(self, text: str | None) -> None:
        if text:
            self._inline.append(re.sub(r"\s+", " ", text))

    def _flush(self, kind: Kind) -> None:
        # Twice: what was escaped twice, a browser shows as an entity; a character was meant.
        self._blocks.add(html.unescape(html.unescape("".join(self._inline))), kind)
        self._inline.clear()


def _kind(tag: str, around: Kind) -> Kind:
    if tag in _HEADINGS:
        return "heading"
    if tag == "li" or (around == "item" and tag in ("p", "div")):
        return "item"
    return "text"


def _is_furniture(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if element.tag in _FURNITURE and element.tag != "form":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    called = element.tag != "body" and _FURNITURE_NAMES.search(names) is not None
    if called or element.tag == "form" or element.get("role") in _FURNITURE_ROLES:
        # Some sites wrap the whole page in a form, or in what is called after its banner.
        return element.find(".//h1") is None and element.find(".//main") is None
    return False
