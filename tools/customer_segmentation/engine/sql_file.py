"""The analysis SQL: text files in DuckDB's dialect, with ``$name`` parameters set in as typed literals.

One mechanism for every engine: native binding differs in each driver, and views take no parameters. The
files keep to the portable subset that the contract tests enforce, in which ``$`` stands only for parameters.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "sql"
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")


@cache
def sql_text(name: str) -> str:
    """Return the text of ``engine/sql/<name>.sql``."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def literal(value: object) -> str:  # noqa: PLR0911 - one return per type
    """Return a value as a typed SQL literal; raises TypeError for types that have none."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return f"CAST({value} AS BIGINT)"
    if isinstance(value, Decimal):
        return f"CAST({value:f} AS DECIMAL(18, 4))"
    if isinstance(value, datetime):
        return f"CAST('{value:%Y-%m-%d %H:%M:%S}' AS TIMESTAMP)"
    if isinstance(value, date):
        return f"CAST('{value:%Y-%m-%d}' AS DATE)"
    if isinstance(value, str):
        quoted = value.replace("'", "''").replace("\0", "")
        return f"'{quoted}'"
    message = f"no SQL literal for {type(value).__name__}"
    raise TypeError(message)


def identifier(name: str) -> str:
    """Return a column or table name quoted for SQL."""
    quoted = name.replace('"', '""').replace("\0", "")
    return f'"{quoted}"'


def bound(text: str, **parameters: object) -> str:
    """Return SQL text with each ``$name`` replaced by its literal; raises KeyError for one not given."""
    return _PARAMETER.sub(lambda found: literal(parameters[found[1]]), text)


def sql(name: str, **parameters: object) -> str:
    """Return the SQL of a file with its parameters set in."""
    return bound(sql_text(name), **parameters)
