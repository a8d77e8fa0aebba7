"""Lines that belong to the page or the letter, not to what a document says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from typing import Final, Literal

from lmclassify.documents.vocabulary import WORD, is_usual_heading

FurnitureKind = Literal["page", "letter", "notice", "contact"]
"""A page's head or foot; a greeting or signature; a date, reference or link; an address."""

_MAX_WORDS: Final = 15
"""A longer line is no page head, whatever it ends in."""

# Of the rarer expressions, which are compiled when they are needed first.
_FLAGS: Final = re.VERBOSE | re.IGNORECASE | re.DOTALL
_MAX_PAGE_LINE: Final = 200
_MAY_BE_PAGE = re.compile(r"p\s?a\s?g\s?e|\d\s*(?:/|of)\s*\d", re.IGNORECASE)
_PAGE = r"""
    [\W_]*(?:page|pg\.?)\s*\d+(?:\s*(?:of|/)\s*\d+)?[\W_]*\Z      # Page 2 of 4
    | [\W_]*\d+\s*(?:of|/)\s*\d+[\W_]*\Z                          # 2 of 4
    | [\W_]*\d+\s*\|\s*p\s?a\s?g\s?e\b                            # 2 | P a g e
    | (?:.*\|)?\s*p\s?a\s?g\s?e\s*\|?\s*\d+\W*\Z                  # Page | 2
    | .*\bpage\s+\d+\s+(?:of|/)\s*\d+[\W_]*\Z                     # City Trust  Page 2 of 4
    | .*(?:\s{2,}|\t|[|–—•·]\s*)page\s+\d+[\W_]*\Z
    | page\s+\d+\s+of\s+\d+\b                                     # Page 2 of 4  City Trust
"""
_DIGITS = re.compile(r"\d+")
_NEAR: Final = 2
"""A page's head or foot stands at most this many lines from its number."""

_LETTER_INITIALS = frozenset("DdHhYyKkBbWwRrSsMmTtCc")
_MAX_LETTER_LINE: Final = 50
_MAX_INTERRUPTION: Final = 60
_ENDED: Final = (".", "!", "?", ":", ";", ",")
_GREETING = re.compile(
    r"(?:dear\b[^.!?:]*|(?:hi|hello)\b[^.!?:]*,|to whom it may concern\W*)\Z", re.IGNORECASE
)
_CLOSING = re.compile(
    r"(?:yours(?: (?:sincerely|faithfully|truly))?|(?:with )?(?:kind(?:est)?|best|warm(?:est)?) "
    r"(?:regards|wishes)|regards|sincerely|with (?:many )?thanks|many thanks|thanks|cheers)[,.]?\Z",
    re.IGNORECASE,
)
_SIGNATURE_LINES: Final = 4
_SIGNATURE_WORDS: Final = 6
_FIRST_WORD: Final = 40
_NOTICE_WORDS = frozenset(
    "a app application apply b back c class closing code d date deadline e email i id interview "
    "job key name no number o open p pin position post posted posting print r ref reference req "
    "requisition s save share signature signed tweet vacancy".split()
)
"""What a notice begins with; in a key, the first of the letters."""

_NOTICE = r"""
    (?:closing\ date|(?:application\ )?deadline|(?:open|post(?:ing|ed)?|interview|closing)\ dates?
      |date\ posted|posted(?:\ on)?)\b[^:.]{0,40}(?::|\s(?=\d)).{1,60}\Z
    | (?:class|job|post|position|posting|vacancy|requisition|req)?\ ?
      (?:code|id|no|number|ref(?:erence)?(?:\ (?:code|id|no|number))?)
      (?:\s*\.?\s*:|\.?\s+\#?(?=\w*\d)).{1,40}\Z
    | (?:share|tweet|pin|print|save|e-?mail)\ (?:this\ |the\ )?
      (?:advert|job|page|vacancy)\b.{0,30}\Z
    | share\ (?:this\ )?(?:on|via|with)\b.{0,30}\Z
    | (?:(?:signed|signature|print\ name|name|date|position)\b[^:._…]{0,30}
      (?::[\s._…]*|[._…]{3,}[\s._…]*))+\Z
    | (?:key\s*:)?\s*(?:\w{1,3}\s*=\s*[\w\s/()]+[,;.]?\s*){2,}\Z
    | apply\ (?:now|online|here|today)\W*\Z
    | back\ to\ (?:top|search|results|jobs|list|vacanc)\b.{0,30}\Z
"""
_MAY_BE_CONTACT = re.compile(r"[@:\[\d]|www")
_CONTACT = re.compile(
    r"\w@\w|https?://|\bwww\.|\b(?:tel|telephone|phone|fax|mobile|e-?mail(?: address)?)"
    r"\b\W*[:\d\[+]|\bname\b\s*:",
    re.IGNORECASE,
)
_MAX_SPACES: Final = 16
_CONTACT_WORDS: Final = 8
"""A shorter sentence with an address or telephone in it only says how to get in touch."""


