"""Read Markdown documents: without front matter, links, emphasis and the bars of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lmclassify.documents.readers.layout import Blocks
from lmclassify.documents.readers.web_page import parse_html, strip
from lmclassify.documents.readers.web_walker import Walker
from lmclassify.documents.reading import Document
from lmclassify.errors import DocumentError

_FRONT_MATTER = re.compile(
    r"\A(?:---|\+\+\+)\r?\n.*?\r?\n(?:---|\+\+\+)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_SHORTCODE = re.compile(r"\{\{[<%][^{}]*[>%]\}\}")
_MAX_LENGTH: Final = 1_000_000
"""Characters."""

_MAX_COLUMNS: Final = 200
_ENDED: Final = (".", "!", "?", ":", ";")
_FILLED: Final = 0.8
"""A wrapped line and the first word of the next fill at least this share of the lines' width."""

_MIN_WRAPPED: Final = 45


def read(text: str) -> Document:
    """Return the text of a Markdown document.

    A line break counts as a space where a line was only wrapped. Lists without bullets are common
    in adverts, though, so any other line break stays one.
    """
    if len(text) > _MAX_LENGTH:
        raise DocumentError(f"this is over {_MAX_LENGTH:,} characters of Markdown; split it first.")
    parser = MarkdownIt("commonmark", {"html": True})
    # Tables take the parser the square of the time in the number of their columns.
    if all(line.count("|") <= _MAX_COLUMNS for line in text.splitlines()):
        parser.enable("table")
    tokens = parser.parse(_SHORTCODE.sub(" ", _FRONT_MATTER.sub("", text)))
    paragraphs = [token.children for token in tokens if token.children]
    lines = [_find_lines(children) for children in paragraphs]
    width = _find_width(lines)
    for children, paragraph in zip(paragraphs, lines, strict=True):
        _keep_breaks(children, paragraph, width)
    rendered = parser.renderer.render(tokens, parser.options, {})
    page = parse_html(f"<html><body>{rendered}</body></html>")
    if page is None:
        return Document("", "")
    strip(page)
    blocks = Blocks()
    Walker(blocks, None).block(page)
    return Document("", blocks.text(), blocks.notes())


def _find_lines(children: Sequence[Token]) -> list[str]:
    """Return the lines of a paragraph as they stand in the file."""
    lines = [""]
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            lines.append("")
        elif child.type != "html_inline":
            lines[-1] += child.content
    return lines


def _find_width(paragraphs: Sequence[Sequence[str]]) -> int:
    """Return the width to which the document was wrapped, or 0 if nothing shows that it was."""
    wrapped = [
        len(before)
        for lines in paragraphs
        if _is_wrapped(lines)
        for before, line in pairwise(lines)
        if len(before) >= _MIN_WRAPPED and _breaks_off(before, line)
    ]
    return max(wrapped) if len(wrapped) > 1 else 0


def _keep_breaks(children: Sequence[Token], lines: Sequence[str], width: int) -> None:
    """Turn the line breaks of a paragraph that are more than wrapping into hard ones."""
    breaks = [child for child in children if child.type in ("softbreak", "hardbreak")]
    wrapped = _is_wrapped(lines)
    for token, (before, line) in zip(breaks, pairwise(lines), strict=True):
        full = width - 12 <= len(before) <= width < len(before) + 1 + _first_word(line)
        if token.type == "softbreak" and not (full or (wrapped and _breaks_off(before, line))):
            token.type = "hardbreak"


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Check whether the lines of a paragraph that break off are as long as they could be."""
    filled = max(map(len, lines[:-1]), default=0)
    broken = [pair for pair in pairwise(lines) if _breaks_off(*pair)]
    full = sum(len(before) + 1 + _first_word(line) > _FILLED * filled for before, line in broken)
    return full > 0 and full >= _FILLED * len(broken)


def _first_word(line: str) -> int:
    return len(line.split(maxsplit=1)[0]) if line.strip() else 0


def _breaks_off(before: str, line: str) -> bool:
    """Check whether a sentence goes on from one line to the next."""
    return line.lstrip()[:1].islower() and not before.rstrip().endswith(_ENDED)
