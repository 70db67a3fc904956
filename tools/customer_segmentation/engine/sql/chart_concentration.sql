-- Net revenue of the customers who spent most, added up one after another. Of all places: one in each of $points equal
-- parts, $hundredth, $tenth and $fifth, the one at which 80% of all revenue is reached, and the first below zero.
WITH spent AS (
  SELECT
    COALESCE(a.revenue, CAST(0 AS DECIMAL(18, 4))) AS revenue,
    ROW_NUMBER() OVER (ORDER BY COALESCE(a.revenue, CAST(0 AS DECIMAL(18, 4))) DESC, a.customer_id) AS place
  FROM assigned AS a
),
added AS (
  SELECT
    s.place,
    s.revenue,
    SUM(s.revenue) OVER (ORDER BY s.place) AS upto,
    LAG(s.revenue) OVER (ORDER BY s.place) AS before
  FROM spent AS s
),
whole AS (
  SELECT COUNT(s.place) AS customers, SUM(s.revenue) AS revenue
  FROM spent AS s
)
SELECT
  CAST(d.place AS BIGINT) AS place,
  CAST(d.revenue AS DECIMAL(18, 4)) AS revenue,
  CAST(d.upto AS DECIMAL(18, 4)) AS upto
FROM added AS d
CROSS JOIN whole AS w
WHERE (d.place * $points) % w.customers < $points
  OR d.place IN ($hundredth, $tenth, $fifth)
  OR (5 * d.upto >= 4 * w.revenue AND 5 * (d.upto - d.revenue) < 4 * w.revenue)
  OR (d.revenue < 0 AND COALESCE(d.before, CAST(0 AS DECIMAL(18, 4))) >= 0)
ORDER BY d.place
