"""`split`: the statements of a text, each exactly where the text has it.

Layout first, sentences second: lines are joined to blocks where a line was only wrapped, a bullet
opens a block, headings are set aside, and what remains is cut into sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from lmclassify.results import Statement

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029]|\Z)")
_BULLET = re.compile(
    r"""\s*(?:
        [•●▪■◦‣⁃∙·○□◆◇➢➤►▶✓✔❖❑\u2022\uf0b7\uf0a7\uf0d8\uf076]\s*    # also Word's private bullets
      | [-*+–—](?=[\s\w("'“‘£$])\s*(?![-*+–—])
      | o(?:\s+|\Z)
      | \(?(?:\d{1,2}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{1,5})[.)]\)?(?:\s+|\Z)
      | \d{1,2}(?:\.\d{1,2})+\s+(?=[A-Z])
    )""",
    re.VERBOSE,
)
_MARKDOWN_HEADING = re.compile(r"\s*#{1,6}\s")
_RULE = re.compile(r"[\W_]*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GOES_ON = re.compile(r"(?:,|\b(?:and|or|of|the|a|an|to|for|with|in|on|by|as|their|our))\s*\Z")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_ENDED = (".", "!", "?", ":", ";")
_FUSED_NUMBER = re.compile(r"\d{1,2}[.)]\s+")
_INLINE_NUMBER = re.compile(r"(?<![\w.,£$€-])\(?(\d{1,2})[.)]\s+(?=[A-Za-z])")
# Where copying lost a line break: "skills.A strong", "required2. Licence", "teamAttitude". In the
# last, only words that open a section part what a product's name ("AvaStars") keeps together.
_FUSED = re.compile(
    r"(?<=[a-z]{3}[.!?])(?=[A-Z][a-z]+\s)"
    r"|(?<=[a-z]{3})(?=\d{1,2}[.)]\s+[A-Z])"
    r"|(?<=[a-z]{3})(?=(?:About|Abilit(?:y|ies)|Attitude|Benefits|Duties|Education|Experience"
    r"|Job|Key|Knowledge|Operations|Qualifications|Requirements|Responsibilities|Salary|Skills"
    r"|Summary|What|Who|Why|You)\b)"
)
_CONTACT = re.compile(
    r"\w@\w|https?://|\bwww\.|\b(?:tel|telephone|phone|fax|e-?mail)\b\W*[:\d\[+]", re.IGNORECASE
)
_CONTACT_WORDS = 8
"""A shorter sentence with an address or telephone in it tells only how to get in touch."""
_SEMICOLON = re.compile(r";\s+(?=\w+\s+\w)")
_FULL_STOP = re.compile(r"[.!?…。！？][\"'”’)\]]*\s*\Z")

_WRAPPED_FROM, _WRAPPED_TO = 45, 130
"""Between these lengths, in characters, a line may have been wrapped by hand or by a program."""

_HEADING_WORDS = 8
_STEM_MORE = 4
"""A heading has up to 8 words; a stem, which ends in a colon, up to 4 more."""
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
)


class _Line(NamedTuple):
    start: int
    end: int
    indent: int
    bullet: bool
    blank: bool


class _Block(NamedTuple):
    start: int
    end: int
    bullet: bool
    lines: int
    gap: bool  # whether a blank line stands before it


def split(text: str) -> list[Statement]:
    """Cut a text into statements.

    Parameters
    ----------
    text : str
        The plain text of a document.

    Returns
    -------
    list of Statement
        In order and without overlap; ``text[s.start:s.end] == s.text`` for each. Headings, rules
        and blank fragments are left out.
    """
    blocks = list(_blocks(text))
    headings = _headings(text, blocks)
    return [
        Statement(text[start:end], start, end)
        for block, heading in zip(blocks, headings, strict=True)
        if not heading
        for first, last in _unfused(text, block.start, block.end)
        for start, end in _sentences(text, first, last)
    ]


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


def _blocks(text: str) -> Iterator[_Block]:
    """Join the lines that were only wrapped."""
    lines = list(_lines(text))
    width = _wrap_width(text, lines)
    block: _Block | None = None
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
            block = _Block(line.start, line.end, line.bullet, 1, gap)
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


def _continues(text: str, block: _Block, previous: _Line, line: _Line, width: int | None) -> bool:
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


def _headings(text: str, blocks: list[_Block]) -> list[bool]:
    """Tell for each block whether it is a heading.

    A short line that looks like one counts where a blank line or text of another kind follows:
    phrases one below the other are a list. Above the first real text they are the title.
    """
    alike = [_looks_like_heading(text, block) for block in blocks]
    if all(alike):
        return [_certain_heading(text, block) for block in blocks]
    first_text = alike.index(False)
    return [
        like
        and (
            index < first_text
            or _certain_heading(text, block)
            or (index + 1 < len(blocks) and (blocks[index + 1].gap or not alike[index + 1]))
        )
        for index, (block, like) in enumerate(zip(blocks, alike, strict=True))
    ]


def _certain_heading(text: str, block: _Block) -> bool:
    content = text[block.start : block.end]
    return (
        _MARKDOWN_HEADING.match(content) is not None
        or content.endswith(":")
        or (content.isupper() and not block.bullet and len(content.split()) > 1)
    )


def _looks_like_heading(text: str, block: _Block) -> bool:
    if block.lines > 1:
        return False
    content = text[block.start : block.end]
    found = _WORD.findall(content)
    if not found:
        return True
    if _MARKDOWN_HEADING.match(content):
        return True
    if len(found) > _HEADING_WORDS + _STEM_MORE or content.endswith((".", "!", ";", ",")):
        return False
    if content.endswith(":"):
        return True
    if block.bullet or len(found) > _HEADING_WORDS:
        return False
    if content.isupper():
        return True
    weighty = [word for word in found if word.lower() not in _SMALL_WORDS]
    titled = all(word[0].isupper() for word in weighty)
    return titled or (len(found) <= 4 and found[0][0].isupper())


def _is_contact(content: str) -> bool:
    return _CONTACT.search(content) is not None and len(_WORD.findall(content)) <= _CONTACT_WORDS


def _is_stem(content: str) -> bool:
    """Tell whether a sentence only opens a list ("You will:")."""
    return (
        content.rstrip().endswith(":")
        and len(_WORD.findall(content)) <= _HEADING_WORDS + _STEM_MORE
    )


def _parts(text: str, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Cut chains inside a sentence: "plans …; directs …; reviews …" and "1) … 2) … 3) …"."""
    for start, end in sentences:
        numbers = list(_INLINE_NUMBER.finditer(text, start, end))
        counted = [int(found[1]) for found in numbers]
        if len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted))):
            for before, after in pairwise([None, *numbers, None]):
                yield before.end() if before else start, after.start() if after else end
            continue
        breaks = [found.end() for found in _SEMICOLON.finditer(text, start, end)]
        if len(breaks) < 2:
            breaks = []
        yield from pairwise([start, *breaks, end])


def _unfused(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut where a line break was lost, leaving out the number that stood after it."""
    breaks = [found.end() for found in _FUSED.finditer(text, start, end)]
    for first, last in pairwise([start, *breaks, end]):
        number = _FUSED_NUMBER.match(text, first, last) if first > start else None
        yield number.end() if number else first, last


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut text[start:end] into sentences, without the white space round them."""
    # Imported here: a caller that only classifies single statements never needs it.
    from sentencex import segment

    pieces: list[tuple[int, int]] = []
    for piece in segment("en", text[start:end]):
        stop = start + len(piece)
        # A full stop before a small letter was an abbreviation's ("five yrs. of experience"), and
        # without a full stop no sentence is over ("four (4) officers").
        if pieces and (
            text[start:stop].lstrip()[:1].islower() or not _FULL_STOP.search(text, *pieces[-1])
        ):
            pieces[-1] = (pieces[-1][0], stop)
        else:
            pieces.append((start, stop))
        start = stop
    for first, last in _parts(text, pieces):
        content = text[first:last]
        if not _LETTERS.search(content) or _is_contact(content) or _is_stem(content):
            continue
        yield first + len(content) - len(content.lstrip()), first + len(content.rstrip())
