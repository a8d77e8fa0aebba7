"""`split` and `outline`: the statements of a text, each exactly where the text has it.

Layout first, sentences second: `blocks` joins the lines that were only wrapped, `headings` finds
the headings; what remains is cut into items and sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from lmclassify.documents.blocks import Block, find_blocks
from lmclassify.documents.chains import Piece, cut_clauses, cut_items
from lmclassify.documents.furniture import is_contact, is_notice
from lmclassify.documents.headings import Certainty, find_headings
from lmclassify.documents.looks import HEADING_MARK, is_stem, is_titled
from lmclassify.documents.sentences import find_sentences
from lmclassify.documents.tables import is_code
from lmclassify.documents.vocabulary import WORD, is_usual_heading
from lmclassify.results import Statement

PartKind = Literal[
    "statement", "heading", "contact", "page", "letter", "notice", "table", "fragment"
]
"""What a part of a text is.

`contact` is an address or telephone number, `page` a page's head or foot, `letter` a greeting or
signature, `notice` a closing date, reference or link, `table` the name of a column or a mark in a
cell, and `fragment` a mere figure or a single letter.
"""

_LETTERS = re.compile(r"[^\W\d_]{2}")
# "£24,000 a year", "37.5 per week", "Band 7"
_FIGURE = re.compile(
    r"(?:[\W\d_]|\b(?:a|an|and|annum|band|days?|fte|grade|hours?|hrs|months?|pa|per|plus|pro|rata|to"
    r"|weeks?|weekly|years?)\b)+\Z",
    re.IGNORECASE,
)
_OPEN_ENDED = re.compile(
    r"\b(?:will|shall|must|to|by|for|includes?|including|are|is|be|you)\Z", re.IGNORECASE
)
_MARKUP: Final = "*_# \t\r\n\f\u00a0\u2028"
_TITLE_WORDS: Final = 5


class Part(NamedTuple):
    """A part of a text: ``text[start:end]``.

    Attributes
    ----------
    kind : str
        See `PartKind`.
    likely : bool
        Of a heading, whether only its place and shape make it one.
    """

    kind: PartKind
    start: int
    end: int
    likely: bool = False


def split(text: str) -> list[Statement]:
    r"""Cut a text into statements.

    Parameters
    ----------
    text : str
        The plain text of a document.

    Returns
    -------
    list of Statement
        In order and without overlap; ``text[s.start:s.end] == s.text`` for each. What `outline`
        calls by other names is left out.

    Examples
    --------
    >>> [s.text for s in split("Duties\n\nLead the team. Plan the rota.\n\nTel: 01234 567890")]
    ['Lead the team.', 'Plan the rota.']
    """
    return cut(text, outline(text), "statement")


def cut(text: str, parts: Iterable[Part], kind: PartKind) -> list[Statement]:
    """Return the parts of a kind with their text."""
    return [
        Statement(text[part.start : part.end], part.start, part.end)
        for part in parts
        if part.kind == kind
    ]


def outline(text: str) -> list[Part]:
    """Cut a text into statements, headings and what is neither.

    Parameters
    ----------
    text : str
        The plain text of a document.

    Returns
    -------
    list of Part
        In order and without overlap. Between the parts stand only white space, rules, bullets,
        numbers, the bars of tables, and "and" between the items of a list.
    """
    blocks = find_blocks(text)
    return [
        part
        for block, heading in zip(blocks, find_headings(text, blocks), strict=True)
        for part in _parts(text, block, heading)
    ]


def _parts(text: str, block: Block, heading: Certainty) -> Iterator[Part]:
    """Yield the parts of a block."""
    start, end = block.start, block.end
    if block.role in ("page", "letter"):
        yield Part("page" if block.role == "page" else "letter", start, end)
        return
    if block.role in ("header", "code") or (not heading and is_code(text[start:end])):
        yield Part("table", start, end)
        return
    mark = HEADING_MARK.match(text, start, end)
    if mark is not None:
        start = mark.end()
        end = start + len(text[start:end].rstrip(_MARKUP))
    if heading:
        yield Part("heading", start, end, heading == "likely")
    elif block.lines == 1 and is_notice(text[start:end]):
        yield Part("notice", start, end)
    else:
        for piece in cut_items(text, start, end, block.mark):
            whole = piece.start == start and piece.end == end
            for first, last in find_sentences(text, piece.start, piece.end):
                for clause in cut_clauses(text, first, last):
                    yield from _part(text, *clause, piece, whole)


def _part(text: str, start: int, end: int, piece: Piece, whole: bool) -> Iterator[Part]:
    """Yield the part that a sentence is, if it has letters.

    Parameters
    ----------
    start, end : int
        Where the sentence stands.
    piece : Piece
        What it is a sentence of.
    whole : bool
        Whether the piece is a whole block, and so no heading.
    """
    content = text[start:end].strip()
    if not content:
        return
    start = text.index(content[0], start)
    end = start + len(content)
    if not _LETTERS.search(content) or (":" not in content and _FIGURE.match(content)):
        if WORD.search(content):
            yield Part("fragment", start, end)
    elif is_contact(content):
        yield Part("contact", start, end)
    elif content.rstrip(" -–—").endswith(":") and is_stem(content):
        yield Part("heading", start, end, likely=True)
    elif not whole and _is_inline_heading(content, piece.lead):
        yield Part("heading", start, end)
    else:
        yield Part("statement", start, end)


def _is_inline_heading(content: str, lead: bool) -> bool:
    """Check whether a heading has got into the line of the text below it."""
    words = WORD.findall(content)
    bare = content.rstrip(".:")
    if is_usual_heading(bare) or (content.isupper() and 1 < len(words) <= _TITLE_WORDS):
        return True
    return (
        lead
        and len(words) <= _TITLE_WORDS
        and (is_titled(words) or _OPEN_ENDED.search(bare) is not None)
    )
