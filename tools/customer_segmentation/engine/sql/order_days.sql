-- The days on which each customer placed a valid order, with the days before and after that: further orders of the
-- same day are the same visit, and nobody has come back by them.
WITH days AS (
  SELECT o.customer_id, o.ordered_on
  FROM orders AS o
  WHERE o.valid
  GROUP BY o.customer_id, o.ordered_on
)
SELECT
  d.customer_id,
  d.ordered_on,
  CAST(LAG(d.ordered_on) OVER (PARTITION BY d.customer_id ORDER BY d.ordered_on) AS DATE) AS before_on,
  CAST(LAG(d.ordered_on) OVER (PARTITION BY d.customer_id ORDER BY d.ordered_on DESC) AS DATE) AS next_on
FROM days AS d
