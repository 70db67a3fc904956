"""A loaded data set: typed tables as Parquet in the folder of a ``load_data`` result, and what is known of them.

Tables (a file ``<name>.parquet`` each; which exist depends on the grain):

``transactions`` (grains lines and orders), one row per kept line of a known customer:
    line BIGINT (number in the source), customer_id VARCHAR, order_id VARCHAR, ordered_at TIMESTAMP,
    quantity DECIMAL(18,4) (negative for returns), amount DECIMAL(18,4) (negative for returns),
    product VARCHAR (NULL where unknown), and one column per further dimension.
``orders``, one row per order of ``transactions`` under the returns policy (``engine/sql/orders.sql``):
    customer_id, order_id, ordered_at TIMESTAMP, ordered_on DATE, lines BIGINT, units DECIMAL(18,4),
    gross DECIMAL(18,4), valid BOOLEAN (bought something of value that was not wholly returned).
``returns``, one row per customer and day with returns: customer_id, returned_on DATE, amount DECIMAL(18,4) (≤ 0).
``buyers``, one row per customer with a valid order (``engine/sql/buyers.sql``): customer_id, first_on DATE,
    last_on DATE, orders, days, lines BIGINT, revenue DECIMAL(18,4), net of every return of the customer.
``summary`` (grain customers): customer_id, first_on DATE (may be NULL), last_on DATE, orders BIGINT,
    revenue DECIMAL(18,4).
``customers`` (any grain, where the source has traits): customer_id and one column per trait.
"""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

FILE = "dataset.json"


class Grain(StrEnum):
    """What one row of the source is."""

    LINES = "lines"
    ORDERS = "orders"
    CUSTOMERS = "customers"
    """Already aggregated: last order, orders, revenue."""
    ATTRIBUTES = "attributes"
    """Traits only: no purchases."""


class ReturnsPolicy(StrEnum):
    """What a return does (PRACTICE: practice 1)."""

    NET = "net"
    EXCLUDE = "exclude"
    KEEP = "keep"


class Column(BaseModel):
    """A dimension of ``transactions`` or a trait of ``customers`` that may be filtered or grouped by."""

    name: str
    """Name in our tables: the canonical role name, or the header in lower snake case."""
    header: str
    """Header in the source, as the person knows it."""
    table: Literal["transactions", "customers"]
    type: Literal["text", "number", "date", "boolean"]
    personal: bool = False
    """A name, e-mail, phone, address or free text: never shown to a model, never a dimension."""


class Dataset(BaseModel):
    """What is known of loaded data.

    Attributes:
        source: The file or table as the person knows it.
        roles: Header in the source by role (customer_id, order_id, date, amount, quantity, price, product, …).
        as_of: Recency is counted to this day: the last transaction's day plus one unless given.
        order_is_customer_day: No order id in the source; an order is all of a customer's lines of one day.
    """

    source: str
    grain: Grain
    roles: dict[str, str]
    currency: str = "XXX"
    returns: ReturnsPolicy = ReturnsPolicy.NET
    as_of: date
    first_on: date | None = None
    last_on: date | None = None
    order_is_customer_day: bool = False
    columns: list[Column] = Field(default_factory=list)
    folder: Path = Field(default=Path(), exclude=True)

    @classmethod
    def read(cls, folder: Path) -> "Dataset":
        """Read the data set in the folder of a ``load_data`` result."""
        found = cls.model_validate_json((folder / FILE).read_text(encoding="utf-8"))
        return found.model_copy(update={"folder": folder})

    def write(self, folder: Path) -> None:
        """Write the description beside the tables."""
        (folder / FILE).write_text(self.model_dump_json(indent=1), encoding="utf-8")

    def parquet(self, table: str) -> Path:
        """Return the path of a table's file."""
        return self.folder / f"{table}.parquet"

    def has(self, table: str) -> bool:
        """Tell whether a table exists."""
        return self.parquet(table).exists()
