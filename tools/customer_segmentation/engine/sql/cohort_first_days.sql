-- How many customers placed their first valid order on each day.
SELECT b.first_on, CAST(COUNT(b.customer_id) AS BIGINT) AS customers
FROM buyers AS b
GROUP BY b.first_on
