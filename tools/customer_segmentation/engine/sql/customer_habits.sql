-- Per customer, over valid orders: units bought; over all orders: what was bought before returns.
SELECT
  o.customer_id,
  CAST(SUM(CASE WHEN o.valid THEN o.units ELSE 0 END) AS DECIMAL(18, 4)) AS units,
  CAST(SUM(o.gross) AS DECIMAL(18, 4)) AS gross
FROM orders AS o
GROUP BY o.customer_id
