-- Groups of customers where single purchases are not known: one row per part, in the shape of query_groups.
SELECT
  g.part,
  CAST(NULL AS DATE) AS period,
  CAST(COUNT(g.customer_id) AS BIGINT) AS customers,
  CAST(SUM(g.orders) AS BIGINT) AS orders,
  CAST(NULL AS BIGINT) AS lines,
  CAST(NULL AS DECIMAL(18, 4)) AS units,
  CAST(SUM(g.revenue) AS DECIMAL(18, 4)) AS gross,
  CAST(0 AS DECIMAL(18, 4)) AS returned
FROM grouped_customers AS g
GROUP BY g.part
