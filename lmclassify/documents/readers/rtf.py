"""Read rich text (.rtf): paragraphs, list items and headings."""

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
_CHARACTERS = dict(
    zip(
        "tab line softline emspace enspace bullet emdash endash lquote rquote ldblquote rdblquote "
        "~ _ { } \\".split(),
        " \n\n  •—–‘’“”\u00a0-{}\\",
        strict=True,
    )
)
# Groups whose text is not part of the document; nor is any group that begins with \*, except
# for `_SHOWN_STARRED`.
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
"""Code page by character set of a font; other fonts have the code page of the document."""


_MAX_DEPTH: Final = 1000
"""Nested groups; no word processor comes near this."""


@dataclass(frozen=True, slots=True)
class _State:
    """The formatting that a group inherits and that its closing brace restores."""

    part: Part = "body"
    deleted: bool = False  # by tracked changes
    hidden: bool = False
    heading: bool = False
    bold: bool = False
    fallback: int = 1  # number of characters for old programs after each \u
    code_page: str = ""  # of the font; empty if it is that of the document


def read(data: bytes, source: str) -> str:
    """Return the text of a rich-text document.

    Parameters
    ----------
    data : bytes
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If the data is not rich text or its groups are nested too deep.
    """
    if data.startswith(MAGIC):
        reader = _Reader(data.decode("latin-1"))
        if reader.run():
            return reader.blocks.text()
    raise DocumentError(
        f"{source} cannot be read as rich text; open it in a word processor and save it again."
    )


class _Reader:
    """Reads the control words in one pass and ignores wrong ones."""

    def __init__(self, source: str) -> None:
        self.blocks = Blocks()
        self._source = source
        self._text_parts: list[str] = []
        self._bytes = bytearray()  # decoded together, since a letter may take two
        self._state = _State()
        self._outer: list[_State] = []
        self._item = False
        self._all_bold = True
        self._starred = False
        self._to_skip = 0
        self._code_page = "cp1252"
        self._current = 0  # index in the table of fonts or styles
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}

    def run(self) -> bool:
        """Read to the closing brace of the document or to its end; return False if too deep."""
        place = 0
        while place < len(self._source):
            token = _TOKEN.match(self._source, place)
            if token is None:  # the end of a line, or a backslash at the very end
                place += 1
                continue
            place = token.end()
            if token["text"]:
                self._text(token["text"].encode("latin-1"))
            elif token["byte"]:
                self._text(bytes.fromhex(token["byte"]))
            else:
                place += self._control(token)
            if not self._outer or len(self._outer) > _MAX_DEPTH:
                break
        self._decode()
        self._end_paragraph()
        return len(self._outer) <= _MAX_DEPTH

    def _control(self, token: re.Match[str]) -> int:
        """Process a brace, control symbol or word; return how many bytes of a picture follow."""
        self._decode()
        starred, self._starred, self._to_skip = self._starred, token["symbol"] == "*", 0
        number = int(token["number"]) if token["number"] else None
        if token["brace"] == "{":
            self._outer.append(self._state)
        elif token["brace"]:
            self._state = self._outer.pop()
        elif token["symbol"]:
            self._add_text(_CHARACTERS.get(token["symbol"], ""))
            if token["symbol"] in "\r\n":
                self._end_paragraph()
        elif token["word"] == "bin":
            return max(0, number or 0)
        else:
            self._word(token["word"], number, starred)
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
            self._add_text(chr((number or 0) & 0xFFFF))
            self._to_skip = self._state.fallback
        elif word in ("ansicpg", "mac"):
            self._code_page = _codec_name(f"cp{number}" if number else word)
        elif word in _FORMATS:
            self._format(word, number)
        else:
            self._add_text(_CHARACTERS.get(word, ""))
            # Text before a text box is read first, then the box.
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
                self._add_text(text)

    def _add_text(self, text: str) -> None:
        state = self._state
        if state.part == "body" and not state.deleted and not state.hidden:
            self._text_parts.append(text)
            self._all_bold &= state.bold or not text.strip()

    def _end_paragraph(self) -> None:
        # Characters beyond the first 65,536 are written as two surrogates.
        surrogates = "".join(self._text_parts).encode("utf-16-le", "surrogatepass")
        text = surrogates.decode("utf-16-le", "replace")
        kind: Kind = "item" if self._item else "text"
        # In most templates, headings are just short and bold.
        if self._state.heading or (kind == "text" and self._all_bold and is_short(text)):
            kind = "heading"
        self.blocks.add(text, kind)
        self._text_parts.clear()
        self._item, self._all_bold = False, True


def _codec_name(code_page: str) -> str:
    try:
        return codecs.lookup(code_page).name
    except LookupError:
        return "mac_roman" if code_page in ("mac", "cp10000") else "cp1252"
