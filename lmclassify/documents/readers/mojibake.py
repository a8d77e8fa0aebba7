"""`repaired`: text that was UTF-8 and was once read as Windows-1252 ("wardâ€™s"), put right."""

from __future__ import annotations

import re

# The characters that Windows-1252 has for the bytes 80 to BF, which go on a character in UTF-8;
# for the five bytes that it has none for, programs put the control character of that number.
_BYTES = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 256)}
_GOES_ON = "[" + "".join(re.escape(c) for c, byte in _BYTES.items() if byte < 0xC0) + "]"
_GARBLED = re.compile(f"(?:[Â-Ë]{_GOES_ON}|[âï]{_GOES_ON}{{2}}|ð{_GOES_ON}{{3}})+")
_TELL_TALE = re.compile("[ÂÃâïð]")
_LAYERS = 3


def repaired(text: str) -> tuple[str, int]:
    """Undo a wrong reading, also one that happened two or three times over.

    Only what makes whole UTF-8 characters is touched, and only such sequences as accents, quotes,
    dashes, currency signs, bullets and emoji turn into; no text has them otherwise.

    Parameters
    ----------
    text : str

    Returns
    -------
    text : str
    places : int
        In how many places it was repaired; 0 where there was nothing to repair.
    """
    most = 0
    for _ in range(_LAYERS):
        text, places = _once(text)
        most = max(most, places)
        if not places:
            break
    return text, most


def _once(text: str) -> tuple[str, int]:
    places = 0

    def undone(found: re.Match[str]) -> str:
        nonlocal places
        # "Å“" alone may be a letter before a quotation mark.
        if not _TELL_TALE.search(found[0]):
            return found[0]
        try:
            right = bytes(_BYTES[character] for character in found[0]).decode("utf-8")
        except UnicodeDecodeError:
            return found[0]
        places += 1
        return right

    return _GARBLED.sub(undone, text), places
