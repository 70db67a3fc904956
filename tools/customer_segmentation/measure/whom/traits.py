"""What was known of a campaign's customers before it began, for telling whom contact gains from.

Only what they had bought by then: what a table of customers says of them today may be what the campaign brought about.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from customer_segmentation.data.dataset import Column
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.measure.policy.known import Known
from customer_segmentation.segment.features.measures import MOST_LEVELS

if TYPE_CHECKING:
    from customer_segmentation.measure.people import People
    from customer_segmentation.stats.adjusted_difference import Floats

NUMBERS: Final = ("recency_days", "orders", "revenue", "aov", "tenure_days")
"""The measures of purchases, the most telling first, by the names that ``features`` have."""
_USUAL: Final = ("channel", "category")
"""Columns of purchases whose commonest value is a trait of the customer."""


@dataclass(frozen=True, eq=False)
class Usual:
    """The value of a column that each customer bought under most often.

    Attributes:
        name: Of the column; ``levels`` its values.
        place: Of each customer's value among the levels, -1 where not known.
    """

    name: str
    levels: tuple[str, ...]
    place: "Floats"


@dataclass(frozen=True, eq=False)
class Traits:
    """Traits of the customers, in the order of their ids.

    Attributes:
        numbers: Shape (customers, numbers), columns as in ``NUMBERS``; NaN for who had not bought.
        usual: Of every column with such a value.
    """

    numbers: "Floats"
    usual: tuple[Usual, ...]

    @property
    def known(self) -> Known:
        """The traits as a learner reads them."""
        import numpy as np

        places = [one.place for one in self.usual]
        categories = np.column_stack(places) if places else np.empty((len(self.numbers), 0))
        return Known(self.numbers, categories.astype(np.int64))


def read_traits(scope: Scope, people: "People", start: date) -> Traits:
    """Return the traits of the customers of the table ``campaign_people`` as they were before ``start``."""
    import numpy as np

    scope.engine.table("traits_before", "campaign_traits", start=start)
    rows = scope.engine.connection.execute(
        f"SELECT CAST({literal(start)} - t.first_on AS DOUBLE) AS tenure, CAST(t.spent AS DOUBLE) AS spent FROM "
        "campaign_people p LEFT JOIN traits_before t USING (customer_id) WHERE p.aside IS NULL ORDER BY p.customer_id"
    ).fetchnumpy()
    tenure, spent = (np.ma.filled(np.ma.asarray(rows[name]), np.nan) for name in ("tenure", "spent"))
    bought = (people.recency_days >= 0) & ~np.isnan(spent)
    orders = np.maximum(people.orders_known, 1.0)
    numbers = np.column_stack(
        [people.recency_days, orders, spent, spent / orders, tenure - people.recency_days]
    )
    usual = [one for column in _columns(scope) if (one := _usual(scope, column, start))]
    return Traits(np.where(bought[:, None], numbers, np.nan), tuple(usual))


def _columns(scope: Scope) -> list[Column]:
    columns = {c.name: c for c in scope.dataset.columns if c.table == "transactions" and not c.personal}
    return [columns[name] for name in _USUAL if name in columns and columns[name].type == "text"]


def _usual(scope: Scope, column: Column, start: date) -> Usual | None:
    """Return what each customer bought under most often before; None for a column of one value, or of very many."""
    import numpy as np

    told = f"t.{identifier(column.name)}"
    before = f"t.ordered_at < CAST({literal(start)} AS TIMESTAMP) AND {told} IS NOT NULL AND t.amount > 0"
    found = scope.engine.rows_of(
        f"WITH counted AS (SELECT t.customer_id, {told} AS value, ROW_NUMBER() OVER (PARTITION BY t.customer_id "
        f"ORDER BY COUNT(*) DESC, {told}) AS place FROM transactions AS t WHERE {before} GROUP BY t.customer_id, {told}) "
        "SELECT c.value FROM campaign_people p LEFT JOIN counted c ON c.customer_id = p.customer_id AND c.place = 1 "
        "WHERE p.aside IS NULL ORDER BY p.customer_id"
    )
    levels = tuple(sorted({str(value) for (value,) in found if value is not None}))
    if not 1 < len(levels) <= MOST_LEVELS:
        return None
    places = {level: n for n, level in enumerate(levels)}
    place = [-1 if value is None else places[str(value)] for (value,) in found]
    return Usual(column.name, levels, np.array(place, dtype=np.float64))
