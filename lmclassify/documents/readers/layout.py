"""Plain text with marked headings and list items, as `statements.split` expects it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple, Self

from lmclassify.documents.readers.duties import reads_as_duty
from lmclassify.documents.vocabulary import MAX_HEADING_WORDS, SMALL_WORDS, WORD

Kind = Literal["text", "item", "heading", "emphasis"]
"""Emphasis is a short bold line, which is a heading unless it is one of a list of duties."""

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens and spaces without width, which nobody sees."""

TYPED_MARK = re.compile(r"\s*(?:[^\w\s\"'“‘(£$€#@&]|[üØ§oqvnlà])\t")
"""A bullet that somebody typed, some of them letters in a font of symbols."""

_MARK = re.compile(r"\A(?:[^\w\s\"'“‘(£$€#@&+/.*-]\s+)+(?=\w)")
"""Marks in a list item before its text, besides the one that the document gives it."""

_PREFIX = {"text": "", "item": "• ", "heading": "# ", "emphasis": "# "}
_MIN_LIST = 3
_MAX_HEADING = 15
"""Words; a longer line is text even if it has the style of a heading."""


class Block(NamedTuple):
    """A paragraph, list item or heading.

    Attributes
    ----------
    fixed : bool
        The kind is certain, whatever the blocks around this one are.
    """

    text: str
    kind: Kind
    fixed: bool = False


def is_short(text: str) -> bool:
    """Check whether bold text is short enough for a heading and does not end as a sentence.

    >>> is_short("Skills and experience"), is_short("We value our staff.")
    (True, False)
    """
    return len(text.split()) <= MAX_HEADING_WORDS and not text.rstrip().endswith((".", "!", ";"))


def is_heading(text: str) -> bool:
    """Check whether a line with the style of a heading is one, and not a sentence in that style.

    >>> is_heading("Duties"), is_heading("You will hold the budget of the depot and its fleet.")
    (True, False)
    """
    words = len(text.split())
    is_sentence = words > MAX_HEADING_WORDS and text.rstrip().endswith((".", ";"))
    return words <= _MAX_HEADING and not is_sentence


def collapse(text: str) -> str:
    r"""Strip the lines of a text, collapse white space in them and drop empty ones.

    >>> collapse("  Set\u00a0 the rota \n\n Own\u00adership ")
    'Set the rota\nOwnership'
    """
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    lines = text.splitlines()
    if len(lines) == 1:
        return " ".join(text.split())
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


class Blocks:
    r"""The blocks of a document in reading order, and what was left out of it.

    >>> blocks = Blocks()
    >>> blocks.add("Duties", "heading")
    >>> blocks.add("Set the rota", "item")
    >>> blocks.text()
    '# Duties\n\n• Set the rota\n'
    """

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._left_out: Counter[str] = Counter()
        self._notes: list[str] = []

    def __iter__(self) -> Iterator[Block]:
        """Yield the blocks in order."""
        return iter(self._blocks)

    def __len__(self) -> int:
        """Return the number of blocks."""
        return len(self._blocks)

    def add(self, text: str, kind: Kind = "text", *, fixed: bool = False) -> None:
        """Add a block; line breaks in it are kept, other white space is collapsed."""
        content = collapse(text)
        if not content:
            return
        if kind in ("heading", "emphasis"):
            content = content.replace("\n", " ")
        elif kind == "item":
            content = _MARK.sub("", content)
        self._blocks.append(Block(content, kind, fixed))

    def add_plain(self, text: str) -> None:
        """Add text that another reader returned, as it is."""
        if text.strip():
            visible = _INVISIBLE.sub("", text).strip("\n")
            self._blocks.append(Block(visible, "text", fixed=True))

    def extend(self, blocks: Iterable[Block]) -> None:
        """Add blocks as they are."""
        self._blocks += blocks

    def nested(self) -> Self:
        """Return an empty collection, for a part of the document, that shares the notes."""
        inner = type(self)()
        inner._left_out, inner._notes = self._left_out, self._notes
        return inner

    def leave_out(self, what: str, text: str) -> None:
        """Count the words of a text that is left out of the document for a good reason."""
        self._left_out[what] += len(WORD.findall(text))

    def add_note(self, note: str) -> None:
        """Add what a reader of the result should know."""
        self._notes.append(note)

    def notes(self) -> tuple[str, ...]:
        """Return the notes, the first on what was left out."""
        parts = [
            f"{what} ({words} {'word' if words == 1 else 'words'})"
            for what, words in self._left_out.items()
            if words
        ]
        left_out = [f"left out: {', '.join(parts)}"] if parts else []
        return (*left_out, *self._notes)

    def text(self) -> str:
        """Return the document as plain text."""
        parts: list[str] = []
        last: Kind | None = None
        for block in _resolve(self._blocks):
            if last is not None:
                parts.append("\n" if block.kind == last == "item" else "\n\n")
            parts += (_PREFIX[block.kind], block.text)
            last = block.kind
        return "".join([*parts, "\n"]) if parts else ""


def _resolve(blocks: list[Block]) -> Iterator[Block]:
    """Turn headings in a row that read as duties, and lists of bold lines, into list items."""
    is_start = True  # lines above the first text are the title
    for loose, group in groupby(blocks, lambda block: not block.fixed and block.kind in _LOOSE):
        if not loose:
            for block in group:
                is_start &= block.kind in _LOOSE
                yield block
            continue
        run = list(group)
        duties = [reads_as_duty(block.text) for block in run]
        plain = [block.kind == "emphasis" and not is_title(block.text) for block in run]
        is_list = sum(plain) >= _MIN_LIST and not is_start
        for block, duty, line in zip(run, duties, plain, strict=True):
            is_item = (duty and sum(duties) > 1) or (is_list and line)
            yield block._replace(kind="item") if is_item else block


_LOOSE = ("heading", "emphasis")


def is_title(text: str) -> bool:
    """Check whether all words but the small ones begin with a capital.

    >>> is_title("Terms and Conditions"), is_title("Terms of the post")
    (True, False)
    """
    words = [word for word in WORD.findall(text) if word.lower() not in SMALL_WORDS]
    return all(word[0].isupper() for word in words)
