"""Which blocks are headings: by how they look, and by what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final, Literal, NamedTuple

from lmclassify.documents.blocks import Block
from lmclassify.documents.looks import Look, find_look, is_duty, is_titled, names_post
from lmclassify.documents.vocabulary import GERUNDS, MAX_HEADING_WORDS, WORD, is_usual_heading

Certainty = Literal["", "clear", "likely"]
"""Whether a block is a heading: no; clearly, by a mark or its words; or by its place and shape."""

_MIN_RUN: Final = 3
"""So many short lines in a row are a list."""

_TITLE_WORDS: Final = frozenset(
    "advert announcement description details job person position post profile role specification "
    "title vacancy".split()
)
"""Headings of these words belong to the title of a document, not to a section."""

_FEW: Final = 4
"""A heading in capitals or with a colon leaves some doubt if it has more words."""


class _Item(NamedTuple):
    """A block that has words, and what it looks like."""

    place: int
    block: Block
    content: str
    look: Look

    @property
    def bare(self) -> str:
        """The content without what marks it in Markdown."""
        return self.content.strip("#*_ :")

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading by itself, whatever is around it."""
        return self.look in ("heading", "marked", "stem")

    @property
    def is_short(self) -> bool:
        return self.look in ("title", "phrase", "duty")

    @property
    def is_list_line(self) -> bool:
        """Whether it has neither bullet nor full stop, as the items of an unmarked list."""
        return (
            self.look in ("text", "duty", "fact", "phrase")
            and not self.block.mark
            and self.block.lines == 1
            and not self.content.endswith((".", "!", "?", ";", ":"))
        )


def find_headings(text: str, blocks: Sequence[Block]) -> list[Certainty]:
    r"""Check for each block whether it is a heading, and how clearly.

    A heading is marked as one, or ends in a colon, or says what sections are usually called, or
    is written in capitals. Any other short line is one only if text of another kind follows and
    it is no duty; several in a row are a list. Above the first text, titles are the document's.

    Parameters
    ----------
    blocks : sequence of Block
        As `find_blocks` returns them.

    Examples
    --------
    >>> from lmclassify.documents.blocks import find_blocks
    >>> text = "Hull Depot\n\nDuties\nLead the team\nPlan the rota\nWe open at six."
    >>> find_headings(text, find_blocks(text))
    ['likely', 'clear', '', '', '']
    """
    items = _find_items(text, blocks)
    top = _find_top(items)
    listed = _find_lists(items, top)
    marked = any(item.look == "marked" for item in items)
    has_text = any(item.look in ("text", "duty") for item in items)
    found: list[Certainty] = [""] * len(blocks)
    neighbours: Sequence[_Item | None] = [None, *items, None]
    for index, item in enumerate(items):
        before, after = neighbours[index], neighbours[index + 2]
        if item.place in listed or item.look in ("fact", "text"):
            continue
        if item.is_heading:
            found[item.place] = _certainty(item, before, after)
        elif after is not None and has_text:
            if index < top:
                heads = item.look == "title" or after.block.gap or after.look != "phrase"
            elif item.look == "title":
                heads = _heads(item, before, after)
            else:
                heads = _stands_out(item, before, after, marked)
            found[item.place] = "likely" if heads else ""
    return found


def _find_items(text: str, blocks: Sequence[Block]) -> list[_Item]:
    contents = [text[block.start : block.end] for block in blocks]
    capitals = [content for content in contents if content.isupper()]
    sentences = any(len(content.split()) > MAX_HEADING_WORDS for content in capitals)
    in_capitals = sentences and 2 * sum(map(len, capitals)) > sum(map(len, contents))
    looks = (
        find_look(content, block, in_capitals)
        for content, block in zip(contents, blocks, strict=True)
    )
    return [
        _Item(place, block, content, look)
        for place, (block, content, look) in enumerate(zip(blocks, contents, looks, strict=True))
        if look
    ]


def _find_top(items: Sequence[_Item]) -> int:
    """Return how many lines stand above the first text and above the first section."""
    for index, item in enumerate(items):
        titles = _TITLE_WORDS.issuperset(WORD.findall(item.content.lower()))
        # The first line of a document is its title, unless it is what sections are called.
        titles |= index == 0 and not is_usual_heading(item.bare)
        if item.look in ("text", "duty") or (item.is_heading and not titles):
            return index
    return 0


