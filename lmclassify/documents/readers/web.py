"""Read web pages, and Markdown by rendering it: the content without navigation and the like."""

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
_MIN_CONTENT: Final = 500
"""A page with fewer characters has no job description, only a notice on cookies or scripts."""
_SHORTCODE = re.compile(r"\{\{[<%].*?[>%]\}\}", re.DOTALL)


def read(text: str) -> str:
    """Return the text of a web page, empty if it has none.

    Parameters
    ----------
    text : str
        HTML.
    """
    page = _parse(text)
    if page is None:
        return ""
    for main in (*page.iterfind(".//main"), *page.iterfind(".//*[@role='main']")):
        plain = _extract(main)
        if len(plain) >= _MIN_CONTENT:
            return plain
    plain = _extract(page)
    if len(plain) < _MIN_CONTENT:
        posting = _parse(_job_posting(page))
        if posting is not None:
            plain = max(plain, _extract(posting), key=len)
    return plain


def read_markdown(text: str) -> str:
    """Return the text of a Markdown document without front matter, links and other markup."""
    from markdown_it import MarkdownIt

    cleaned = _SHORTCODE.sub(" ", _FRONT_MATTER.sub("", text))
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(cleaned)
    # A line break in Markdown is a space, as in HTML; only <br> breaks a line.
    return read(f"<html><body>{rendered}</body></html>")


def _parse(text: str) -> Any:
    # As bytes with a given encoding: lxml refuses a string that declares an encoding.
    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        return lxml.html.document_fromstring(text.replace("\0", "").encode(), parser=parser)
    except lxml.etree.ParserError:  # for example if there are only comments
        return None


def _extract(element: Any) -> str:
    blocks = Blocks()
    _Walker(blocks).block(element, "text")
    return blocks.text()


def _job_posting(page: Any) -> str:
    """Return the HTML of an advert that the page has as data for search engines."""
    for script in page.iterfind(".//script"):
        if not (script.get("type") or "").startswith("application/ld+json"):
            continue
        try:
            stack: list[Any] = [json.loads(script.text or "", strict=False)]
        except (ValueError, RecursionError):
            continue
        while stack:
            value = stack.pop()
            if isinstance(value, list):
                stack += value
            elif isinstance(value, dict):
                description = value.get("description")
                if "JobPosting" in str(value.get("@type")) and isinstance(description, str):
                    # Some job boards escape the tags, others don't.
                    return description if "<" in description else html.unescape(description)
                stack += value.values()
    return ""


class _Walker:
    """Collects inline text and adds it to the blocks wherever a block begins or ends."""

    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks
        self._inline: list[str] = []

    def block(self, element: Any, kind: Kind) -> None:
        """Read an element that begins and ends a line."""
        self._flush("text")
        self._content(element, kind)
        self._flush(kind)

    def _content(self, element: Any, kind: Kind) -> None:
        self._add_text(element.text)
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
            self._add_text(child.tail)

    def _is_alone(self, element: Any) -> bool:
        """Check whether bold text is short and alone on its line, as headings on many pages are."""
        begins = not "".join(self._inline).rpartition("\n")[2].strip()
        after = element.getnext()
        ends = not (element.tail or "").strip() and (after is None or after.tag == "br")
        return begins and ends and is_short(element.text_content())

    def _add_text(self, text: str | None) -> None:
        if text:
            self._inline.append(re.sub(r"\s+", " ", text))

    def _flush(self, kind: Kind) -> None:
        # Twice, since some pages escape characters twice.
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
    has_name = element.tag != "body" and _FURNITURE_NAMES.search(names) is not None
    if has_name or element.tag == "form" or element.get("role") in _FURNITURE_ROLES:
        # Some sites wrap the whole page in a form, or in an element named after its banner.
        return element.find(".//h1") is None and element.find(".//main") is None
    return False
