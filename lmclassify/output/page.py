"""The classifier as one HTML file that runs in a browser, offline: ``lmclassify page``.

The page repeats terms, scoring and splitting in JavaScript (``lmclassify/page``); the tests check
that both agree. Constants and word lists are handed over as JSON, and the weights are packed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any, Final

from lmclassify import templates
from lmclassify.model import Model
from lmclassify.output.page_facts import page_facts
from lmclassify.output.page_weights import pack_weights
from lmclassify.output.page_wording import pack_wording
from lmclassify.output.report import shared_values

_SOURCES: Final = Path(__file__).resolve().parent.parent / "page"
_START: Final = "main"
"""The module that imports all others, directly or not."""

_IMPORT: Final = re.compile(r"^import [^;]* from \"\./(\w+)\.js\";\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)


def render(model: Model) -> str:
    """Render the page of a model.

    Parameters
    ----------
    model : Model
        The page classifies as it does.
    """
    packed, wording = pack_weights(model), pack_wording()
    facts = page_facts(model, packed, has_wording=wording.is_there)
    script, style = _script(), templates.render("style.css") + templates.render("page.css")
    return templates.render(
        "page.html",
        facts=_json_in_html(facts),
        weights=base64.b64encode(packed.data).decode(),
        wording=base64.b64encode(wording.data).decode(),
        script=script,
        style=style,
        policy="; ".join(
            (
                "default-src 'none'",
                f"script-src '{_digest(script)}'",
                f"style-src '{_digest(style)}'",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
        examples=[example["name"] for example in facts["examples"]],
        **shared_values(),
    )


def _script() -> str:
    """Join the modules to one script: modules of their own would need a server."""
    sources: dict[str, str] = {}
    _collect(_START, sources)
    return "\n".join(_wrap(source) for source in sources.values())


def _collect(name: str, sources: dict[str, str]) -> None:
    """Add a module to the sources, after those that it imports."""
    source = (_SOURCES / f"{name}.js").read_text(encoding="utf-8")
    for imported in _IMPORT.findall(source):
        if imported not in sources:
            _collect(imported, sources)
    sources[name] = source


def _wrap(source: str) -> str:
    """Turn a module into a function that is called at once, so that its names stay its own."""
    exports = ", ".join(_EXPORT.findall(source))
    body = _EXPORT.sub(lambda match: match[0].removeprefix("export "), _IMPORT.sub("", source))
    return f"const {{ {exports} }} = (() => {{\n{body}return {{ {exports} }};\n}})();"


def _digest(content: str) -> str:
    """Return the hash by which the page's policy allows one script or style, and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _json_in_html(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
