-- Per segment the customers with coordinates, and the exact sums of their first two coordinates and of the squares.
WITH placed AS (
  SELECT
    a.segment,
    CAST(c.pc1 AS DECIMAL(18, 6)) AS x,
    CAST(c.pc2 AS DECIMAL(18, 6)) AS y
  FROM assigned AS a
  JOIN coordinates AS c ON c.customer_id = a.customer_id
)
SELECT
  p.segment,
  CAST(COUNT(p.x) AS BIGINT) AS customers,
  CAST(SUM(p.x) AS DECIMAL(38, 6)) AS x,
  CAST(SUM(p.y) AS DECIMAL(38, 6)) AS y,
  CAST(SUM(p.x * p.x + p.y * p.y) AS DECIMAL(38, 12)) AS squares
FROM placed AS p
GROUP BY p.segment
ORDER BY p.segment
