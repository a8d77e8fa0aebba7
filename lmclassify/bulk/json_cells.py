"""JSON objects as the cells of a table: a text for each key, and for Parquet a type."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from lmclassify.bulk.engine import connect, import_optional, literal
from lmclassify.bulk.text_column import json_pointer

if TYPE_CHECKING:
    import duckdb

# DuckDB writes 1.10 as 1.1 when it takes it out of JSON. So numbers that could change are turned
# into strings with a mark, which is removed afterwards. The marks are characters that Unicode keeps
# free.
_MARK: Final = "\ufdd0"
_OPEN: Final = "\ufdd1"
_CLOSE: Final = "\ufdd2"
_STRING_OR_NUMBER: Final = r'("(?:[^"\\]|\\.)*")|(-?[0-9][-+.eE0-9]*)'
_MARKED_NUMBER: Final = f'"?{_MARK}([-+.eE0-9]+)"?'

_MEMORY: Final = "1GB"
_MAX_EXACT_DIGITS: Final = 15
"""A DOUBLE keeps so many digits of a number."""
_MAX_FIELDS: Final = 200
"""A nested value with more fields stays text in Parquet."""


def cells_sql(text: str, keys: Sequence[str]) -> str:
    """Write the SQL for a list with the text of each key's value; numbers keep their digits.

    Parameters
    ----------
    text : str
        The SQL of the object.
    keys : sequence of str
        All are looked up at once, so that the object is parsed once.
    """
    pointers = literal(json_pointer([key]) for key in keys)
    return f"json_extract_string({_mark_numbers(text)}, {pointers})"


def unmark_numbers(cell: str) -> str:
    """Write the SQL that takes the marks from a cell of `cells_sql`."""
    unmarked = f"REGEXP_REPLACE({cell}, {literal(_MARKED_NUMBER)}, '\\1', 'g')"
    return f"CASE WHEN CONTAINS({cell}, '{_MARK}') THEN {unmarked} ELSE {cell} END"


def _mark_numbers(text: str) -> str:
    pattern = literal(_STRING_OR_NUMBER)
    marked = f"REGEXP_REPLACE({text}, {pattern}, '\\1{_OPEN}\\2{_CLOSE}', 'g')"
    for mark, replacement in ((_OPEN + _CLOSE, ""), (_OPEN, f'"{_MARK}'), (_CLOSE, '"')):
        marked = f"REPLACE({marked}, '{mark}', '{replacement}')"
    return f"CASE WHEN REGEXP_MATCHES({text}, '[0-9][.eE]|-0') THEN {marked} ELSE {text} END"


def find_types(relation: str, text: str, cells: dict[str, str]) -> dict[str, str]:
    """Find out which keys have values of a type, and write the SQL that gives them this type.

    Parameters
    ----------
    relation : str
        The rows, with the objects and a cell for each key, as a query over files.
    text : str
        The column with the objects.
    cells : dict of str to str
        The column with the cell of each key.

    Returns
    -------
    dict of str to str
        By key; a key that is not in it stays text.
    """
    # If a value is nested too deeply, DuckDB gives up the whole database, so this one is apart.
    with connect(_MEMORY) as connection:
        try:
            query = f"SELECT json_group_structure({text}) FROM ({relation})"
            ((found,),) = connection.execute(query).fetchall()
            return _find_casts(connection, relation, json.loads(found or "{}"), cells)
        except (import_optional("duckdb").Error, RecursionError):
            return {}


def _find_casts(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    structure: dict[str, Any],
    cells: dict[str, str],
) -> dict[str, str]:
    casts = {}
    checks = {}
    for key, type_ in structure.items():
        cell = cells[key]
        if type_ in ("BIGINT", "UBIGINT"):
            casts[key] = f"TRY_CAST({cell} AS BIGINT)"
            checks[key] = f"BOOL_AND({cell} IS NULL OR {casts[key]} IS NOT NULL)"
        elif type_ == "DOUBLE":
            casts[key] = f"TRY_CAST({cell} AS DOUBLE)"
            digits = f"LENGTH(REGEXP_REPLACE({cell}, '[eE].*|[^0-9]', '', 'g'))"
            checks[key] = f"BOOL_AND({cell} IS NULL OR {digits} <= {_MAX_EXACT_DIGITS})"
        elif type_ == "BOOLEAN":
            casts[key] = f"CAST({cell} AS BOOLEAN)"
        elif isinstance(type_, dict | list) and _is_plain(type_):
            casts[key] = f"from_json({cell}, {literal(json.dumps(type_))})"
    if checks:
        results = connection.execute(f"SELECT {', '.join(checks.values())} FROM ({relation})")
        for key, is_exact in zip(checks, results.fetchall()[0], strict=True):
            if not is_exact:
                del casts[key]
    return casts


def _is_plain(structure: Any) -> bool:
    """Check whether a nested type has few fields, each of one type and of a name of its own."""
    if isinstance(structure, list):
        return all(map(_is_plain, structure))
    if not isinstance(structure, dict):
        return bool(structure != "JSON")  # values of several types
    names = {name.lower() for name in structure if name}
    return len(names) == len(structure) <= _MAX_FIELDS and all(map(_is_plain, structure.values()))
