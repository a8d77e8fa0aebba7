"""Check whether a short line reads as a duty rather than as a heading."""

from __future__ import annotations

from lmclassify.documents.vocabulary import (
    DUTY_VERBS,
    NOUNS_TOO,
    QUALIFIERS,
    SMALL_WORDS,
    WORD,
    is_usual_heading,
)


def reads_as_duty(text: str) -> bool:
    """Check whether a text begins with what someone does, followed by an ordinary word.

    >>> [reads_as_duty(text) for text in ("Lead the team", "Managing budgets", "Plans rotas")]
    [True, True, True]
    >>> [reads_as_duty(text) for text in ("Lead Officer", "Working conditions", "Support staff")]
    [False, False, False]
    """
    words = WORD.findall(text)
    if len(words) < 2 or not words[1].islower() or is_usual_heading(text):
        return False
    first = words[0].lower()
    if first in NOUNS_TOO:
        return len(words) > 2 or words[1] in SMALL_WORDS or words[1].endswith("s")
    return first in DUTY_VERBS


_REQUIREMENTS = QUALIFIERS | {"experience", "knowledge", "evidence", "understanding", "awareness"}


def begins_item(line: str) -> bool:
    """Check whether a line begins as a duty or requirement, with a capital.

    >>> begins_item("Ensure that rotas are"), begins_item("Experience of"), begins_item("Trust and")
    (True, True, False)
    """
    first, _, rest = line.partition(" ")
    return first[:1].isupper() and (
        reads_as_duty(line) or (first.lower() in _REQUIREMENTS and rest[:1].islower())
    )
