-- The segment of every customer of btyd_customers, NULL for those in none.
SELECT b.customer_id, a.segment
FROM btyd_customers AS b
LEFT JOIN assigned AS a ON a.customer_id = b.customer_id
ORDER BY b.customer_id
