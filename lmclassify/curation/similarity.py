"""The similarity of statements: the cosine of their word TF-IDF vectors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from lmclassify.corpus import Row
from lmclassify.evaluation.metrics import Floats
from lmclassify.terms import words

NEAR_DUPLICATE: Final = 0.9
"""Two statements are near duplicates if their similarity is at least this."""
_BLOCK_ROWS: Final = 1000


class Match(NamedTuple):
    """A row that is a near duplicate of an earlier one."""

    later: int
    earlier: int
    similarity: float


def vectorise(texts: Sequence[str]) -> Any:
    """Return the word TF-IDF vectors of texts, of unit length.

    Returns
    -------
    sparse matrix of shape (n, m)
        One row per text; all zeros if it has no word.
    """
    if not any(words(text) for text in texts):
        from scipy.sparse import csr_matrix

        return csr_matrix((len(texts), 1), dtype=np.float64)
    return TfidfVectorizer(analyzer=words, sublinear_tf=True).fit_transform(texts)


def find_near_duplicates(rows: Sequence[Row], background: Sequence[Row] = ()) -> Iterator[Match]:
    """Find rows that are near duplicates of an earlier one.

    Parameters
    ----------
    rows : sequence of Row, length n
        The rows to compare with each other and with the background.
    background : sequence of Row, optional
        Further rows, not compared with each other.

    Yields
    ------
    Match
        From n on, `earlier` is a row of the background.
    """
    n = len(rows)
    vectors = vectorise([row.text for row in (*rows, *background)])
    for start, cosines in _cosine_blocks(vectors[:n], vectors):
        close = cosines.data >= NEAR_DUPLICATE
        entries = zip(cosines.row[close], cosines.col[close], cosines.data[close], strict=True)
        for row, column, cosine in entries:
            later = start + int(row)
            if later > column or column >= n:
                yield Match(later, int(column), float(cosine))


def max_similarity(vectors: Any, others: Any) -> Floats:
    """Compute the similarity of each text to the most similar of others.

    Parameters
    ----------
    vectors : sparse matrix of shape (n, m)
        As `vectorise` returns them.
    others : sparse matrix of shape (k, m)
        Of the same vocabulary.

    Returns
    -------
    ndarray of shape (n,)
        Zero if there are no others.
    """
    highest = np.zeros(vectors.shape[0])
    for start, cosines in _cosine_blocks(vectors, others):
        np.maximum.at(highest, start + cosines.row, cosines.data)
    return highest


def _cosine_blocks(vectors: Any, others: Any) -> Iterator[tuple[int, Any]]:
    """Yield a block's first row number and its cosines; all cosines at once would be gigabytes."""
    for start in range(0, vectors.shape[0], _BLOCK_ROWS):
        yield start, (vectors[start : start + _BLOCK_ROWS] @ others.T).tocoo()


def are_pair(row: Row, other: Row) -> bool:
    """Check whether two rows are of one pair, so similar by design."""
    return bool(row.pair) and row.pair == other.pair
