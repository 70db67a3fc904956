"""May a model of buying until leaving unseen be used on these data at all?"""

from typing import Final, NamedTuple

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.value.histories import Histories
from customer_segmentation.kit.errors import MethodError

FEWEST_REPEATING: Final = 30
"""Fewer customers who came back do not tell a rhythm."""
SHORTEST_HISTORY: Final = 60
MOSTLY: Final = 0.5
"""From this share on, of the customers whose rhythm shows, regular equal payments make a shop of subscriptions."""


class Rhythm(NamedTuple):
    """Customers with at least four purchase days, and those of them who buy like a subscription."""

    customers: int
    regular: int

    @property
    def share(self) -> float:
        """The share of the regular ones; 0 where too few show a rhythm."""
        return self.regular / self.customers if self.customers >= FEWEST_REPEATING else 0.0


def checked(scope: Scope, histories: Histories) -> Rhythm:
    """Return how regularly customers buy.

    Raises:
        MethodError: The data are too short, too few customers came back, or customers subscribe: then leaving is
            not hidden, and there is nothing to guess.
    """
    if histories.days < SHORTEST_HISTORY:
        raise MethodError("predict_value_short", days=histories.days, needed=SHORTEST_HISTORY)
    if histories.repeat_customers < FEWEST_REPEATING:
        raise MethodError(
            "predict_value_few_repeat",
            repeats=histories.repeat_customers,
            customers=histories.size,
            needed=FEWEST_REPEATING,
        )
    rhythm = Rhythm(*scope.engine.rows("btyd_rhythm")[0]) if scope.has_orders else Rhythm(0, 0)
    if rhythm.share >= MOSTLY:
        raise MethodError("predict_value_subscription", regular=rhythm.regular, customers=rhythm.customers)
    return rhythm
