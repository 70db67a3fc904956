"""Whether Klaviyo may already write to a profile, or was told not to."""

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Standing(Enum):
    """How a person stands with a channel."""

    OPEN = "open"
    SUBSCRIBED = "subscribed"
    OPTED_OUT = "opted out"


def standing(profile: Mapping[str, Any], channel: str, list_id: str) -> Standing:
    """Return how a profile with its ``subscriptions`` stands with a channel, and with a list if one is given."""
    marketing = _within(_within(_within(profile, "subscriptions"), channel), "marketing")
    lists = {str(one.get("list_id")) for one in _told(marketing, "list_suppressions")}
    said = str(marketing.get("consent") or "").upper()
    if said == "UNSUBSCRIBED" or _told(marketing, "suppression") or (list_id and list_id in lists):
        return Standing.OPTED_OUT
    return Standing.SUBSCRIBED if said == "SUBSCRIBED" else Standing.OPEN


def _within(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name)
    return found if isinstance(found, Mapping) else {}


def _told(told: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = told.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
