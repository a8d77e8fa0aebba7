"""Texts that SQL engines might process differently from Python, made of words of the corpus."""

from __future__ import annotations

import random
from functools import lru_cache

from lmclassify import corpus

# Case beyond ASCII, ligatures, right-to-left, emoji; spaces; controls; quotes; entities; markup.
PIECES = (
    "é", "e\u0301", "o\u0308\u0323", "İ", "ı", "ß", "ẞ", "ﬁ", "ﬀ", "K", "Å", "ſ", "Ω", "Ǆ",
    "שלום", "مرحبا", "\u202eabc\u202c", "\u200f", "\u200e", "हिन्दी", "漢字", "👩‍💻", "👍🏽", "🇬🇧",
    "\u00a0", "\u2003", "\u2028", "\u3000", "\u1680", "\ufeff", "\u00ad", "\u200b", "\u200d",
    "\u2060", "\t", "\n", "\r", "\r\n", "\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x1c", "\x1f",
    "\x7f", "\x85", "'", "’", "`", "´", "''", '"', '""', "\\", "\\n", "\\1", "$1", "%", "_",
    ";", "--", "/*", "*/", ",", "|", "&", "&amp;", "&amp;amp;", "&rsquo;", "&amp;rsquo;",
    "&amp;amp;#39;", "&#8217;", "&#x2019;", "&#X27;", "&#0039;", "&nbsp;", "&shy;", "&#xAD;",
    "&ZWJ;", "&zwj;", "&unknown;", "&;", "&#;", "&averyveryverylongname;", "&amp", "amp;",
    "<b>", "</b>", "=1+1", "@x", "-", "—", "•", "0", "42", "£1.9m", "!", "?", "*", "a*", "(",
    "[",
)  # fmt: skip


@lru_cache(maxsize=1)
def words() -> list[str]:
    """Return words of the corpus and some that no model knows."""
    known = {word for row in corpus.read(corpus.default_files())[::7] for word in row.text.split()}
    return [*sorted(known), *("xqzvw", "a", "I", "ZZ", "manage", "manager", "MANAGING", "vision")]


def texts(count: int) -> list[str]:
    """Return `count` texts, always the same; none is blank."""
    rng = random.Random(20)  # noqa: S311  # no secret
    made: list[str] = []
    while len(made) < count:
        chosen = rng.choices(words(), k=rng.choice((0, 1, 2, 3, 5, 8, 13, 40)))
        chosen += rng.choices(PIECES, k=rng.randint(1, 6))
        chosen += chosen[:1] * rng.randint(0, 3)  # repetitions count by their logarithm
        rng.shuffle(chosen)
        cut = [word[: rng.randint(1, 9)] + rng.choice(PIECES) + word[3:] for word in chosen[:2]]
        text = "".join(word + rng.choice((" ", " ", " ", "")) for word in (*chosen, *cut))
        if text.strip():
            made.append(text)
    return made
