"""Region bars: customers and turnover by country, region or city, the places that bring in most first."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from customer_segmentation.chart.drawing.canvas import Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.share_bars import bars_height, share_bars
from customer_segmentation.data.dataset import Column, Grain
from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.query.grouping import Grouping, grouped_sql
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import SMALLEST_GROUP
from customer_segmentation.kit.words import shown
from customer_segmentation.segment.traits.find_traits import found_traits
from customer_segmentation.segment.traits.trait import TraitKind

_MOST: Final = 10
_OTHERS: Final = "others"
_UNKNOWN: Final = "unknown"
_SUBJECTS: Final = {0: _OTHERS, -1: _UNKNOWN}
_MEANINGS: Final = ("country", "region", "city", "urbanity", "climate")
"""What may be drawn, the widest first; a postcode is too fine and lies too near to an address."""


@dataclass(frozen=True)
class Region:
    """One bar: a place, all others together, or the customers of whom it is not known.

    Attributes:
        name: As the data have it; empty for others and unknown.
        revenue: None where the data tell of no purchases.
    """

    subject: str
    name: str
    customers: int
    revenue: Decimal | None


def region_bars(material: Material) -> Picture:
    """Return the picture of customers and turnover by the widest geographic column that tells places apart.

    Raises:
        MethodError: The data hold no such column, or all customers are in one place.
    """
    with material.scope() as scope:
        column, regions = _regions(scope)
        customers = _everybody(scope)
    sheet = material.sheet()
    _say(sheet, regions, customers)
    reply = material.reply(sheet)
    reply.names |= {region.subject: region.name for region in regions if region.name}
    turnover = sheet.has(regions[0].subject, "revenue_share")
    several = sum(region.customers for region in regions) > customers
    reply.detail |= {
        "column": shown(column.header),
        "lead": regions[0].subject,
        "turnover": turnover,
        "several": several,
    }
    subjects = [region.subject for region in regions]

    def draw(canvas: Canvas) -> None:
        share_bars(canvas, sheet.tool, subjects, turnover=turnover)

    return Picture("region_bars", reply, bars_height(len(subjects), turnover=turnover), draw)


def _regions(scope: Scope) -> tuple[Column, list[Region]]:
    """Return the column and its regions, those that bring in most first, others and unknown last."""
    columns = _columns(scope)
    for column in columns:
        regions = _of_column(scope, column)
        known = [region for region in regions if region.subject != _UNKNOWN]
        if len(known) > 1 and known[0].name:
            return column, regions
    if columns:
        raise MethodError("chart_one_region", columns=", ".join(shown(c.header) for c in columns))
    headers = [shown(c.header) for c in scope.dataset.columns if not c.personal]
    if not headers:
        raise MethodError("chart_no_columns")
    raise MethodError("chart_no_region", columns=", ".join(headers))


def _columns(scope: Scope) -> list[Column]:
    """Return the geographic columns, the widest first."""
    found = [
        trait
        for trait in found_traits(scope)
        if trait.kind is TraitKind.GEOGRAPHIC and trait.meaning in _MEANINGS and not trait.sensitive
    ]
    text = [trait for trait in found if trait.column.type == "text"]
    return [trait.column for trait in sorted(text, key=lambda trait: _MEANINGS.index(trait.meaning))]


def _of_column(scope: Scope, column: Column) -> list[Region]:
    query = grouped_sql(scope, Grouping(column))
    if scope.has_orders:
        scope.engine.connection.execute(f"CREATE OR REPLACE TEMP VIEW grouped AS {query}")
        rows = scope.engine.rows("chart_regions", most=_MOST, least=SMALLEST_GROUP)
    else:
        scope.engine.connection.execute(f"CREATE OR REPLACE TEMP VIEW grouped_customers AS {query}")
        rows = _placed(
            [(part, n, revenue) for part, _, n, _, _, _, revenue, _ in scope.engine.rows("query_customers")]
        )
    regions = [
        Region(_SUBJECTS.get(place, f"p{place}"), part or "", customers, revenue)
        for place, part, customers, revenue in sorted(
            rows, key=lambda row: (row[0] < 1, -row[0] if row[0] < 1 else row[0])
        )
    ]
    return [region for region in regions if region.customers]


def _placed(
    parts: Sequence[tuple[str | None, int, Decimal | None]],
) -> list[tuple[int, str | None, int, Decimal | None]]:
    """Return (place, part, customers, revenue) as ``chart_regions.sql`` does, where each customer has one part."""
    known = [part for part in parts if part[0] is not None]
    ranked = sorted(
        (p for p in known if p[1] >= SMALLEST_GROUP), key=lambda p: (-(p[2] or 0), -p[1], p[0] or "")
    )[:_MOST]
    named = {part[0] for part in ranked}
    rows: list[tuple[int, str | None, int, Decimal | None]] = [
        (n, *part) for n, part in enumerate(ranked, start=1)
    ]
    for place, rest in (
        (0, [p for p in known if p[0] not in named]),
        (-1, [p for p in parts if p[0] is None]),
    ):
        if rest:
            money = [revenue for *_, revenue in rest if revenue is not None]
            rows.append((place, None, sum(n for _, n, _ in rest), sum(money, Decimal(0)) if money else None))
    return rows


def _everybody(scope: Scope) -> int:
    """Return how many customers there are: those with a valid order, where the data tell of orders."""
    table = "customers" if scope.dataset.grain is Grain.ATTRIBUTES else "buyers"
    return int(scope.engine.rows_of(f"SELECT COUNT(*) FROM {table}")[0][0])


def _say(sheet: FactSheet, regions: Sequence[Region], customers: int) -> None:
    money = [region.revenue for region in regions if region.revenue is not None]
    whole = sum(money, Decimal(0))
    for region in regions:
        sheet.say(region.subject, "customers", region.customers, "customers")
        sheet.say(
            region.subject, "share", region.customers / customers, "share", f"{region.subject}.customers"
        )
        if region.revenue is None or whole <= 0:
            continue
        sheet.say(region.subject, "revenue", region.revenue, sheet.currency)
        basis = f"{region.subject}.revenue"
        sheet.say(region.subject, "revenue_share", float(region.revenue / whole), "share", basis)
        if region.name:
            place = 1 + sum(
                other.revenue > region.revenue for other in regions if other.name and other.revenue
            )
            sheet.say(region.subject, "region_rank", place, "rank", basis)
    sheet.say(ALL, "regions_named", sum(bool(region.name) for region in regions), "count")
