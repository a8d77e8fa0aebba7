"""What of a web page is furniture: menus, footers, banners, adverts for other posts, hidden parts.

Nothing is left out for its name or place alone. Those only make a part a candidate; it is left out
if it looks like furniture: mostly links, or few words and none of them a duty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from lmclassify.documents.readers.duties import reads_as_duty
from lmclassify.documents.readers.web_words import (
    COOKIES,
    HIDING,
    INVITATION,
    OPENED,
    OTHER_POSTS,
    SITE,
)

_Candidate = Literal["", "cookies", "menu", "footer", "form", "dialog", "aside", "outside"]

BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section "
    "summary table tbody td textarea tfoot th thead tr ul".split()
)
"""Elements that begin and end a line."""


_TAGS: Final[dict[str, _Candidate]] = {
    "nav": "menu",
    "footer": "footer",
    "form": "form",
    "dialog": "dialog",
    "aside": "aside",
}
_ROLES: Final[dict[str, _Candidate]] = {
    "navigation": "menu",
    "menu": "menu",
    "menubar": "menu",
    "search": "menu",
    "banner": "menu",
    "contentinfo": "footer",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "alert": "aside",
    "complementary": "aside",
}
_NAMES: Final[dict[_Candidate, re.Pattern[str]]] = {
    "cookies": re.compile(r"cookie|consent|gdpr|onetrust", re.IGNORECASE),
    "aside": re.compile(
        r"(?:^|[\s_-])(?:breadcrumbs?|navbar|menu|share|sharing|social|related|similar|newsletter"
        r"|footer|recommended|subscribe)(?:$|[\s_-])",
        re.IGNORECASE,
    ),
}
_IDS: Final = "//@aria-controls | //@aria-owns | //@data-target | //@data-bs-target | //a/@href"
_SPACE: Final = re.compile(r"\s+")

_MIN_MAIN: Final = 500
"""Characters; a shorter main part of a page doesn't hold what the page is about."""

_MIN_SENTENCE: Final = 5
_MIN_SUBSTANCE: Final[dict[_Candidate, int]] = {
    "aside": 25,
    "dialog": 25,
    "outside": 40,
    "form": 60,
}
"""Words in lines of at least `_MIN_SENTENCE`; a candidate with so many is content."""

_MIN_DUTIES: Final[dict[_Candidate, int]] = {"aside": 1, "dialog": 1, "outside": 1}
_MANY_DUTIES: Final = 2
_WORDS_PER_COOKIE: Final = 40
_WORK: Final = 50
"""How often all of the page may be looked at before everything in it counts as content."""


