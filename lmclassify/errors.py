"""The errors that a user can meet; every message says what is wrong and what to do next."""

from collections.abc import Sequence


class LMClassifyError(Exception):
    """The base class of lmclassify's own errors."""


class DocumentError(LMClassifyError):
    """A document could not be read."""


class ModelError(LMClassifyError):
    """A model folder is missing, damaged, or in a format that this version does not know."""


class CorpusError(LMClassifyError):
    """A corpus file cannot be used for training or evaluation as it is.

    Parameters
    ----------
    message : str
        What is wrong; it may name the first problems only.
    problems : sequence of str, optional
        All problems, each with its file and line.
    """

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems) or (message,)
