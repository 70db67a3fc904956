-- The lower median of days since the last order, per segment and for all customers together.
WITH counted AS (
  SELECT a.segment, a.recency_days, COUNT(a.customer_id) AS customers
  FROM assigned AS a
  WHERE a.recency_days IS NOT NULL
  GROUP BY a.segment, a.recency_days
),
either AS (
  SELECT c.segment, c.recency_days, c.customers
  FROM counted AS c
  UNION ALL
  SELECT 'all' AS segment, c.recency_days, SUM(c.customers) AS customers
  FROM counted AS c
  GROUP BY c.recency_days
),
ranked AS (
  SELECT
    e.segment,
    e.recency_days,
    SUM(e.customers) OVER (PARTITION BY e.segment ORDER BY e.recency_days) AS upto,
    SUM(e.customers) OVER (PARTITION BY e.segment) AS customers
  FROM either AS e
)
SELECT r.segment, CAST(MIN(r.recency_days) AS BIGINT) AS median_recency
FROM ranked AS r
WHERE 2 * r.upto >= r.customers
GROUP BY r.segment
ORDER BY r.segment
