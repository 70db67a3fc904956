-- What every group bought: one row per part and period. Customers, orders and lines are those of valid orders;
-- money and units count every line, returns included.
WITH per_order AS (
  SELECT
    g.part,
    g.period,
    g.customer_id,
    g.order_id,
    SUM(CASE WHEN g.valid THEN g.lines ELSE 0 END) AS lines,
    SUM(g.units) AS units,
    SUM(CASE WHEN g.amount > 0 THEN g.amount ELSE 0 END) AS gross,
    SUM(CASE WHEN g.amount < 0 THEN g.amount ELSE 0 END) AS returned
  FROM grouped AS g
  GROUP BY g.part, g.period, g.customer_id, g.order_id
),
per_customer AS (
  SELECT
    o.part,
    o.period,
    o.customer_id,
    SUM(CASE WHEN o.lines > 0 THEN 1 ELSE 0 END) AS orders,
    SUM(o.lines) AS lines,
    SUM(o.units) AS units,
    SUM(o.gross) AS gross,
    SUM(o.returned) AS returned
  FROM per_order AS o
  GROUP BY o.part, o.period, o.customer_id
)
SELECT
  c.part,
  c.period,
  CAST(SUM(CASE WHEN c.orders > 0 THEN 1 ELSE 0 END) AS BIGINT) AS customers,
  CAST(SUM(c.orders) AS BIGINT) AS orders,
  CAST(SUM(c.lines) AS BIGINT) AS lines,
  CAST(SUM(c.units) AS DECIMAL(18, 4)) AS units,
  CAST(SUM(c.gross) AS DECIMAL(18, 4)) AS gross,
  CAST(SUM(c.returned) AS DECIMAL(18, 4)) AS returned
FROM per_customer AS c
GROUP BY c.part, c.period
