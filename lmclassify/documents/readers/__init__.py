"""One module per document format, each imported only when such a document is read."""
