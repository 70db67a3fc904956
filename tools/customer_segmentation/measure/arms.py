"""Which customers were left alone: the control arm among the values of a column."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from customer_segmentation.kit.errors import InputError, NeedsAnswer
from customer_segmentation.measure.campaign_columns import NONE
from customer_segmentation.measure.campaign_words import campaign_words

MOST_ARMS: Final = 8


@dataclass(frozen=True)
class Arms:
    """The arms of a campaign by the value of their cells; ``control`` is empty where nobody was held out."""

    control: str
    contacted: tuple[str, ...]


def find_arms(counts: Mapping[str, int], header: str, told: str) -> Arms:
    """Return which arm was held out.

    Args:
        counts: Customers by value of the arm's column.
        header: Its header.
        told: What the person said means held out; ``none`` for nobody; empty to find out.

    Raises:
        InputError: Too many values, no such value, or only customers who were held out.
        NeedsAnswer: More than one value, or none, could be the control.
    """
    values = sorted(counts)
    if len(values) > MOST_ARMS:
        raise InputError("campaign_arms_many", header=header, count=len(values), limit=MOST_ARMS)
    if told.strip().casefold() == NONE and NONE not in {value.casefold() for value in values}:
        return Arms("", tuple(values))
    control = _told(values, header, told) if told.strip() else _recognised(values, header)
    contacted = tuple(value for value in values if value != control)
    if not contacted:
        raise InputError("campaign_only_control", header=header, value=control)
    return Arms(control, contacted)


def _told(values: list[str], header: str, told: str) -> str:
    wanted = told.strip().casefold()
    found = [value for value in values if value.casefold() == wanted]
    if not found:
        raise InputError("campaign_no_such_arm", header=header, value=told, values=", ".join(values))
    return found[0]


def _recognised(values: list[str], header: str) -> str:
    words = campaign_words()
    lower = {value: _tidy(value) for value in values}
    reverse = words.means("held_out", header)
    for known in (words.control, words.yes if reverse else words.likely_control):
        found = [value for value, said in lower.items() if said in known]
        if len(found) == 1:
            return found[0]
        if found:
            raise _which(found, values, header)
    if len(values) == 1:
        return ""
    raise _which(values, values, header)


def _tidy(value: str) -> str:
    """Return a cell as it is compared; 0.0 is 0."""
    said = " ".join(value.casefold().split())
    return said.removesuffix(".0")


def _which(likely: list[str], values: list[str], header: str) -> NeedsAnswer:
    options: list[tuple[str, dict[str, str]]] = [(value, {"control": value}) for value in likely]
    options.append((NONE, {"control": NONE}))
    return NeedsAnswer("campaign_which_control", options=options, header=header, values=", ".join(values))
