-- One row per segment: sums and products of orders and money per customer, from which follows how sure the money of an
-- order is.
WITH ordered AS (
  SELECT
    a.segment,
    CAST(a.orders AS DECIMAL(9, 0)) AS orders,
    CAST(a.revenue AS DECIMAL(19, 4)) AS revenue
  FROM assigned AS a
  WHERE a.orders > 0 AND a.revenue IS NOT NULL
)
SELECT
  o.segment,
  CAST(COUNT(o.orders) AS BIGINT) AS customers,
  CAST(SUM(o.orders) AS DECIMAL(18, 0)) AS orders,
  CAST(SUM(o.revenue) AS DECIMAL(18, 4)) AS revenue,
  CAST(SUM(o.orders * o.orders) AS DECIMAL(38, 0)) AS orders_squared,
  CAST(SUM(o.orders * o.revenue) AS DECIMAL(38, 8)) AS orders_revenue,
  CAST(SUM(o.revenue * o.revenue) AS DECIMAL(38, 8)) AS revenue_squared
FROM ordered AS o
GROUP BY o.segment
ORDER BY o.segment
