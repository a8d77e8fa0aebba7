r"""Regular expressions and word lists of Python modules, translated for the page.

JavaScript knows fewer constructs: `\w`, `\s` and `\b` are those of ASCII there, and there are no
possessive quantifiers, no verbose mode and no `\Z`.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping, Set
from types import ModuleType
from typing import Any, Final

_LETTERS_AND_DIGITS: Final = r"\p{L}\p{N}_"
_SETS: Final = {
    "w": _LETTERS_AND_DIGITS,
    "d": r"\p{Nd}",
    "s": r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
}
_PLACES: Final = {
    "A": r"(?<![\s\S])",
    "Z": r"(?![\s\S])",
    "b": "(?:(?<=[WORD])(?![WORD])|(?<![WORD])(?=[WORD]))",
    "B": "(?:(?<=[WORD])(?=[WORD])|(?<![WORD])(?![WORD]))",
}
_SYNTAX: Final = frozenset("^$\\.*+?()[]{}|/")
_CLASS_SYNTAX: Final = frozenset("\\]^-[")
_CODES: Final = {"x": 2, "u": 4, "U": 8}
_CONTROLS: Final = frozenset("nrtfv")
_QUANTIFIER: Final = re.compile(r"[*+?]|\{\d*(?:,\d*)?\}")
_NAME: Final = re.compile(r"\(\?P<(\w+)>")
_MAX_TEXT: Final = 500
"""A longer string is the source of a word list, which is handed over as such."""

_UNCOMPILED: Final = frozenset(("_PAGE", "_NOTICE", "_OTHER_BULLET"))
"""Patterns that Python compiles only when they are needed, with the `_FLAGS` of their module."""

_ASCII_SETS: Final = {"w": "A-Za-z0-9_", "d": "0-9", "s": r" \t\n\r\f\v"}


def module_facts(*names: str) -> dict[str, dict[str, Any]]:
    """Return the constants of modules: patterns, numbers, words and sets of words.

    Parameters
    ----------
    *names : str
        The modules' full names. A constant of a module is called as there, without the underscore
        that makes it private.
    """
    return {
        name.rpartition(".")[2]: {
            key.lstrip("_"): value
            for key, constant in _constants(importlib.import_module(name))
            if (value := _fact(constant)) is not None
        }
        for name in names
    }


def _constants(module: ModuleType) -> Iterator[tuple[str, Any]]:
    for name, value in vars(module).items():
        if name in _UNCOMPILED:
            yield name, re.compile(value, getattr(module, "_FLAGS", 0))
        elif name.isupper():
            yield name, value


def _fact(constant: Any) -> Any:
    if isinstance(constant, re.Pattern):
        return translate(constant)
    if isinstance(constant, str):
        return constant if len(constant) <= _MAX_TEXT else None
    if isinstance(constant, (int, float)):
        return constant
    if isinstance(constant, Mapping):
        return {str(key): value for key, value in constant.items()} if constant else None
    if isinstance(constant, (Set, tuple)) and all(isinstance(item, str) for item in constant):
        return sorted(constant) if isinstance(constant, Set) else list(constant)
    return None


def translate(pattern: re.Pattern[str]) -> dict[str, str]:
    r"""Translate a regular expression to JavaScript's, with its flags.

    >>> translate(re.compile(r"[^\W\d_]+\s*\Z", re.IGNORECASE))["flags"]
    'iu'
    >>> translate(re.compile(r"a++ \. # b", re.VERBOSE))["source"]
    '(?=(?<atomic1>a+))\\k<atomic1>\\.'
    """
    translation = _Translation(pattern)
    flags = "iu" if pattern.flags & re.IGNORECASE else "u"
    return {"source": translation.source, "flags": flags}


class _Translation:
    """Reads a pattern once, from left to right."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern.pattern
        self._flags = pattern.flags
        self._sets = _ASCII_SETS if pattern.flags & re.ASCII else _SETS
        self._place = 0
        self._atomic = 0
        self.source = self._alternatives()
        if self._place < len(self._pattern):
            raise ValueError(f"{self._pattern!r} was read only up to {self._place}")
        if self._atomic and pattern.groups:
            raise ValueError(f"{self._pattern!r}: groups would be counted differently")

    def _peek(self) -> str:
        return self._pattern[self._place : self._place + 1]

    def _take(self, length: int = 1) -> str:
        taken = self._pattern[self._place : self._place + length]
        self._place += length
        return taken

    def _skip_layout(self) -> None:
        while self._flags & re.VERBOSE and self._peek() in (*" \t\r\n\f\v", "#") and self._peek():
            if self._take() == "#":
                end = self._pattern.find("\n", self._place)
                self._place = end if end >= 0 else len(self._pattern)

    def _alternatives(self) -> str:
        branches = [self._sequence()]
        while self._peek() == "|":
            self._take()
            branches.append(self._sequence())
        return "|".join(branches)

    def _sequence(self) -> str:
        parts: list[str] = []
        while True:
            self._skip_layout()
            if self._peek() in ("", "|", ")"):
                return "".join(parts)
            parts.append(self._quantified(self._atom()))

    def _quantified(self, atom: str) -> str:
        self._skip_layout()
        quantifier = _QUANTIFIER.match(self._pattern, self._place)
        if quantifier is None:
            return atom
        self._place = quantifier.end()
        atom += quantifier[0]
        if self._peek() == "?":
            return atom + self._take()
        if self._peek() == "+":
            self._take()
            return self._keep(atom)
        return atom

    def _keep(self, atom: str) -> str:
        """Return an expression that gives back nothing of what it has matched."""
        self._atomic += 1
        return f"(?=(?<atomic{self._atomic}>{atom}))\\k<atomic{self._atomic}>"

    def _atom(self) -> str:
        character = self._take()
        match character:
            case "(":
                return self._group()
            case "[":
                return self._character_class()
            case "\\":
                return self._escape()
            case ".":
                return r"[\s\S]" if self._flags & re.DOTALL else r"[^\n]"
            case "^":
                return r"(?<![^\n])" if self._flags & re.MULTILINE else _PLACES["A"]
            case "$":
                return r"(?=\n|(?![\s\S]))" if self._flags & re.MULTILINE else r"(?=\n?(?![\s\S]))"
        return f"\\{character}" if character in _SYNTAX else character

    def _group(self) -> str:
        opening = "("
        name = _NAME.match(self._pattern, self._place - 1)
        if name:
            self._place = name.end()
            opening = f"(?<{name[1]}>"
        elif self._peek() == "?":
            for known in ("?:", "?=", "?!", "?<=", "?<!", "?>"):
                if self._pattern.startswith(known, self._place):
                    opening += self._take(len(known))
                    break
            else:
                raise ValueError(f"{self._pattern!r}: unknown group at {self._place}")
        content = self._alternatives()
        self._take()
        return self._keep(content) if opening == "(?>" else f"{opening}{content})"

    def _escape(self) -> str:
        character = self._take()
        if character in _PLACES:
            return _PLACES[character].replace("WORD", self._sets["w"])
        if character.lower() in self._sets:
            return f"[{'^' if character.isupper() else ''}{self._sets[character.lower()]}]"
        if character in _CONTROLS or character.isdigit():
            return f"\\{character}"
        literal = self._character(character)
        return f"\\{literal}" if literal in _SYNTAX else literal

    def _character(self, escaped: str) -> str:
        """Return the character that an escape stands for."""
        return chr(int(self._take(_CODES[escaped]), 16)) if escaped in _CODES else escaped

    def _character_class(self) -> str:
        negated = self._peek() == "^"
        if negated:
            self._take()
        items: list[str] = []
        complements: list[str] = []
        is_first = True
        while is_first or self._peek() != "]":
            is_first = False
            character = self._take()
            if character != "\\":
                is_range = character == "-" and items and self._peek() != "]"
                items.append(character if is_range else _in_class(character))
                continue
            escaped = self._take()
            if escaped in self._sets:
                items.append(self._sets[escaped])
            elif escaped.lower() in self._sets:
                complements.append(self._sets[escaped.lower()])
            elif escaped in _CONTROLS:
                items.append(f"\\{escaped}")
            else:
                items.append(_in_class(self._character(escaped)))
        self._take()
        rest = f"[{''.join(items)}]"
        if not complements:
            return f"[{'^' if negated else ''}{''.join(items)}]"
        # A complement cannot stand inside a class.
        (complement,) = complements
        if negated:
            return f"(?:(?!{rest})[{complement}])" if items else f"[{complement}]"
        return f"(?:[^{complement}]|{rest})" if items else f"[^{complement}]"


def _in_class(character: str) -> str:
    return f"\\{character}" if character in _CLASS_SYNTAX else character
