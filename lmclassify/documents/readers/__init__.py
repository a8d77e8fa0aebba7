"""One module a document format, each imported only when such a document is read."""
