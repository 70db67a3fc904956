import pytest

from customer_segmentation_skill.adapters.deciding.decision import Decision, decision
from customer_segmentation_skill.adapters.deciding.proposals import Proposal

KNOWN = [Proposal("a1b2c3", "export_audience"), Proposal("b2c3d4", "schedule_refresh")]
EDITS = {
    "make it Tuesday": ((), {"every": "week", "weekday": "tuesday"}),
    "change the schedule to Tuesday at 9:30": ((2,), {"every": "week", "weekday": "tuesday", "at": "09:30"}),
    "the second on fridays instead": ((2,), {"every": "week", "weekday": "friday"}),
    "make it 7:15 on Tuesdays": ((), {"at": "07:15", "every": "week", "weekday": "tuesday"}),
    "make it the 5th of every month": ((), {"every": "month", "day": 5}),
    "改成9点": ((), {"at": "09:00"}),
    "run it at 6 pm": ((), {"at": "18:00"}),
    "make it daily at 7": ((), {"every": "day", "at": "07:00"}),
    "make it the 15th of every month": ((), {"every": "month", "day": 15}),
    "ok, but ask me each time": ((), {"unattended": False}),
    "改成每周二": ((), {"every": "week", "weekday": "tuesday"}),
    "改到周日晚上8点半": ((), {"every": "week", "weekday": "sunday", "at": "20:30"}),
    "第二个改成每月15号": ((2,), {"every": "month", "day": 15}),
}


@pytest.mark.parametrize(("text", "expected"), EDITS.items())
def test_a_waiting_schedule_is_changed_in_words(text, expected):
    which, changes = expected
    assert decision(text, KNOWN) == Decision("edit", which, changes=changes)


@pytest.mark.parametrize("text", EDITS)
def test_where_no_schedule_waits_they_change_nothing(text):
    assert decision(text, KNOWN[:1]) is None


@pytest.mark.parametrize(
    "text",
    [
        "Tuesday",
        "every tuesday",
        "redo this every tuesday",
        "make it Tuesday or Friday",
        "make it 25:00",
        "why Monday",
    ],
)
def test_more_or_less_than_a_change_is_none(text):
    assert decision(text, KNOWN) is None
