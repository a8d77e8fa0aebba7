"""Repair UTF-8 text that was once decoded as Windows-1252 ("wardâ€™s")."""

from __future__ import annotations

import re

# Windows-1252 leaves five bytes undefined; programs decode them as control characters.
_BYTES = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 256)}
_CONTINUATION = "[" + "".join(re.escape(c) for c, byte in _BYTES.items() if byte < 0xC0) + "]"
_GARBLED = re.compile(f"(?:[Â-Ë]{_CONTINUATION}|[âï]{_CONTINUATION}{{2}}|ð{_CONTINUATION}{{3}})+")
_CERTAIN_SIGN = re.compile("[ÂÃâïð]")
_MAX_LAYERS = 3


def repair(text: str) -> tuple[str, int]:
    """Undo a wrong decoding, also one that was repeated two or three times.

    Only sequences that form whole UTF-8 characters are replaced, and only those that accents,
    quotes, dashes, currency signs, bullets and emoji turn into; other text does not contain them.

    Returns
    -------
    text : str
        The repaired text.
    places : int
        Number of repaired places.

    >>> repair("the wardâ€™s cafÃ©")
    ('the ward’s café', 2)
    """
    most_places = 0
    for _ in range(_MAX_LAYERS):
        text, places = _repair_once(text)
        most_places = max(most_places, places)
        if not places:
            break
    return text, most_places


def _repair_once(text: str) -> tuple[str, int]:
    places = 0

    def decode(match: re.Match[str]) -> str:
        nonlocal places
        # "Å“" may also be a letter before a quotation mark.
        if not _CERTAIN_SIGN.search(match[0]):
            return match[0]
        try:
            decoded = bytes(_BYTES[character] for character in match[0]).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]
        places += 1
        return decoded

    return _GARBLED.sub(decode, text), places
