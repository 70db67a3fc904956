"""Region bars: customers and turnover by country, region or city, the places that bring in most first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from customer_segmentation.chart.drawing.canvas import Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.share_bars import bars_height, share_bars
from customer_segmentation.data.dataset import Column, Grain
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.sql_file import identifier
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


@dataclass(frozen=True)
class Row:
    """A part of a column; ``place`` is 1 for the one that brings in most, 0 for all others, -1 for not known."""

    place: int
    part: str | None
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
    told = [trait for trait in found if trait.column.type in {"text", "number"}]
    return [trait.column for trait in sorted(told, key=lambda trait: _MEANINGS.index(trait.meaning))]


def _of_column(scope: Scope, column: Column) -> list[Region]:
    if column.table == "customers":
        rows = _placed(_of_customers(scope, column))
    else:
        query = grouped_sql(scope, Grouping(column))
        scope.engine.connection.execute(f"CREATE OR REPLACE TEMP VIEW grouped AS {query}")
        rows = [Row(*row) for row in scope.engine.rows("chart_regions", most=_MOST, least=SMALLEST_GROUP)]
    ordered = sorted(rows, key=lambda row: (row.place < 1, abs(row.place)))
    return [
        Region(_SUBJECTS.get(row.place, f"p{row.place}"), _name(row, column), row.customers, row.revenue)
        for row in ordered
        if row.customers
    ]


def _name(row: Row, column: Column) -> str:
    """Return the name of a part: a number such as that of a region without its decimal point."""
    part = row.part or ""
    return part.removesuffix(".0") if column.type == "number" else part


def _of_customers(scope: Scope, column: Column) -> list[Row]:
    """Return what the customers of each part bring in, of a column that has one value per customer, unplaced."""
    part = f"CAST(c.{identifier(column.name)} AS VARCHAR)"
    if scope.dataset.grain is Grain.ATTRIBUTES:
        query = f"SELECT {part}, COUNT(*), NULL FROM customers AS c GROUP BY 1"
    else:
        query = (
            f"SELECT {part}, COUNT(*), SUM(b.revenue) FROM buyers AS b "
            "LEFT JOIN customers AS c ON c.customer_id = b.customer_id GROUP BY 1"
        )
    return [Row(0, *row) for row in scope.engine.rows_of(query)]


def _placed(parts: Sequence[Row]) -> list[Row]:
    """Return rows as ``chart_regions.sql`` does: the places that bring in most, all others, those not known."""
    known = [row for row in parts if row.part is not None]
    large = [row for row in known if row.customers >= SMALLEST_GROUP]
    ranked = sorted(large, key=lambda row: (-(row.revenue or 0), -row.customers, row.part or ""))[:_MOST]
    named = {row.part for row in ranked}
    rows = [replace(row, place=place) for place, row in enumerate(ranked, start=1)]
    others = [row for row in known if row.part not in named]
    for place, rest in ((0, others), (-1, [row for row in parts if row.part is None])):
        if rest:
            money = [row.revenue for row in rest if row.revenue is not None]
            whole = sum(money, Decimal(0)) if money else None
            rows.append(Row(place, None, sum(row.customers for row in rest), whole))
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
