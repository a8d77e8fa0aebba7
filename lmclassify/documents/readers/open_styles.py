"""The styles of an OpenDocument: which make headings, bold and hidden text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

NAMESPACES: Final = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{rest}:1.0"
    for name, rest in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
}
_MAX_PARENTS: Final = 20
_TITLES: Final = ("Title", "Subtitle", "Heading")


def qualify(*names: str) -> frozenset[str]:
    """Return names with a prefix, such as "text:p", as lxml writes them."""
    pairs = (name.split(":") for name in names)
    return frozenset(f"{{{NAMESPACES[space]}}}{name}" for space, name in pairs)


(_NAME,) = qualify("style:name")
(_PARENT,) = qualify("style:parent-style-name")
(_WEIGHT,) = qualify("fo:font-weight")
(_DISPLAY,) = qualify("text:display")


class Styles:
    """The styles of a document by name.

    Parameters
    ----------
    roots : iterable of lxml element or None
        The parts of the document that have styles.
    """

    def __init__(self, roots: Iterable[Any]) -> None:
        self._parents: dict[str, str] = {}
        self._properties: dict[str, Any] = {}
        for root in roots:
            for style in () if root is None else root.iterfind(".//style:style", NAMESPACES):
                name = style.get(_NAME, "")
                self._parents[name] = style.get(_PARENT, "")
                properties = style.find("style:text-properties", NAMESPACES)
                if properties is not None:
                    self._properties[name] = properties

    def is_title(self, name: str) -> bool:
        """Check whether a style is one of headings or derived from one."""
        return any(style.startswith(_TITLES) for style in self._ancestry(name))

    def is_bold(self, name: str, default: bool = False) -> bool:
        """Check whether a style makes text bold."""
        weight = self._find(name, _WEIGHT)
        return default if weight is None else weight in ("bold", "600", "700", "800", "900")

    def is_hidden(self, name: str) -> bool:
        """Check whether a style hides text."""
        return self._find(name, _DISPLAY) == "none"

    def _find(self, name: str, attribute: str) -> str | None:
        for style in self._ancestry(name):
            properties = self._properties.get(style)
            value = properties.get(attribute) if properties is not None else None
            if value is not None:
                return str(value)
        return None

    def _ancestry(self, name: str) -> Iterable[str]:
        for _ in range(_MAX_PARENTS):
            if not name:
                return
            yield name
            name = self._parents.get(name, "")
