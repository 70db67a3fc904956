-- What the customers of every region bought, those of a grouped query: the $most regions that bring in most, at least
-- $least customers each, by their place; all others together as place 0, unknown ones as place -1. A customer counts
-- once in each row.
WITH per_order AS (
  SELECT
    g.part,
    g.customer_id,
    g.order_id,
    SUM(CASE WHEN g.valid THEN g.lines ELSE 0 END) AS lines,
    SUM(g.amount) AS revenue
  FROM grouped AS g
  GROUP BY g.part, g.customer_id, g.order_id
),
per_customer AS (
  SELECT
    o.part,
    o.customer_id,
    MAX(CASE WHEN o.lines > 0 THEN 1 ELSE 0 END) AS buys,
    SUM(o.revenue) AS revenue
  FROM per_order AS o
  GROUP BY o.part, o.customer_id
),
parts AS (
  SELECT c.part, SUM(c.buys) AS customers, SUM(c.revenue) AS revenue
  FROM per_customer AS c
  WHERE c.part IS NOT NULL
  GROUP BY c.part
),
ranked AS (
  SELECT
    p.part,
    ROW_NUMBER() OVER (
      ORDER BY CASE WHEN p.customers >= $least THEN 0 ELSE 1 END, p.revenue DESC, p.part
    ) AS place,
    p.customers
  FROM parts AS p
),
placed AS (
  SELECT
    c.customer_id,
    CASE
      WHEN c.part IS NULL THEN -1
      WHEN r.place <= $most AND r.customers >= $least THEN r.place
      ELSE 0
    END AS place,
    MAX(c.buys) AS buys,
    SUM(c.revenue) AS revenue
  FROM per_customer AS c
  LEFT JOIN ranked AS r ON r.part = c.part
  GROUP BY
    c.customer_id,
    CASE
      WHEN c.part IS NULL THEN -1
      WHEN r.place <= $most AND r.customers >= $least THEN r.place
      ELSE 0
    END
)
SELECT
  CAST(d.place AS BIGINT) AS place,
  MIN(r.part) AS part,
  CAST(SUM(d.buys) AS BIGINT) AS customers,
  CAST(SUM(d.revenue) AS DECIMAL(18, 4)) AS revenue
FROM placed AS d
LEFT JOIN ranked AS r ON r.place = d.place
GROUP BY d.place
ORDER BY d.place
