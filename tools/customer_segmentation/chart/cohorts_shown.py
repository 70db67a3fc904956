"""Which cohorts of a reply have figures of their own, and for which later periods."""

from collections.abc import Iterable
from typing import Final

from customer_segmentation.kit.fact import split_key
from customer_segmentation.kit.reply import Reply

TOOL: Final = "cohort_retention"
_MARK: Final = "retained_"
"""What every cohort that began before the last day has a fact of, by later period."""


def cohorts_shown(reply: Reply) -> list[str]:
    """Return the cohorts with figures of their own, from the oldest on."""
    parts = [split_key(key) for key in reply.facts if key.startswith(f"{TOOL}.")]
    return sorted(cohort for _, cohort, measure in parts if measure == f"{_MARK}0" and cohort[0].isdigit())


def laters_of(reply: Reply, cohorts: Iterable[str]) -> list[int]:
    """Return the later periods that any of the cohorts has a figure of, in order."""
    wanted = set(cohorts)
    parts = [split_key(key) for key in reply.facts if key.startswith(f"{TOOL}.")]
    return sorted(
        {
            int(measure.removeprefix(_MARK))
            for _, cohort, measure in parts
            if cohort in wanted and measure.startswith(_MARK)
        }
    )
