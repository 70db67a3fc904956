"""What ``query_data`` may be asked."""

from enum import StrEnum

from pydantic import Field

from customer_segmentation.explain.query.grouping import Period
from customer_segmentation.kit.request import DataRequest, Name, SegmentationReference


class Measure(StrEnum):
    """A figure about what was bought."""

    REVENUE = "revenue"
    """Money net of returns."""
    ORDERS = "orders"
    """Valid orders."""
    CUSTOMERS = "customers"
    """Customers with a valid order."""
    AOV = "aov"
    """Revenue per order: the average basket."""
    UNITS = "units"
    """Pieces, less those returned."""
    LINES = "lines"
    """Lines of valid orders."""
    ORDERS_EACH = "orders_each"
    """Orders per customer."""
    REVENUE_EACH = "revenue_each"
    """Revenue per customer."""
    RETURN_RATE = "return_rate"
    """Money given back as a share of money taken."""


class QueryRequest(DataRequest):
    """One measure, perhaps per group."""

    measure: Measure = Field(
        Measure.REVENUE,
        description="What to measure: aov is the average basket, revenue and units are net of returns.",
    )
    by: Name = Field(
        "",
        description="Per what: a column such as country or product, segment, customer, weekday, or a period.",
    )
    period: Period = Field(Period.NONE, description="Also divide by this part of the calendar.")
    top: int = Field(10, ge=1, le=100, description="How many groups, largest first. All periods are shown.")
    segmentation: SegmentationReference = Field(
        "", description="For by=segment: which segmentation, such as r2. Empty: the latest."
    )
