from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from customer_segmentation.recipes.schedule.when import When, dues_after, is_zone, latest_due, next_due

ZONES = ["UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Shanghai"]
rules = st.builds(
    When,
    every=st.sampled_from(["day", "week", "month"]),
    weekday=st.sampled_from(["monday", "wednesday", "sunday"]),
    day=st.integers(1, 31),
    at=st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59)),
    zone=st.sampled_from(ZONES),
)
instants = st.datetimes(datetime(1980, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(text):
    return datetime.fromisoformat(text)


def due(when, after):
    """The next run as the clock of its place shows it."""
    return next_due(when, at(after)).astimezone(when.place).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("rule", "after", "expected"),
    [
        ({"every": "day"}, "2025-01-01T08:00+00:00", "2025-01-02T08:00+00:00"),
        ({"every": "day"}, "2025-01-01T07:59+00:00", "2025-01-01T08:00+00:00"),
        ({"zone": "Europe/Berlin"}, "2025-01-06T06:59+00:00", "2025-01-06T08:00+01:00"),
        ({"zone": "Europe/Berlin"}, "2025-01-06T07:00+00:00", "2025-01-13T08:00+01:00"),
        ({"weekday": "sunday"}, "2025-01-06T00:00+00:00", "2025-01-12T08:00+00:00"),
        ({"every": "month", "day": 31}, "2025-01-31T08:00+00:00", "2025-02-28T08:00+00:00"),
        ({"every": "month", "day": 31}, "2024-02-01T08:00+00:00", "2024-02-29T08:00+00:00"),
        ({"every": "month", "day": 31}, "2024-02-29T08:00+00:00", "2024-03-31T08:00+00:00"),
        ({"zone": "Asia/Shanghai", "at": "00:30"}, "2025-01-05T16:00+00:00", "2025-01-06T00:30+08:00"),
    ],
)
def test_the_next_run(rule, after, expected):
    assert due(When(**rule), after) == expected


@pytest.mark.parametrize(
    ("zone", "clock", "after", "expected"),
    [
        # Clocks go forward over the time: the first minute that exists again.
        ("Europe/Berlin", "02:30", "2025-03-29T12:00+00:00", "2025-03-30T03:00+02:00"),
        ("Europe/Berlin", "02:00", "2025-03-29T12:00+00:00", "2025-03-30T03:00+02:00"),
        ("Europe/Berlin", "03:00", "2025-03-29T12:00+00:00", "2025-03-30T03:00+02:00"),
        ("America/Sao_Paulo", "00:00", "2018-11-03T12:00+00:00", "2018-11-04T01:00-02:00"),
        ("America/Sao_Paulo", "00:00", "2019-11-02T12:00+00:00", "2019-11-03T00:00-03:00"),
        ("Australia/Lord_Howe", "02:15", "2024-10-05T12:00+00:00", "2024-10-06T02:30+11:00"),
        # Clocks go back and the time comes twice: once, the first.
        ("Europe/Berlin", "02:30", "2025-10-25T12:00+00:00", "2025-10-26T02:30+02:00"),
        ("Europe/Berlin", "02:30", "2025-10-26T00:30+00:00", "2025-10-27T02:30+01:00"),
        ("America/Sao_Paulo", "23:30", "2018-02-17T12:00+00:00", "2018-02-17T23:30-02:00"),
        ("America/Sao_Paulo", "23:30", "2018-02-18T01:30+00:00", "2018-02-18T23:30-03:00"),
        ("Australia/Lord_Howe", "01:45", "2025-04-05T12:00+00:00", "2025-04-06T01:45+11:00"),
        ("Australia/Lord_Howe", "01:45", "2025-04-05T14:45+00:00", "2025-04-07T01:45+10:30"),
        # A whole day was left out.
        ("Pacific/Apia", "08:00", "2011-12-29T18:00+00:00", "2011-12-31T00:00+14:00"),
        ("Pacific/Apia", "08:00", "2011-12-30T10:00+00:00", "2011-12-31T08:00+14:00"),
    ],
)
def test_where_clocks_are_changed(zone, clock, after, expected):
    assert due(When(every="day", at=clock, zone=zone), after) == expected


@given(rules, instants)
def test_a_run_is_later_and_at_its_time_unless_the_clock_jumps_over_it(when, after):
    found = next_due(when, after)
    local = found.astimezone(when.place)
    assert after < found <= after + timedelta(days=33)
    if local.strftime("%H:%M") == when.at:
        assert local.fold == 0
    else:
        before = (found - timedelta(minutes=1)).astimezone(when.place)
        assert local.utcoffset() > before.utcoffset()
        assert before.strftime("%d %H:%M") < local.strftime("%d %H:%M") or before.month != local.month


@given(rules, instants)
def test_no_run_lies_between_an_instant_and_the_next(when, after):
    found = next_due(when, after)
    assert next_due(when, found - timedelta(seconds=1)) == found
    assert next_due(when, after + (found - after) / 2) == found


@given(st.sampled_from(ZONES), instants, st.integers(0, 23))
def test_a_daily_run_comes_once_for_every_day(zone, after, hour):
    when = When(every="day", at=f"{hour:02d}:30", zone=zone)
    runs = dues_after(when, after)
    days = [next(runs).astimezone(when.place).date() for _ in range(40)]
    assert days == sorted(set(days))
    assert (days[-1] - days[0]).days in ({39} if zone != "Pacific/Apia" else {39, 40})


@given(rules, instants, st.integers(0, 90))
def test_missed_runs_are_counted_and_the_last_is_due(when, after, days):
    until = after + timedelta(days=days)
    every = []
    for run in dues_after(when, after):
        if run > until:
            break
        every.append(run)
    assert latest_due(when, after, until) == ((every[-1], len(every) - 1) if every else (None, 0))


@pytest.mark.parametrize(
    "wrong",
    [{"at": "8:00"}, {"at": "24:00"}, {"zone": "Mars/Base"}, {"zone": "../etc"}, {"day": 32}, {"zone": ""}, {"every": "hour"}],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValidationError):
        When(**wrong)


def test_only_what_counts_is_spoken():
    assert When(every="day", day=3).spoken() == {"every": "day", "at": "08:00", "zone": "UTC"}
    assert list(When(every="month").spoken()) == ["every", "day", "at", "zone"]


def test_zones_are_names_of_places():
    assert is_zone("Europe/Berlin")
    assert not any(map(is_zone, ("", "Europe", "Nowhere/Land", "/etc/passwd", "Europe/Berlin\0")))
    assert ZoneInfo("Australia/Lord_Howe").utcoffset(datetime(2024, 12, 1)) == timedelta(hours=11)  # noqa: DTZ001
