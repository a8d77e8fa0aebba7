"""What the model sees of a text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmclassify.terms import terms, terms_with_words, words


def test_words_prefixes_and_pairs() -> None:
    """A text gives its words, each word's prefix, and each pair of neighbouring prefixes."""
    assert terms("Sets the budgets") == [
        "sets", "the", "budgets", "sets*", "the*", "budge*", "sets* the*", "the* budge*",
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["Vision", "Procedure", "People", "Coach", "Quotas"])
def test_single_words(word: str) -> None:
    """A single word is enough to have terms."""
    assert terms(word) == [word.lower(), word.lower()[:5] + "*"]


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
    """A text of n words has n words of ASCII letters, n prefixes and n - 1 pairs."""
    text_words = words(text)
    assert all(re.fullmatch(r"[a-z]+", word) for word in text_words)
    n = len(text_words)
    assert len(terms(text)) == (3 * n - 1 if n else 0)


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
        parts = [part.rstrip("*") for part in term.split()]
        assert [word[: len(part)] for word, part in zip(covered, parts, strict=True)] == parts
