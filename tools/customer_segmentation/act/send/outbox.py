"""What would leave of an audience: customer by customer, and packed into batches."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from customer_segmentation.act.audience import HELD_OUT, OPTED_OUT, Audience
from customer_segmentation.act.audience_columns import CONSENT, MAIL, OBJECTION, PHONE, AudienceColumn
from customer_segmentation.act.send.connector import Connector, Fields
from customer_segmentation.engine.sql_file import identifier

_AT_ONCE: Final = 10_000
_MOST_DIGITS: Final = 15
"""Longer numbers travel as text: most receivers read numbers in floating point."""


class Outbox:
    """The customers that a connector is to be given.

    Attributes:
        left_out: How many are not sent because the connector cannot take them, by its code; filled by reading.
    """

    def __init__(self, audience: Audience, agreed: str, connector: Connector) -> None:
        self.left_out: Counter[str] = Counter()
        self._audience = audience
        self._agreed = agreed
        self._connector = connector

    def without_consent(self) -> int:
        """Return how many of those who would be sent did not say yes."""
        where = f"NOT {OPTED_OUT} AND NOT {HELD_OUT} AND NOT {self._agreed}"
        return int(self._audience.engine.rows_of(f"SELECT count(*) FROM audience WHERE {where}")[0][0])

    def customers(self) -> Iterator[tuple[str, Fields]]:
        """Yield the id of every customer that goes and what is sent about them; held out ones never go."""
        columns = self._audience.columns
        mails = {column.heading for column in columns if is_mail(column)}
        spoken = ", ".join(["customer_id", *(f"{c.sql} AS {identifier(c.heading)}" for c in columns)])
        answer = self._audience.engine.connection.execute(
            f"SELECT {spoken} FROM audience WHERE NOT {OPTED_OUT} AND NOT {HELD_OUT} AND {self._agreed} "
            "ORDER BY segment, customer_id"
        )
        self.left_out.clear()
        while some := answer.fetchmany(_AT_ONCE):
            for customer, *cells in some:
                row = {c.heading: _as_json(cell) for c, cell in zip(columns, cells, strict=True)}
                for heading in mails & row.keys():
                    row[heading] = str(row[heading]).strip().lower() if row[heading] is not None else None
                fields = self._connector.fields(row)
                if isinstance(fields, str):
                    self.left_out[fields] += 1
                else:
                    yield str(customer), fields

    def batches(self, most_rows: int) -> Iterator[list[tuple[str, Fields]]]:
        """Yield the customers in batches of at most ``most_rows``, and of no more than the receiver can carry."""
        batch: list[tuple[str, Fields]] = []
        weight = 0
        for customer, fields in self.customers():
            heavy = len(json.dumps(fields))
            if batch and (len(batch) >= most_rows or weight + heavy > self._connector.most_bytes):
                yield batch
                batch, weight = [], 0
            batch.append((customer, fields))
            weight += heavy
        if batch:
            yield batch


def is_mail(column: AudienceColumn) -> bool:
    """Tell whether a column holds e-mail addresses, readable ones."""
    return bool(MAIL.search(column.heading)) and _is_readable(column)


def is_phone(column: AudienceColumn) -> bool:
    """Tell whether a column holds telephone numbers, readable ones."""
    return bool(PHONE.search(column.heading)) and _is_readable(column)


def _is_readable(column: AudienceColumn) -> bool:
    asks = CONSENT.search(column.heading) or OBJECTION.search(column.heading)
    return not asks and not column.hashed


def _as_json(cell: Any) -> Any:
    if cell is None or isinstance(cell, (bool, str)):
        return cell
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    if isinstance(cell, float):
        return (
            cell if cell - cell == 0 else None
        )  # Neither infinite nor undefined: JSON knows no such number.
    if isinstance(cell, (int, Decimal)):
        number = int(cell) if cell == int(cell) else float(cell)
        return number if len(str(abs(number))) <= _MOST_DIGITS + 1 and number == cell else str(cell)
    return str(cell)
