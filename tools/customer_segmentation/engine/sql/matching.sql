-- What each return took back: one row per order and product of a customer who returned that product.
--
-- A return is matched to its own order first, then to the customer's latest earlier purchases of the
-- product, up to the quantity bought. A return without a product is matched by money: to its own order,
-- then to the latest earlier order of exactly that amount (one row per order, product NULL).
--
-- Last in, first out without a loop: "level" is the height of the customer's stack after each event, so
-- of a purchase laid on top of the height (level - net) there remains what no later level cut away, and
-- what the floor swallowed was never bought. Only pairs with returns are touched.
WITH returned_products AS (
  SELECT t.customer_id, t.product
  FROM transactions AS t
  WHERE $policy = 'net' AND t.product IS NOT NULL AND t.quantity < 0 AND t.amount <= 0
  GROUP BY t.customer_id, t.product
),
refunded_customers AS (
  SELECT t.customer_id
  FROM transactions AS t
  WHERE $policy = 'net' AND t.product IS NULL AND (t.amount < 0 OR (t.amount = 0 AND t.quantity < 0))
  GROUP BY t.customer_id
),
events AS (
  SELECT
    t.customer_id,
    t.order_id,
    t.product,
    MIN(CASE WHEN t.amount > 0 OR (t.amount = 0 AND t.quantity >= 0) THEN t.ordered_at END) AS bought_at,
    MIN(CASE WHEN t.amount <= 0 AND t.quantity < 0 THEN t.ordered_at END) AS returned_at,
    SUM(CASE WHEN t.amount >= 0 AND t.quantity > 0 THEN t.quantity ELSE 0 END) AS bought,
    SUM(CASE WHEN t.amount <= 0 AND t.quantity < 0 THEN -t.quantity ELSE 0 END) AS returned,
    SUM(CASE WHEN t.amount > 0 THEN 1 ELSE 0 END) AS paid_lines,
    SUM(CASE WHEN t.amount <= 0 AND t.quantity < 0 THEN 1 ELSE 0 END) AS return_lines
  FROM transactions AS t
  JOIN returned_products AS p ON p.customer_id = t.customer_id AND p.product = t.product
  GROUP BY t.customer_id, t.order_id, t.product
  UNION ALL
  SELECT
    t.customer_id,
    t.order_id,
    CAST(NULL AS VARCHAR) AS product,
    MIN(CASE WHEN t.amount > 0 THEN t.ordered_at END) AS bought_at,
    MIN(CASE WHEN t.amount <= 0 THEN t.ordered_at END) AS returned_at,
    SUM(CASE WHEN t.amount > 0 THEN t.amount ELSE 0 END) AS bought,
    SUM(CASE WHEN t.amount < 0 THEN -t.amount ELSE 0 END) AS returned,
    SUM(CASE WHEN t.amount > 0 THEN 1 ELSE 0 END) AS paid_lines,
    SUM(CASE WHEN t.amount < 0 OR (t.amount = 0 AND t.quantity < 0) THEN 1 ELSE 0 END) AS return_lines
  FROM transactions AS t
  JOIN refunded_customers AS c ON c.customer_id = t.customer_id
  WHERE t.amount > 0 OR t.product IS NULL
  GROUP BY t.customer_id, t.order_id
),
residues AS (
  SELECT
    e.customer_id,
    e.order_id,
    e.product,
    e.bought,
    e.paid_lines,
    e.return_lines,
    e.bought - e.returned AS net,
    CASE WHEN e.product IS NULL THEN ABS(e.bought - e.returned) END AS refund,
    CASE WHEN e.bought > e.returned THEN e.bought_at ELSE e.returned_at END AS happened_at,
    CASE WHEN e.bought > e.returned THEN 0 ELSE 1 END AS step
  FROM events AS e
),
heights AS (
  SELECT
    r.customer_id,
    r.order_id,
    r.product,
    r.bought,
    r.paid_lines,
    r.return_lines,
    r.net,
    r.refund,
    r.happened_at,
    r.step,
    SUM(r.net) OVER (
      PARTITION BY r.customer_id, r.product, r.refund
      ORDER BY r.happened_at, r.step, r.order_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS height
  FROM residues AS r
),
floors AS (
  SELECT
    h.customer_id,
    h.order_id,
    h.product,
    h.bought,
    h.paid_lines,
    h.return_lines,
    h.net,
    h.refund,
    h.happened_at,
    h.step,
    h.height,
    LEAST(
      CAST(0 AS DECIMAL(18, 4)),
      MIN(h.height) OVER (
        PARTITION BY h.customer_id, h.product, h.refund
        ORDER BY h.happened_at, h.step, h.order_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
      )
    ) AS floor
  FROM heights AS h
),
levels AS (
  SELECT
    f.customer_id,
    f.order_id,
    f.product,
    f.bought,
    f.paid_lines,
    f.return_lines,
    f.net,
    f.height - f.floor AS level,
    f.floor,
    LAG(f.floor) OVER (
      PARTITION BY f.customer_id, f.product, f.refund ORDER BY f.happened_at, f.step, f.order_id
    ) AS floor_before,
    MIN(f.height - f.floor) OVER (
      PARTITION BY f.customer_id, f.product, f.refund
      ORDER BY f.happened_at, f.step, f.order_id
      ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS lowest_after
  FROM floors AS f
)
SELECT
  v.customer_id,
  v.order_id,
  v.product,
  CAST(v.bought AS DECIMAL(18, 4)) AS bought,
  CAST(
    CASE
      WHEN v.net > 0
        THEN GREATEST(
          CAST(0 AS DECIMAL(18, 4)), LEAST(v.level, COALESCE(v.lowest_after, v.level)) - v.level + v.net
        )
      ELSE 0
    END AS DECIMAL(18, 4)
  ) AS kept,
  CAST(COALESCE(v.floor_before, 0) - v.floor AS DECIMAL(18, 4)) AS unmatched,
  CAST(v.paid_lines AS BIGINT) AS paid_lines,
  CAST(v.return_lines AS BIGINT) AS return_lines
FROM levels AS v
