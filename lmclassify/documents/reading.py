"""`read`: a file or bytes → the plain text of a document, whatever its format."""

from __future__ import annotations

import importlib
import os
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from lmclassify.documents.decoding import NotTextError, decode
from lmclassify.documents.formats import (
    BY_NAME,
    BY_SUFFIX,
    FORMAT_TABLE,
    FORMATS,
    Format,
    find_by_opening,
    find_by_signature,
    format_list,
)
from lmclassify.documents.plain_text import tidy
from lmclassify.errors import DocumentError

__all__ = ["FORMATS", "FORMAT_TABLE", "Document", "format_list", "parse", "read"]

_STANDARD_INPUT = "-"
_READERS = "lmclassify.documents.readers"
_HTML_TAG = re.compile(r"</?(?:br|div|h[1-6]|li|ol|p|td|tr|ul)\b[^>]*>", re.IGNORECASE)
_MIN_TAGS: Final = 3
_TABLE_SUFFIXES: Final = (".csv", ".tsv", ".jsonl")
"""A plain text with so many HTML tags is read as Markdown, which may have them anywhere."""

_SOFT_HYPHEN = re.compile("\u00ad(?=\\S)")
_GARBLED_SIGNS = "ÂÃâðï"
"""One of these begins every garbled character that `mojibake` repairs."""

MAX_BYTES: Final = 200_000_000
"""A larger file is refused unread."""


@dataclass(frozen=True, slots=True)
class Document:
    """The plain text of a document.

    Attributes
    ----------
    source : str
        Where it came from.
    text : str
        Its text.
    notes : tuple of str
        What a reader of the result should know about how it was read.
    """

    source: str
    text: str
    notes: tuple[str, ...] = ()


def read(source: str | os.PathLike[str], *, format: str | None = None) -> Document:
    """Read a document.

    Parameters
    ----------
    source : path
        A file of one of `FORMATS`; ``"-"`` is standard input.
    format : str, optional
        Which of `FORMATS` it is. Without it, the bytes decide, or else the name.

    Raises
    ------
    DocumentError
        If there is no such file, or it is too large, damaged, of an unknown format or without
        text.
    """
    name = os.fspath(source)
    if name == _STANDARD_INPUT:
        return parse(
            _read_stream(sys.stdin.buffer, "standard input"), "standard input", format=format
        )
    path = Path(name)
    try:
        if path.is_dir():
            raise DocumentError(
                f"{name} is a folder; name the files in it, for instance {name}/*.docx"
            )
        with path.open("rb") as file:
            data = _read_stream(file, name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DocumentError(f"{name}: {reason}; check the path.") from None
    return parse(data, name, format=format)


def _read_stream(stream: BinaryIO, name: str) -> bytes:
    """Read all of a stream that has an end."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{name} is over {MAX_BYTES // 10**6} MB; split it first.")
    return data


def parse(data: bytes, source: str, *, format: str | None = None) -> Document:
    """Turn the bytes of a document of any known format into text.

    Parameters
    ----------
    data : bytes
        The bytes decide the format before the name does. Encode a text of HTML or Markdown that is
        in memory; a plain text can be made a `Document` as it is.
    source : str
        The document's name; its suffix tells apart what otherwise looks like plain text.
    format : str, optional
        Which of `FORMATS` it is, if neither bytes nor name should decide.

    Raises
    ------
    DocumentError
        As `read` does, and if the bytes are clearly of another format than `format`.
    TypeError
        If `data` is not bytes.

    Examples
    --------
    >>> parse(b"# Duties", "duties.md", format="txt").text
    '# Duties'
    """
    if not isinstance(data, bytes):
        raise TypeError(f"data is not bytes but {type(data).__name__}; encode a text first")
    suffix = Path(source).suffix.lower()
    row = _choose_format(data, source, suffix, format)
    if row is not None and row.signature is not None:
        return _finish(_call_reader(row, data, source), source)
    try:
        text, notes = decode(data)
    except NotTextError as error:
        if error.encoding is None:
            raise DocumentError(_refusal(source, str(error))) from None
        raise DocumentError(
            f"{source} is not {error.encoding} text ({error}); save it as UTF-8 and try again."
        ) from None
    if row is None:
        row = BY_SUFFIX.get(suffix)
        # A page that was saved as .txt or .doc is still a page.
        if row is None or row.reader is None or row.shares_suffix:
            row = find_by_opening(text) or BY_NAME["txt"]
    notes = (*notes, *_describe_table(suffix, format))
    document = _finish(text, source, notes)
    if row.reader is None and format is None and _has_tags(document.text):
        row = BY_NAME["md"]
        document = replace(document, notes=(*document.notes, "HTML tags in it read as such"))
    if row.reader is None:
        text, notes = tidy(document.text)
        return Document(source, text, (*document.notes, *notes))
    try:
        return _finish(_call_reader(row, document.text), source, document.notes)
    except DocumentError as error:
        named = str(error).startswith(source)
        raise error if named else DocumentError(f"{source}: {error}") from None


def _describe_table(suffix: str, format: str | None) -> tuple[str, ...]:
    """Return a note on a file that its name says is a table."""
    if format is not None or suffix not in _TABLE_SUFFIXES:
        return ()
    return ("it looks like a table and was read as prose; lmclassify label reads tables",)


def _choose_format(data: bytes, source: str, suffix: str, name: str | None) -> Format | None:
    """Return the format that was asked for or that the bytes decide, or None if neither does."""
    detected = find_by_signature(data, suffix)
    if name is None:
        named = BY_SUFFIX.get(suffix)
        if named is not None and named.shares_suffix:
            return detected
        if detected is None and named is not None and named.signature and data.strip():
            raise DocumentError(
                f"{source} is no {suffix} document, whatever its name says; save it again, or say "
                "what it is (--from, in Python format=)."
            )
        return detected
    if name not in BY_NAME:
        raise DocumentError(f"there is no format {name!r}; choose one of {', '.join(FORMATS)}.")
    if detected is not None and detected.name != name:
        raise DocumentError(
            f"{source} is a .{detected.name} document, not .{name}; leave its format out, or say "
            f"{detected.name}."
        )
    return BY_NAME[name]


def _has_tags(text: str) -> bool:
    return "</" in text and len(_HTML_TAG.findall(text)) >= _MIN_TAGS


def _call_reader(row: Format, *arguments: bytes | str) -> str | Document:
    """Import the format's reader and call it: who reads plain text never waits for the others."""
    module, _, function = str(row.reader).partition(":")
    reader = getattr(importlib.import_module(f"{_READERS}.{module}"), function)
    result: str | Document = reader(*arguments)
    return result


def _finish(result: str | Document, source: str, notes: tuple[str, ...] = ()) -> Document:
    """Return the document of a reader's result, with garbled characters repaired."""
    text = result if isinstance(result, str) else result.text
    notes = notes if isinstance(result, str) else (*notes, *result.notes)
    if not text.strip():
        raise DocumentError(f"{source} is empty; there is nothing to classify.")
    if "\u00ad" in text:
        text = _SOFT_HYPHEN.sub("", text)
    if not text.isascii() and any(sign in text for sign in _GARBLED_SIGNS):
        from lmclassify.documents import mojibake

        text, places = mojibake.repair(text)
        if places:
            note = f"garbled characters repaired in {places} places (UTF-8 once read as another)"
            notes = (*notes, note)
    return Document(source, text, notes)


def _refusal(source: str, what: str) -> str:
    return (
        f"{source} is {what}; lmclassify reads {format_list()}. "
        "Save it as one of these and try again."
    )
