"""What a block looks like by itself: a heading, a title, a phrase, a duty or text."""

from __future__ import annotations

import re
from typing import Final, Literal

from lmclassify.documents.blocks import Block
from lmclassify.documents.tables import is_code
from lmclassify.documents.vocabulary import (
    ALSO_OF_POSTS,
    DUTY_VERBS,
    GERUNDS,
    MAX_HEADING_WORDS,
    NOUNS_TOO,
    QUALIFIERS,
    SMALL_WORDS,
    WORD,
    is_usual_heading,
)

Look = Literal[
    "heading", "marked", "stem", "numbered", "title", "phrase", "duty", "fact", "text", ""
]
"""What a block looks like by itself.

A `title` has capitals throughout, a `phrase` has not, and neither begins as a duty or requirement
does; all three are short. A `stem` ends in a colon and opens what follows, a `fact` has its
colon inside ("Salary: £30,000"). A block without words looks like nothing.
"""

HEADING_MARK: Final = re.compile(r"\s*(?:#{1,6}\s+|(?:\*\*|__)\s*+(?=[^*_]+(?:\*\*|__)\s*:?\s*\Z))")
"""What marks a heading in Markdown: number signs, or bold print throughout."""

_MAX_STEM_WORDS: Final = 12
_FEW: Final = 4
"""A line of fewer words that begins with a verb and ends in a colon names no duty yet."""

_ENOUGH: Final = 160
"""No heading has so many characters."""

_SENTENCE_INSIDE = re.compile(r"[^\W\d_]{3}[.!?]\s*[\"“(]?[A-Z]")
_DASHES: Final = " -–—"
_END = (".", "!", ";", ",")
_FACT = re.compile(r"[^\W\d_][^:\n]{0,40}:\s+\S")
_SECTION = re.compile(
    r"(?:annex|appendix|domain|module|part|section|stage|unit)\s+\w{1,3}\s*[:.–-]\s",
    re.IGNORECASE,
)
_POST = re.compile(
    r"(?:(?:job|post|position|role)(?: ?(?:title|holder|description))?|title|reports? to"
    r"|reporting to|responsible to|accountable to|line manager|department|directorate|division"
    r"|service|team|employer|company|organi[sz]ation)\s*(?::|\Z)",
    re.IGNORECASE,
)
_NOUN_OF = re.compile(
    r"(?:attention|awareness|commitment|degree|desire|evidence|experience|familiarity|interest"
    r"|knowledge|qualifications?|skills?|training|understanding|working knowledge)"
    r" (?:and \w+ )?(?:of|in|with|to|as|level|for)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\s(?:is|are|was|were|will|must|should|can|may|has|have|preferred|provided|required)\b"
)

_SUBJECT = re.compile(
    r"(?:he|she|they)\s+\w+\s+\w|(?:i|it|we|you)\s+[a-z]+(?:\s+\w+){3}", re.IGNORECASE
)
"""How a sentence begins; "We offer" and "You will have" may stand above a list."""


def find_look(content: str, block: Block, in_capitals: bool) -> Look:
    """Return what a block looks like by itself.

    Parameters
    ----------
    content : str
        The text of the block.
    in_capitals : bool
        Whether the whole text is written in capitals, so that they mark nothing.
    """
    words = WORD.findall(content[:_ENOUGH])
    if not words or (is_code(content) and not is_usual_heading(content)):
        return ""
    if block.role not in ("", "cell", "label"):
        return ""
    if HEADING_MARK.match(content):
        return "marked" if _is_numbered(block) or content.lstrip().startswith("#") else "text"
    if block.role == "label":
        return "heading"
    if content.rstrip(_DASHES).endswith(":") and len(words) <= _MAX_STEM_WORDS:
        return "stem" if is_stem(content) else "text"
    if len(words) > MAX_HEADING_WORDS or len(content) >= _ENOUGH or block.lines > 1:
        return "text"
    return _look_of_short_line(content, block, words, in_capitals)


