"""The time zone that this machine is set to."""

import os
from pathlib import Path
from typing import Final

from customer_segmentation.recipes.schedule.when import is_zone

_LINK: Final = Path("/etc/localtime")
_DATA: Final = "zoneinfo"


def own_zone() -> str:
    """Return the name of the machine's time zone, such as ``Europe/Berlin``; UTC where it has none that is known."""
    told = [os.environ.get("TZ", "").removeprefix(":"), _linked()]
    return next((zone for zone in told if zone and is_zone(zone)), "UTC")


def _linked() -> str:
    parts = _LINK.resolve().parts
    return "/".join(parts[parts.index(_DATA) + 1 :]) if _DATA in parts else ""
