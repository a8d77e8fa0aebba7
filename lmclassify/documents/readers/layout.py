"""Plain text with marked headings and list items, as `statements.split` expects it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Literal

from lmclassify.documents.blocks import HEADING_WORDS

Kind = Literal["text", "item", "heading"]
_SPACE = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_PREFIX = {"text": "", "item": "• ", "heading": "# "}


def outermost(element: Any, tag: str, skipped: Collection[str]) -> Iterator[Any]:
    """Yield the descendants with a tag, but not those nested in one of them.

    Parameters
    ----------
    element : lxml element
    tag : str
    skipped : collection of str
        Tags of elements whose content is ignored.
    """
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in skipped:
            yield from outermost(child, tag, skipped)


def is_short(text: str) -> bool:
    """Check whether bold text is short enough for a heading and does not end as a sentence.

    >>> is_short("Skills and experience"), is_short("We value our staff.")
    (True, False)
    """
    return len(text.split()) <= HEADING_WORDS and not text.rstrip().endswith((".", "!", ";"))


class Blocks:
    r"""The blocks of a document in reading order.

    >>> blocks = Blocks()
    >>> blocks.add("Duties", "heading")
    >>> blocks.add("Set the rota", "item")
    >>> blocks.text()
    '# Duties\n\n• Set the rota\n'
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._last: Kind | None = None

    def add(self, text: str, kind: Kind = "text") -> None:
        """Add a block; line breaks in it are kept, other white space is collapsed."""
        lines = (_SPACE.sub(" ", line).strip() for line in text.splitlines())
        content = "\n".join(line for line in lines if line)
        if not content:
            return
        if self._last is not None:
            self._parts.append("\n" if kind == self._last == "item" else "\n\n")
        if kind == "heading":
            content = content.replace("\n", " ")
        self._parts.append(_PREFIX[kind] + content)
        self._last = kind

    def text(self) -> str:
        """Return the document as plain text."""
        return "".join([*self._parts, "\n"]) if self._parts else ""
