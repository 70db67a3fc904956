"""A small shop in two files: orders, and customers with addresses and consent."""

import csv
import datetime as dt


def write_people(folder, customers=60):
    """Write ``orders.csv`` and ``customers.csv``; K1 to K20 are the best, every tenth refused, odd ones all the others."""
    with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["order_id", "customer_id", "date", "amount"])
        number = 0
        for customer in range(1, customers + 1):
            for turn in range(8 if customer <= customers // 3 else 1 + customer % 3):
                number += 1
                day = dt.date(2024, 12, 20) - dt.timedelta(days=customer * 5 + turn * 11)
                rows.writerow([number, f"K{customer}", day, 20 + customer + turn])
    with (folder / "customers.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["customer_id", "email", "email_consent"])
        rows.writerows(
            [f"K{n}", f"k{n}@shop.example", "no" if n % 10 == 0 else "yes"] for n in range(1, customers + 1)
        )
