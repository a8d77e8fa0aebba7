"""Read rich text (.rtf): paragraphs, list items and headings."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from lmclassify.documents.readers.rtf_text import Paragraphs
from lmclassify.documents.readers.rtf_words import (
    CHARACTERS,
    CODE_PAGES,
    FORMATS,
    LEFT_OUT,
    MARKERS,
    PARAGRAPH_ENDS,
    SHOWN_STARRED,
    SKIPPED,
    TABLE_WORDS,
    TABLES,
    State,
    codec_name,
)
from lmclassify.documents.reading import Document
from lmclassify.errors import DocumentError

_SIGNATURE: Final = b"{\\rtf"

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,9})?[ ]?"
    r"|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<symbol>[^A-Za-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_SWITCHES: Final = {"b": "bold", "deleted": "deleted", "v": "hidden"}

_MAX_DEPTH: Final = 1000
"""Nested groups; no word processor comes near this."""

_MAX_WORDS: Final = 3_000_000
"""Control words, symbols and braces; a hundred pages of Word have some 300,000."""


def read(data: bytes, source: str) -> Document:
    """Return the text of a rich-text document.

    Parameters
    ----------
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If the data is not rich text, its groups are nested too deep or there is too much of it.
    """
    if not data.startswith(_SIGNATURE):
        raise DocumentError(
            f"{source} cannot be read as rich text; open it in a word processor and save it again."
        )
    too_much = DocumentError(
        f"{source} has groups nested over {_MAX_DEPTH} deep or over {_MAX_WORDS // 10**6} million "
        "control words; save it again, or save it as text."
    )
    if sum(map(data.count, (b"\\", b"{", b"}"))) > _MAX_WORDS:
        raise too_much
    reader = _Reader(data.decode("latin-1"))
    if not reader.run():
        raise too_much
    blocks = reader.paragraphs.blocks
    return Document(source, blocks.text(), blocks.notes())


class _Reader:
    """Reads the control words in one pass and ignores wrong ones."""

    def __init__(self, source: str) -> None:
        self.paragraphs = Paragraphs()
        self._source = source
        self._bytes = bytearray()  # decoded together, since a letter may take two
        self._state = State()
        self._outer: list[State] = []
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
        self.paragraphs.end_table()
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
            self._add_text(CHARACTERS.get(token["symbol"], ""))
            if token["symbol"] in "\r\n":
                self._end_paragraph()
        elif token["word"] == "bin":
            return max(0, number or 0)
        else:
            self._word(token["word"], number, starred)
        return 0

    def _word(self, word: str, number: int | None, starred: bool) -> None:
        part = self._state.part
        if part in ("skipped", "left out"):
            return
        if word in LEFT_OUT:
            self._set(part="left out", name=LEFT_OUT[word])
            return
        if word in MARKERS:
            self.paragraphs.has_mark = True
        if word in MARKERS or word in SKIPPED or (starred and word not in SHOWN_STARRED):
            self._set(part="skipped")
        elif word in TABLES:
            self._set(part=TABLES[word])
        elif part == "body":
            self._body_word(word, number)
        elif word == ("f" if part == "fonts" else "s"):
            self._current = number or 0
        elif word == "fcharset":
            self._fonts[self._current] = CODE_PAGES.get(number or 0, "")

    def _body_word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._add_text(chr((number or 0) & 0xFFFF))
            self._to_skip = self._state.fallback
        elif word in ("ansicpg", "mac"):
            self._code_page = codec_name(f"cp{number}" if number else word)
        elif word in FORMATS:
            self._format(word, number)
        elif word in TABLE_WORDS:
            self._table_word(word, number)
        else:
            self._add_text(CHARACTERS.get(word, ""))
            # Text before a text box is read first, then the box.
            if word in PARAGRAPH_ENDS or word == "shptxt":
                self._end_paragraph()

    def _table_word(self, word: str, number: int | None) -> None:
        match word:
            case "cell":
                self._end_paragraph(in_table=True)
                self.paragraphs.end_cell()
            case "row":
                self._end_paragraph(in_table=True)
                self.paragraphs.end_row()
            case "trowd":
                self.paragraphs.define_row()
            case "trhdr":
                self.paragraphs.mark_header()
            case "cellx":
                self.paragraphs.define_cell(number or 0)
            case "clmrg":
                self.paragraphs.merge_cell(beside=True)
            case "clvmrg":
                self.paragraphs.merge_cell(above=True)

    def _format(self, word: str, number: int | None) -> None:
        match word:
            case "uc":
                self._set(fallback=max(0, number or 0))
            case "f":
                code_page = self._fonts.get(number or 0, "")
                self._set(code_page="" if code_page == "symbol" else code_page)
                self._set(symbol=code_page == "symbol")
            case "b" | "deleted" | "v":
                self._set(**{_SWITCHES[word]: number != 0})
            case "plain":
                self._set(deleted=False, hidden=False, bold=False, symbol=False, code_page="")
            case "pard":
                self._set(heading=False, in_table=False)
            case "intbl":
                self._set(in_table=True)
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
        if self._state.part in ("body", "styles", "left out"):
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
        if state.part == "left out":
            self.paragraphs.blocks.leave_out(state.name, text)
        elif state.part == "body" and (state.deleted or state.hidden):
            what = "deleted text" if state.deleted else "hidden text"
            self.paragraphs.blocks.leave_out(what, text)
        elif state.part == "body":
            self.paragraphs.add(text, bold=state.bold, symbol=state.symbol)

    def _end_paragraph(self, *, in_table: bool = False) -> None:
        self.paragraphs.end_paragraph(
            has_style=self._state.heading, in_table=in_table or self._state.in_table
        )
