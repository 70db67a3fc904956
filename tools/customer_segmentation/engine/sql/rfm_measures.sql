-- One row per buyer: days since the last order, frequency in the chosen unit, net revenue.
SELECT
  b.customer_id,
  b.first_on,
  b.last_on,
  CAST(DATE_DIFF('day', b.last_on, $as_of) AS BIGINT) AS recency_days,
  CAST(b.orders AS BIGINT) AS orders,
  CAST(CASE WHEN $unit = 'day' THEN b.days WHEN $unit = 'line' THEN b.lines ELSE b.orders END AS BIGINT)
    AS frequency,
  CAST(b.revenue AS DECIMAL(18, 4)) AS revenue
FROM buyers AS b
