"""The API reference: docstrings as Markdown."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from typing import Any, Final

_SECTION: Final = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)
_ITEM: Final = re.compile(r"^(\S.*)$", re.MULTILINE)


def format_module(names: str) -> str:
    """Return the reference of a module: of the names after its own, or of all in ``__all__``.

    Functions come first, then classes, then errors.
    """
    module_name, *chosen = names.split()
    module = importlib.import_module(module_name)
    members = {name: getattr(module, name) for name in chosen or module.__all__}
    sections = [
        section
        for name in sorted(members, key=lambda name: (_rank(members[name]), name))
        for section in _format_member(members[name], name, "###")
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _rank(value: Any) -> int:
    return inspect.isclass(value) + (inspect.isclass(value) and issubclass(value, Exception))


def _format_member(value: Any, name: str, level: str) -> Iterator[str]:
    """Yield the heading and the text of a function or class, and then of its methods."""
    yield f"{level} `{name}{_format_signature(value)}`"
    yield _to_markdown(inspect.getdoc(value) or "")
    if not inspect.isclass(value):
        return
    for method, own in vars(value).items():
        is_property = isinstance(own, property)
        if not method.startswith("_") and (is_property or inspect.isfunction(own)):
            yield from _format_member(own, f"{name}.{method}", level + "#")


def _format_signature(value: Any) -> str:
    """Return the parameters and their defaults, without types: the text names these."""
    if isinstance(value, property) or (inspect.isclass(value) and issubclass(value, Exception)):
        return ""
    parameters = [
        parameter.replace(
            annotation=inspect.Parameter.empty,
            default=... if inspect.isfunction(parameter.default) else parameter.default,
        )
        for parameter in inspect.signature(value).parameters.values()
        if parameter.name != "self"
    ]
    return str(inspect.Signature(parameters)).replace("Ellipsis", "…")


def _to_markdown(doc: str) -> str:
    """Turn a numpydoc docstring into Markdown."""
    text, *rest = _SECTION.split(doc)
    parts = [_format_text(text)]
    for title, body in zip(rest[::2], rest[1::2], strict=True):
        if title == "Examples":
            parts.append(_format_text(body))
        else:
            parts.append(f"**{title}**\n\n{_format_items(body)}")
    return "\n\n".join(part for part in parts if part)


def _format_text(text: str) -> str:
    """Format paragraphs, and examples as fenced blocks."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(
        f"```python\n{paragraph}\n```"
        if paragraph.startswith(">>>")
        else " ".join(paragraph.replace("``", "`").split())
        for paragraph in paragraphs
        if paragraph
    )


def _format_items(body: str) -> str:
    """Format the parameters, attributes, results or errors of a section as a list."""
    items = []
    parts = _ITEM.split(body)[1:]
    for head, rest in zip(parts[::2], parts[1::2], strict=True):
        name, _, kind = head.partition(" : ")
        text = " ".join(inspect.cleandoc(rest).replace("``", "`").split())
        shown = f"`{name}`" + (f" ({kind})" if kind else "")
        items.append(f"- {shown}: {text}" if text else f"- {shown}")
    return "\n".join(items)
