"""What callers of the Python API pass by mistake, and the errors that say what to do instead."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from lmclassify.documents.formats import BY_SUFFIX
from lmclassify.errors import DocumentError

_MAX_SHOWN: Final = 3
_MAX_QUOTED: Final = 40
_MAX_PATH_LENGTH: Final = 255


class _Fault(NamedTuple):
    """An item that is no text: what is wrong with it, and which error that is."""

    what: str
    error: type[Exception]
    is_missing: bool


def check_text(text: object) -> str:
    """Return a text if it is one that can be classified.

    Raises
    ------
    TypeError
        If it is not a string.
    ValueError
        If it is blank.
    """
    fault = _find_fault(text)
    if fault is not None:
        raise fault.error(f"text is {fault.what}; pass a statement, as a string")
    return str(text)


def check_texts(texts: Iterable[object], *, allow_missing: bool = False) -> list[str | None]:
    """Return texts as a list if all of them can be classified.

    Parameters
    ----------
    texts : iterable
        If it has an index, as a pandas column does, errors name the labels in it.
    allow_missing : bool, default False
        Put None in the place of missing and blank texts.

    Raises
    ------
    TypeError
        If items are missing or not strings; the message counts them and names the first.
    ValueError
        If items are blank, and all others can be classified.
    """
    items: list[str | None] = []
    faults: list[tuple[int, _Fault]] = []
    for position, text in enumerate(texts):
        fault = _find_fault(text)
        if fault is not None and not (allow_missing and fault.is_missing):
            faults.append((position, fault))
        items.append(None if fault is not None else str(text))
    if not faults:
        return items
    index = getattr(texts, "index", None)
    shown = [
        f"item {position}{_describe_label(index, position)} is {fault.what}"
        for position, fault in faults[:_MAX_SHOWN]
    ]
    if len(faults) > _MAX_SHOWN:
        shown.append(f"and {len(faults) - _MAX_SHOWN} more")
    message = ", ".join(shown)
    if len(faults) > 1:
        message = f"{len(faults)} of {len(items)} items cannot be classified: {message}"
    # A fault of type says more than a blank text.
    error = next((f.error for _, f in faults if f.error is TypeError), ValueError)
    advice = []
    if any(fault.is_missing for _, fault in faults):
        advice.append('pass missing="none" to get None for missing and blank items, or drop them')
    if any(not fault.is_missing for _, fault in faults):
        advice.append("convert other values to text, as df['text'].astype(\"string\") does")
    raise error(f"{message}; {'; '.join(advice)}")


def check_path(source: object) -> None:
    """Refuse a text where the path of a document is expected.

    Raises
    ------
    DocumentError
        If `source` is a string with white space that is no file and does not end like one.
    """
    if not isinstance(source, str) or not source.strip() or Path(source).suffix in BY_SUFFIX:
        return
    is_text = any(character.isspace() for character in source) or len(source) > _MAX_PATH_LENGTH
    if is_text and not os.path.exists(source):  # noqa: PTH110  # it takes any string
        start = " ".join(source.split())
        if len(start) > _MAX_QUOTED:
            start = start[:_MAX_QUOTED] + " …"
        raise DocumentError(
            f'"{start}" is no file; classify_document expects a path. For a text, write '
            'classify_document(Document("its name", text)); for one statement, classify(text).'
        )


def _find_fault(text: object) -> _Fault | None:
    if isinstance(text, str):
        return None if text.strip() else _Fault("empty", ValueError, is_missing=True)
    if _is_missing(text):
        name = "None" if text is None else "NaN"
        return _Fault(f"missing ({name})", TypeError, is_missing=True)
    return _Fault(f"{type(text).__name__}, not a string", TypeError, is_missing=False)


def _is_missing(value: object) -> bool:
    """Check for None, NaN, NaT and pandas' NA, which refuses to be compared."""
    if value is None or type(value).__name__ == "NAType":
        return True
    try:
        return bool(value != value)  # noqa: PLR0124  # NaN is unlike itself
    except (ArithmeticError, TypeError, ValueError):
        return False


def _describe_label(index: Any, position: int) -> str:
    """Return the label that an index has for a position, unless it is the position itself."""
    # A list has a method of this name.
    if index is None or callable(index):
        return ""
    label = index[position]
    return "" if label == position else f" (index {label!r})"
