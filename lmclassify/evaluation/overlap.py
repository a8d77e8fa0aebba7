"""Which statements a model was trained on, so that none is mistaken for a held-out one."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Sequence

from lmclassify.corpus import Row
from lmclassify.model import Model
from lmclassify.model.folder import TRAINED_ON, little_endian, read_verified


def fingerprints(rows: Iterable[Row]) -> bytes:
    """Return what a model folder keeps of the statements that it was trained on.

    The first eight bytes of the SHA-256 of each statement, whatever its capitals and spaces, as
    little-endian integers in ascending order.
    """
    numbers = array("Q", sorted({_fingerprint(row) for row in rows}))
    return little_endian(numbers).tobytes()


def trained_on(model: Model) -> frozenset[int] | None:
    """Return the fingerprints of the statements that a model was trained on.

    Returns
    -------
    frozenset of int, or None
        None if the model has no record of them.

    Raises
    ------
    ModelError
        If the model's folder was changed since it was read.
    """
    if model.folder is None or TRAINED_ON not in model.manifest.get("files", {}):
        return None
    numbers = array("Q")
    numbers.frombytes(read_verified(model.folder, TRAINED_ON, model.manifest))
    return frozenset(little_endian(numbers))


def unseen(rows: Sequence[Row], seen: frozenset[int]) -> list[int]:
    """Return the indices of the rows that a model was not trained on.

    Parameters
    ----------
    seen : frozenset of int
        As `trained_on` returns it.
    """
    return [index for index, row in enumerate(rows) if _fingerprint(row) not in seen]


def _fingerprint(row: Row) -> int:
    return int.from_bytes(hashlib.sha256(row.key.encode()).digest()[:8], "little")
