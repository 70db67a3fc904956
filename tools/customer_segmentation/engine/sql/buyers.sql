-- One row per customer with a valid order; revenue is net of every return of the customer.
WITH days AS (
  SELECT
    o.customer_id,
    MIN(CASE WHEN o.valid THEN o.ordered_on END) AS valid_on,
    SUM(CASE WHEN o.valid THEN 1 ELSE 0 END) AS orders,
    SUM(CASE WHEN o.valid THEN o.lines ELSE 0 END) AS lines,
    SUM(o.gross) AS revenue
  FROM orders AS o
  GROUP BY o.customer_id, o.ordered_on
  UNION ALL
  SELECT
    r.customer_id,
    CAST(NULL AS DATE) AS valid_on,
    0 AS orders,
    0 AS lines,
    r.amount AS revenue
  FROM returns AS r
)
SELECT
  d.customer_id,
  MIN(d.valid_on) AS first_on,
  MAX(d.valid_on) AS last_on,
  CAST(SUM(d.orders) AS BIGINT) AS orders,
  CAST(COUNT(d.valid_on) AS BIGINT) AS days,
  CAST(SUM(d.lines) AS BIGINT) AS lines,
  CAST(SUM(d.revenue) AS DECIMAL(18, 4)) AS revenue
FROM days AS d
GROUP BY d.customer_id
HAVING SUM(d.orders) > 0
