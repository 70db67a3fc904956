"""What ``measure_campaign`` is asked."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from customer_segmentation.data.load_request import Day
from customer_segmentation.data.understand.column_styles import AskedOrder
from customer_segmentation.kit.request import Name, SegmentationRequest, Words
from customer_segmentation.workspace.profile import Cost


class Measured(StrEnum):
    """What a campaign is judged by, where its file has no outcome of its own."""

    ORDERED = "ordered"
    """The share of customers with a valid order in the days after."""
    ORDERS = "orders"
    """Valid orders per customer."""
    REVENUE = "revenue"
    """Money per customer, net of what came back in those days."""
    CONTRIBUTION = "contribution"
    """Margin of that money less the cost of contact."""


def _fraction(value: Any) -> Any:
    """Read "40%" as 0.4."""
    words = value.strip() if isinstance(value, str) else ""
    return Decimal(words[:-1].strip()) / 100 if words.endswith(("%", "％")) else value


_Margin = Annotated[Decimal, BeforeValidator(_fraction), Field(gt=0, le=1)]


class CampaignRequest(SegmentationRequest):
    """A campaign's file, what its columns are, and what to judge it by; what is left empty is inferred."""

    campaign: Words = Field("", description="File: who was contacted, who held out.")
    holdout: Words = Field("", description="Second file, of those held out.")
    customer_id: Name = Field("", description="Header of the customer id.")
    arm: Name = Field("", description="Header: contacted or not.")
    sent_on: Name = Field("", description="Header: day of contact.")
    outcome: Name = Field("", description="Header; empty: from the orders.")
    control: Name = Field("", description='Value of arm held out; "none": nobody.')
    date_order: AskedOrder = Field("auto", description="Of 3/4/2024.")
    start: Day = Field("", description="First day, YYYY-MM-DD. Empty: from sent_on.")
    horizon_days: int = Field(30, ge=1, le=365, description="Days that count.")
    measured: Measured = Field(Measured.ORDERED, description="What is compared.")
    held_out: float = Field(0, ge=0, le=95, description="Percent planned held out.")
    margin: _Margin | None = Field(None, description="As a fraction.")
    contact_cost: Cost | None = Field(None, description="Per customer.")
    whom: bool = Field(default=False, description="Also whom contact gains from.")
