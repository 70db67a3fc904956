-- The first and the last day with an order, returned or not: a later return must not move the first day.
SELECT MIN(o.ordered_on) AS first_on, MAX(o.ordered_on) AS last_on
FROM orders AS o
