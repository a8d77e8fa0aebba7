"""Words that were divided at the end of a line: which keep their hyphen.

The end of a line does not show whether a hyphen is the word's own ("evidence-based") or there to
divide it ("fi-nance"). The same word elsewhere in the document decides, or else what compounds are
mostly made of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

MARK: Final = "\ufffe"
"""A hyphen at the end of a line, as pdfium writes it; it may omit the line break after it."""

_MARKS: Final = (MARK, "\u00ad", "\x02")
_DIVIDED: Final = re.compile(
    r"(?P<first>\b[^\W_]+(?:-[^\W_]+)*)?[\u00ad\ufffe\x02]\n?(?P<second>[^\W_]*)"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FIRST: Final = frozenset(
    """
    back best care client community cost cross customer data decision eight evidence family fast
    first five follow forward four front full future goal half hands hard high income job large
    long low medium needs nine one outcome outcomes patient people performance person policy problem
    process project quality quasi results risk school second self semi service seven short single
    six small solution step strengths target team term third three two user value values well work
    """.split()
)
"""Words that compounds often begin with."""

_PREFIXES: Final = frozenset("all anti ex in inter mid multi off on out part post pre up".split())
_AFTER_PREFIX: Final = frozenset(
    """
    academy admission agency agreed arranged board call channel contract covid cultural day
    defined departmental depth disciplinary discriminatory employment existing faceted front funded
    going graduate holder house inclusive million modal officio of party patient patients
    personal professional purpose qualification qualified racist registration room school service
    site skilled social storey tasking tender the time to weather work year
    """.split()
)
"""What follows a prefix that is also the first syllable of many a word ("in-house", "in-form")."""

_SECOND: Final = frozenset(
    """
    approved assessment assured aware based bearing bound centred centered certified changing class
    compliant cutting depth disciplinary driven edge effective efficient employed esteem established
    facing focused focussed friendly funded holder hour house keeping leading led level linked
    making managed minded motivated oriented orientated paced person planned planning plus
    professional quality raising related reliant round scale sector sensitive setting shaped sharing
    skilled solving specific starter term thinking time trained week wide winning
    year
    """.split()
)
"""Words that compounds often end in."""

_SUFFIX: Final = re.compile(
    r"""(?:able|ably|age|ages|al|ally|ance|ances|ant|ants|ary|ate|ated|ation|dom|ed|ence|ences|ent
    |er|ers|ery|es|est|ful|fully|hood|ial|ially|ible|ibly|ic|ical|ically|ing|ings|ise|ised|ising
    |isation|ish|ity|ities|ive|ively|ize|ized|izing|less|ly|ment|ments|ness|ory|ous|ously|s|ship
    |ships|sion|sions|tion|tional|tions|ure|ures|ward|wards|wise|y)\Z""",
    re.VERBOSE,
)
_CLOSED: Final = frozenset(
    """
    anyone anything background backup everyday everyone everything feedback framework frontline
    handover household however lifelong nobody offline online ongoing onto outcome outlet outline
    output outreach outset outside overall oversee setup somebody someone something teamwork
    timeline timescale timetable today together undergo understand undertake update upgrade uphold
    upon upset upstream welfare within without workforce workload workplace workshop
    """.split()
)
_INNER: Final = frozenset("a and by for in of the to".split())
"""Inner parts of compounds, as in "face-to-face"."""

_CO: Final = re.compile(r"[aeiou]|chair|design|found|locat|produc|work", re.IGNORECASE)


_MIN_WORD: Final = 4


def join_divided(text: str) -> str:
    r"""Close up the words that were divided at the ends of lines.

    >>> join_divided("an evidence\ufffebased plan for the fi\ufffenance team")
    'an evidence-based plan for the finance team'
    >>> join_divided("Re-plan the rota, and if drivers are ill re\ufffeplan it")
    'Re-plan the rota, and if drivers are ill re-plan it'
    """
    if not any(mark in text for mark in _MARKS):
        return text
    known: frozenset[str] | None = None

    def join(match: re.Match[str]) -> str:
        nonlocal known
        first, second = match["first"] or "", match["second"]
        if not first or not second:
            return f"{first}{'-' if first else ''}{second}"
        if known is None:
            undivided = _DIVIDED.sub(" ", text)
            known = frozenset(word.lower() for word in _WORD.findall(undivided))
        hyphen = "-" if _keeps_hyphen(first, second, known) else ""
        return f"{first}{hyphen}{second}"

    return _DIVIDED.sub(join, text)


def _keeps_hyphen(first: str, second: str, known: frozenset[str]) -> bool:
    """Decide whether a word that was divided after `first` keeps its hyphen."""
    before, after = first.lower().rpartition("-")[2], second.lower()
    if f"{first}-{second}".lower() in known or (before in _INNER and "-" in first):
        return True
    if before + after in known or before + after in _CLOSED:
        return False
    if len(before) == 1 or not first[-1].isalpha() or first.isupper() or second[0].isupper():
        return True
    if _SUFFIX.match(after):
        return False
    if before == "re":
        return after.startswith("e")
    if before == "co":
        return _CO.match(after) is not None
    if before in _PREFIXES:
        return after in _AFTER_PREFIX
    if before in _FIRST or before == "non" or after in _SECOND:
        return True
    # Two words that stand by themselves elsewhere, and no syllables.
    return min(len(before), len(after)) >= _MIN_WORD and before in known and after in known


# A line that ends in letters and a hyphen, and goes on with small letters; not "full- and".
_BROKEN: Final = re.compile(
    r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*(?:\r?\n[ \t]*){1,2}(?=[^\W\d_A-Z])(?!(?:and|or|to)\b)"
)


def join_broken_words(text: str) -> tuple[str, int]:
    r"""Put together the words of a plain text that a hyphen breaks at the end of a line.

    Returns
    -------
    text : str
    places : int
        How many words were put together.

    Examples
    --------
    >>> join_broken_words("reports on the bud-\nget and evidence-\nbased care")
    ('reports on the budget and evidence-based care', 2)
    """
    marked, places = _BROKEN.subn(MARK, text) if MARK not in text else (text, 0)
    return (join_divided(marked), places) if places else (text, 0)


def join_lines(lines: Iterable[str]) -> str:
    """Join the lines of a paragraph, words broken at their ends put together.

    Examples
    --------
    >>> join_lines(["opening and clo-", "sing checks"])
    'opening and closing checks'
    """
    return " ".join(join_broken_words("\n".join(lines))[0].split("\n"))
