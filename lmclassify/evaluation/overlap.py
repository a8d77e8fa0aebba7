"""Which statements a model was trained on, and with which labels.

So no such statement is mistaken for a held-out one, and changed labels are noticed.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence

from lmclassify.corpus import CORPUS_LABELS, Row
from lmclassify.errors import CorpusError, ModelError
from lmclassify.model import Model
from lmclassify.model.folder import TRAINED_ON, TRAINED_ON_LABELS, little_endian, read_verified

TrainedOn = Mapping[int, str]
"""The label of each statement by its fingerprint; empty if the model has no record of labels."""


def fingerprint_files(rows: Iterable[Row]) -> dict[str, bytes]:
    """Return the files of a model folder that record the rows that it was trained on.

    The one has the first eight bytes of the SHA-256 of each statement, whatever its capitals and
    spaces, as little-endian integers in ascending order. The other has one byte for each of these:
    the position of its label in `lmclassify.corpus.CORPUS_LABELS`.
    """
    labels: dict[int, int] = {}
    for row in rows:
        labels.setdefault(_fingerprint(row), CORPUS_LABELS.index(row.label))
    numbers = sorted(labels)
    return {
        TRAINED_ON: little_endian(array("Q", numbers)).tobytes(),
        TRAINED_ON_LABELS: bytes(labels[number] for number in numbers),
    }


def trained_on(model: Model) -> TrainedOn | None:
    """Return the fingerprints and labels of the statements that a model was trained on.

    Returns
    -------
    mapping of int to str, or None
        None if the model has no record of them.

    Raises
    ------
    ModelError
        If the model's folder was changed since it was read, or the record is damaged.
    """
    files = model.manifest.get("files", {})
    if model.folder is None or TRAINED_ON not in files:
        return None
    numbers = array("Q")
    try:
        numbers.frombytes(read_verified(model.folder, TRAINED_ON, model.manifest))
        labels = [""] * len(numbers)
        if TRAINED_ON_LABELS in files:
            codes = read_verified(model.folder, TRAINED_ON_LABELS, model.manifest)
            labels = [CORPUS_LABELS[code] for code in codes]
        return dict(zip(little_endian(numbers), labels, strict=True))
    except (ValueError, IndexError):
        raise ModelError(
            f"{model.folder}: {TRAINED_ON} or {TRAINED_ON_LABELS} is damaged; train the model "
            "again."
        ) from None


def unseen(rows: Sequence[Row], seen: Collection[int]) -> list[int]:
    """Return the indices of the rows whose statements a model was not trained on.

    Parameters
    ----------
    seen : collection of int
        As `trained_on` returns it.
    """
    return [index for index, row in enumerate(rows) if _fingerprint(row) not in seen]


def find_relabelled(rows: Sequence[Row], seen: TrainedOn) -> dict[int, str]:
    """Find the rows whose statements a model was trained on with another label.

    Parameters
    ----------
    seen : mapping of int to str
        As `trained_on` returns it.

    Returns
    -------
    dict of int to str
        The former label of each such row by its index.
    """
    former = {index: seen.get(_fingerprint(row), "") for index, row in enumerate(rows)}
    return {index: label for index, label in former.items() if label not in ("", rows[index].label)}


def _fingerprint(row: Row) -> int:
    return int.from_bytes(hashlib.sha256(row.key.encode()).digest()[:8], "little")


def check_disjoint(rows: Sequence[Row], held_out: Sequence[Row]) -> None:
    """Check that no held-out statement is in the corpus.

    Raises
    ------
    CorpusError
        If one is; its place and that of its twin are named.
    """
    by_key = {row.key: row for row in rows}
    shared = [row for row in held_out if row.key in by_key]
    if shared:
        first, more = shared[0], len(shared) - 1
        raise CorpusError(
            f"{first.place}: also in the corpus ({by_key[first.key].place})"
            f"{f', and {more} more' if more else ''}; a held-out statement must not be trained on: "
            "remove it from one of the two."
        )
