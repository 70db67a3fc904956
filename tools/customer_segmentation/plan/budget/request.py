"""What ``plan_budget`` is asked."""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from customer_segmentation.advise.terms_request import Fraction, TermsRequest
from customer_segmentation.kit.request import Reference, Words

_GROUPED: Final = re.compile(r"[€$£¥]?\s*(\d{1,3}(?:[, ]\d{3})*|\d+)(\.\d+)?\s*[€$£¥]?")


def _plain(value: Any) -> Any:
    """Read "€10,000" as 10000; what is written otherwise is left for validation to refuse."""
    read = _GROUPED.fullmatch(value.strip()) if isinstance(value, str) else None
    return re.sub(r"[, ]", "", read[1]) + (read[2] or "") if read else value


Money = Annotated[Decimal, BeforeValidator(_plain), Field(ge=0, le=10**12)]


class Objective(StrEnum):
    """What the plan is to bring most of."""

    CONTRIBUTION = "contribution"
    """Margin of extra orders less what contacts and offers cost."""
    ORDERS = "orders"
    """Customers who order and would not have ordered otherwise."""
    RETAINED = "retained"
    """The same, counted in segments most of whose customers are overdue only."""


class Caution(StrEnum):
    """How risk is weighed."""

    NEUTRAL = "neutral"
    """By the expected contribution alone."""
    CAUTIOUS = "cautious"
    """Only what does not lose on average of the worst tenth of draws, even if effects are half of what is believed."""


class BudgetRequest(TermsRequest):
    """How much may be spent, within which limits, on what the person knows of effects."""

    budget: Money = Field(Decimal(0), description="Most to spend. 0: no limit.")
    without: Words = Field("", description="Left out: sms, hibernating")
    least: Words = Field("", description="Fewest contacted: at_risk=100; champions=50")
    most: Words = Field("", description="Most contacted, likewise.")
    capacity: Words = Field("", description="Contacts per channel: phone=200; post=500")
    effects: Words = Field(
        "",
        description="Told extra buyers per 1,000, worst/likely/best: "
        "at_risk: 0/10/40; cant_lose/personal_call: 5/20/60",
    )
    measured: Reference = Field("latest", description="Past test: latest, r4 or none.")
    arms: Words = Field("", description="Its arms: A=email; B=sms 10%")
    discount: Fraction | None = Field(None, description="Discount of an offer.")
    redeeming: Fraction = Field(Decimal(1), description="Share who redeem it.")
    objective: Objective = Field(Objective.CONTRIBUTION, description="To bring most of.")
    caution: Caution = Field(Caution.NEUTRAL, description="cautious: no likely loss.")
    held_out: float = Field(10, ge=0, le=50, description="Percent held out.")
    horizon_days: int = Field(0, ge=0, le=365, description="Days; 0: the test's, else 90.")
    draws: int = Field(2000, ge=200, le=20_000, description="Draws of effects.")
    seed: int = Field(1, ge=0, le=999_999, description="Their seed.")
