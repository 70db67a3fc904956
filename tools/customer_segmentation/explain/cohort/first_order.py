"""What the first order of every customer was, or which trait the customer has: the groups of cohorts.

An order with several products is called after the one that most money was paid for.
"""

from typing import Final

from customer_segmentation.data.dataset import Column
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.sql_file import identifier

_NOBODY: Final = "SELECT b.customer_id, CAST(NULL AS VARCHAR) AS part FROM buyers AS b WHERE FALSE"
_BY_TRAIT: Final = "SELECT c.customer_id, CAST(c.{name} AS VARCHAR) AS part FROM customers AS c"
_BY_FIRST_ORDER: Final = """
WITH numbered AS (
  SELECT o.customer_id, o.order_id,
    ROW_NUMBER() OVER (PARTITION BY o.customer_id ORDER BY o.ordered_at, o.order_id) AS nth
  FROM orders AS o
  WHERE o.valid
),
paid AS (
  SELECT t.customer_id, CAST(t.{name} AS VARCHAR) AS part, SUM(t.amount) AS amount
  FROM transactions AS t
  JOIN numbered AS n ON n.customer_id = t.customer_id AND n.order_id = t.order_id
  WHERE n.nth = 1 AND (t.amount > 0 OR (t.amount = 0 AND t.quantity >= 0))
  GROUP BY t.customer_id, CAST(t.{name} AS VARCHAR)
),
placed AS (
  SELECT p.customer_id, p.part, ROW_NUMBER() OVER (
    PARTITION BY p.customer_id
    ORDER BY CASE WHEN p.part IS NULL THEN 1 ELSE 0 END, p.amount DESC, p.part
  ) AS place
  FROM paid AS p
)
SELECT d.customer_id, d.part
FROM placed AS d
WHERE d.place = 1
"""


def parts_sql(column: Column | None) -> str:
    """Return the query for the group of every customer: nobody has one where nothing is asked."""
    if column is None:
        return _NOBODY
    form = _BY_TRAIT if column.table == "customers" else _BY_FIRST_ORDER
    return form.format(name=identifier(column.name)).strip()


def group_customers(scope: Scope, column: Column | None) -> None:
    """Make the table ``cohort_parts``: customer_id, part VARCHAR."""
    scope.engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE cohort_parts AS {parts_sql(column)}")
