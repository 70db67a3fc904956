-- Net revenue of the $tenth and of the $hundredth customers who spent most; of several customers with the
-- same revenue as many as are needed.
WITH amounts AS (
  SELECT a.revenue, COUNT(a.customer_id) AS customers
  FROM assigned AS a
  WHERE a.revenue IS NOT NULL
  GROUP BY a.revenue
),
ranked AS (
  SELECT
    x.revenue,
    x.customers,
    SUM(x.customers) OVER (ORDER BY x.revenue DESC) - x.customers AS before
  FROM amounts AS x
)
SELECT
  CAST(
    SUM(r.revenue * CAST(GREATEST(0, LEAST(r.customers, $tenth - r.before)) AS DECIMAL(18, 0)))
    AS DECIMAL(18, 4)
  ) AS tenth,
  CAST(
    SUM(r.revenue * CAST(GREATEST(0, LEAST(r.customers, $hundredth - r.before)) AS DECIMAL(18, 0)))
    AS DECIMAL(18, 4)
  ) AS hundredth
FROM ranked AS r
