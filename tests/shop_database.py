"""The same small shop in SQLite, DuckDB, PostgreSQL and CSV, with everything that tables hold and files do not."""

import csv
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

FLAT = (
    "CREATE TABLE {name} (order_no VARCHAR(20), customer_id VARCHAR(40), ordered_at {when}, amount {money}, "
    "country VARCHAR(40), note VARCHAR(200))"
)
TABLES = (
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(40), country VARCHAR(40), age INTEGER)",
    (
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id), "
        "created_at TIMESTAMP, total NUMERIC(10, 2), discount NUMERIC(10, 2))"
    ),
    (
        "CREATE TABLE order_items (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id), "
        "product VARCHAR(40), quantity INTEGER, unit_price NUMERIC(10, 2))"
    ),
    (
        "CREATE TABLE payments (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id), "
        "amount NUMERIC(10, 2), paid_at TIMESTAMP)"
    ),
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, text VARCHAR(40))",
)
HEADER = ["order_no", "customer_id", "ordered_at", "amount", "country", "note"]


def flat_rows():
    """Return orders with cells that are empty, in Chinese, over several lines, and with a half cent's worth of trouble."""
    rows = []
    for n in range(60):
        who = None if n == 7 else f"客户{n % 12}" if n % 4 == 0 else f"k-{n % 12}"
        amount = None if n == 9 else f"{(n * 7919) % 20000 / 100:.2f}"
        when = None if n == 11 else f"2024-{n % 12 + 1:02}-{n % 27 + 1:02} {n % 24:02}:30:00"
        note = ('says "yes", maybe', "two\nlines", "", None)[n % 4]
        rows.append([f"A-{n:03}", who, when, amount, ("Österreich", "中国", None)[n % 3], note])
    return rows


def shop_rows():
    """Return customers, orders and lines by table; order 30 has no lines."""
    customers = [[n, f"c{n}@example.com", ("DE", "FR", "中国")[n % 3], 20 + n] for n in range(1, 13)]
    items = [
        [n, (n % 29) + 1, f"item {n % 5}", n % 3 + 1, f"{(n * 331) % 5000 / 100 + 1:.2f}"]
        for n in range(1, 71)
    ]
    orders = [
        [n, n % 10 + 1, f"2024-{n % 12 + 1:02}-{n % 27 + 1:02} 09:{n:02}:00", f"{n * 10}.90", f"{n % 2}.00"]
        for n in range(1, 31)
    ]
    payments = [[n, n, f"{n * 10}.90", f"2024-12-{n % 27 + 1:02} 10:00:00"] for n in range(1, 31)]
    return {"customers": customers, "orders": orders, "order_items": items, "payments": payments}


@dataclass
class ShopDatabase:
    """A database in one of three systems."""

    kind: str
    url: str
    path: Path | None = None

    def run(self, *statements):
        if self.kind == "sqlite":
            with closing(sqlite3.connect(self.path)) as connection:
                for statement in statements:
                    connection.execute(statement)
                connection.commit()
        elif self.kind == "duckdb":
            with duckdb.connect(str(self.path)) as connection:
                for statement in statements:
                    connection.execute(statement)
        else:
            import psycopg

            with psycopg.connect(self.url, autocommit=True) as connection:
                for statement in statements:
                    connection.execute(statement)

    def insert(self, table, rows):
        values = ", ".join(f"({', '.join(map(_literal, row))})" for row in rows)
        self.run(f"INSERT INTO {table} VALUES {values}")

    def flat(self, name="orders", *, when="TIMESTAMP", money="NUMERIC(10, 2)"):
        self.run(FLAT.format(name=name, when=when, money=money))
        self.insert(name, flat_rows())

    def shop(self):
        self.run(*TABLES)
        for table, rows in shop_rows().items():
            self.insert(table, rows)


def write_csv(path, header, rows):
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return path


def _literal(value):
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
