"""Who does not want to be contacted: told by columns of the customers' table that ask for consent or note an objection."""

import re
from collections.abc import Iterable
from typing import Final

from customer_segmentation.data.dataset import Column
from customer_segmentation.engine.sql_file import identifier

CONSENT: Final = re.compile(r"consent|opt.?in|subscri|newsletter|同意|订阅", re.IGNORECASE)
OBJECTION: Final = re.compile(
    r"un-?subscri|opt(?:ed)?[^a-z]?out|do[^a-z]?not[^a-z]?(?:contact|mail|e-?mail|call|disturb)|退订|拒收|勿扰",
    re.IGNORECASE,
)
"""A column in which a yes means no."""
_REFUSED: Final = "'no', 'n', 'false', '0', 'f', 'unsubscribed', 'opted out', '否', '不同意', '未订阅'"
_OBJECTED: Final = "'yes', 'y', 'true', '1', 't', 'unsubscribed', 'opted out', '是', '已退订', '拒收'"


def asks_consent(column: Column) -> bool:
    """Tell whether a no in a column means that somebody refused."""
    return bool(CONSENT.search(column.header)) and not OBJECTION.search(column.header)


def refused(columns: Iterable[Column]) -> str:
    """Return SQL that tells whether a customer refused; columns are those of the customers' table, called ``c``."""
    rules = []
    for column in columns:
        if asks_consent(column):
            rules.append(f"{cell(column)} IN ({_REFUSED})")
        if OBJECTION.search(column.header):
            told = cell(column)
            rules.append(f"({told} IN ({_OBJECTED}) OR TRY_CAST({told} AS DATE) IS NOT NULL)")
    return f"COALESCE({' OR '.join(rules)}, FALSE)" if rules else "FALSE"


def cell(column: Column) -> str:
    """Return SQL for a cell of the customers' table, called ``c``, as it is compared."""
    return f"lower(trim(CAST(c.{identifier(column.name)} AS VARCHAR)))"
