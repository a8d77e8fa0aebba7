"""Results as text, JSON, CSV or an HTML page, and the files they are written to."""
