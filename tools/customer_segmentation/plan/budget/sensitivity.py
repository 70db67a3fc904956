"""What would change a plan: one assumption at a time, at the ends of its range, all others as they are."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from customer_segmentation.plan.budget.allocation import allocate
from customer_segmentation.plan.budget.gain import Option, Worth, worth_of
from customer_segmentation.plan.budget.setting import Setting
from customer_segmentation.plan.budget.solve import NoPlan

if TYPE_CHECKING:
    from numpy import ndarray

SWAY: Final = 0.25
"""The margin is taken so much lower and higher, relative to itself."""


@dataclass(frozen=True)
class Assumption:
    """One assumption, and what the plan is expected to bring at either end of its range.

    Attributes:
        option: Position of the option whose effect it is; None for the margin.
        dropped: Whether the best plan at the worse end leaves out what the plan does: this option, or for the margin
            any option.
    """

    option: int | None
    if_worse: float
    if_better: float
    dropped: bool

    @property
    def swing(self) -> float:
        """How much the plan's expectation moves between the ends."""
        return self.if_better - self.if_worse


def assumptions_of(setting: Setting, worth: Worth, plan: "ndarray", margin: float) -> list[Assumption]:
    """Return the assumptions that a plan rests on, the one that moves it most first.

    ``margin`` is the one that the options were worked out with; it cannot rise above one.
    """
    if not plan.any():
        return []
    found = [_of_effect(setting, worth, plan, int(n)) for n in plan.nonzero()[0]]
    found.append(_of_margin(setting, worth, plan, margin))
    return sorted(found, key=lambda one: -one.swing)


def _of_effect(setting: Setting, worth: Worth, plan: "ndarray", n: int) -> Assumption:
    effect = setting.options[n].effect
    worse, better = (_with_effect(setting, worth, n, level) for level in (effect.worst, effect.best))
    after = _again(setting, worse)
    return Assumption(
        n, _brings(worse, plan), _brings(better, plan), dropped=after is not None and not after[n]
    )


def swayed(margin: float) -> tuple[float, float]:
    """Return the margins at the ends of the range."""
    return margin * (1 - SWAY), min(margin * (1 + SWAY), 1.0)


def _of_margin(setting: Setting, worth: Worth, plan: "ndarray", margin: float) -> Assumption:
    lower, higher = (
        [replace(one, earned=one.earned * end / margin) for one in setting.options] for end in swayed(margin)
    )
    worse, better = (worth_of(options, worth.extra) for options in (lower, higher))
    after = _again(replace(setting, options=lower), worse)
    dropped = after is not None and bool(((plan > 0) & (after == 0)).any())
    return Assumption(None, _brings(worse, plan), _brings(better, plan), dropped=dropped)


def _with_effect(setting: Setting, worth: Worth, n: int, level: float) -> Worth:
    extra = worth.extra.copy()
    option: Option = setting.options[n]
    ceiling = 1.0 if option.base is None else 1.0 - option.base
    extra[:, n] = max(min(level, ceiling), -(1.0 if option.base is None else option.base))
    return worth_of(setting.options, extra)


def _brings(worth: Worth, plan: "ndarray") -> float:
    return float(worth.expected @ plan)


def _again(setting: Setting, worth: Worth) -> "ndarray | None":
    """Return the best plan under changed assumptions; None where no plan holds the limits."""
    try:
        return allocate(setting, worth)
    except NoPlan:
        return None
