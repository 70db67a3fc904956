"""How far to trust the segments: did they order customers by what these did afterwards?

The words are chosen by the share of pairs (one who came back, one who did not) that the segments put in the
right order; chance gives one half.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from customer_segmentation.advise.evidence import Evidence
from customer_segmentation.advise.recommendation_facts import Facts, key
from customer_segmentation.explain.time_split import expected_order
from customer_segmentation.explain.validation.verdict import BETTER_BY, Strength, strength_of
from customer_segmentation.kit.fact import Fact
from customer_segmentation.segment.segmentation import Segmentation


@dataclass(frozen=True)
class Trust:
    """What may be said of the segments.

    Attributes:
        alone: ``recency`` or ``orders`` where that variable alone ordered customers as well; else empty.
        best: The segment expected to come back most, of those with enough customers; ``worst`` the least.
        ratio: How many times as often the customers of ``best`` came back; None if nobody of ``worst`` did.
    """

    strength: Strength | None
    alone: str
    best: str
    worst: str
    ratio: Decimal | None


def trust(evidence: Evidence, segmentation: Segmentation) -> Trust | None:
    """Return how far to trust a segmentation; None where the data cannot say."""
    split = evidence.split
    rated = {s.id: rate for s in evidence.today if (rate := evidence.base_rate(s)) is not None}
    ordered = [segment for segment in expected_order(segmentation) if segment in rated]
    ordered = ordered or sorted(rated, key=lambda segment: (-rated[segment], segment))
    if split is None or len(ordered) <= 1:
        return None
    best, worst = ordered[0], ordered[-1]
    strength, alone = _strength(split.segments_order, split.recency_order, split.orders_order)
    ratio = rated[best] / rated[worst] if rated[worst] else None
    return Trust(strength, alone, best, worst, ratio)


def _strength(
    segments: Fraction | None, recency: Fraction | None, orders: Fraction | None
) -> tuple[Strength | None, str]:
    if segments is None or recency is None or orders is None:
        return None, ""
    said = strength_of(segments)
    if said is Strength.NOT:
        return said, ""
    rival, alone = max((orders, "orders"), (recency, "recency"))
    return said, alone if segments < rival + BETTER_BY else ""


def facts_of_trust(evidence: Evidence, found: Trust | None) -> Facts:
    """Give the days of the split, the shares of pairs put right, and best against worst."""
    split = evidence.split
    if split is None:
        return
    window = split.window
    yield key("all", "split_on"), Fact(value=window.split_on, unit="date")
    yield key("all", "window_days"), Fact(value=window.days, unit="days")
    yield key("all", "history_days"), Fact(value=window.history, unit="days")
    for measure, area in (
        ("pairs_ordered", split.segments_order),
        ("pairs_ordered_by_recency", split.recency_order),
        ("pairs_ordered_by_orders", split.orders_order),
    ):
        if area is not None:
            yield key("all", measure), Fact(value=float(area), unit="share")
    if found and found.ratio is not None:
        basis = (key(found.best, "repurchase_rate"), key(found.worst, "repurchase_rate"))
        yield key(found.best, "repurchase_ratio"), Fact(value=float(found.ratio), unit="ratio", basis=basis)
