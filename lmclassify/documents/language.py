"""Whether a text is English, the only language that the model knows."""

from __future__ import annotations

import re
from typing import Final

_SAMPLE: Final = 20_000
"""So many characters of a text are looked at."""

_MIN_WORDS: Final = 8
"""A text in Latin letters that has fewer words is too short to tell."""

_MIN_OTHERS: Final = 2
_MIN_SHARE: Final = 0.08
"""In any other language known here, at least so many words and this share of all show it."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_ENGLISH: Final = frozenset(
    "a about after all also an and any are as at be been before but by can each for from had has "
    "have if in into is it its may more most must new not of on one only or other our out over she "
    "should so some such than that the their them then there these they this those through to two "
    "under up us was we were what when where which who will with within work would you your".split()
)

_OTHERS: Final = frozenset(
    """
    als auch auf aus bei beim das dem den der des durch ein eine einem einen einer eines für ihr
    ihre ihren im ist mit nach nicht oder sich sie sind und unter vom von wenn werden wir wird zu
    zum zur über

    au aux avec ces cette dans de des du elle est et être la le les leur mais nos nous ou par pas
    pour que qui sa ses sont sur une vos votre vous à

    como con cuando del desde el ella en entre es esta este los las más para pero por que se sin su
    sus todo un una y ya

    al alla alle che chi con dei del della delle di gli il lo loro nel nella per più questo si sono
    sua suo è

    ao aos às com da das do dos em ele mais não na nas no nos os ou pela pelo quem sem são sua seu
    um uma

    aan bij dat de deze een en het hij ik je jij maar met naar niet onze ook op te tot uit voor
    waar wij ze zijn

    att av de den det detta du eller en ett från för har hos inte med och på sig ska som till upp
    vi är

    af at blir da deg det din en er et fra får han hun hva ikke jeg kan og om på seg skal som til
    ved å

    aby ale być co czy dla do gdy jak jest lub może na nie od oraz po pod przez się są tak ten to w
    we z za że

    ako ale bude do jak je která který na nebo není od po pro při se si také to v ve z za že k s

    bir bu da daha de göre gibi her için ile ise kadar olan olarak ve veya çok

    ei että hän ja joka jos kanssa kuin myös niin ovat se sekä tai voi

    ahogy az de egy ezt hogy és is ha meg mint nem vagy

    al ale care ce cu de din este fi fie în la mai nu pe pentru prin sau se și un

    a'r ac ar bob bod bydd byddwch chi dros ei gan gyda hyn i'r mae neu nid o'r sydd wrth y ym yn yr

    ag agus ar bhfuil do go is le na seo

    atau dalam dan dari dengan di ini itu kepada ke oleh pada untuk yang

    biti da i ili iz je koji na od s sa se su u za

    ad cum et in non per quae qui quoque sed sunt ut vel
    """.split()
) - frozenset(
    "a ad al are as at by can care con co do du et for han he her his i in is it kan la le me no "
    "non not of on or os par pas per pro s sa se she so son sin till to us via we was".split()
)
"""The commonest words of other languages, without those that English texts have as well."""


_LOAN_WORDS: Final = frozenset(
    "à brûlée café cafés cliché clichés crème entrée entrées fiancé fiancée maître naïve pâté "
    "pâtisserie protégé protégés résumé résumés rôle rôles sauté soufflé".split()
)


def is_english(text: str) -> bool:
    """Check whether a text is in English, as far as its commonest words show.

    Names, jargon and lists of bare phrases have few common words of any language and count as
    English: only what looks like another language does not.

    Examples
    --------
    >>> is_english("Budget control, staff rotas, stock ordering")
    True
    >>> is_english("Sie planen den Dienstplan und verantworten das Budget des Fuhrparks.")
    False
    >>> is_english("Руководит командой из десяти человек и составляет график.")
    False
    """
    words = _WORD.findall(text[:_SAMPLE])
    if not _is_latin(words):
        return False
    english = sum(word.lower() in _ENGLISH for word in words)
    # Accented letters in a word that is no name belong to another language, with few exceptions.
    others = sum(
        word.lower() in _OTHERS or (word[0].islower() and not _is_plain(word)) for word in words
    )
    enough = len(words) >= _MIN_WORDS and others >= max(_MIN_OTHERS, _MIN_SHARE * len(words))
    return others <= english or not enough


def _is_plain(word: str) -> bool:
    """Check whether a word has no accented letters, or is English all the same."""
    return word.replace("’", "").isascii() or word in _LOAN_WORDS


def _is_latin(words: list[str]) -> bool:
    """Check whether most letters are Latin ones."""
    latin = sum(len(word) for word in words if word[0] < "\u0250")
    return 2 * latin >= sum(map(len, words))
