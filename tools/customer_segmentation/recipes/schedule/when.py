"""When a schedule is due: pure functions of an instant, in the time of a place.

The time of day is what a clock on the wall of that place shows. Where clocks are put forward over it, the run is due
in the first minute that exists again; where they are put back and it comes twice, the first of the two counts.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Final, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

Every = Literal["day", "week", "month"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of day, HH:MM."""

_WEEKDAYS: Final[tuple[str, ...]] = get_args(Weekday)
_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
_AROUND: Final = 2 * _DAY
"""Further than any place's clock is from UTC, with a day that was left out between."""


class When(BaseModel):
    """A rule that names instants.

    Attributes:
        weekday: Counts where ``every`` is a week.
        day: Day of the month; counts where ``every`` is a month. Shorter months end with their last day.
        zone: A place of the IANA time zone data, such as ``Europe/Berlin``.
    """

    model_config = ConfigDict(extra="forbid")

    every: Every = "week"
    weekday: Weekday = "monday"
    day: Annotated[int, Field(ge=1, le=31)] = 1
    at: Clock = "08:00"
    zone: str = "UTC"

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        if not is_zone(zone):
            message = f"{zone} is no time zone, such as Europe/Berlin or Asia/Shanghai"
            raise ValueError(message)
        return zone

    @property
    def place(self) -> ZoneInfo:
        """The clock that counts."""
        return ZoneInfo(self.zone)

    def spoken(self) -> dict[str, str | int]:
        """Return what of the rule counts: a week has no day of the month, a day neither."""
        counts = {"day": (), "week": ("weekday",), "month": ("day",)}[self.every]
        return {name: getattr(self, name) for name in ("every", *counts, "at", "zone")}


def is_zone(name: str) -> bool:
    """Tell whether there is a time zone of this name."""
    try:
        ZoneInfo(name)
    except (
        ValueError,
        OSError,
    ):  # ZoneInfoNotFoundError is a KeyError; names of folders and odd signs are these.
        return False
    except KeyError:
        return False
    return True


def next_due(when: When, after: datetime) -> datetime:
    """Return the first instant later than ``after`` at which a run is due, in UTC.

    Args:
        when: The rule.
        after: An instant with its offset from UTC.
    """
    day = (after - _AROUND).astimezone(when.place).date()
    while True:
        if _falls_on(when, day):
            due = _instant(when, day)
            if due > after:
                return due
        day += _DAY


def dues_after(when: When, after: datetime) -> Iterator[datetime]:
    """Yield the instants later than ``after`` at which runs are due, without end."""
    while True:
        after = next_due(when, after)
        yield after


def latest_due(when: When, after: datetime, until: datetime) -> tuple[datetime | None, int]:
    """Return the last instant due later than ``after`` and not later than ``until``, and how many were before it."""
    last, passed = None, 0
    for due in dues_after(when, after):
        if due > until:
            break
        passed += last is not None
        last = due
    return last, passed


def _falls_on(when: When, day: date) -> bool:
    if when.every == "day":
        return True
    if when.every == "week":
        return _WEEKDAYS[day.weekday()] == when.weekday
    return day.day == min(when.day, monthrange(day.year, day.month)[1])


def _instant(when: When, day: date) -> datetime:
    """Return when a day's clock first shows the time, or where it jumps over it, the first minute after."""
    local = datetime.combine(day, time.fromisoformat(when.at))
    place = when.place
    while True:
        # Of a time that comes twice, fold 0 is the first.
        instant = local.replace(tzinfo=place).astimezone(UTC)
        if instant.astimezone(place).replace(tzinfo=None) == local:
            return instant
        local += _MINUTE
