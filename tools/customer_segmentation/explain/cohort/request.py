"""What ``cohort_retention`` may be asked."""

from enum import StrEnum
from typing import Final

from pydantic import Field

from customer_segmentation.kit.request import DataRequest, Name

MOST_PERIODS: Final = 24


class CohortPeriod(StrEnum):
    """How long a cohort joins, and the steps in which it is followed."""

    AUTO = "auto"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Compare(StrEnum):
    """What the newest cohorts are compared with."""

    AUTO = "auto"
    """The same season a year earlier where the data hold it, else all earlier cohorts."""
    EARLIER = "earlier"
    YEAR_AGO = "year_ago"


class CohortRequest(DataRequest):
    """How to follow customers from their first order."""

    period: CohortPeriod = Field(
        CohortPeriod.AUTO,
        description="Cohorts by this period of the first order; auto: by length of history.",
    )
    periods: int = Field(12, ge=1, le=MOST_PERIODS, description="How many periods ahead.")
    by: Name = Field(
        "",
        description="Also by a trait, or what the first order was: country, channel, product, category.",
    )
    compare: Compare = Field(Compare.AUTO, description="Compare the newest cohorts with these.")
    as_of: Name = Field("", description="Look from this day, YYYY-MM-DD. Empty: the end of the data.")
