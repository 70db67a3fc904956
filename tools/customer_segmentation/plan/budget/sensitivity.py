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
    """

    option: int | None
    if_worse: float
    if_better: float

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
    every = [*(int(n) for n in plan.nonzero()[0]), None]
    found = [
        Assumption(n, *(float(end.expected @ plan) for end in _ends(setting, worth, n, margin)))
        for n in every
    ]
    return sorted(found, key=lambda one: -one.swing)


def would_drop(setting: Setting, worth: Worth, plan: "ndarray", margin: float, of: Assumption) -> bool:
    """Tell whether the best plan at the worse end of an assumption leaves out what the plan does.

    That is its option, or for the margin any option.
    """
    worse, _ = _ends(setting, worth, of.option, margin)
    options = setting.options if of.option is not None else _earning(setting, swayed(margin)[0] / margin)
    try:
        after = allocate(replace(setting, options=options), worse)
    except NoPlan:
        return False
    return not after[of.option] if of.option is not None else bool(((plan > 0) & (after == 0)).any())


def _ends(setting: Setting, worth: Worth, option: int | None, margin: float) -> tuple[Worth, Worth]:
    """Return what options are worth at the worse and at the better end of an assumption."""
    if option is None:
        low, high = (_earning(setting, end / margin) for end in swayed(margin))
        return worth_of(low, worth.extra, worth.value), worth_of(high, worth.extra, worth.value)
    effect = setting.options[option].effect
    return _with_effect(setting, worth, option, effect.worst), _with_effect(
        setting, worth, option, effect.best
    )


def _earning(setting: Setting, factor: float) -> list[Option]:
    return [replace(one, earned=one.earned * factor) for one in setting.options]


def swayed(margin: float) -> tuple[float, float]:
    """Return the margins at the ends of the range."""
    return margin * (1 - SWAY), min(margin * (1 + SWAY), 1.0)


def _with_effect(setting: Setting, worth: Worth, n: int, level: float) -> Worth:
    extra = worth.extra.copy()
    option: Option = setting.options[n]
    ceiling = 1.0 if option.base is None else 1.0 - option.base
    extra[:, n] = max(min(level, ceiling), -(1.0 if option.base is None else option.base))
    return worth_of(setting.options, extra, worth.value)
