"""What ``optimisation_plan`` is asked: what a budget plan is asked, and when it begins."""

from pydantic import Field

from customer_segmentation.kit.request import Name, SpokenLanguage
from customer_segmentation.plan.budget.request import BudgetRequest


class OptimisationRequest(BudgetRequest):
    """How much may be spent, within which limits, from which day on, and in which language it is written."""

    start: Name = Field("", description="First day, YYYY-MM-DD. Empty: where the data end.")
    language: SpokenLanguage = Field("auto", description="Of the document.")

    def of_budget(self) -> BudgetRequest:
        """Return what the budget plan within it is asked."""
        return BudgetRequest(**{name: getattr(self, name) for name in BudgetRequest.model_fields})
