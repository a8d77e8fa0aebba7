"""`Blocks`: how a reader hands over what it found, as plain text that `statements.split` knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Literal

from lmclassify.documents.blocks import HEADING_WORDS

Kind = Literal["text", "item", "heading"]
_SPACE = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_PREFIX = {"text": "", "item": "• ", "heading": "# "}


def outermost(element: Any, tag: str, skipped: Collection[str]) -> Iterator[Any]:
    """Give the elements of a tag inside another, not those inside of them.

    Parameters
    ----------
    element : lxml element
    tag : str
    skipped : collection of str
        The tags not to be looked into.

    Yields
    ------
    lxml element
    """
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in skipped:
            yield from outermost(child, tag, skipped)


def is_short(text: str) -> bool:
    """Tell whether emphasised text is short enough for a heading, and no sentence.

    Parameters
    ----------
    text : str

    Returns
    -------
    bool
    """
    return len(text.split()) <= HEADING_WORDS and not text.rstrip().endswith((".", "!", ";"))


class Blocks:
    """Collects the blocks of a document in reading order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._last: Kind | None = None

    def add(self, text: str, kind: Kind = "text") -> None:
        """Add a block; line breaks inside it stay, other white space is folded.

        Parameters
        ----------
        text : str
        kind : {'text', 'item', 'heading'}
        """
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
        """Give the document as plain text.

        Returns
        -------
        str
        """
        return "".join([*self._parts, "\n"]) if self._parts else ""
