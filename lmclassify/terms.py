"""`terms`: what the model sees of a text, in training and in scoring alike.

Kept to regular expressions over ASCII letters and to joins of neighbours, so that any language
or database engine can say the same: no Unicode case rules, no stemmer, no stop list. A change
here changes what every trained model means, so `VERSION` goes up with it and models written for
another version are refused.
"""

from __future__ import annotations

import re
from itertools import pairwise

VERSION = 1
"""Which definition of the terms this is; a model's manifest names the one it was trained with."""

PREFIX_LENGTH = 5
"""Letters that a word is cut to: "manage", "manager" and "managing" all become ``manag*``."""

# Inside a word these are dropped, so that "ward’s", "ward's" and "ward&rsquo;s" are one word: soft
# hyphen, zero-width characters, combining marks, and apostrophes in every spelling.
DROPPED = re.compile(
    "[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u0300-\u036f'`\u00b4\u02bc\u2018\u2019\u201b]"
)
ESCAPED_TWICE = re.compile(r"&(?:amp;)+")
DROPPED_ENTITY = re.compile(
    r"&(?:rsquo|lsquo|apos|shy|zwj|zwnj|#0*(?:39|8216|8217|173|8203)"
    r"|#[xX]0*(?:27|2018|2019|[aA][dD]|200[bB]));"
)
ENTITY = re.compile(r"&#?[A-Za-z0-9]{1,12};")
WORD = re.compile(r"[A-Za-z]+")


def words(text: str) -> list[str]:
    """Split a text into lower-case ASCII words; everything else only separates.

    Parameters
    ----------
    text : str
        Any text; HTML entities, also doubly escaped ones, count as what they stand for.

    Returns
    -------
    list of str
        In the order of the text.
    """
    if "&" in text:
        text = ESCAPED_TWICE.sub("&", text)
        text = DROPPED_ENTITY.sub("", text)
        text = ENTITY.sub(" ", text)
    plain = text.isascii()
    text = text.replace("'", "").replace("`", "") if plain else DROPPED.sub("", text)
    # Lower-cased only once it is ASCII: beyond it, engines differ on what that means.
    return " ".join(WORD.findall(text)).lower().split()


def terms(text: str) -> list[str]:
    """List the terms of a text: words, words cut to a prefix, and pairs of neighbours.

    Parameters
    ----------
    text : str
        One statement.

    Returns
    -------
    list of str
        With repetitions. ``"Sets budgets"`` gives ``sets``, ``budgets``, ``sets*``, ``budge*``
        and ``sets* budge*``.
    """
    found = words(text)
    stems = [word[:PREFIX_LENGTH] + "*" for word in found]
    return found + stems + [f"{first} {second}" for first, second in pairwise(stems)]
