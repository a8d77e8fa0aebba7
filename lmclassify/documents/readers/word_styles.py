"""The styles of a Word document: which make headings, list items, bold and hidden text."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from lmclassify.documents.readers.layout import Kind
from lmclassify.documents.readers.package import OFFICE

W: Final = f"{{{OFFICE}wordprocessingml/2006/main}}"
_VALUE: Final = f"{W}val"
_MAX_PARENTS: Final = 20
_BODY_LEVEL: Final = "9"


class Style(NamedTuple):
    """What a style makes of its text; None if it leaves that to the style it is based on."""

    kind: Kind | None = None
    bold: bool | None = None
    hidden: bool | None = None
    is_contents: bool = False
    is_prompt: bool = False


def is_on(properties: Any, name: str) -> bool | None:
    """Return whether a property is on or off, or None if it isn't given."""
    element = properties.find(f"{W}{name}") if properties is not None else None
    if element is None:
        return None
    return element.get(_VALUE) not in ("0", "false", "off")


class Styles:
    """The styles of a document by their id.

    Parameters
    ----------
    root : lxml element or None
        The root of the part with the styles, if the document has one.
    """

    def __init__(self, root: Any) -> None:
        self._elements: dict[str, Any] = {}
        self._resolved: dict[str, Style] = {"": Style()}
        self.default = ""
        for element in () if root is None else root.iterfind(f"{W}style"):
            name = element.get(f"{W}styleId", "")
            self._elements[name] = element
            is_default = element.get(f"{W}default") in ("1", "true")
            if is_default and element.get(f"{W}type") == "paragraph":
                self.default = name

    def find(self, name: str) -> Style:
        """Return a style with what it inherits."""
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    def _resolve(self, name: str) -> Style:
        kind, bold, hidden, contents, prompt = None, None, None, False, False
        for _ in range(_MAX_PARENTS):
            element = self._elements.get(name)
            if element is None:
                break
            own = _read_style(element)
            kind = own.kind if kind is None else kind
            bold = own.bold if bold is None else bold
            hidden = own.hidden if hidden is None else hidden
            contents |= own.is_contents
            prompt |= own.is_prompt
            based = element.find(f"{W}basedOn")
            name = based.get(_VALUE, "") if based is not None else ""
        return Style(kind, bold, hidden, contents, prompt)


def _read_style(element: Any) -> Style:
    named = element.find(f"{W}name")
    name = (named.get(_VALUE, "") if named is not None else "").lower()
    fonts = element.find(f"{W}rPr")
    return Style(
        _choose_kind(element, name),
        is_on(fonts, "b"),
        is_on(fonts, "vanish"),
        name.startswith("toc ") and name != "toc heading",
        name == "placeholder text",
    )


def _choose_kind(element: Any, name: str) -> Kind | None:
    level = element.find(f"{W}pPr/{W}outlineLvl")
    has_level = level is not None and level.get(_VALUE) != _BODY_LEVEL
    if name.startswith(("heading", "title", "subtitle")) or has_level:
        return "heading"
    if name.startswith("list") or element.find(f"{W}pPr/{W}numPr") is not None:
        return "item"
    return "text" if name in ("normal", "body text") else None
