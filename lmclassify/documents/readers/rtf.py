r"""Rich text (.rtf): its paragraphs, with what Word or WordPad marks as a list item or heading."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from lmclassify.documents.readers.layout import Blocks, Kind, is_short
from lmclassify.errors import DocumentError

Part = Literal["body", "fonts", "styles", "skipped"]

MAGIC: Final = b"{\\rtf"

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,9})?[ ]?"
    r"|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_PARAGRAPH_ENDS = frozenset("par sect page cell nestcell row nestrow column".split())
_SAID = dict(
    zip(
        "tab line softline emspace enspace bullet emdash endash lquote rquote ldblquote rdblquote "
        "~ _ { } \\".split(),
        " \n\n  •—–‘’“”\u00a0-{}\\",
        strict=True,
    )
)
# Groups whose text is not the document's; so is any that begins with \*, but for these few.
_SKIPPED = frozenset(
    "author background colortbl comment datafield filetbl fldinst footer footerf footerl footerr "
    "footnote ftnsep ftnsepc header headerf headerl headerr info keywords nonesttables objdata "
    "operator pict pntxta pntxtb private shprslt sn sp subject sv tc template title "
    "txe xe".split()
)
_SHOWN_STARRED = frozenset(("shpinst", "shptxt"))
_MARKERS = frozenset(("listtext", "pntext"))
_FORMATS = frozenset("uc f b plain deleted v pard s outlinelevel".split())
_TABLES: Final[dict[str, Part]] = {"fonttbl": "fonts", "stylesheet": "styles"}
_CODE_PAGES = {
    int(number): page
    for number, page in zip(
        "77 128 129 134 136 161 162 163 177 178 186 204 222 238 255".split(),
        "mac_roman cp932 cp949 gbk cp950 cp1253 cp1254 cp1258 cp1255 cp1256 cp1257 cp1251 cp874 "
        "cp1250 cp850".split(),
        strict=True,
    )
}
"""Of a font's character set; what else there is, is the document's own."""


_DEEPEST: Final = 1000
"""Groups within groups; no word processor comes near it."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits, and gives back at its closing brace."""

    part: Part = "body"
    deleted: bool = False  # where changes are tracked
    hidden: bool = False
    heading: bool = False
    bold: bool = False
    fallback: int = 1  # how many characters for old programs stand after a \u
    code_page: str = ""  # the font's; empty: the document's


def read(data: bytes, source: str) -> str:
    """Give the text of a rich-text document.

    Parameters
    ----------
    data : bytes
    source : str
        What errors call it.

    Returns
    -------
    str

    Raises
    ------
    DocumentError
        Where it is no rich text, or its groups are nested without end.
    """
    if data.startswith(MAGIC):
        reader = _Reader(data.decode("latin-1"))
        if reader.run():
            return reader.blocks.text()
    raise DocumentError(
        f"{source} cannot be read as rich text; open it in a word processor and save it again."
    )


