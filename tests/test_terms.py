"""What the model sees of a text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmclassify.terms import terms, words


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
def test_what_must_not_matter(same: str) -> None:
    """Case, bullets, quotes, HTML entities, odd spaces and zero-width characters change nothing."""
    assert terms(same) == terms("Set the ward's R&D budget")


@given(st.text())
def test_any_text(text: str) -> None:
    """Every text has terms of ASCII letters alone, one word, one prefix each, one pair fewer."""
    found = words(text)
    assert all(re.fullmatch(r"[a-z]+", word) for word in found)
    assert len(terms(text)) == (3 * len(found) - 1 if found else 0)


@given(st.text(alphabet=st.characters(codec="ascii")))
def test_case_never_matters(text: str) -> None:
    """Upper and lower case of an ASCII text have the same terms."""
    plain = text.replace("&", " ")  # the names of entities are written in lower case
    assert terms(plain.upper()) == terms(plain.lower())
