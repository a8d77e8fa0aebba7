"""Lines → blocks: what was only wrapped is joined, a bullet opens a block, headings are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final, NamedTuple

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029]|\Z)")
BULLETS: Final = "•●▪■◦‣⁃∙·○□◆◇➢➤►▶✓✔❖❑\uf0b7\uf0a7\uf0d8\uf076"
"""The marks that open a list item, Word's private ones among them."""

_BULLET = re.compile(
    rf"""\s*(?:
        [{BULLETS}]\s*
      | [-*+–—](?=[\s\w("'“‘£$])\s*(?![-*+–—])
      | o(?:\s+|\Z)
      | \(?(?:\d{{1,2}}(?:\.\d{{1,2}})*|[A-Za-z]|[ivxIVX]{{1,5}})[.)]\)?(?:\s+|\Z)
      | \d{{1,2}}(?:\.\d{{1,2}})+\s+(?=[A-Z])
    )""",
    re.VERBOSE,
)
_MARKDOWN_HEADING = re.compile(r"\s*#{1,6}\s")
_RULE = re.compile(r"[\W_]*\Z")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
"""A word of a text that people read."""
_GOES_ON = re.compile(r"(?:,|\b(?:and|or|of|the|a|an|to|for|with|in|on|by|as|their|our))\s*\Z")
_ENDED = (".", "!", "?", ":", ";")
_WRAPPED_FROM, _WRAPPED_TO = 45, 130
"""Between these lengths, in characters, a line may have been wrapped by hand or by a program."""

_LIST_LINES = 3
HEADING_WORDS = 8
STEM_WORDS = 12
"""A heading has up to 8 words; a stem, which ends in a colon and opens a list, up to 12."""
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)


class _Line(NamedTuple):
    start: int
    end: int
    indent: int
    bullet: bool
    blank: bool


class Block(NamedTuple):
    """Lines that belong together: ``text[start:end]``, without the bullet.

    `lines` says of how many, `gap` whether a blank line stands before them.
    """

    start: int
    end: int
    bullet: bool
    lines: int
    gap: bool


def _lines(text: str) -> Iterator[_Line]:
    for found in _LINE.finditer(text):
        line = found.group()
        bullet = _BULLET.match(line)
        content = line[bullet.end() :] if bullet else line
        start = found.end() - len(content.lstrip()) if content.strip() else found.start()
        end = found.start() + len(line.rstrip())
        indent = len(line) - len(line.lstrip())
        blank = _RULE.match(content) is not None
        yield _Line(start, max(start, end), indent, bullet is not None, blank)


def blocks_of(text: str) -> Iterator[Block]:
    """Join the lines that were only wrapped.

    Parameters
    ----------
    text : str

    Yields
    ------
    Block
        In order; blank lines and rules are left out.
    """
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    block: Block | None = None
    previous: _Line | None = None
    gap = True
    for line in lines:
        if line.blank:
            if block is not None:
                yield block
            block, previous, gap = None, None, True
            continue
        if (
            block is not None
            and previous is not None
            and _continues(text, block, previous, line, width)
        ):
            block = block._replace(end=line.end, lines=block.lines + 1)
        else:
            if block is not None:
                yield block
            block = Block(line.start, line.end, line.bullet, 1, gap)
        previous, gap = line, False
    if block is not None:
        yield block


def _wrap_width(text: str, lines: list[_Line]) -> int | None:
    """Tell at which column the text was hard-wrapped, or None where nothing shows that it was.

    Evidence is a line that goes on in lower case on the next one; two are wanted, since a list of
    lower-case phrases has the same look now and then.
    """
    lengths = [
        first.end - first.start + first.indent
        for first, second in pairwise(lines)
        if not (first.blank or second.blank or second.bullet)
        and text[second.start].islower()
        and not text[first.start : first.end].endswith(_ENDED)
    ]
    wrapped = [length for length in lengths if _WRAPPED_FROM <= length <= _WRAPPED_TO]
    return max(wrapped) if len(wrapped) >= 2 else None


