"""Odd shops to advise on, and their segments."""

from datetime import date, timedelta
from functools import cache

from customer_segmentation.data.dataset import Grain
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from shop_on_disk import load_shop, sale
from small_shop import small_shop

DAY = date(2024, 1, 1)


def _one_time():
    return [sale(f"c{n}", f"o{n}", DAY + timedelta(days=n), "20.00") for n in range(300)]


def _short():
    return [sale(f"c{n % 60}", f"o{n}", DAY + timedelta(days=n % 40), "20.00") for n in range(150)]


def _half_a_year():
    return [
        sale(f"c{n % 210}", f"o{n}", DAY + timedelta(days=(n * 7) % 150 + n % 5), f"{10 + n % 50}.00")
        for n in range(900)
    ]


def _wholesale():
    rows = small_shop(21, customers=900)
    return rows + [
        sale(customer, f"w{customer}{n}", date(2023, 10, 20), "90000.00")
        for n, customer in enumerate(["c1", "c2", "c3"])
    ]


def _summary():
    return [
        (f"c{n}", f"2024-{1 + n % 12:02d}-{1 + n % 28:02d}", 1 + n % 7, f"{20 + 13 * n % 400}.00")
        for n in range(400)
    ]


SHOPS = {
    "shop": lambda: small_shop(20, customers=2500),
    "one_time": _one_time,
    "short": _short,
    "half_a_year": _half_a_year,
    "wholesale": _wholesale,
    "small": lambda: small_shop(22, customers=60),
    "one_customer": lambda: [sale("a", "a1", DAY, "5.00")],
}
"""Lines of shops by what is odd about them."""


@cache
def shop_rows(name):
    return SHOPS[name]()


def form_segments(workspace, shop="shop", *, currency="EUR", **asked):
    """Load a shop by name, or given rows, and form its segments; returns the result."""
    if shop == "summary":
        data = load_shop(workspace, _summary(), grain=Grain.CUSTOMERS, currency=currency)
    else:
        data = load_shop(workspace, shop_rows(shop) if isinstance(shop, str) else shop, currency=currency)
    return run(tool_of(rfm_segments), {"data": data.id, **asked}, workspace)