class Furniture:
    """Distinguishes the furniture of a page from its content.

    Parameters
    ----------
    page : lxml element
        As `parse_html` returns it.
    see_hidden : bool
        Hidden parts are content, since a script shows all of the page.
    """

    def __init__(self, page: Any, *, see_hidden: bool = False) -> None:
        self._page = page
        self._see_hidden = see_hidden
        self._openable: frozenset[str] | None = None
        text = page.text_content()
        self._words = max(1, len(text.split()) - _count_linked(page))
        self._work = _WORK * len(text)
        mains = [*page.iterfind(".//main"), *page.iterfind(".//*[@role='main']")]
        main = max(mains, key=lambda element: len(element.text_content()), default=None)
        self._path: frozenset[Any] = frozenset()
        if main is not None and len(main.text_content().strip()) >= _MIN_MAIN:
            self._path = frozenset((main, *main.iterancestors()))
        self._main = main

    def is_candidate(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Check whether an element needs a closer look."""
        return bool(attributes or self._path) or tag in _TAGS

    def find_reason(self, element: Any, attributes: Mapping[str, str]) -> str:
        """Return as what an element is left out, or nothing if it is content."""
        if attributes and not self._see_hidden and self._is_hidden(element, attributes):
            return "hidden text"
        if element.tag == "div" and attributes.get("title") in ("header", "footer"):
            return "page headers and footers"  # as word processors write them
        candidate = _find_candidate(element.tag, attributes)
        if not candidate and self._path and self._is_outside(element):
            candidate = "outside"
        if candidate and self._is_furniture(element, candidate, attributes):
            return "menus and notices"
        return ""

    def _is_outside(self, element: Any) -> bool:
        """Check whether an element is beside the main part of the page."""
        parent = element.getparent()
        return element not in self._path and parent in self._path and parent is not self._main

    def _is_hidden(self, element: Any, attributes: Mapping[str, str]) -> bool:
        hidden = attributes.get("hidden")
        style = attributes.get("style", "")
        if hidden == "until-found" or (hidden is None and not HIDING.search(style)):
            return False
        # What a reader of the page can open is content: an accordion, a tab.
        if attributes.get("role") == "tabpanel" or OPENED.search(_name(attributes)):
            return False
        if self._openable is None:
            ids = (str(value).rpartition("#")[2] for value in self._page.xpath(_IDS))
            self._openable = frozenset(name for value in ids for name in value.split())
        return attributes.get("id") not in self._openable and element.getparent().tag != "details"

    def _is_furniture(
        self, element: Any, candidate: _Candidate, attributes: Mapping[str, str]
    ) -> bool:
        text = element.text_content()
        words = len(text.split())
        self._work -= len(text)
        if self._work < 0:
            return False
        if not words:
            return True
        if element.find(".//h1") is not None or element.find(".//main") is not None:
            # Some sites wrap the whole page in a form, or in an element named after its banner.
            return False
        cookies = len(COOKIES.findall(text))
        if cookies * _WORDS_PER_COOKIE >= words and candidate in ("cookies", "dialog", "aside"):
            return True
        linked = _count_linked(element)
        if 2 * (words - linked) > self._words:
            return False  # the biggest block of the page
        if candidate == "cookies":
            return True
        lines = _unlinked_lines(element)
        first = lines[0] if lines else text.strip()
        name = _name(attributes).replace("-", " ").replace("_", " ")
        is_teaser = INVITATION.match(first) or (
            element.find(".//a") is not None
            and (OTHER_POSTS.match(first) or OTHER_POSTS.match(name))
        )
        duties = sum(_is_duty(line) for line in lines)
        substance = sum(
            length for length in (len(line.split()) for line in lines) if length >= _MIN_SENTENCE
        )
        is_content = duties >= _MIN_DUTIES.get(candidate, _MANY_DUTIES) or (
            candidate in _MIN_SUBSTANCE and substance >= _MIN_SUBSTANCE[candidate]
        )
        return bool(is_teaser) or not is_content


def _is_duty(line: str) -> bool:
    """Check whether a line reads as a duty, and not as what to do on the site."""
    return len(line.split()) > 2 and reads_as_duty(line) and SITE.search(line) is None


def _find_candidate(tag: str, attributes: Mapping[str, str]) -> _Candidate:
    """Return what kind of furniture an element may be, by its tag, role and names."""
    if tag == "body":
        return ""
    if attributes:
        name = _name(attributes)
        for candidate, pattern in _NAMES.items():
            if name and pattern.search(name):
                return candidate
        role = _ROLES.get(attributes.get("role", ""))
        if role:
            return role
    return _TAGS.get(tag, "")


def _name(attributes: Mapping[str, str]) -> str:
    return f"{attributes.get('class', '')} {attributes.get('id', '')}".strip()


def _count_linked(element: Any) -> int:
    """Return how many words of an element are links or buttons, but for whole parts of a page."""
    return sum(
        len(link.text_content().split())
        for link in element.iter("a", "button")
        if not any(child.tag in BLOCKS for child in link.iterdescendants())
    )


def _unlinked_lines(element: Any) -> list[str]:
    """Return the lines of an element without what is a link, a button or a field's name."""
    parts: list[str] = []
    _collect_unlinked(element, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line]


def _collect_unlinked(element: Any, parts: list[str]) -> None:
    if element.text:
        parts.append(_SPACE.sub(" ", element.text))
    for child in element:
        if child.tag not in ("a", "button", "label", "option"):
            is_block = child.tag in BLOCKS or child.tag == "br"
            parts.append("\n" if is_block else "")
            _collect_unlinked(child, parts)
            parts.append("\n" if is_block else "")
        if child.tail:
            parts.append(_SPACE.sub(" ", child.tail))
