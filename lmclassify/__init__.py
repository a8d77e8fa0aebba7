"""Label statements as leadership, management or neither.

>>> from lmclassify import classify
>>> classify("Set the ward's annual budget").label
'management'
"""

from lmclassify.api import classify, classify_document, classify_many, explain, load_model
from lmclassify.documents import Document
from lmclassify.errors import CorpusError, DocumentError, LMClassifyError, ModelError
from lmclassify.model import Model
from lmclassify.results import (
    DocumentResult,
    Explanation,
    Prediction,
    Statement,
    Summary,
    TermWeight,
    WordWeight,
)

__version__ = "0.1.0"

__all__ = [
    "CorpusError",
    "Document",
    "DocumentError",
    "DocumentResult",
    "Explanation",
    "LMClassifyError",
    "Model",
    "ModelError",
    "Prediction",
    "Statement",
    "Summary",
    "TermWeight",
    "WordWeight",
    "classify",
    "classify_document",
    "classify_many",
    "explain",
    "load_model",
]
