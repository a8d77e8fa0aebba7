"""Parse the XML of office documents within bounds."""

from __future__ import annotations

from typing import Any, Final

import lxml.etree

from lmclassify.errors import DocumentError

_MAX_BYTES: Final = 50_000_000
_MAX_TAGS: Final = 2_000_000
"""Start and end tags; a hundred pages of Word have some 200,000."""


def parse_xml(data: bytes, source: str) -> Any:
    """Return the root element of a part of a document.

    Entities are not expanded: office programs write none, but bombs consist of them. The parser
    itself refuses elements nested deeper than 256.

    Parameters
    ----------
    source : str
        Name of the document in error messages.

    Raises
    ------
    DocumentError
        If there is too much of it.
    lxml.etree.XMLSyntaxError
        If it is not well-formed.
    """
    if len(data) > _MAX_BYTES or data.count(b"<") > _MAX_TAGS:
        raise DocumentError(
            f"{source} has more than {_MAX_BYTES // 10**6} MB or {_MAX_TAGS // 10**6} million tags "
            "of text; split it first, or save it as text."
        )
    parser = lxml.etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    return lxml.etree.fromstring(data, parser)
