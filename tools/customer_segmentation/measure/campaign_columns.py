"""Which column of a campaign's file is what: as told, by its header, or by its cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from customer_segmentation.data.understand.column_profile import ColumnProfile
from customer_segmentation.data.understand.lexicon import plain
from customer_segmentation.data.understand.role_candidates import candidates, is_dates
from customer_segmentation.kit.errors import InputError
from customer_segmentation.measure.campaign_words import campaign_words
from customer_segmentation.measure.request import CampaignRequest

NONE: Final = "none"
"""Said instead of a header: the file has no such column."""


@dataclass(frozen=True)
class CampaignColumns:
    """Columns by role; ``customers`` are those that may hold the customer ids, the likeliest first."""

    customers: tuple[ColumnProfile, ...]
    arm: ColumnProfile | None
    sent_on: ColumnProfile | None
    outcome: ColumnProfile | None


def find_columns(
    profiles: Sequence[ColumnProfile], request: CampaignRequest, known_header: str
) -> CampaignColumns:
    """Return the columns of a campaign's file.

    Args:
        profiles: Of its columns.
        request: The headers that were told.
        known_header: Header of the customer id in the orders, which the file may share.

    Raises:
        InputError: A header that was told does not exist.
    """
    arm = (
        _told(profiles, "arm", request.arm) or _by_header(profiles, "arm", "held_out") or _by_cells(profiles)
    )
    sent_on = _told(profiles, "sent_on", request.sent_on) or _by_header(
        [one for one in profiles if is_dates(one)], "sent_on"
    )
    outcome = _told(profiles, "outcome", request.outcome) or _by_header(profiles, "outcome")
    if _is_none(request.arm):
        arm = None
    if _is_none(request.sent_on):
        sent_on = None
    if _is_none(request.outcome):
        outcome = None
    taken = {one.column.name for one in (arm, sent_on, outcome) if one}
    told = _told(profiles, "customer_id", request.customer_id)
    return CampaignColumns(
        customers=(told,) if told else _customers(profiles, taken, known_header),
        arm=arm,
        sent_on=sent_on,
        outcome=outcome,
    )


def _customers(
    profiles: Sequence[ColumnProfile], taken: set[str], known_header: str
) -> tuple[ColumnProfile, ...]:
    same = [one for one in profiles if plain(one.column.header) == plain(known_header)]
    named = [found.profile for found in candidates("customer_id", profiles, frozenset(taken))]
    others = [one for one in profiles if one.column.name not in taken and one.distinct > 1]
    every = {one.column.name: one for one in [*same, *named, *others]}
    return tuple(every.values())


def _is_none(header: str) -> bool:
    return header.strip().casefold() == NONE


def _told(profiles: Sequence[ColumnProfile], role: str, header: str) -> ColumnProfile | None:
    if not header.strip() or _is_none(header):
        return None
    for known in (header.strip(), plain(header)):
        for one in profiles:
            if known in {one.column.header, plain(one.column.header)}:
                return one
    headers = [one.column.header for one in profiles]
    near = get_close_matches(header, headers, n=1, cutoff=0.5)
    told = {"field": role, "header": header, "headers": ", ".join(headers[:30])}
    if near:
        raise InputError("data_header_unknown_similar", similar=near[0], **told)
    raise InputError("data_header_unknown", **told)


def _by_header(profiles: Sequence[ColumnProfile], *roles: str) -> ColumnProfile | None:
    for role in roles:
        for name in campaign_words().headers[role]:
            for one in profiles:
                if plain(one.column.header) == name and one.filled:
                    return one
    return None


def _by_cells(profiles: Sequence[ColumnProfile]) -> ColumnProfile | None:
    """Return the first column of few values one of which says that somebody was left alone."""
    sure = campaign_words().control
    return next((one for one in profiles if any(v.casefold() in sure for v in one.values)), None)
