"""`terms`: what the model sees of a text, in training and in scoring alike.

It uses only regular expressions over ASCII letters and joins of neighbours, so that any language
or database engine can compute the same: no Unicode case rules, no stemmer. A change here changes
what every trained model means, so `VERSION` must go up with it; a model says which version it was
trained with, and is scored with that one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

VERSION = 2
"""The version of this definition; a model's manifest names the version it was trained with.

Version 1 kept openings and did not mark the first word."""

VERSIONS = (1, 2)
"""The versions that models may have been trained with."""

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

# An opening says nothing of what is done: "The post holder will", "Main duties include", "In this
# role you will be required to". It is a run of words of the first list that ends in one of the
# second.
_EMPTY_WORDS = """
a about above accountabilities accountability able all along also an and any appointed appointee
appointees applicant applicants are as asked at basis be by called can candidate candidates
colleague colleagues could count currently daily day direction duties duty each either employee
employees essential every expect expectation expectations expected expecting expects following for
from function functions further general grade guidance have he her here his holder holders i ideal
if in include included includes including incumbent incumbents individual individuals into is it its
job jobholder jobholders joining key ll look looking main mainly may member members must necessary
need needed needs new normally objective objectives occasion occasionally of office on one or other
our overall own part particular performance person persons place position positions post postholder
postholders posts prepared primarily primary principal regular regularly relied rely require
required requirement requires responsibilities responsibility right role roles s se shall she should
shortly some somebody someone specific specifically successful such supervision task tasks team that
the their them there these they this those through time to typical typically under upon us usual
usually want wanted we week what when where which who whoever will with within would you youll your
""".split()
_LAST_WORDS = """
accountabilities accountability appointee applicant can candidate duties duty employee expectation
following function functions holder include includes including incumbent jobholder ll may must
objective objectives postholder responsibilities responsibility shall should task tasks to will
would youll
""".split()
OPENING = re.compile(
    f"^({'|'.join(f'{word} ' for word in _EMPTY_WORDS)})*"
    f"(responsible for the following |{'|'.join(f'{word} ' for word in _LAST_WORDS)})"
    "(also |be )*([a-z]+ [a-z].*)$"
)
"""Matches a statement's words, joined by spaces, if they begin with an opening; two words at least
must remain. Only the first `OPENING_LENGTH` characters are searched."""

OPENING_LENGTH = 200
STATEMENT_GROUP = 4
"""The group of `OPENING` with the rest of the statement."""

FIRST_MARK = "^"
"""Put before the first prefix of a statement, a term of its own: as a rule, it is what is done."""


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
    """List the terms of a statement.

    Without its opening: its words, their prefixes, pairs of neighbouring prefixes, and the first
    prefix once more, marked. Repeated terms are repeated in the list.

    >>> terms("You will set budgets")
    ['set', 'budgets', 'set*', 'budge*', 'set* budge*', '^set*']
    """
    return list_terms(content_words(text))


def terms_1(text: str) -> list[str]:
    """List the terms of a statement as version 1 defined them.

    >>> terms_1("Sets budgets")
    ['sets', 'budgets', 'sets*', 'budge*', 'sets* budge*']
    """
    return list_terms(words(text), version=1)


def content_words(text: str, version: int = VERSION) -> list[str]:
    """Split a statement into words, without its opening.

    >>> content_words("The post holder will be required to check the rota")
    ['check', 'the', 'rota']
    """
    text_words = words(text)
    if version == 1:
        return text_words
    joined = " ".join(text_words)
    beginning = OPENING.sub(rf"\{STATEMENT_GROUP}", joined[:OPENING_LENGTH])
    return (beginning + joined[OPENING_LENGTH:]).split()


def list_terms(text_words: Sequence[str], version: int = VERSION) -> list[str]:
    """List the terms of a statement, given its words as `content_words` returns them."""
    stems = [word[:PREFIX_LENGTH] + "*" for word in text_words]
    listed = [*text_words, *stems, *(f"{first} {second}" for first, second in pairwise(stems))]
    return listed if version == 1 else listed + [FIRST_MARK + stem for stem in stems[:1]]


def terms_with_words(text: str, version: int = VERSION) -> list[tuple[str, tuple[str, ...]]]:
    """List the terms of a statement, each with the words of the text that it covers.

    >>> terms_with_words("Sets budgets")[2:5]
    [('sets*', ('sets',)), ('budge*', ('budgets',)), ('sets* budge*', ('sets', 'budgets'))]
    """
    text_words = content_words(text, version)
    single = [(word,) for word in text_words]
    covered = [*single, *single, *pairwise(text_words), *single[: version - 1]]
    return list(zip(list_terms(text_words, version), covered, strict=True))
