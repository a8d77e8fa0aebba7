"""The errors that a user can meet; every message says what is wrong and what to do next."""

from collections.abc import Sequence

_MAX_PROBLEMS_SHOWN = 10


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
        What is wrong.
    problems : sequence of str, optional
        All problems, each with its file and line; the first ones are shown below the message.

    Attributes
    ----------
    lines : tuple of str
        What is shown, line by line.
    """

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        hidden = len(problems) - _MAX_PROBLEMS_SHOWN
        more = [f"… and {hidden} more"] if hidden > 0 else []
        self.lines = (message, *problems[:_MAX_PROBLEMS_SHOWN], *more)
        super().__init__("\n".join(self.lines))
        self.problems = tuple(problems) or (message,)
