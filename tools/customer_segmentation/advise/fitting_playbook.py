"""Which playbook serves a segment: its own, else the one for the state that its customers are in.

A cluster, a merged segment or one defined by a rule has no playbook of its own. What its customers are is read from
the facts: whether they came back at all, whether they are late by their own rhythm, what they are worth beside the
others, and whether they spent less afterwards. That state has a playbook, written for the RFM segment that is defined
by it. Groups of a trait hold customers in every state, so they are served by the generic one.
"""

from decimal import Decimal
from typing import Final

from customer_segmentation.advise.evidence import Evidence, SegmentToday
from customer_segmentation.advise.playbook import GENERIC, Playbook, load_playbook
from customer_segmentation.explain.second_order import FOLLOW_UP

_MIXED: Final = "trait_segments"
_REST: Final = "others"
_FEW: Final = Decimal(1) / 3
"""Where fewer have come back, a segment is one of one-time buyers."""
_LATE: Final = Decimal(1) / 2
_WAVERING: Final = Decimal(1) / 4
"""Shares of those with a rhythm who are overdue by it."""
_BEST: Final = 2
"""So many times the average turnover per customer."""


def fitting_playbook(segment: SegmentToday, evidence: Evidence) -> Playbook:
    """Return the playbook of a segment, by its id or by the state that its customers are in."""
    own = load_playbook(segment.id)
    if own.segment != GENERIC or evidence.tool == _MIXED or segment.id == _REST:
        return own
    return load_playbook(_state(segment, evidence))


def _state(segment: SegmentToday, evidence: Evidence) -> str:
    """Return the segment of the default map whose playbook fits; ``generic`` where the data do not tell."""
    recency, repeated = segment.median_recency, _share_repeated(segment, evidence)
    if recency is None or repeated is None:
        return GENERIC
    if repeated <= _FEW:
        return _of_one_order(recency)
    late = _share_late(segment, evidence)
    if late >= _LATE:
        return _of_late(segment, evidence)
    return "need_attention" if late >= _WAVERING else _of_on_time(segment, evidence)


def _of_one_order(recency: int) -> str:
    """Return the state of one-time buyers by the clock of the second order."""
    if recency <= FOLLOW_UP:
        return "promising"
    return "about_to_sleep" if recency <= 2 * FOLLOW_UP else "one_time_lapsed"


def _of_late(segment: SegmentToday, evidence: Evidence) -> str:
    """Return the state of those most of whom are overdue: whether there is something to lose, and since when."""
    stake = evidence.at_stake(segment)
    if (stake and stake.amount) or _beside_others(segment, evidence) >= 1:
        return "at_risk"
    return "hibernating" if (segment.median_recency or 0) > (evidence.all_recency or 0) else "need_attention"


def _of_on_time(segment: SegmentToday, evidence: Evidence) -> str:
    """Return the state of those who keep their rhythm, by what they are worth and how often they order."""
    if _beside_others(segment, evidence) >= _BEST:
        return "champions"
    return "loyal_customers" if _orders_often(segment, evidence) else "potential_loyalists"


def _share_repeated(segment: SegmentToday, evidence: Evidence) -> Decimal | None:
    """Return the share who ordered on at least two days; by orders per customer where days are not known."""
    if evidence.rhythms:
        rhythm = evidence.rhythms.get(segment.id)
        return Decimal(rhythm.customers if rhythm else 0) / segment.customers
    return None if segment.orders_each is None else min(segment.orders_each - 1, Decimal(1))


def _share_late(segment: SegmentToday, evidence: Evidence) -> Decimal:
    """Return the share of those with a rhythm who are overdue; without rhythms, all or nobody by recency."""
    rhythm = evidence.rhythms.get(segment.id)
    if rhythm and rhythm.customers:
        return Decimal(rhythm.overdue) / rhythm.customers
    return Decimal((segment.median_recency or 0) > (evidence.all_recency or 0))


def _beside_others(segment: SegmentToday, evidence: Evidence) -> Decimal:
    """Return how many times the average turnover per customer a segment has; 1 where turnover is not known."""
    known = [one for one in evidence.today if one.revenue is not None]
    turnover = sum((one.revenue for one in known if one.revenue is not None), Decimal(0))
    if segment.revenue is None or turnover <= 0:
        return Decimal(1)
    return segment.revenue / segment.customers * sum(one.customers for one in known) / turnover


def _orders_often(segment: SegmentToday, evidence: Evidence) -> bool:
    """Tell whether customers of a segment ordered at least as often as all on average."""
    known = [one for one in evidence.today if one.orders_each is not None]
    orders = sum(
        (one.orders_each * one.customers for one in known if one.orders_each is not None), Decimal(0)
    )
    customers = sum(one.customers for one in known)
    return bool(customers) and (segment.orders_each or Decimal(0)) * customers >= orders
