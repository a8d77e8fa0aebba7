"""Tables of statements: which files are tables, and how to read their records.

Delimiters, encodings and formulas follow the rules of this package everywhere.
"""

from lmclassify.tables.formats import FORMATS, TableFormat, find_suffix, read_records
from lmclassify.tables.formulas import FORMULA_MARKS, escape_formula, unescape_formula
from lmclassify.tables.text import detect_encoding, find_delimiter

__all__ = [
    "FORMATS",
    "FORMULA_MARKS",
    "TableFormat",
    "detect_encoding",
    "escape_formula",
    "find_delimiter",
    "find_suffix",
    "read_records",
    "unescape_formula",
]