def _look_of_short_line(content: str, block: Block, words: list[str], in_capitals: bool) -> Look:
    """Return what a short line looks like, by its end, its words and its capitals."""
    if _is_numbered(block) and _is_usual(content, words):
        return "heading"
    is_text = content[0].islower() or content.endswith(_END) or _SENTENCE_INSIDE.search(content)
    if block.role == "cell" or is_text:
        return "text"
    if block.underlined:
        return "heading"
    if not _is_numbered(block) or not content[0].isalpha():
        return "text"
    if _SECTION.match(content):
        return "heading"
    capitals = content.isupper() and not in_capitals
    if capitals and (len(words) > 1 or block.mark) and not _is_bare_duty(content, words):
        return "heading"
    if _FACT.match(content):
        return "title" if names_post(content) and is_titled(words) else "fact"
    titled = is_titled(words) and not in_capitals
    if is_duty(content, words, titled):
        return "text" if block.mark else "duty"
    if block.mark:
        return "numbered"
    return "title" if titled else "phrase"


def names_post(content: str) -> bool:
    """Check whether a line says, or a label says of the line below, what a post is or belongs to.

    Examples
    --------
    >>> names_post("Reports to: Head of Finance"), names_post("Employer"), names_post("Salary: £1")
    (True, True, False)
    """
    return _POST.match(content.lstrip("#*_ ")) is not None


def is_stem(content: str) -> bool:
    """Check whether a line that ends in a colon only opens what follows.

    Examples
    --------
    >>> is_stem("You will:"), is_stem("Lead the team by:")
    (True, False)
    """
    words = WORD.findall(content)
    if len(words) > _MAX_STEM_WORDS or _SENTENCE_INSIDE.search(content):
        return False
    first = words[0].lower() if words else ""
    return first not in DUTY_VERBS or len(words) < _FEW or is_titled(words)


def is_titled(words: list[str]) -> bool:
    """Check whether all words that weigh begin with a capital, as they do in a title.

    Examples
    --------
    >>> is_titled(["Head", "of", "Finance"]), is_titled(["Registered", "nurse"])
    (True, False)
    """
    return all(word[0].isupper() for word in words if word.lower() not in SMALL_WORDS)


def is_duty(content: str, words: list[str], titled: bool) -> bool:
    """Check whether a short line begins or goes on as duties and requirements do.

    Parameters
    ----------
    words : list of str
        Its words.
    titled : bool
        Whether it is written as a title, as the names of posts are ("Support Worker").

    Examples
    --------
    >>> is_duty("Set the rota", ["Set", "the", "rota"], titled=False)
    True
    """
    first = words[0].lower()
    if _NOUN_OF.match(content):
        return True
    if first in QUALIFIERS:
        return len(words) > 1 and not (titled and (first in ALSO_OF_POSTS or len(words) == 2))
    if titled:
        return False
    if first == "to":
        return len(words) > 2 and words[1].lower() in DUTY_VERBS
    if first in DUTY_VERBS:
        return len(words) > (2 if first in NOUNS_TOO else 1)
    return _FINITE.search(content) is not None or _SUBJECT.match(content) is not None


def _is_bare_duty(content: str, words: list[str]) -> bool:
    """Check for a duty in capitals: "LEADS THE CREW", but not "LEADING PEOPLE"."""
    return words[0].lower() not in GERUNDS and is_duty(content, words, titled=False)


def _is_numbered(block: Block) -> bool:
    """Check whether a block opens with nothing, or with a number or letter as headings may."""
    return not block.mark or block.mark[-1] in ".)" or block.mark[-1].isdigit()


def _is_usual(content: str, words: list[str]) -> bool:
    """Check for a usual heading, also with a full stop if it is very short ("About us.")."""
    if content.endswith("."):
        return len(words) <= _FEW and is_usual_heading(content[:-1])
    return not content.endswith(_END) and is_usual_heading(content)
