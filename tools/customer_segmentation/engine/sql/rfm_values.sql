-- The distinct values of each measure, how many customers have each, and how many have it or less.
WITH counted AS (
  SELECT 'R' AS measure, CAST(m.recency_days AS DECIMAL(18, 4)) AS value, COUNT(m.customer_id) AS customers
  FROM rfm_measures AS m
  GROUP BY m.recency_days
  UNION ALL
  SELECT 'F' AS measure, CAST(m.frequency AS DECIMAL(18, 4)) AS value, COUNT(m.customer_id) AS customers
  FROM rfm_measures AS m
  GROUP BY m.frequency
  UNION ALL
  SELECT 'M' AS measure, m.revenue AS value, COUNT(m.customer_id) AS customers
  FROM rfm_measures AS m
  GROUP BY m.revenue
)
SELECT
  c.measure,
  c.value,
  CAST(c.customers AS BIGINT) AS customers,
  CAST(SUM(c.customers) OVER (PARTITION BY c.measure ORDER BY c.value) AS BIGINT) AS upto
FROM counted AS c
