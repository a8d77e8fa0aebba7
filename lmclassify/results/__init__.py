"""The plain values that classification returns; other modules show and write them."""

from lmclassify.results.documents import (
    DocumentResult,
    Section,
    Standing,
    Summary,
)
from lmclassify.results.labels import (
    LABELS,
    PRACTICES,
    SIDES,
    SMALL_WORDS,
    Label,
    Practice,
    Progress,
    Side,
    Verdict,
)
from lmclassify.results.statements import (
    Explanation,
    Prediction,
    Statement,
    TermWeight,
    WordWeight,
)

__all__ = [
    "LABELS",
    "PRACTICES",
    "SIDES",
    "SMALL_WORDS",
    "DocumentResult",
    "Explanation",
    "Label",
    "Practice",
    "Prediction",
    "Progress",
    "Section",
    "Side",
    "Standing",
    "Statement",
    "Summary",
    "TermWeight",
    "Verdict",
    "WordWeight",
]
