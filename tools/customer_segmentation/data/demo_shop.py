"""The built-in demo shop: two years of a house-and-garden shop with a real export's mess and planted groups."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.data.demo.baskets import fill_baskets, take_orders
from customer_segmentation.data.demo.edition import EDITIONS, Edition, Language, customer_number
from customer_segmentation.data.demo.groups import GROUP_IDS
from customer_segmentation.data.demo.lives import live
from customer_segmentation.data.demo.mess import make_messy
from customer_segmentation.data.demo.order_file import count_planted, list_cents, order_rows
from customer_segmentation.data.demo.people import customer_rows
from customer_segmentation.data.demo.products import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

FEWEST_CUSTOMERS: Final = 100
"""With fewer some planted groups would be all but empty."""


@dataclass(frozen=True)
class DemoShop:
    """The two files of a demo shop and what was planted in them."""

    orders: Path
    """CSV, one row per order line, in order of time."""
    customers: Path
    """CSV, one row per person; it lacks some buyers and holds some people who never bought."""
    truth: Mapping[str, str]
    """Planted group of every customer with orders; written to neither file."""
    planted: Mapping[str, int]
    """How many of each thing the files hold, under the names that `count_planted` and `_count_people` give."""


def write_demo_shop(
    folder: Path, *, language: Language = "en", seed: int = 20250101, customers: int = 5000
) -> DemoShop:
    """Write the orders and the customer file of a demo shop into `folder` and say what was planted.

    The shop sells from 2 January 2023 to 30 December 2024, in euros (`en`) or yuan (`zh`); both languages have
    the same customers, orders and quantities. The same arguments give the same bytes. A file appears under its
    name only when it is complete.

    Raises ValueError when `customers` is under 100 or `seed` is negative.
    """
    if customers < FEWEST_CUSTOMERS or seed < 0:
        raise ValueError(
            f"The demo shop needs at least {FEWEST_CUSTOMERS} customers and a seed of 0 or more."
        )
    edition = EDITIONS[language]
    products = catalogue()
    lives = live(seed, customers)
    orders = take_orders(seed, lives)
    sales = fill_baskets(seed, orders, products, list_cents(products, edition))
    lines = make_messy(seed, sales, orders=len(orders.day), customers=customers, products=len(products))
    people = customer_rows(seed, lives, edition)
    truth = {customer_number(number): GROUP_IDS[group] for number, group in enumerate(lives.group.tolist())}
    folder.mkdir(parents=True, exist_ok=True)
    rows = order_rows(lines, len(orders.day), products, edition)
    return DemoShop(
        orders=_write(folder / edition.orders_file, edition.order_headers, rows, edition),
        customers=_write(folder / edition.customers_file, edition.customer_headers, people, edition),
        truth=truth,
        planted=count_planted(lines, len(orders.day), len(products))
        | _count_people(truth, {row[0] for row in people}),
    )


def _count_people(truth: Mapping[str, str], listed: set[str]) -> dict[str, int]:
    return {
        "customers": len(truth),
        "wholesale_accounts": sum(group == "wholesale" for group in truth.values()),
        "customers_without_attributes": len(truth.keys() - listed),
        "people_without_orders": len(listed - truth.keys()),
    }


def _write(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str]], edition: Edition) -> Path:
    """Write a CSV beside its final place, then move it there in one step."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with unfinished.open("w", encoding=edition.encoding, newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(headers)
            writer.writerows(rows)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
