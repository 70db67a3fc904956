-- Customers with at least three gaps between purchase days, and those of them who buy like a subscription:
-- their longest gap is at most 35% longer than the shortest, and what they pay differs by at most 5%.
WITH days AS (
  SELECT o.customer_id, o.ordered_on, SUM(o.gross) AS gross
  FROM orders AS o
  WHERE o.valid
  GROUP BY o.customer_id, o.ordered_on
),
gaps AS (
  SELECT
    d.customer_id,
    d.gross,
    DATE_DIFF(
      'day', LAG(d.ordered_on) OVER (PARTITION BY d.customer_id ORDER BY d.ordered_on), d.ordered_on
    ) AS gap
  FROM days AS d
),
habits AS (
  SELECT
    g.customer_id,
    CASE
      WHEN
        100 * MAX(g.gap) <= 135 * MIN(g.gap)
        AND CAST(100 AS DECIMAL(18, 4)) * MAX(g.gross) <= CAST(105 AS DECIMAL(18, 4)) * MIN(g.gross)
        THEN 1
      ELSE 0
    END AS is_regular
  FROM gaps AS g
  GROUP BY g.customer_id
  HAVING COUNT(g.gap) >= 3
)
SELECT
  CAST(COUNT(h.customer_id) AS BIGINT) AS with_rhythm,
  CAST(COALESCE(SUM(h.is_regular), 0) AS BIGINT) AS is_regular
FROM habits AS h
