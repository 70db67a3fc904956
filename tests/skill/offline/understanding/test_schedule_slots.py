import pytest
from test_understanding import SITUATION

from customer_segmentation_skill.offline.understanding.understand import understand

WHEN = {
    "redo this every Monday": {"every": "week", "weekday": "monday"},
    "redo all this every tuesday at 9": {"every": "week", "weekday": "tuesday", "at": "09:00"},
    "please repeat this on Thursdays at 6:30 pm": {"every": "week", "weekday": "thursday", "at": "18:30"},
    "run this every day at 12 am": {"every": "day", "at": "00:00"},
    "update it every evening": {"every": "day", "at": "20:00"},
    "can you update this weekly?": {"every": "week"},
    "repeat this on the 15th of every month": {"every": "month", "day": 15},
    "redo it on the last day of every month at noon": {"every": "month", "day": 31, "at": "12:00"},
    "redo this on the first of every month": {"every": "month", "day": 1},
    "redo it every Monday at 7:05, Berlin time": {
        "every": "week",
        "weekday": "monday",
        "at": "07:05",
        "zone": "Europe/Berlin",
    },
    "redo this every sunday 18:00 America/Sao_Paulo": {
        "every": "week",
        "weekday": "sunday",
        "at": "18:00",
        "zone": "America/Sao_Paulo",
    },
    "redo this every Monday, but ask me first": {"every": "week", "weekday": "monday", "unattended": "no"},
    "run weekly.yaml every friday": {"every": "week", "weekday": "friday", "recipe": "weekly.yaml"},
    "redo this every two weeks": {"every": "other"},
    "redo this every quarter": {"every": "other"},
    "每周一自动重跑": {"every": "week", "weekday": "monday"},
    "每周日晚上8点自动重新跑一遍": {"every": "week", "weekday": "sunday", "at": "20:00"},
    "每天早上八点半自动更新": {"every": "day", "at": "08:30"},
    "每月15号下午3点自动更新一次，北京时间": {
        "every": "month",
        "day": 15,
        "at": "15:00",
        "zone": "Asia/Shanghai",
    },
    "每月底自动跑一次": {"every": "month", "day": 31},
    "每周三自动重跑，每次先问我": {"every": "week", "weekday": "wednesday", "unattended": "no"},
    "每个季度自动更新": {"every": "other"},
}
OTHERS = {
    "what is scheduled?": ("schedules", {}),
    "show the schedules": ("schedules", {}),
    "which jobs are scheduled": ("schedules", {}),
    "when is the next run?": ("schedules", {}),
    "when does the Monday refresh run?": ("schedules", {}),
    "每周一的任务什么时候运行？": ("schedules", {}),
    "stop the Monday refresh": ("stop_schedule", {"every": "week", "weekday": "monday"}),
    "cancel the weekly report": ("stop_schedule", {"every": "week"}),
    "stop the schedule a1b2c3": ("stop_schedule", {"id": "a1b2c3"}),
    "stop redoing this every monday": ("stop_schedule", {"every": "week", "weekday": "monday"}),
    "有哪些定时任务？": ("schedules", {}),
    "下次什么时候运行": ("schedules", {}),
    "停止每周一的重跑": ("stop_schedule", {"every": "week", "weekday": "monday"}),
    "不要再每天自动更新了": ("stop_schedule", {"every": "day"}),
    "把定时任务停掉": ("stop_schedule", {}),
}


@pytest.mark.parametrize(("text", "slots"), WHEN.items())
def test_how_often_and_when(text, slots):
    found = understand(text, SITUATION)
    assert (found.intent, found.is_sure, found.slots) == ("schedule", True, slots)


@pytest.mark.parametrize(("text", "expected"), OTHERS.items())
def test_what_is_scheduled_and_what_is_to_stop(text, expected):
    found = understand(text, SITUATION)
    assert (found.intent, found.slots, found.is_sure) == (*expected, True)


@pytest.mark.parametrize(
    "text",
    [
        "stop calling them VIPs",
        "what are the segments?",
        "customers who buy every month",
        "drop the monday orders",
        "不要对照组",
    ],
)
def test_other_things_are_no_schedule(text):
    assert understand(text, SITUATION).intent not in {"schedule", "schedules", "stop_schedule"}
