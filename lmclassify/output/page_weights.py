"""Packing of a model's weights for the page: as integers, column by column and byte by byte.

A weight is rounded to a multiple of a power of two, small enough that no probability changes by
1e-6. The weights of a term sum to zero over the labels (and over the practices of each side), so
the last column is replaced by the sum of all, which is next to nothing. What remains compresses to
a third.
"""

from __future__ import annotations

import gzip
from array import array
from collections.abc import Sequence
from math import ceil, log2
from typing import Final, NamedTuple

from lmclassify.model import Model
from lmclassify.model.folder import little_endian
from lmclassify.results import PRACTICES, SIDES

_LABEL_SCALE: Final = 22
_PRACTICE_SCALE: Final = 16
"""Binary places. Practices are named, their probabilities not shown."""

_MAX_BITS: Final = 29


class PackedWeights(NamedTuple):
    """The packed terms and weights of a model.

    Attributes
    ----------
    data : bytes
        In one gzip stream: the terms, the inverse document frequencies, the columns of the labels,
        and those of the practices, side by side.
    text_bytes : int
        The length of the terms, joined by line feeds.
    label_scale, practice_scale : int
        The binary places of the weights; None if the model has no practices.
    """

    data: bytes
    text_bytes: int
    label_scale: int
    practice_scale: int | None


def pack_weights(model: Model) -> PackedWeights:
    """Pack the terms and weights of a model."""
    width = 1 + len(model.labels)
    terms = "\n".join(model.vocabulary).encode()
    label_columns = [model.weights[column::width] for column in range(1, width)]
    label_scale = _fitting_scale(_LABEL_SCALE, label_columns)
    parts = [terms, _byte_planes(_bits_of_floats(model.weights[::width]))]
    parts += _pack_columns(label_columns, label_scale)
    practice_scale = None
    if model.practices:
        weights, width = model.practices.weights, 1 + len(PRACTICES)
        columns = {name: weights[i::width] for i, name in enumerate(PRACTICES, 1)}
        practice_scale = _fitting_scale(_PRACTICE_SCALE, list(columns.values()))
        for side in SIDES:
            own = [column for name, column in columns.items() if PRACTICES[name] == side]
            parts += _pack_columns(own, practice_scale)
    data = gzip.compress(b"".join(parts), compresslevel=9, mtime=0)
    return PackedWeights(data, len(terms), label_scale, practice_scale)


def _fitting_scale(scale: int, columns: Sequence[array[float]]) -> int:
    """Return a number of binary places with which sums of the columns fit into 31 bits."""
    highest = len(columns) * max(abs(value) for column in columns for value in column)
    return min(scale, _MAX_BITS - ceil(log2(highest or 1.0)))


def _pack_columns(columns: Sequence[array[float]], scale: int) -> list[bytes]:
    rounded = [[round(value * 2**scale) for value in column] for column in columns]
    rounded[-1] = [sum(row) for row in zip(*rounded, strict=True)]
    # Negative numbers become odd ones, so that small numbers of either sign have zero bytes.
    return [
        _byte_planes(array("I", [2 * n if n >= 0 else -2 * n - 1 for n in column]))
        for column in rounded
    ]


def _bits_of_floats(values: array[float]) -> array[int]:
    bits = array("I")
    bits.frombytes(values.tobytes())
    return bits


def _byte_planes(numbers: array[int]) -> bytes:
    """Return the lowest bytes of all numbers, then the second ones, and so on."""
    data = little_endian(numbers).tobytes()
    return b"".join(data[place::4] for place in range(4))
