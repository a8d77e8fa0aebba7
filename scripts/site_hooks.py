"""What MkDocs does besides for the site: takes in pages from outside docs/, and checks links.

The pages are those that people read in the repository, so their links are of the repository. On the
site, a link to a page of the site leads there; a link to any other file becomes plain text.
"""

import posixpath
import re
from importlib import import_module
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from nbconvert import MarkdownExporter

ROOT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "corpus/README.md": "corpus.md",
    "corpus/LABELLING.md": "labelling.md",
    "models/default/CARD.md": "card.md",
    "models/default/calibration.svg": "calibration.svg",
}
"""Files outside docs/, and what they are called on the site."""

_LINK: Final = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
_API: Final = re.compile(r"<!-- api: (\S+)([\w ]*) -->\n.*?<!-- end -->", re.DOTALL)
_LOADED: Final = re.compile(
    r"""<(?:script|img|iframe|link(?! rel="(?:next|prev)"))\b[^>]*https?://[^>]*"""
)
_OUTSIDE: Final = ("http:", "https:", "mailto:", "#", "data:")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Take in the pages from outside docs/, and the notebooks with their pictures."""
    for source, name in PAGES.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / source)))
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        text, resources = MarkdownExporter().from_filename(str(path))
        for name, picture in resources["outputs"].items():
            text = text.replace(f"({name})", f"({path.stem}-{name})")
            files.append(File.generated(config, f"notebooks/{path.stem}-{name}", content=picture))
        files.append(File.generated(config, f"notebooks/{path.stem}.md", content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Point links at the site, and have the API described by its docstrings."""
    del config
    uri = page.file.src_uri
    names = {name: source for source, name in PAGES.items()}
    place = names.get(uri, uri if uri.startswith("notebooks/") else f"docs/{uri}")

    def point(match: re.Match[str]) -> str:
        mark, text, target = match.groups()
        if target.startswith(_OUTSIDE):
            return match[0]
        path, _, anchor = target.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(place), path))
        found = PAGES.get(path, path.removeprefix("docs/").replace(".ipynb", ".md"))
        if files.get_file_from_path(found) is None:
            if not (ROOT / path).exists():
                raise FileNotFoundError(f"{place} links to {target}, which is not there")
            return text
        link = posixpath.relpath(found, posixpath.dirname(uri) or ".")
        return f"{mark}[{text}]({link}{'#' if anchor else ''}{anchor})"

    return _LINK.sub(point, _API.sub(_describe, markdown))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Refuse a page that would load something from elsewhere."""
    del config
    if loaded := _LOADED.search(output):
        raise ValueError(f"{page.file.src_uri} loads {loaded[0]}")
    return output


def _describe(match: re.Match[str]) -> str:
    """Return the instructions by which mkdocstrings describes names of a module."""
    module, chosen = match[1], match[2].split()
    names = chosen or [n for n in import_module(module).__all__ if not n.startswith("__")]
    return "\n\n".join(f"::: {module}.{name}" for name in names)
