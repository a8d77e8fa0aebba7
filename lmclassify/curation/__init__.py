"""Looking after a corpus: what is wrong, what is doubtful, what to label next."""