def is_contact(content: str) -> bool:
    """Check whether a sentence only says how to get in touch.

    Examples
    --------
    >>> is_contact("Telephone 01234 567890"), is_contact("Answer the telephone")
    (True, False)
    """
    return (
        content.count(" ") < _MAX_SPACES
        and _MAY_BE_CONTACT.search(content) is not None
        and _CONTACT.search(content) is not None
        and len(WORD.findall(content)) <= _CONTACT_WORDS
    )


def is_notice(content: str) -> bool:
    """Check whether a line only gives a date or reference, or is a link, a key or to be signed.

    Examples
    --------
    >>> is_notice("Closing date: 12 June"), is_notice("Closing the shop"), is_notice("Apply now")
    (True, False, True)
    """
    words = content[:_FIRST_WORD].lower().replace("-", " ").split(maxsplit=1)
    if not words or words[0].rstrip(":.#") not in _NOTICE_WORDS:
        return False
    return re.match(_NOTICE, content, _FLAGS) is not None


def is_page_mark(content: str) -> bool:
    """Check whether a line is a page number, with or without the document's name.

    Examples
    --------
    >>> is_page_mark("- 3 of 4 -"), is_page_mark("City Trust   Page 2"), is_page_mark("see page 2")
    (True, True, False)
    """
    if len(content) > _MAX_PAGE_LINE or not _DIGITS.search(content):
        return False
    if not _MAY_BE_PAGE.search(content):
        return False
    return re.match(_PAGE, content, _FLAGS) is not None and len(content.split()) <= _MAX_WORDS


def find_furniture(
    lines: Sequence[str], page_starts: Collection[int] = (), items: Collection[int] = ()
) -> dict[int, FurnitureKind]:
    """Find the lines that are page heads and feet, or the greeting and signature of a letter.

    Parameters
    ----------
    lines : sequence of str
        The lines of a text that are not blank, in order, without white space around them.
    page_starts : collection of int
        Which of them follow a form feed.
    items : collection of int
        Which of them have a bullet: a duty that two posts share is no page head.

    Returns
    -------
    dict of int to {'page', 'letter'}

    Examples
    --------
    >>> find_furniture(["Dear applicant,", "Thank you.", "Yours sincerely,", "Jane Smith"])
    {0: 'letter', 2: 'letter', 3: 'letter'}
    """
    found: dict[int, FurnitureKind] = {}
    marks = [index for index, line in enumerate(lines) if is_page_mark(line)]
    if marks or page_starts:
        found = dict.fromkeys(_find_page_lines(lines, marks, page_starts, items), "page")
    found |= dict.fromkeys(_find_interruptions(lines), "page")
    for index, line in enumerate(lines):
        if line[:1] not in _LETTER_INITIALS or len(line) > _MAX_LETTER_LINE:
            continue
        if _GREETING.match(line):
            found[index] = "letter"
        elif _CLOSING.match(line):
            found |= dict.fromkeys(_find_signature(lines, index), "letter")
    return found


def _find_page_lines(
    lines: Sequence[str],
    marks: Sequence[int],
    page_starts: Collection[int],
    items: Collection[int],
) -> set[int]:
    """Find page numbers, and what is repeated at one distance from where pages begin or end."""
    ends = {*marks, *page_starts, len(lines)}
    beginnings = {*marks, *(start - 1 for start in page_starts), -1}
    steps = range(1, _NEAR + 1)
    places = {
        *((end - step, -step) for end in ends for step in steps),
        *((beginning + step, step) for beginning in beginnings for step in steps),
    }
    repeats = defaultdict(set)
    for index, distance in places:
        if (
            0 <= index < len(lines)
            and index not in items
            and len(lines[index].split()) <= _MAX_WORDS
        ):
            key = " ".join(_DIGITS.sub("0", lines[index]).lower().split())
            repeats[key, distance].add(index)
    return set(marks).union(*(found for found in repeats.values() if len(found) > 1))


def _find_interruptions(lines: Sequence[str]) -> set[int]:
    """Find short lines that are repeated and break into a sentence at least once."""
    breaks = {
        lines[index]
        for index in range(1, len(lines) - 1)
        if lines[index + 1][:1].islower()
        and not lines[index][:1].islower()
        and len(lines[index]) <= _MAX_INTERRUPTION
        and not lines[index - 1].endswith(_ENDED)
        and not lines[index].endswith(_ENDED)
    }
    if not breaks:
        return set()
    places = [index for index, line in enumerate(lines) if line in breaks]
    counts = Counter(lines[index] for index in places)
    return {index for index in places if counts[lines[index]] > 1}


def _find_signature(lines: Sequence[str], closing: int) -> list[int]:
    """Return the lines from a letter's closing phrase to the last of its signature."""
    last = closing
    for line in lines[closing + 1 : closing + 1 + _SIGNATURE_LINES]:
        words = WORD.findall(line)
        if (
            len(words) > _SIGNATURE_WORDS
            or line.endswith((".", ":", ";"))
            or is_usual_heading(line)
        ):
            break
        last += 1
    return list(range(closing, last + 1))
