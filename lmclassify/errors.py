"""The errors a user can meet; every message says what is wrong and ends in the next step."""

from collections.abc import Sequence


class LMClassifyError(Exception):
    """Anything lmclassify itself has to complain about."""


class DocumentError(LMClassifyError):
    """A document could not be read."""


class ModelError(LMClassifyError):
    """A model folder is missing, damaged, or of a format that this version does not know."""


class CorpusError(LMClassifyError):
    """A corpus file cannot be trained or measured on as it stands.

    Parameters
    ----------
    message : str
    problems : sequence of str, optional
        All that was found, each with file and line; the message may name the first ones only.
    """

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems) or (message,)
