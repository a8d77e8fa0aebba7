"""Which statements a model was trained on, so that none is mistaken for one held out."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Sequence

from lmclassify.corpus import Row
from lmclassify.model import Model
from lmclassify.model.folder import TRAINED_ON, little_endian, read_verified


def fingerprints(rows: Iterable[Row]) -> bytes:
    """Give what a model folder keeps of the statements it was trained on.

    Parameters
    ----------
    rows : iterable of Row

    Returns
    -------
    bytes
        The first eight bytes of the SHA-256 of each statement, without regard to capitals and
        spaces, as little-endian integers in ascending order.
    """
    found = array("Q", sorted({_fingerprint(row) for row in rows}))
    return little_endian(found).tobytes()


def trained_on(model: Model) -> frozenset[int] | None:
    """Give the fingerprints of the statements that a model was trained on.

    Parameters
    ----------
    model : Model

    Returns
    -------
    frozenset of int, or None
        None where the model does not say.

    Raises
    ------
    ModelError
        Where its folder was changed since it was read.
    """
    if model.folder is None or TRAINED_ON not in model.manifest.get("files", {}):
        return None
    found = array("Q")
    found.frombytes(read_verified(model.folder, TRAINED_ON, model.manifest))
    return frozenset(little_endian(found))


def unseen(rows: Sequence[Row], seen: frozenset[int]) -> list[int]:
    """Give the places of the rows that a model was not trained on.

    Parameters
    ----------
    rows : sequence of Row
    seen : frozenset of int
        As `trained_on` gives it.

    Returns
    -------
    list of int
    """
    return [place for place, row in enumerate(rows) if _fingerprint(row) not in seen]


def _fingerprint(row: Row) -> int:
    return int.from_bytes(hashlib.sha256(row.key.encode()).digest()[:8], "little")
