"""A file → its plain text → its statements."""

from lmclassify.documents.reading import Document, parse, read

__all__ = ["Document", "parse", "read"]
