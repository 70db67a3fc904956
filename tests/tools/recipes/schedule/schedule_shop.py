"""A shop that goes on selling, and a schedule of what a conversation did with its file."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from customer_segmentation.kit.errors import ApprovalRequired
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.recipes.schedule.run_schedule import run_if_due, run_now
from customer_segmentation.recipes.schedule.schedule import read_schedule
from customer_segmentation.recipes.schedule.schedule_refresh import schedule_refresh
from customer_segmentation.recipes.schedule.when import next_due
from customer_segmentation.workspace.approval import approvals, decide, execute
from customer_segmentation.workspace.run import run

LAST = date(2024, 12, 30)
HEADERS = ["order_no", "client_no", "created", "product", "amount"]
SCHEDULE = tool_of(schedule_refresh)


def orders(more=0, customers=120):
    """Two years of orders, and three for each of ``more`` days after them."""
    rows = []
    for customer in range(customers):
        for order in range(1 + (customer * 7) % 9):
            day = LAST - timedelta(days=(customer * 13) % 400 + order * 31)
            rows.append([f"S{customer:03d}{order}", f"C{customer:04d}", day, "Bowl", 20 + customer % 60])
    for day in range(1, more + 1):
        rows += [
            [f"N{day}{n}", f"C{(day * 3 + n) % customers:04d}", LAST + timedelta(days=day), "Lamp", 30 + n]
            for n in range(3)
        ]
    return rows


def write_orders(path, rows, headers=HEADERS):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])


def approved(tool, arguments, workspace):
    with pytest.raises(ApprovalRequired) as raised:
        run(tool, arguments, workspace)
    decide(workspace, raised.value.approval_id, "approved", by="person", surface="test")
    return execute(tool, workspace, raised.value.approval_id), raised.value.approval_id


@dataclass
class Shop:
    """A schedule, its file, and the clock that runs are given."""

    here: object
    workspace: object
    id: str = ""

    @property
    def file(self):
        return self.here / "orders.csv"

    def write(self, rows, headers=HEADERS):
        write_orders(self.file, rows, headers)

    @property
    def schedule(self):
        return read_schedule(self.workspace, self.id)

    def due(self, number=1):
        """The instant of the ``number``-th run after the approval, and three minutes."""
        decided = next(
            one for one in approvals(self.workspace, everywhere=True) if one.id == self.id
        ).decided_at
        instant = datetime.fromisoformat(decided)
        for _ in range(number):
            instant = next_due(self.schedule.timing, instant)
        return instant + timedelta(minutes=3)

    def run(self, number=1):
        return run_if_due(self.id, self.workspace, self.due(number))

    def run_now(self, *, accepted=False, number=1):
        return run_now(self.id, self.workspace, self.due(number) + timedelta(hours=1), accepted=accepted)

    def lists(self):
        return sorted(path.name for path in self.here.glob("*.csv") if path != self.file)