def _find_lists(items: Sequence[_Item], top: int) -> set[int]:
    """Find the short lines that are items of a list because several stand in a row, by place.

    Duties that are marked as headings, as bold print is, are a list in the same way. Titles at the
    top are none.
    """
    found: set[int] = set()
    above = {item.place for item in items[:top]}
    for short, group in groupby(items, lambda item: item.is_short):
        run = list(group)
        even = len({item.block.gap for item in run[1:]}) <= 1 and run[0].place not in above
        plain = [item for item in run if item.look != "title"]
        if short and (len(plain) >= _MIN_RUN or (even and len(run) >= _MIN_RUN)):
            found |= {item.place for item in (run if even else plain)}
            found -= {
                item.place
                for before, item, below in zip([None, *run], run, run[1:], strict=False)
                if _names_group(before, item, below)
            }
    for marked, group in groupby(items, lambda item: item.look == "marked"):
        if marked:
            run = list(group)
            duties = {item.place for item in run if _is_marked_duty(item.bare)}
            if len(duties) >= _MIN_RUN or 1 < len(run) == len(duties):
                found |= duties
    return found


def _names_group(before: _Item | None, item: _Item, below: _Item) -> bool:
    """Check whether a line in a list names the duties below it ("Leadership", "People")."""
    if item.look != "title" or len(item.content.split()) > 1 or below.look != "duty":
        return False
    return not _begins_with_gerund(item.content) and (before is None or before.look != "title")


def _is_marked_duty(bare: str) -> bool:
    words = WORD.findall(bare)
    return not bare.isupper() and is_duty(bare, words, is_titled(words))


def _certainty(item: _Item, before: _Item | None, after: _Item | None) -> Certainty:
    """Return how clearly a line is a heading that looks like one by itself."""
    usual = is_usual_heading(item.content)
    if item.look == "heading" and not usual and after is None and before and before.is_heading:
        return ""  # the last line, in capitals, is what the heading above it is about
    short = len(WORD.findall(item.content)) <= _FEW or usual
    return "clear" if short or item.look == "marked" else "likely"


def _heads(item: _Item, before: _Item | None, after: _Item) -> bool:
    """Check whether a title has something below it to be the title of."""
    if after.is_heading and before is not None and (before.is_heading or before.is_list_line):
        # Else it is the last item of the list above.
        return names_post(before.content) or (item.content.isupper() and item.block.gap)
    return after.block.gap or after.look != "title" or item.block.gap


def _stands_out(item: _Item, before: _Item | None, after: _Item, marked: bool) -> bool:
    """Check whether a short line that is no title is set off from what is around it.

    Where other headings are `marked`, it must be what opens a list with bullets.
    """
    if after.look not in ("text", "duty", "fact"):
        return False
    if item.look == "numbered":
        level = _level(item.block.mark)
        in_list = before is not None and 0 < _level(before.block.mark) <= level
        deeper = not after.block.mark or _level(after.block.mark) > level
        return level > 0 and deeper and not in_list
    if marked and not (item.look == "phrase" and after.block.mark):
        return False
    opens_text = bool(after.block.mark) or after.content.endswith(".") or after.block.lines > 1
    if item.look == "duty" and not (opens_text and _begins_with_gerund(item.content)):
        return False
    if before is not None and before.is_list_line and after.is_list_line:
        return item.block.gap and not after.block.gap
    if item.block.gap or before is None:
        return True
    if before.is_heading or (item.look == "phrase" and before.content.endswith((".", "!", "?"))):
        return opens_text
    return bool(before.block.mark) and not item.block.mark


def _level(mark: str) -> int:
    """Return how deep a number stands: 1 for "3.", 2 for "3.1", 0 for "a)" or a bullet."""
    return 0 if mark.endswith(")") else sum(map(str.isalnum, re.split(r"\W+", mark)))


def _begins_with_gerund(content: str) -> bool:
    return content.split(maxsplit=1)[0].lower() in GERUNDS
