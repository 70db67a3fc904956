"""The customers of a campaign: in which arm, of which segment as it stood before, what they did before and after."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.measure.arms import Arms

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.stats.adjusted_difference import Flags, Floats

    Codes = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

YEAR: Final = 365
RETURNED_WITHIN: Final = 30
"""Days after those that count in which returns of what was bought in them are still to be expected."""
CONTROL: Final = 0
"""Code of the arm held out; those contacted are counted from one."""
UNSEGMENTED: Final = "unsegmented"
"""Those who were in no segment before the campaign."""


@dataclass(frozen=True)
class Days:
    """Days that count: what customers did from ``start`` until before ``ends_on``."""

    start: date
    ends_on: date
    first_on: date

    @property
    def length(self) -> int:
        """How many days."""
        return (self.ends_on - self.start).days

    @property
    def before_from(self) -> date:
        """First day of as many days before."""
        return self.start - timedelta(days=self.length)

    @property
    def has_before(self) -> bool:
        """Tell whether the orders cover as many days before."""
        return self.before_from >= self.first_on


@dataclass(frozen=True)
class SetAside:
    """Customers of the file who do not count, or rows without a customer.

    Attributes:
        both: In several arms, of which nobody can tell which one worked.
        armless: In none.
        outside: In no segment, where the segments are of a part of the data.
        unread: Without a readable outcome.
        repeated: Listed again in the same arm; they count once.
        nameless: Rows without a customer id.
    """

    both: int
    armless: int
    outside: int
    unread: int
    repeated: int
    nameless: int


@dataclass(frozen=True)
class People:
    """Every array has one entry per customer, in the order of their ids.

    Attributes:
        segments: Ids of the segments with customers, ``UNSEGMENTED`` last where somebody is in none.
        segment: Place of the customer's segment among them.
        arm: ``CONTROL``, or the place of the arm of those contacted, from one.
        outcome: Of the file; NaN without one.
        known: Whether the customer is in the orders at all.
        recency_days: Before the start; -1 for who had not bought. Orders and money of the year before likewise.
        returned_later: Money of returns booked in the ``RETURNED_WITHIN`` days after those that count, above zero.
        orders_before: Of as many days before as count after; likewise money.
    """

    segments: list[str]
    segment: "Codes"
    arm: "Codes"
    outcome: "Floats"
    known: "Flags"
    recency_days: "Floats"
    orders_known: "Floats"
    orders_year: "Floats"
    spent_year: "Floats"
    orders_before: "Floats"
    spent_before: "Floats"
    orders_after: "Floats"
    spent_after: "Floats"
    returned_later: "Floats"
    aside: SetAside

    def of(self, segment: str) -> "Flags":
        """Tell for every customer whether the segment is theirs."""
        chosen: Flags = self.segment == self.segments.index(segment)
        return chosen

    @property
    def covariates(self) -> "Floats":
        """What was known before: shape (customers, 5)."""
        import numpy as np

        bought = self.recency_days >= 0
        recency = np.where(bought, self.recency_days, self.recency_days.max(initial=0.0) + 1)
        return np.column_stack(
            [
                np.log1p(recency),
                np.log1p(self.orders_known),
                self.orders_year,
                self.spent_year,
                (self.orders_before > 0).astype(np.float64),
            ]
        )


def gather(engine: DuckDB, rows: str, arms: Arms | None) -> None:
    """Make the table ``participants``: customer_id, arm, arms, listed, unread, outcome, one row per customer.

    Args:
        engine: Of the orders.
        rows: SQL for the rows of the campaign's file.
        arms: None where everybody was contacted.
    """
    arm = "CASE WHEN MIN(arm) IS NULL THEN NULL " if arms else "CASE WHEN TRUE THEN 1 "
    for code, value in enumerate((arms.control, *arms.contacted) if arms else ()):
        arm += f"WHEN MIN(arm) = {literal(value)} THEN {code} "
    many = "COUNT(DISTINCT arm)" if arms else "1"
    engine.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE participants AS SELECT customer_id, {arm} END AS arm, {many} AS arms, "
        f"COUNT(*) AS listed, MAX(outcome) AS outcome FROM ({rows}) WHERE customer_id IS NOT NULL GROUP BY customer_id"
    )


def read_people(
    scope: Scope, days: Days | None, rows: str, segments: list[str], *, with_outcome: bool
) -> People:
    """Return the customers of the tables ``participants`` and ``earlier`` and what they did.

    Args:
        scope: With orders, unless ``days`` is None: then nothing is known but the file's own outcome.
        days: The days that count.
        rows: SQL for the rows of the file.
        segments: Ids in their declared order.
        with_outcome: The file has an outcome; who has none does not count.
    """
    import numpy as np

    engine = scope.engine
    _behaviour(engine, days)
    start = literal(days.start) if days else "CAST(NULL AS DATE)"
    names = ", ".join(f"CAST(COALESCE(b.{name}, 0) AS DOUBLE) AS {name}" for name in _COUNTED)
    left_out = "e.segment IS NULL" if scope.filtered else "FALSE"
    without = "p.outcome IS NULL" if with_outcome else "FALSE"
    engine.connection.execute(
        "CREATE OR REPLACE TEMP TABLE campaign_people AS SELECT p.customer_id, p.arm, p.listed, p.outcome, e.segment, "
        f"b.customer_id IS NOT NULL AS known, CAST(COALESCE({start} - b.last_on, -1) AS DOUBLE) AS recency_days, "
        f"{names}, CASE WHEN p.arms > 1 THEN 'both' WHEN p.arm IS NULL THEN 'armless' WHEN {left_out} THEN 'outside' "
        f"WHEN {without} THEN 'unread' END AS aside FROM participants p LEFT JOIN earlier e USING (customer_id) "
        "LEFT JOIN behaviour b USING (customer_id)"
    )
    found: dict[str, Any] = engine.connection.execute(
        f"SELECT COALESCE(segment, {literal(UNSEGMENTED)}) AS segment, arm, CAST(COALESCE(outcome, 'nan') AS DOUBLE) AS "
        f"outcome, known, recency_days, {', '.join(_COUNTED)} FROM campaign_people WHERE aside IS NULL ORDER BY customer_id"
    ).fetchnumpy()
    present = set(found["segment"].astype(str))
    ordered = [one for one in [*segments, UNSEGMENTED] if one in present]
    place = {one: n for n, one in enumerate(ordered)}
    return People(
        segments=ordered,
        segment=np.array([place[one] for one in found["segment"]], dtype=np.int64),
        arm=np.asarray(found["arm"]).astype(np.int64),
        outcome=np.asarray(found["outcome"], dtype=np.float64),
        known=np.asarray(found["known"]).astype(np.bool_),
        aside=_set_aside(engine, rows),
        **{name: np.asarray(found[name], dtype=np.float64) for name in ("recency_days", *_COUNTED)},
    )


_COUNTED: Final = (
    "orders_known", "orders_year", "spent_year", "orders_before", "spent_before", "orders_after", "spent_after",
    "returned_later",
)  # fmt: skip


def _behaviour(engine: DuckDB, days: Days | None) -> None:
    if days is None:
        nothing = ", ".join(f"CAST(NULL AS BIGINT) AS {name}" for name in _COUNTED)
        engine.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE behaviour AS SELECT customer_id, CAST(NULL AS DATE) AS last_on, {nothing} "
            "FROM earlier"
        )
        return
    engine.table(
        "behaviour",
        "campaign_behaviour",
        year_from=days.start - timedelta(days=YEAR),
        before_from=days.before_from,
        start=days.start,
        ends_on=days.ends_on,
        returns_to=days.ends_on + timedelta(days=RETURNED_WITHIN),
    )


def _set_aside(engine: DuckDB, rows: str) -> SetAside:
    counts = dict(engine.rows_of("SELECT COALESCE(aside, ''), COUNT(*) FROM campaign_people GROUP BY 1"))
    [(repeated,)] = engine.rows_of("SELECT COUNT(*) FROM campaign_people WHERE aside IS NULL AND listed > 1")
    [(nameless,)] = engine.rows_of(f"SELECT COUNT(*) FROM ({rows}) WHERE customer_id IS NULL")
    return SetAside(
        both=counts.get("both", 0),
        armless=counts.get("armless", 0),
        outside=counts.get("outside", 0),
        unread=counts.get("unread", 0),
        repeated=repeated,
        nameless=nameless,
    )
