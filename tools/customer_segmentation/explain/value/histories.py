"""What models of buying know of customers: how often they came back, when last, and since when they are known.

Days with purchases count, not orders (PRACTICE, section 3). Times are in weeks, as in the literature: the first
purchase is time zero, the last day of the data the end.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from customer_segmentation.data.scope import Scope
from customer_segmentation.kit.errors import MethodError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[Any]
    Counts = NDArray[Any]

WEEK: Final = 7
TABLE: Final = "btyd_customers"


class Groups(NamedTuple):
    """Customers of equal history: everything a model of buying needs of them.

    Attributes:
        repeats: Days with a further purchase after the first (x).
        last: Weeks from the first purchase to the last (t_x), 0 without a further one.
        known: Weeks from the first purchase to the end of the data (T).
        customers: How many have this history.
    """

    repeats: "Counts"
    last: "Floats"
    known: "Floats"
    customers: "Floats"


@dataclass(frozen=True)
class Histories:
    """One entry per customer, in the order of their ids.

    Attributes:
        repeats: Days with a further purchase after the first.
        active_days: Days from the first purchase to the last.
        known_days: Days from the first purchase to ``last_day``.
        spent: Money of the purchases that ``occasions`` counts.
        occasions: Purchases whose money is known: the further ones, or for a summary all.
        kept: What is left of one unit of money spent once all returns are taken off.
        unknown: Customers left out because their first day is not known.
        query: The file of ``engine/sql`` that gives the histories.
        first_on: Day of the first purchase of all.
        last_day: The last day that is known; predictions begin after it.
    """

    repeats: "Counts"
    active_days: "Counts"
    known_days: "Counts"
    spent: "Floats"
    occasions: "Counts"
    kept: float
    unknown: int
    query: str
    first_on: date
    last_day: date

    @cached_property
    def _grouped(self) -> "tuple[Groups, Counts]":
        import numpy as np

        columns = np.column_stack([self.repeats, self.active_days, self.known_days])
        distinct, place, customers = np.unique(columns, axis=0, return_inverse=True, return_counts=True)
        repeats, active, known = distinct.T
        groups = Groups(repeats, active / WEEK, known / WEEK, customers.astype(float))
        return groups, place.reshape(-1)

    @property
    def groups(self) -> Groups:
        """The distinct histories, in ascending order."""
        return self._grouped[0]

    @property
    def place(self) -> "Counts":
        """For each customer the number of their history in ``groups``."""
        return self._grouped[1]

    @property
    def size(self) -> int:
        """How many customers there are."""
        return len(self.repeats)

    @property
    def repeat_customers(self) -> int:
        """How many customers bought on more than one day."""
        return int((self.repeats > 0).sum())

    @property
    def days(self) -> int:
        """Days from the first purchase of all to the last day that is known."""
        return (self.last_day - self.first_on).days


def last_day(scope: Scope) -> date:
    """Return the last day of which purchases are known: a later day of extraction adds no knowledge."""
    end = scope.as_of - timedelta(days=1)
    return min(end, scope.dataset.last_on) if scope.dataset.last_on else end


def read_histories(scope: Scope) -> Histories:
    """Return the histories of the customers of a scope, kept there as the table ``btyd_customers``.

    Raises:
        MethodError: A summary does not tell when customers bought first.
    """
    import numpy as np

    end = last_day(scope)
    source = "btyd_customers" if scope.has_orders else "btyd_of_summary"
    scope.engine.table(TABLE, source, last_day=end)
    found = _columns(
        scope,
        "SELECT repeats, active_days, known_days, CAST(spent AS DOUBLE) AS spent, occasions, "
        f"CAST(gross AS DOUBLE) AS gross FROM {TABLE} ORDER BY customer_id",
    )
    if not len(found["repeats"]):
        raise MethodError("predict_value_no_first_day", source=scope.dataset.source)
    [(first_on, net, unknown)] = scope.engine.rows("btyd_extent")
    gross = float(found.pop("gross").sum())
    return Histories(
        **{name: np.ascontiguousarray(values) for name, values in found.items()},
        kept=max(float(net) / gross, 0.0) if gross > 0 else 0.0,
        unknown=unknown,
        query=source,
        first_on=first_on,
        last_day=end,
    )


def _columns(scope: Scope, query: str) -> dict[str, Any]:
    found: dict[str, Any] = scope.engine.connection.execute(query).fetchnumpy()
    return found