class _Reader:
    """Goes once through the control words; whatever is wrong among them is passed over."""

    def __init__(self, source: str) -> None:
        self.blocks = Blocks()
        self._source = source
        self._said: list[str] = []
        self._bytes = bytearray()  # not yet decoded: a letter may take two
        self._state = _State()
        self._outer: list[_State] = []
        self._item = False
        self._all_bold = True
        self._starred = False
        self._to_skip = 0
        self._code_page = "cp1252"
        self._current = 0  # in a table of fonts or styles
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}

    def run(self) -> bool:
        """Read up to the closing brace of the document, or to where it was cut off."""
        place = 0
        while place < len(self._source):
            found = _TOKEN.match(self._source, place)
            if found is None:  # the end of a line, or a backslash at the very end
                place += 1
                continue
            place = found.end()
            if found["text"]:
                self._text(found["text"].encode("latin-1"))
            elif found["byte"]:
                self._text(bytes.fromhex(found["byte"]))
            else:
                place += self._control(found)
            if not self._outer or len(self._outer) > _DEEPEST:
                break
        self._decode()
        self._end_paragraph()
        return len(self._outer) <= _DEEPEST

    def _control(self, found: re.Match[str]) -> int:
        """Obey a brace, control symbol or word; give how many bytes of a picture follow it."""
        self._decode()
        starred, self._starred, self._to_skip = self._starred, found["symbol"] == "*", 0
        number = int(found["number"]) if found["number"] else None
        if found["brace"] == "{":
            self._outer.append(self._state)
        elif found["brace"]:
            self._state = self._outer.pop()
        elif found["symbol"]:
            self._say(_SAID.get(found["symbol"], ""))
            if found["symbol"] in "\r\n":
                self._end_paragraph()
        elif found["word"] == "bin":
            return max(0, number or 0)
        else:
            self._word(found["word"], number, starred)
        return 0

    def _word(self, word: str, number: int | None, starred: bool) -> None:
        part = self._state.part
        if part == "skipped":
            return
        if word in _MARKERS:
            self._item = True
        if word in _MARKERS or word in _SKIPPED or (starred and word not in _SHOWN_STARRED):
            self._set(part="skipped")
        elif word in _TABLES:
            self._set(part=_TABLES[word])
        elif part == "body":
            self._body_word(word, number)
        elif word == ("f" if part == "fonts" else "s"):
            self._current = number or 0
        elif word == "fcharset":
            self._fonts[self._current] = _CODE_PAGES.get(number or 0, "")

    def _body_word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._say(chr((number or 0) & 0xFFFF))
            self._to_skip = self._state.fallback
        elif word in ("ansicpg", "mac"):
            self._code_page = _known(f"cp{number}" if number else word)
        elif word in _FORMATS:
            self._format(word, number)
        else:
            self._say(_SAID.get(word, ""))
            # What stands before a text box is read first, then the box.
            if word in _PARAGRAPH_ENDS or word == "shptxt":
                self._end_paragraph()

    def _format(self, word: str, number: int | None) -> None:
        match word:
            case "uc":
                self._set(fallback=max(0, number or 0))
            case "f":
                self._set(code_page=self._fonts.get(number or 0, ""))
            case "b":
                self._set(bold=number != 0)
            case "plain":
                self._set(deleted=False, hidden=False, bold=False, code_page="")
            case "deleted":
                self._set(deleted=number != 0)
            case "v":
                self._set(hidden=number != 0)
            case "pard":
                self._set(heading=False)
            case "s":
                name = self._styles.get(number or 0, "").strip().lower()
                self._set(heading=name.startswith(("heading", "title", "subtitle")))
            case "outlinelevel":
                self._set(heading=(number or 0) < 9)

    def _set(self, **changed: Any) -> None:
        self._state = replace(self._state, **changed)

    def _text(self, raw: bytes) -> None:
        skipped = min(self._to_skip, len(raw))
        self._to_skip -= skipped
        if self._state.part in ("body", "styles"):
            self._bytes += raw[skipped:]

    def _decode(self) -> None:
        if self._bytes:
            text = self._bytes.decode(self._state.code_page or self._code_page, "replace")
            self._bytes.clear()
            if self._state.part == "styles":
                self._styles[self._current] = self._styles.get(self._current, "") + text
            else:
                self._say(text)

    def _say(self, text: str) -> None:
        state = self._state
        if state.part == "body" and not state.deleted and not state.hidden:
            self._said.append(text)
            self._all_bold &= state.bold or not text.strip()

    def _end_paragraph(self) -> None:
        # What lies beyond the first 65,536 characters is written as two halves.
        halves = "".join(self._said).encode("utf-16-le", "surrogatepass")
        text = halves.decode("utf-16-le", "replace")
        kind: Kind = "item" if self._item else "text"
        # Most templates' headings are no more than short and bold.
        if self._state.heading or (kind == "text" and self._all_bold and is_short(text)):
            kind = "heading"
        self.blocks.add(text, kind)
        self._said.clear()
        self._item, self._all_bold = False, True


def _known(code_page: str) -> str:
    try:
        return codecs.lookup(code_page).name
    except LookupError:
        return "mac_roman" if code_page in ("mac", "cp10000") else "cp1252"
