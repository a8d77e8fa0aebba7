"""What the model sees of a text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmclassify.terms import (
    OPENING_LENGTH,
    VERSIONS,
    content_words,
    list_terms,
    terms,
    terms_1,
    terms_with_words,
    words,
)

OPENINGS = (
    "The post holder will", "The post holder will be required to", "You will", "You'll",
    "In this role you will be required to", "Main duties:", "Key responsibilities:", "To",
    "The successful candidate will", "As a key member of the team, you will", "You must also",
    "Responsible for the following:", "On a daily basis you will", "We expect you to",
    "Under general supervision, the incumbent will", "The jobholder shall", "Your role will be to",
    "We are looking for someone who will", "Duties include:", "Specific tasks may include",
)  # fmt: skip


def test_words_prefixes_and_pairs() -> None:
    """A text gives words, prefixes, pairs of neighbouring prefixes, and its first one marked."""
    pairs = ["sets* the*", "the* budge*"]
    expected = ["sets", "the", "budgets", "sets*", "the*", "budge*", *pairs]
    assert terms("Sets the budgets") == [*expected, "^sets*"]
    assert terms_1("Sets the budgets") == expected


@pytest.mark.parametrize("opening", OPENINGS)
def test_openings_are_dropped(opening: str) -> None:
    """An opening that says nothing leaves the terms of a statement as they are."""
    assert terms(f"{opening} prepare the weekly rota") == terms("Prepare the weekly rota")


@pytest.mark.parametrize(
    "text",
    [
        "The team leader prepares the rota",
        "Ability to prepare a rota",
        "Responsible for the rota",
        "Experience of budgets",
        "You will lead",
        "To be honest",
    ],
)
def test_what_says_something_is_no_opening(text: str) -> None:
    """Whoever acts, and what is asked for, stays; so do at least two words."""
    assert len(content_words(text)) >= 2
    assert content_words(text)[-2:] == words(text)[-2:]
    if text.split(maxsplit=1)[0] not in ("You", "To"):
        assert content_words(text) == words(text)


def test_a_long_text_keeps_its_end() -> None:
    """Only the beginning is searched for an opening, and nothing is lost where it ends."""
    text = "you will " * OPENING_LENGTH + "plan rotas"
    assert " ".join(words(text)).endswith(" ".join(content_words(text)[1:]))
    assert content_words(text)[-2:] == ["plan", "rotas"]


@pytest.mark.parametrize("word", ["Vision", "Procedure", "People", "Coach", "Quotas"])
def test_single_words(word: str) -> None:
    """A single word is enough to have terms."""
    prefix = word.lower()[:5] + "*"
    assert terms(word) == [word.lower(), prefix, "^" + prefix]


@pytest.mark.parametrize(
    "same",
    [
        "SET THE WARD'S R&D BUDGET",
        "• Set the ward’s R&D budget",
        "1.3) “Set the ward's R&D budget”;",
        "Set the ward&rsquo;s R&amp;D budget",
        "Set the ward&#39;s R&amp;D budget",
        "Set the ward&#x2019;s R&amp;D&nbsp;budget",
        "Set the ward&amp;rsquo;s R&amp;amp;D budget",
        "Set\u00a0the\u2003ward's R&D\tbudget\u2028",
        "Set the wa\u00adrd's R&D bud\u200bget\ufeff",
    ],
)
def test_same_terms(same: str) -> None:
    """Case, bullets, quotes, HTML entities, odd spaces and zero-width characters do not matter."""
    assert terms(same) == terms("Set the ward's R&D budget")


@given(st.text())
def test_any_text(text: str) -> None:
    """Of n words there are n words of ASCII letters, n prefixes, n - 1 pairs, a marked first."""
    for version in VERSIONS:
        text_words = content_words(text, version)
        assert all(re.fullmatch(r"[a-z]+", word) for word in text_words)
        n = len(text_words)
        assert len(list_terms(text_words, version)) == (3 * n + version - 2 if n else 0)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_case_does_not_matter(text: str) -> None:
    """Upper and lower case of an ASCII text have the same terms."""
    plain = text.replace("&", " ")  # the names of entities are written in lower case
    assert terms(plain.upper()) == terms(plain.lower())


@given(st.text())
def test_the_words_of_terms(text: str) -> None:
    """The terms with their words are the terms, and each word begins as its part of the term."""
    pairs = terms_with_words(text)
    assert [term for term, _ in pairs] == terms(text)
    for term, covered in pairs:
        parts = [part.strip("^*") for part in term.split()]
        assert [word[: len(part)] for word, part in zip(covered, parts, strict=True)] == parts
