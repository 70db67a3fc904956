"""What ``design_experiment`` is asked."""

from enum import StrEnum

from pydantic import Field

from customer_segmentation.advise.terms_request import TermsRequest
from customer_segmentation.kit.request import Words


class Measured(StrEnum):
    """What the test is read by."""

    ORDERED = "ordered"
    """The share of customers who order."""
    REVENUE = "revenue"
    """Net revenue per customer, whether they ordered or not."""


class ExperimentRequest(TermsRequest):
    """Whom to test an action on, what to read it by, and how sure to be."""

    segments: Words = Field(
        "", description="Segments by id or name, comma-separated. Empty: those worth acting on."
    )
    measured: Measured = Field(
        Measured.ORDERED, description="ordered: share who order; revenue: money per customer."
    )
    lift: float = Field(
        0,
        ge=0,
        le=100,
        description="Lift to detect: percentage points, or percent of revenue. 0: what is plausible.",
    )
    held_out: float = Field(0, ge=0, le=50, description="Percent held out. 0: the least that suffices.")
    horizon_days: int = Field(60, ge=7, le=365, description="Days after the contact until the test is read.")
    power: float = Field(0.8, ge=0.5, le=0.99, description="Chance of seeing an effect that is there.")
    alpha: float = Field(0.05, ge=0.001, le=0.2, description="Chance of calling mere chance an effect.")
