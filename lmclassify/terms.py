"""`terms`: what the model sees of a text, in training and in scoring alike.

It uses only regular expressions over ASCII letters and joins of neighbours, so that any language
or database engine can compute the same: no Unicode case rules, no stemmer, no stop list. A change
here changes what every trained model means, so `VERSION` must go up with it; models written for
another version are refused.
"""

from __future__ import annotations

import re
from itertools import pairwise

VERSION = 1
"""The version of this definition; a model's manifest names the version it was trained with."""

PREFIX_LENGTH = 5
"""The number of letters of a prefix: "manage", "manager" and "managing" all become ``manag*``."""

# These are dropped inside a word, so that "ward’s", "ward's" and "ward&rsquo;s" are one word: soft
# hyphens, zero-width characters, combining marks, and apostrophes in every spelling.
DROPPED = re.compile(
    "[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u0300-\u036f'`\u00b4\u02bc\u2018\u2019\u201b]"
)
ESCAPED_TWICE = re.compile(r"&(?:amp;)+")
DROPPED_ENTITY = re.compile(
    r"&(?:rsquo|lsquo|apos|shy|zwj|zwnj|#0*(?:39|8216|8217|173|8203)"
    r"|#[xX]0*(?:27|2018|2019|[aA][dD]|200[bB]));"
)
ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,12};")
_WORD = re.compile(r"[A-Za-z]+")


def words(text: str) -> list[str]:
    """Split a text into lower-case ASCII words.

    All other characters only separate words. HTML entities, also doubly escaped ones, count as
    the characters that they stand for.

    >>> words("Sets the ward&rsquo;s budget (£1.9m)")
    ['sets', 'the', 'wards', 'budget', 'm']
    """
    if "&" in text:
        text = ESCAPED_TWICE.sub("&", text)
        text = DROPPED_ENTITY.sub("", text)
        text = ENTITY.sub(" ", text)
    plain = text.isascii()
    text = text.replace("'", "").replace("`", "") if plain else DROPPED.sub("", text)
    # Only ASCII is lower-cased: database engines disagree on the lower case of other letters.
    return " ".join(_WORD.findall(text)).lower().split()


def terms(text: str) -> list[str]:
    """List the terms of a statement: its words, their prefixes, and pairs of neighbouring prefixes.

    Repeated terms are repeated in the list.

    >>> terms("Sets budgets")
    ['sets', 'budgets', 'sets*', 'budge*', 'sets* budge*']
    """
    text_words = words(text)
    stems = [word[:PREFIX_LENGTH] + "*" for word in text_words]
    return text_words + stems + [f"{first} {second}" for first, second in pairwise(stems)]


def terms_with_words(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """List the terms of a statement as `terms` does, each with the words of the text it covers.

    >>> terms_with_words("Sets budgets")[2:]
    [('sets*', ('sets',)), ('budge*', ('budgets',)), ('sets* budge*', ('sets', 'budgets'))]
    """
    text_words = words(text)
    single = [(word,) for word in text_words]
    return list(zip(terms(text), [*single, *single, *pairwise(text_words)], strict=True))
