"""How alike statements are, by the words that they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from lmclassify.corpus import Row
from lmclassify.evaluation.metrics import Floats
from lmclassify.terms import words

NEAR: Final = 0.9
"""Two statements are nearly the same from this cosine of their word TF-IDF on."""
BLOCK: Final = 1000


def vectors(texts: Sequence[str]) -> Any:
    """Give each text as a vector of unit length, so that a product of two is their cosine.

    Parameters
    ----------
    texts : sequence of str, length n

    Returns
    -------
    sparse matrix of shape (n, m)
        Word TF-IDF; a text without a word is all zeros.
    """
    if not any(words(text) for text in texts):
        from scipy.sparse import csr_matrix

        return csr_matrix((len(texts), 1), dtype=np.float64)
    return TfidfVectorizer(analyzer=words, sublinear_tf=True).fit_transform(texts)


def near_duplicates(
    rows: Sequence[Row], background: Sequence[Row] = ()
) -> Iterator[tuple[int, int, float]]:
    """Find rows that are nearly the same as an earlier one.

    Parameters
    ----------
    rows : sequence of Row, length n
    background : sequence of Row, optional
        Further rows, not compared with each other.

    Yields
    ------
    later, earlier : int
        Row numbers; from n on, `earlier` is one of the background.
    cosine : float
        At least `NEAR`.
    """
    count = len(rows)
    table = vectors([row.text for row in (*rows, *background)])
    for start, cosines in products(table[:count], table):
        close = cosines.data >= NEAR
        places = zip(cosines.row[close], cosines.col[close], cosines.data[close], strict=True)
        for one, other, cosine in places:
            later = start + int(one)
            if later > other or other >= count:
                yield later, int(other), float(cosine)


def nearest(table: Any, others: Any) -> Floats:
    """Give the cosine of each text to the one of others that is most like it.

    Parameters
    ----------
    table : sparse matrix of shape (n, m)
    others : sparse matrix of shape (k, m)

    Returns
    -------
    ndarray of shape (n,)
        Zero where there are no others.
    """
    found = np.zeros(table.shape[0])
    for start, cosines in products(table, others):
        np.maximum.at(found, start + cosines.row, cosines.data)
    return found


def products(table: Any, others: Any) -> Iterator[tuple[int, Any]]:
    """Multiply each text with each other one, a block at a time, since all at once are gigabytes.

    Parameters
    ----------
    table : sparse matrix of shape (n, m)
    others : sparse matrix of shape (k, m)

    Yields
    ------
    start : int
        The number of the block's first text.
    cosines : sparse matrix
        In coordinates.
    """
    for start in range(0, table.shape[0], BLOCK):
        yield start, (table[start : start + BLOCK] @ others.T).tocoo()


def by_design(one: Row, other: Row) -> bool:
    """Tell whether two rows were written to be alike.

    Parameters
    ----------
    one, other : Row

    Returns
    -------
    bool
    """
    return bool(one.pair) and one.pair == other.pair
