-- What became of the returns, in one row of counts.
WITH returned AS (
  SELECT COUNT(t.customer_id) AS lines
  FROM transactions AS t
  WHERE t.amount < 0 OR (t.amount = 0 AND t.quantity < 0)
),
matched AS (
  SELECT COALESCE(SUM(m.return_lines), 0) AS lines
  FROM matching AS m
  WHERE m.unmatched = 0
),
undone AS (
  SELECT COUNT(o.order_id) AS orders
  FROM orders AS o
  WHERE o.gross > 0 AND NOT o.valid
),
people AS (
  SELECT o.customer_id, CASE WHEN o.valid THEN 1 ELSE 0 END AS orders
  FROM orders AS o
  UNION ALL
  SELECT t.customer_id, 0 AS orders
  FROM transactions AS t
  WHERE t.amount < 0 OR (t.amount = 0 AND t.quantity < 0)
),
unbought AS (
  SELECT p.customer_id
  FROM people AS p
  GROUP BY p.customer_id
  HAVING SUM(p.orders) = 0
),
without AS (
  SELECT COUNT(n.customer_id) AS customers
  FROM unbought AS n
)
SELECT
  CAST(r.lines AS BIGINT) AS return_lines,
  CAST(m.lines AS BIGINT) AS matched,
  CAST(r.lines - m.lines AS BIGINT) AS unmatched_returns,
  CAST(u.orders AS BIGINT) AS wholly_returned_orders,
  CAST(w.customers AS BIGINT) AS customers_without_valid_purchase
FROM returned AS r
CROSS JOIN matched AS m
CROSS JOIN undone AS u
CROSS JOIN without AS w
