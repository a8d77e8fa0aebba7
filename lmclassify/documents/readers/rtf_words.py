"""The control words of rich text, by what they do."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final, Literal

Part = Literal["body", "fonts", "styles", "skipped", "left out"]

PARAGRAPH_ENDS = frozenset("par sect page nestcell nestrow column".split())
CHARACTERS = dict(
    zip(
        "tab line softline emspace enspace bullet emdash endash lquote rquote ldblquote rdblquote "
        "~ _ { } \\".split(),
        "\t\n\n  •—–‘’“”\u00a0-{}\\",
        strict=True,
    )
)
SKIPPED = frozenset(
    "author background colortbl comment datafield filetbl fldinst ftnsep ftnsepc info keywords "
    "nonesttables objdata operator pict pntxta pntxtb private shprslt sn sp subject sv tc "
    "template title txe xe".split()
)
"""Groups that are no part of the text, as any that begins with \\* but for `SHOWN_STARRED`."""

SHOWN_STARRED = frozenset(("shpinst", "shptxt"))
MARKERS = frozenset(("listtext", "pntext"))
LEFT_OUT = {
    **dict.fromkeys(
        "header headerf headerl headerr footer footerf footerl footerr".split(),
        "page headers and footers",
    ),
    "footnote": "footnotes",
    "annotation": "comments",
}
FORMATS = frozenset("uc f b plain deleted v pard intbl s outlinelevel".split())
TABLE_WORDS = frozenset("cell row trowd trhdr cellx clmrg clvmrg".split())
TABLES: Final[dict[str, Part]] = {"fonttbl": "fonts", "stylesheet": "styles"}
CODE_PAGES: Final = {
    int(number): page
    for number, page in zip(
        "2 77 128 129 134 136 161 162 163 177 178 186 204 222 238 255".split(),
        "symbol mac_roman cp932 cp949 gbk cp950 cp1253 cp1254 cp1258 cp1255 cp1256 cp1257 cp1251 "
        "cp874 cp1250 cp850".split(),
        strict=True,
    )
}
"""Code page by character set of a font, "symbol" for a font of pictures.

Other fonts have the code page of the document.
"""


@dataclass(frozen=True, slots=True)
class State:
    """The formatting that a group inherits and that its closing brace restores."""

    part: Part = "body"
    deleted: bool = False  # by tracked changes
    hidden: bool = False
    heading: bool = False
    bold: bool = False
    fallback: int = 1  # number of characters for old programs after each \u
    in_table: bool = False
    symbol: bool = False  # a font of pictures
    name: str = ""  # of what is left out
    code_page: str = ""  # of the font; empty if it is that of the document


def codec_name(code_page: str) -> str:
    """Return the codec of a code page, that of Windows if it is unknown."""
    try:
        return codecs.lookup(code_page).name
    except LookupError:
        return "mac_roman" if code_page in ("mac", "cp10000") else "cp1252"
