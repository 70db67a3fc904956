-- Per segment: customers with a rhythm (orders on at least two days), and those of them who have been silent for
-- longer than nine in ten of their own gaps between order days, by integer rank.
WITH days AS (
  SELECT o.customer_id, o.ordered_on
  FROM orders AS o
  WHERE o.valid
  GROUP BY o.customer_id, o.ordered_on
),
pairs AS (
  SELECT
    d.customer_id,
    d.ordered_on,
    LAG(d.ordered_on) OVER (PARTITION BY d.customer_id ORDER BY d.ordered_on) AS before_on
  FROM days AS d
),
gaps AS (
  SELECT p.customer_id, DATE_DIFF('day', p.before_on, p.ordered_on) AS gap
  FROM pairs AS p
  WHERE p.before_on IS NOT NULL
),
ranked AS (
  SELECT
    g.customer_id,
    g.gap,
    ROW_NUMBER() OVER (PARTITION BY g.customer_id ORDER BY g.gap) AS place,
    COUNT(g.gap) OVER (PARTITION BY g.customer_id) AS gaps
  FROM gaps AS g
),
usual AS (
  SELECT r.customer_id, MIN(CASE WHEN 10 * r.place >= 9 * r.gaps THEN r.gap END) AS gap
  FROM ranked AS r
  GROUP BY r.customer_id
)
SELECT
  a.segment,
  CAST(COUNT(a.customer_id) AS BIGINT) AS with_rhythm,
  CAST(SUM(CASE WHEN a.recency_days > u.gap THEN 1 ELSE 0 END) AS BIGINT) AS overdue
FROM assigned AS a
JOIN usual AS u ON u.customer_id = a.customer_id
GROUP BY a.segment
ORDER BY a.segment
