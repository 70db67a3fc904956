-- The first day with a valid order.
SELECT MIN(o.ordered_on) AS first_on
FROM orders AS o
WHERE o.valid
