-- The first and the last day with a valid order.
SELECT MIN(o.ordered_on) AS first_on, MAX(o.ordered_on) AS last_on
FROM orders AS o
WHERE o.valid
