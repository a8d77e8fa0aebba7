"""Text → lines: where the content of each stands, and the bullet or number before it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

BULLETS: Final = (
    "•●▪■◦‣⁃∙·○□◆◇◊➢➣➤►▶▸▹▻▷‧⦁⦿◉⚫⚪✓✔✅☑☐☒✗✘❖❑❒✦✧★☆✪✱✲✳❏❍⬥⬧⬩▫◾◽⮚→⇒➔➜➝➞➡➥➨➲»›👉🔹🔸"
    + "".join(map(chr, range(0xF000, 0xF100)))
)
"""The marks that open a list item, Word's private ones among them."""

BULLET_CLASS: Final = (
    "•‣⁃⁌⁍∙·‧⦁⦿»›⮚\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\uf000-\uf0ff\U0001f300-\U0001faff"
)
"""The same and their like, as a class of a regular expression."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x85\u2028\u2029]|\Z)")
# Any sign before a space, unless it may open a sentence, a tag, a heading or a row of a table.
_SIGN = r"""[^\w\s"'“‘«(\[{<#@&%£$€¥.,;:!?…/\\|]"""
_SYMBOL = rf"""(?:
    (?: [{BULLET_CLASS}]\ufe0f?
      | (?:--|->|=>)(?=[\w(])
      | (?:->|=>|--|[ØüŸ]|{_SIGN})(?=[\s\[])(?!\s*[-*+–—])
      | [-*+–—−‒―](?=[\w("'“‘£$])
      | o(?=\s)
      | \[[\ xX✓]\](?=\s)
    )\s*(?:\[[\sxX✓]?\]\s*)?
)"""
_BULLET = re.compile(
    rf"""\s*(?:
        {_SYMBOL}{{1,2}}
      | o\Z
      | \(?(?:\d{{1,2}}(?:\.\d{{1,2}})*|[A-Za-z]|[ivxIVX]{{1,5}})[.)]\)?(?:\s+|\Z){_SYMBOL}?
      | \(?\d{{1,2}}(?:\.\d{{1,2}})*[.)]\)?(?=[A-Z][a-z])
      | \d{{1,2}}(?:\.\d{{1,2}})+\s+(?=[A-Z])
      | \d{{1,2}}[a-z]?\s?[-–:]\s+(?=[A-Z])
    )""",
    re.VERBOSE,
)
# A symbol font's marks, where copying left only its letters.
_LETTER_MARK = re.compile(r"^[ \t]*([lnpquvwàèðþ])[ \t]+(?=[^\W\d_])", re.MULTILINE)
_BARE_NUMBER = re.compile(r"^[ \t]*(\d{1,2})[ \t]+(?=[A-Z])", re.MULTILINE)
_LETTER_BELOW = re.compile(r"\n[ \t]*[lnpquvwàèðþ][ \t]")
_RULE = re.compile(r"[\W_]*\Z")


class Line(NamedTuple):
    """A line: ``text[start:end]`` is its content, without the bullet `mark`."""

    start: int
    end: int
    indent: int
    width: int
    mark: str
    blank: bool
    rule: bool


def read_lines(text: str) -> Iterator[Line]:
    r"""Yield the lines of a text, blank ones too.

    Examples
    --------
    >>> [line.mark for line in read_lines("- Set the rota\n1.2 Order stock") if not line.blank]
    ['-', '1.2']
    """
    numbers = _count_numbers(text)
    letters: Mapping[str, int] = {}
    if _LETTER_BELOW.search(text):
        letters = Counter(_LETTER_MARK.findall(text))
    for found in _LINE.finditer(text):
        line = found.group()
        bullet = _BULLET.match(line)
        if bullet is None and letters:
            letter = _LETTER_MARK.match(line)
            bullet = letter if letter is not None and letters[letter[1]] > 1 else None
        if bullet is None and numbers:
            number = _BARE_NUMBER.match(line)
            bullet = number if number is not None and int(number[1]) <= numbers else None
        content = line[bullet.end() :] if bullet else line
        stripped = content.lstrip()
        blank = _RULE.match(content) is not None
        start = found.end() - len(stripped) if stripped else found.start()
        end = found.start() + len(line.rstrip())
        yield Line(
            start,
            max(start, end),
            len(line) - len(line.lstrip()),
            len(line.rstrip()),
            bullet.group().strip() if bullet else "",
            blank,
            blank and stripped != "",
        )


def _count_numbers(text: str) -> int:
    """Return up to where numbers without a full stop count lines, if they count two at least."""
    last = 0
    for number in _BARE_NUMBER.findall(text):
        if int(number) == last + 1:
            last += 1
    return last if last > 1 else 0
