-- One row per customer with a valid order before a campaign: what they had bought by then.
SELECT
  o.customer_id,
  MIN(o.ordered_on) AS first_on,
  CAST(SUM(o.gross) AS DECIMAL(18, 4)) AS spent
FROM orders AS o
WHERE o.valid AND o.ordered_on < $start
GROUP BY o.customer_id
