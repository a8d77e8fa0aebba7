"""The parts of an Office Open XML document (.docx) and how they refer to each other."""

from __future__ import annotations

import posixpath
import re
from typing import Any, Final, NamedTuple, Self

from lmclassify.documents.readers.archive import Archive
from lmclassify.documents.readers.markup import parse_xml

OFFICE: Final = "http://schemas.openxmlformats.org/"
_STRICT: Final = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_MAIN_PARTS: Final = ("word/document.xml", "word/document2.xml")


def _to_transitional(match: re.Match[bytes]) -> bytes:
    """Return the usual name of a namespace of Strict Open XML."""
    return OFFICE.encode() + match[1] + b"/2006/" + match[2]


class Relation(NamedTuple):
    """What a part refers to: its kind ("header"), the name of that part, and if it is inside."""

    kind: str
    target: str
    is_inside: bool


class Package:
    """An Office Open XML document.

    A relation to a part that is missing does no harm unless somebody reads that part.

    Parameters
    ----------
    source : str
        Name of the document in error messages.
    """

    def __init__(self, data: bytes, source: str) -> None:
        self._source = source
        self._archive = Archive(data, source)

    def __enter__(self) -> Self:
        """Return the package itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the archive."""
        self._archive.__exit__()

    def __contains__(self, name: str) -> bool:
        """Check whether there is a part of this name."""
        return name in self._archive

    def main_part(self) -> str:
        """Return the name of the part with the text.

        Raises
        ------
        KeyError
            If there is none.
        """
        related = [
            relation.target
            for relation in self.relations("").values()
            if relation.kind == "officeDocument"
        ]
        for name in (*related, *_MAIN_PARTS):
            if name in self:
                return name
        raise KeyError("no main part")

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by their id; those of the package if it is empty."""
        folder, name = posixpath.split(part)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if place not in self:
            return {}
        relations = {}
        for element in self.read_xml(place):
            target = posixpath.join("/", folder, element.get("Target", "").replace("\\", "/"))
            relations[element.get("Id", "")] = Relation(
                element.get("Type", "").rpartition("/")[2],
                posixpath.normpath(target).lstrip("/"),
                element.get("TargetMode") != "External",
            )
        return relations

    def read(self, name: str) -> bytes:
        """Return the bytes of a part."""
        return self._archive.read(name)

    def read_xml(self, name: str) -> Any:
        """Return the root element of a part, with the namespaces of Transitional Open XML."""
        data = self._archive.read(name)
        if b"purl.oclc.org" in data:
            data = _STRICT.sub(_to_transitional, data)
        return parse_xml(data, self._source)
