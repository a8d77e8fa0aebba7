"""Results → text, JSON, CSV or a page, and the files they go to."""
