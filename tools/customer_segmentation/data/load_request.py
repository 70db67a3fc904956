"""What ``load_data`` is asked."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from customer_segmentation.data.dataset import ReturnsPolicy
from customer_segmentation.data.understand.column_styles import AskedMark, AskedOrder
from customer_segmentation.data.understand.money import AskedPer
from customer_segmentation.kit.request import Name, PersonOnly, Request, Words
from customer_segmentation.workspace.credentials import without_passwords

TOLD_ROLES = (
    "customer_id", "order_id", "date", "amount", "quantity", "price", "product", "category", "channel", "country",
)  # fmt: skip
"""Fields that name a header of the source, or "none" for no such column."""

Day = Annotated[str, Field(max_length=10, pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


class LoadRequest(Request):
    """A source, and what the person said of its columns; whatever is left empty is inferred."""

    source: Words = Field(
        "",
        description="File, folder, glob, database address or Google Sheets link, exactly as the person typed it.",
    )
    table: Name = Field(
        "",
        description='Table of a database, or two joined: "order_items + orders"; empty: as before or found out; auto: found out. Of a Google Sheet: "Tab!A1:F".',
    )
    query: Annotated[Words, PersonOnly()] = Field(
        "", description="A SELECT to read from a database instead of its tables."
    )
    sheet: Name = Field("", description="Sheet of a workbook; empty: the one with the data.")
    customer_id: Name = Field("", description="Header of the customer id.")
    order_id: Name = Field("", description='Header of the order id; "none": an order is a customer\'s day.')
    date: Name = Field("", description="Header of the purchase date.")
    amount: Name = Field("", description="Header of the amount paid.")
    quantity: Name = Field("", description="Header of the quantity.")
    price: Name = Field("", description="Header of the unit price.")
    product: Name = Field("", description="Header of the product.")
    category: Name = Field("", description="Header of the product category.")
    channel: Name = Field("", description="Header of the sales channel.")
    country: Name = Field("", description="Header of the country.")
    customers: Words = Field(
        "",
        description="A second file, or table or tab beside the orders, with one row per customer, joined by customer id.",
    )
    as_of: Day = Field(
        "", description="Day to which recency is counted, YYYY-MM-DD; empty: the day after the last order."
    )
    returns: ReturnsPolicy = Field(
        ReturnsPolicy.NET,
        description="net: returns reduce value; exclude: ignore them; keep: do not match them.",
    )
    duplicates: Literal["keep", "drop"] = Field(
        "keep", description="What to do with exact duplicates of a line."
    )
    currency: Name = Field("", description="ISO code; where the file mixes currencies, the one to keep.")
    date_order: AskedOrder = Field("auto", description="Whether 3/4/2024 is 3 April (dmy) or 4 March (mdy).")
    decimal: AskedMark = Field(
        "auto", description="What sets decimals apart where 1.234 could be a thousand."
    )
    amount_per: AskedPer = Field(
        "auto", description="Whether the amount is the line's own or its order's total."
    )

    @field_validator("source", "customers")
    @classmethod
    def _without_password(cls, source: str) -> str:
        return without_passwords(source)

    def told(self) -> dict[str, str]:
        """Return the headers that the person gave, by role."""
        return {role: value for role in TOLD_ROLES if (value := getattr(self, role))}
