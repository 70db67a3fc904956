"""Segments in the order of what they bring in, for pictures that cannot show all of them."""

from collections.abc import Sequence

from customer_segmentation.chart.material import Material


def by_turnover(material: Material, segments: Sequence[str]) -> list[str]:
    """Return segments by their rank in turnover, by customers where the data tell of none; else as they were given."""
    facts, tool = material.segments.reply.facts, material.segments.tool

    def rank(segment: str, measure: str) -> float:
        fact = facts.get(f"{tool}.{segment}.{measure}")
        return float("inf") if fact is None else float(fact.number)

    return sorted(segments, key=lambda s: (rank(s, "revenue_rank"), rank(s, "customers_rank")))


def has_turnover(material: Material) -> bool:
    """Tell whether segments are ordered by turnover."""
    return any(key.endswith(".revenue_rank") for key in material.segments.reply.facts)
