"""What must not be written as it is: control characters on a terminal, NaN in JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from math import isfinite
from typing import Any, Final, TextIO

_CONTROLS: Final = (
    "\x00-\x1f\x7f-\x9f"  # C0 and C1: a terminal obeys sequences that begin with one of these
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # line separators, and what reverses text
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # invisible
    "\ud800-\udfff"  # half characters, which no terminal can show
)


def escape_for(stream: TextIO) -> Callable[[str], str]:
    """Return how a text is written to a stream: with its control characters shown on a terminal."""
    return escape_controls if stream.isatty() else str


def escape_controls(text: str, keep: str = "") -> str:
    r"""Return a text whose control characters are shown, for instance as ``\x1b``.

    Every message and every name that is shown goes through this: whoever chooses the name of a
    file could otherwise make the terminal do things.

    Parameters
    ----------
    text : str
        A message, or a name. A file name that is not UTF-8 is shown by its bytes.
    keep : str, optional
        Control characters to leave as they are.

    Examples
    --------
    >>> print(escape_controls("plan\x1b[2J\n.txt"))
    plan\x1b[2J\n.txt
    >>> escape_controls("two\nlines\x07", keep="\n")
    'two\nlines\\x07'
    """
    if text.isprintable():
        return text
    return _pattern().sub(
        lambda match: match[0] if match[0] in keep else _escape(match[0]),
        text,
    )


def dump_json(value: Any, indent: int | None = None) -> str:
    """Write a value as JSON; what is not a finite number becomes null.

    >>> dump_json({"accuracy": float("nan"), "n": 0})
    '{"accuracy": null, "n": 0}'
    """
    import json

    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    except ValueError:
        return json.dumps(_replace_nan(value), ensure_ascii=False, indent=indent, allow_nan=False)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(f"[{_CONTROLS}]")


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return repr(character)[1:-1]


def _replace_nan(value: Any) -> Any:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: _replace_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_replace_nan(item) for item in value]
    return value
