"""Small tables with what makes engines differ: ties, mixed case, half cents, month ends, clock changes, NULLs.

Everything follows from the number of the row; there is no randomness.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

CUSTOMERS = 100
_NAMES = ("anna", "Anna", "ÄNNE", "zoë", "Zed", "李雷", "o'brien", 'say "hi"', "", "a\\b")
_DAYS = (
    datetime(2024, 1, 31, 23, 59, 59),  # noqa: DTZ001
    datetime(2024, 2, 29),  # noqa: DTZ001
    datetime(2024, 3, 31, 2, 30),  # noqa: DTZ001 - an hour that central Europe skips
    datetime(2024, 10, 27, 2, 30),  # noqa: DTZ001 - and one that it has twice
    datetime(2024, 12, 31, 12),  # noqa: DTZ001
    datetime(2023, 12, 31, 0, 0, 1),  # noqa: DTZ001
)
_PRODUCTS = ("cup", "Cup", None, "jar")
_SEGMENTS = ("champions", "at_risk", "Others")
_MONEY = "DECIMAL(18, 4)"
_SEGMENTED = {
    "customer_id": "VARCHAR",
    "segment": "VARCHAR",
    "recency_days": "BIGINT",
    "orders": "BIGINT",
    "revenue": _MONEY,
}

TYPES = {
    "transactions": {
        "line": "BIGINT",
        "customer_id": "VARCHAR",
        "order_id": "VARCHAR",
        "ordered_at": "TIMESTAMP",
        "quantity": _MONEY,
        "amount": _MONEY,
        "product": "VARCHAR",
    },
    "summary": {
        "customer_id": "VARCHAR",
        "first_on": "DATE",
        "last_on": "DATE",
        "orders": "BIGINT",
        "revenue": _MONEY,
    },
    "assigned": {
        "customer_id": "VARCHAR",
        "segment": "VARCHAR",
        "recency_days": "BIGINT",
        "orders": "BIGINT",
        "revenue": _MONEY,
        "first_on": "DATE",
        "last_on": "DATE",
        "r": "BIGINT",
        "f": "BIGINT",
        "m": "BIGINT",
    },
    "earlier": {
        "customer_id": "VARCHAR",
        "segment": "VARCHAR",
        "recency_days": "BIGINT",
        "orders": "BIGINT",
        "revenue": _MONEY,
    },
    "later": {
        "customer_id": "VARCHAR",
        "segment": "VARCHAR",
    },
    "first_segments": _SEGMENTED,
    "second_segments": _SEGMENTED,
    "grouped": {
        "customer_id": "VARCHAR",
        "order_id": "VARCHAR",
        "lines": "BIGINT",
        "units": _MONEY,
        "amount": _MONEY,
        "valid": "BOOLEAN",
        "part": "VARCHAR",
        "period": "DATE",
    },
    "cohort_parts": {"customer_id": "VARCHAR", "part": "VARCHAR"},
    "coordinates": {"customer_id": "VARCHAR", "pc1": "DOUBLE", "pc2": "DOUBLE"},
    "cohort_windows": {"cohort": "BIGINT", "silent_from": "DATE", "first_from": "DATE", "first_to": "DATE"},
    "grouped_customers": {
        "customer_id": "VARCHAR",
        "orders": "BIGINT",
        "revenue": _MONEY,
        "part": "VARCHAR",
    },
}


def customer(n):
    return f"{_NAMES[n % len(_NAMES)]}{n // len(_NAMES)}"


def _transactions():
    rows = []
    for n in range(6 * CUSTOMERS):
        who = customer(n * n % (CUSTOMERS - 5))
        returned = n % 7 == 3
        order = f"{'R' if returned and n % 2 else 'o'}{n // 3 % 40}"
        at = _DAYS[n % len(_DAYS)] + timedelta(days=n % 11, hours=12 * (n % 3 == 1))
        quantity = Decimal(1 + n % 3) * (-1 if returned else 1)
        price = Decimal((n % 5) * 5) / Decimal(1000) + Decimal(n % 4)
        rows.append((n, who, order, at, quantity, quantity * price, _PRODUCTS[n % len(_PRODUCTS)]))
    return rows


def _summary():
    return [
        (customer(n), None if n % 4 == 0 else date(2024, 1, 31), date(2024, 2, 29), n % 6, Decimal(n) / 8)
        for n in range(CUSTOMERS)
    ]


def _assigned():
    return [
        (
            customer(n),
            _SEGMENTS[n * n % 3],
            None if n % 9 == 0 else (n * 37) % 50,
            None if n % 9 == 0 else 1 + n % 4,
            None if n % 9 == 0 else Decimal(n % 10) - Decimal("1.005"),
            None if n % 5 == 0 else date(2024, 1, 31) + timedelta(days=n % 3),
            date(2024, 2, 1) + timedelta(days=n % 40),
            1 + n % 5,
            1 + n % 3,
            1 + n % 4,
        )
        for n in range(CUSTOMERS)
    ]


def _grouped():
    months = (date(2024, 1, 1), date(2024, 2, 1), None)
    return [
        (who, order, n % 3, quantity, amount, n % 5 > 0, None if n % 8 == 0 else product, months[n % 3])
        for n, who, order, _, quantity, amount, product in _transactions()
    ]


_SECOND = [(row[0], row[1][-1], *row[2:5]) for row in _assigned()[7:]]

ROWS = {
    "transactions": _transactions(),
    "summary": _summary(),
    "assigned": _assigned(),
    "earlier": [
        (who, segment, days or 0, orders or 1, revenue)
        for who, segment, days, orders, revenue, *_ in _assigned()
    ],
    "later": [(customer(n), _SEGMENTS[n % 3]) for n in range(CUSTOMERS) if n % 11],
    "first_segments": [row[:5] for row in _assigned()[:-9]],
    "second_segments": [(who, f"{segment[0]}2", *told) for who, segment, *told in _SECOND],
    "grouped": _grouped(),
    "cohort_parts": [(customer(n), None if n % 6 == 0 else _NAMES[n % 7]) for n in range(CUSTOMERS) if n % 9],
    "coordinates": [(customer(n), (n % 17 - 8) / 10, n % 13 - 6.000001) for n in range(CUSTOMERS) if n % 7],
    "cohort_windows": [
        (n, date(2023, 12, 1 + n), date(2024, 1 + n, 1), date(2024, 2 + n, 1)) for n in range(11)
    ],
    "grouped_customers": [
        (customer(n), 1 + n % 4, Decimal(n) / 8, None if n % 6 == 0 else _SEGMENTS[n % 3])
        for n in range(CUSTOMERS)
    ],
}