def _continues(text: str, block: Block, previous: _Line, line: _Line, width: int | None) -> bool:
    """Tell whether `line` carries on the sentence or paragraph that `previous` left."""
    if line.bullet or _MARKDOWN_HEADING.match(text, previous.start, previous.end):
        return False
    before = text[previous.start : previous.end]
    lower = text[line.start].islower()
    if block.bullet and line.indent > 0 and (lower or line.indent >= 2):
        return True
    if before.endswith(_ENDED):
        # Only to keep a wrapped paragraph in one piece: its sentences are cut apart again.
        return width is not None and before[-1] in ".!?" and len(before) > width - 25
    if _GOES_ON.search(before):
        return True
    length = len(before) + previous.indent
    if lower:
        return length >= _WRAPPED_FROM
    first_word = text[line.start : line.end].split(maxsplit=1)[0]
    return (
        width is not None
        and width - 12 <= length <= width
        and (length + 1 + len(first_word) > width)
    )


def headings(text: str, blocks: list[Block]) -> list[bool]:
    """Tell for each block whether it is a heading.

    A short line that looks like one counts where a blank line or text of another kind follows.
    Phrases one below the other are a list, and so are short lines that are not titles, three or
    more of them in a row; above the first real text, lines are the title. Where a document marks
    its headings, a short line that it does not mark counts only if it is written as a title.

    Parameters
    ----------
    text : str
    blocks : list of Block
        As `blocks_of` gives them.

    Returns
    -------
    list of bool
    """
    certain = [_certain_heading(text, block) for block in blocks]
    marked = any(_MARKDOWN_HEADING.match(text, block.start, block.end) for block in blocks)
    alike = [
        _looks_like_heading(text, block)
        and (not marked or sure or _titled(text[block.start : block.end]))
        for block, sure in zip(blocks, certain, strict=True)
    ]
    if all(alike):
        return certain
    first_text = alike.index(False)
    listed = _listed(text, blocks, alike)
    return [
        certain[index]
        or (
            like
            and not listed[index]
            and (
                index < first_text
                or (index + 1 < len(blocks) and (blocks[index + 1].gap or not alike[index + 1]))
            )
        )
        for index, like in enumerate(alike)
    ]


def _listed(text: str, blocks: list[Block], alike: list[bool]) -> list[bool]:
    """Tell which short lines stand in a row of such, and are duties rather than titles."""
    plain = [
        like and not _titled(text[block.start : block.end])
        for block, like in zip(blocks, alike, strict=True)
    ]
    found = [False] * len(blocks)
    for is_plain, group in groupby(range(len(blocks)), plain.__getitem__):
        run = list(group)
        if is_plain and len(run) >= _LIST_LINES:
            for index in run:
                found[index] = True
    return found


def _titled(content: str) -> bool:
    """Tell whether all words that weigh begin with a capital, as they do in a title."""
    weighty = [word for word in WORD.findall(content) if word.lower() not in _SMALL_WORDS]
    return all(word[0].isupper() for word in weighty)


def _certain_heading(text: str, block: Block) -> bool:
    content = text[block.start : block.end]
    return (
        _MARKDOWN_HEADING.match(content) is not None
        or content.endswith(":")
        or (content.isupper() and not block.bullet and len(content.split()) > 1)
    )


def _looks_like_heading(text: str, block: Block) -> bool:
    if block.lines > 1:
        return False
    content = text[block.start : block.end]
    found = WORD.findall(content)
    if not found:
        return True
    if _MARKDOWN_HEADING.match(content):
        return True
    if len(found) > STEM_WORDS or content.endswith((".", "!", ";", ",")):
        return False
    if content.endswith(":"):
        return True
    if block.bullet or len(found) > HEADING_WORDS:
        return False
    if content.isupper():
        return True
    return _titled(content) or (len(found) <= 4 and found[0][0].isupper())
