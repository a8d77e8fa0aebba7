"""The errors a user can meet; every message says what is wrong and ends in the next step."""


class LMClassifyError(Exception):
    """Anything lmclassify itself has to complain about."""


class DocumentError(LMClassifyError):
    """A document could not be read."""


class ModelError(LMClassifyError):
    """A model folder is missing, damaged, or of a format that this version does not know."""


class CorpusError(LMClassifyError):
    """A corpus file cannot be trained or measured on as it stands."""
