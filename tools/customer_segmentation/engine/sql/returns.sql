-- Money given back: one row per customer and day with returns; none where returns are excluded.
SELECT
  t.customer_id,
  CAST(t.ordered_at AS DATE) AS returned_on,
  CAST(SUM(t.amount) AS DECIMAL(18, 4)) AS amount
FROM transactions AS t
WHERE $policy <> 'exclude' AND (t.amount < 0 OR (t.amount = 0 AND t.quantity < 0))
GROUP BY t.customer_id, CAST(t.ordered_at AS DATE)
