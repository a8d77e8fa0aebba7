"""Tables and databases: the score as SQL, and DuckDB that runs it over files of any size."""
