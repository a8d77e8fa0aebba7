"""Looking after a corpus: find errors, review labels, choose what to label next."""
