-- One row per order: what was bought, and whether anything of value was kept.
WITH bought AS (
  SELECT
    t.customer_id,
    t.order_id,
    MIN(t.ordered_at) AS ordered_at,
    COUNT(t.order_id) AS lines,
    SUM(t.quantity) AS units,
    SUM(t.amount) AS gross,
    SUM(CASE WHEN t.amount > 0 THEN 1 ELSE 0 END) AS paid_lines
  FROM transactions AS t
  WHERE t.amount > 0 OR (t.amount = 0 AND t.quantity >= 0)
  GROUP BY t.customer_id, t.order_id
),
returned AS (
  SELECT m.customer_id, m.order_id, SUM(m.paid_lines) AS paid_lines
  FROM matching AS m
  WHERE m.bought > 0 AND m.kept = 0
  GROUP BY m.customer_id, m.order_id
)
SELECT
  b.customer_id,
  b.order_id,
  b.ordered_at,
  CAST(b.ordered_at AS DATE) AS ordered_on,
  CAST(b.lines AS BIGINT) AS lines,
  CAST(b.units AS DECIMAL(18, 4)) AS units,
  CAST(b.gross AS DECIMAL(18, 4)) AS gross,
  b.paid_lines > COALESCE(r.paid_lines, 0) AS valid
FROM bought AS b
LEFT JOIN returned AS r ON r.customer_id = b.customer_id AND r.order_id = b.order_id
