"""The design of one experiment: how many are held out, what that detects, and whether it can teach anything."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from customer_segmentation.plan.experiment.power import (
    Demands,
    Groups,
    customers_for_mean,
    customers_for_share,
    detectable_mean,
    detectable_share,
    divided,
    power_of_mean,
    power_of_share,
)
from customer_segmentation.plan.experiment.request import ExperimentRequest, Measured
from customer_segmentation.plan.experiment.subject import Subject
from customer_segmentation.segment.segment_table import SMALL

SHARES: Final = (0.1, 0.2, 0.3, 0.5)
"""Shares held out that are tried, least first: who is held out gets no action while the test runs."""
_CERTAIN: Final = 0.999999


class Verdict(StrEnum):
    """What an experiment on a subject can teach."""

    ENOUGH = "enough"
    """It shows the lift that is looked for."""
    SMALL = "small"
    """It shows larger lifts only, or its groups are too small to read; together with others it may do."""
    NOTHING = "nothing"
    """No lift to look for is known: nobody orders unasked, or everybody does."""


@dataclass(frozen=True)
class Design:
    """How an experiment on a subject looks.

    Attributes:
        wanted: The lift looked for: a difference of shares as a fraction of one, or money per customer.
        detectable: The least lift that the groups show with the power demanded; None if they show none.
        needed: Customers, divided alike, who would show ``wanted``; None where nothing is wanted.
        likely: The lift of the playbook's likely scenario, in the unit of ``wanted``.
    """

    subject: Subject
    groups: Groups
    held_out: float
    wanted: float
    detectable: float | None
    needed: int | None
    likely: float

    @property
    def verdict(self) -> Verdict:
        """What it can teach."""
        if not self.wanted:
            return Verdict.NOTHING
        shows = self.detectable is not None and self.detectable <= self.wanted
        return Verdict.ENOUGH if shows else Verdict.SMALL


def design(subject: Subject, request: ExperimentRequest) -> Design:
    """Return the experiment on a subject that holds out the fewest and shows the wanted lift, or all it can.

    A share that the person asked for is kept.
    """
    if request.held_out:
        return design_holding(subject, request.held_out / 100, request)
    return least_holding(subject, request) or design_holding(subject, SHARES[-1], request)


def least_holding(subject: Subject, request: ExperimentRequest) -> Design | None:
    """Return the experiment that holds out the fewest and shows the wanted lift; None where none does."""
    tried = (design_holding(subject, share, request) for share in SHARES)
    return next((one for one in tried if one.verdict is Verdict.ENOUGH), None)


def design_holding(subject: Subject, share: float, request: ExperimentRequest) -> Design:
    """Return the experiment on a subject with a share held out.

    Groups under ``SMALL`` customers show nothing: no rate is read of them.
    """
    groups, wanted = divided(subject.customers, share), wanted_lift(subject, request)
    readable = min(groups.contacted, groups.held_out) >= SMALL
    return Design(
        subject=subject,
        groups=groups,
        held_out=share,
        wanted=wanted,
        detectable=_detectable(subject, groups, request) if readable else None,
        needed=_needed(subject, wanted, share, request) if wanted else None,
        likely=_in_unit(subject, subject.likely, request),
    )


def chance(subject: Subject, lift: float, groups: Groups, request: ExperimentRequest) -> float:
    """Return the chance that a test on two groups shows a lift that is there, 0 where it can show none."""
    if request.measured is Measured.REVENUE:
        known = subject.adjusted > 0 and groups.enough
        return power_of_mean(subject.adjusted, lift, groups, request.alpha) if known else 0.0
    highest = (1 - subject.base) * _CERTAIN
    known = 0 < subject.base < 1 and groups.enough
    return power_of_share(subject.base, min(lift, highest), groups, request.alpha) if known else 0.0


def wanted_lift(subject: Subject, request: ExperimentRequest) -> float:
    """Return the lift to be shown: the one asked for, else that of the playbook's most hopeful scenario.

    Of revenue it is that of the share who order times what each of them spends, the basket taken as it is.
    """
    if not request.lift:
        return _in_unit(subject, subject.highest, request)
    points = request.lift / 100
    return points if request.measured is Measured.ORDERED else max(points * subject.mean, 0.0)


def _in_unit(subject: Subject, lift: float, request: ExperimentRequest) -> float:
    """Return a lift of the share who order in the unit that the test is read by."""
    if request.measured is Measured.ORDERED:
        return lift
    return max(lift / subject.base * subject.mean, 0.0) if subject.base else 0.0


def _detectable(subject: Subject, groups: Groups, request: ExperimentRequest) -> float | None:
    demands = Demands(request.alpha, request.power)
    if request.measured is Measured.REVENUE:
        return detectable_mean(subject.adjusted, groups, demands)
    return detectable_share(subject.base, groups, demands) if 0 < subject.base < 1 else None


def _needed(subject: Subject, wanted: float, share: float, request: ExperimentRequest) -> int | None:
    demands = Demands(request.alpha, request.power)
    if request.measured is Measured.REVENUE:
        found = customers_for_mean(subject.adjusted, wanted, share, demands) if subject.adjusted else None
    else:
        lift = min(wanted, (1 - subject.base) * _CERTAIN)
        found = customers_for_share(subject.base, lift, share, demands) if 0 < subject.base < 1 else None
    readable = math.ceil(SMALL / min(share, 1 - share))
    return None if found is None else max(found, readable)
