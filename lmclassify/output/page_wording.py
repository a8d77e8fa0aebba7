"""Packing of the corpus's statements that the page shows as wording of others."""

from __future__ import annotations

import gzip
from typing import NamedTuple

from lmclassify.errors import CorpusError
from lmclassify.output.wording import list_candidates
from lmclassify.results import PRACTICES


class PackedWording(NamedTuple):
    """The packed statements.

    Attributes
    ----------
    data : bytes
        A gzip stream of lines: the number of the practice, the sector, the text, with tabs between.
    is_there : bool
        Whether there are any; not if the package came without its corpus.
    """

    data: bytes
    is_there: bool


def pack_wording() -> PackedWording:
    """Pack the statements of the corpus that can be shown."""
    try:
        candidates = list_candidates()
    except CorpusError:
        return PackedWording(b"", is_there=False)
    numbers: dict[str, str] = {name: str(number) for number, name in enumerate(PRACTICES)}
    lines = (
        "\t".join((numbers[practice], example.sector, " ".join(example.text.split())))
        for practice, example in candidates
    )
    return PackedWording(gzip.compress("\n".join(lines).encode(), 9, mtime=0), is_there=True)
