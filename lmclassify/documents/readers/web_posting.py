"""The advert that a web page has as data for search engines (schema.org's JobPosting)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final

_TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
_COMMENT: Final = re.compile(r"\A\s*<!--|-->\s*\Z")
_FIELDS: Final = (
    "description",
    "responsibilities",
    "skills",
    "qualifications",
    "educationRequirements",
    "experienceRequirements",
)


def find_posting(page: Any) -> str:
    """Return the HTML or plain text of the job posting in a page, or nothing."""
    for script in page.iterfind(".//script"):
        if not (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            continue
        for posting in _postings(_parse(script.text or "")):
            text = _describe(posting)
            if text.strip():
                return text
    return ""


def _parse(script: str) -> Any:
    """Return the data of a script, or None if there is something wrong with it."""
    script = _COMMENT.sub("", script).strip().removeprefix("//").removesuffix("//")
    for text in (script, html.unescape(script)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _postings(data: Any) -> Iterator[dict[str, Any]]:
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack += reversed(value)
        elif isinstance(value, dict):
            if "JobPosting" in str(value.get("@type")):
                yield value
            stack += reversed(value.values())


def _describe(posting: dict[str, Any]) -> str:
    parts: list[str] = []
    for field in _FIELDS:
        value = posting.get(field)
        values = value if isinstance(value, list) else [value]
        for text in values:
            # Some boards say in further fields what the description has said.
            if isinstance(text, str) and text.strip() and text not in "".join(parts):
                parts.append(_unescape(text))
    if any(_TAG.search(part) for part in parts):
        return "".join(part if _TAG.search(part) else f"<p>{part}</p>" for part in parts)
    return "\n\n".join(parts)


def _unescape(text: str) -> str:
    """Return a text whose tags, or whose plain characters, are not escaped."""
    if "\n" not in text:
        text = text.replace("\\r", "").replace("\\n", "\n")
    # Some job boards escape the tags, others don't, some do it twice.
    for _ in range(2):
        if _TAG.search(text) or "&" not in text:
            break
        text = html.unescape(text)
    return text


def is_markup(text: str) -> bool:
    """Check whether a text has tags.

    >>> is_markup("<p>Set the rota</p>"), is_markup("Under < 10 staff")
    (True, False)
    """
    return _TAG.search(text) is not None
