"""The design of one experiment: how many are held out, what that detects, and whether it can teach anything."""

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
)
from customer_segmentation.plan.experiment.request import ExperimentRequest, Measured
from customer_segmentation.plan.experiment.subject import Subject

SHARES: Final = (0.1, 0.2, 0.3, 0.5)
"""Shares held out that are tried, least first: who is held out gets no action while the test runs."""


class Verdict(StrEnum):
    """What an experiment on a subject can teach."""

    ENOUGH = "enough"
    """It shows the lift that is to be shown."""
    SMALL = "small"
    """It shows larger lifts only; together with others it may do."""
    NOTHING = "nothing"
    """There is nothing to show: no lift to look for is known, or the groups cannot tell any difference."""


@dataclass(frozen=True)
class Design:
    """How an experiment on a subject looks.

    Attributes:
        wanted: The lift to be shown: a difference of shares as a fraction of one, or money per customer.
        detectable: The least lift that the groups show with the power demanded; None if they show none.
        needed: Customers, divided alike, who would show ``wanted``; None where nothing is wanted.
    """

    subject: Subject
    groups: Groups
    held_out: float
    wanted: float
    detectable: float | None
    needed: int | None

    @property
    def verdict(self) -> Verdict:
        """What it can teach."""
        if not self.wanted or self.detectable is None:
            return Verdict.NOTHING
        return Verdict.ENOUGH if self.detectable <= self.wanted else Verdict.SMALL


def design(subject: Subject, request: ExperimentRequest) -> Design:
    """Return the experiment on a subject that holds out the fewest and shows the wanted lift, or all it can.

    A share that the person asked for is kept.
    """
    shares = (request.held_out / 100,) if request.held_out else SHARES
    tried = [_design(subject, share, request) for share in shares]
    return next((one for one in tried if one.verdict is Verdict.ENOUGH), tried[-1])


def wanted_lift(subject: Subject, request: ExperimentRequest) -> float:
    """Return the lift to be shown: the one asked for, else that of the playbook's most hopeful scenario.

    Of revenue it is that of the share who order times what each of them spends, the basket taken as it is.
    """
    if request.measured is Measured.ORDERED:
        return request.lift / 100 if request.lift else subject.highest
    relative = (
        request.lift / 100 if request.lift else (subject.highest / subject.base if subject.base else 0.0)
    )
    return max(relative * subject.mean, 0.0)


def _design(subject: Subject, share: float, request: ExperimentRequest) -> Design:
    demands = Demands(request.alpha, request.power)
    groups, wanted = divided(subject.customers, share), wanted_lift(subject, request)
    if request.measured is Measured.ORDERED:
        detectable = detectable_share(subject.base, groups, demands) if 0 < subject.base < 1 else None
        known = wanted and subject.base + wanted < 1
        needed = customers_for_share(subject.base, wanted, share, demands) if known else None
    else:
        detectable = detectable_mean(subject.adjusted, groups, demands)
        known = wanted and subject.adjusted > 0
        needed = customers_for_mean(subject.adjusted, wanted, share, demands) if known else None
    return Design(subject, groups, share, wanted, detectable, needed)
