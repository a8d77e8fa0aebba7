"""The templates of pages, cards and queries, and the one environment that renders them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2


def render(name: str, **values: Any) -> str:
    """Render a template of this folder.

    Parameters
    ----------
    name : str
        Its file name. In HTML, SVG and XML, values are escaped.
    **values
        What the template uses; a value that it lacks is an error.
    """
    return _environment().get_template(name).render(values)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("lmclassify"),
        autoescape=jinja2.select_autoescape(("html", "svg", "xml")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
