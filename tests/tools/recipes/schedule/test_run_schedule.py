import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from schedule_shop import HEADERS, LAST, SCHEDULE, approved, orders

from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation.recipes.schedule.compare_runs import stops
from customer_segmentation.recipes.schedule.run_schedule import run_if_due, run_now
from customer_segmentation.recipes.schedule.runs import runs_of
from customer_segmentation.recipes.schedule.standing import read_standing, revoke
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.approval import approvals, decide
from customer_segmentation.workspace.held import held

WEEK = 7


def facts(made):
    return {key.removeprefix("compare_runs."): fact.value for key, fact in made.changes.reply.facts.items()}


def edit(scheduled, file, before, after):
    path = scheduled.workspace.root / "schedules" / scheduled.id / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def codes(made):
    return [finding.code for finding in stops(made.changes.reply)]


def test_a_due_run_reads_anew_on_rules_that_stand_still_and_writes(scheduled):
    before = next(scheduled.workspace.results_of("rfm_segments"))
    scheduled.write(orders(more=WEEK))
    made = scheduled.run()
    assert (made.run.status, made.run.outcome.missed, made.run.outcome.standing) == ("done", 0, "valid")
    assert scheduled.lists() == ["list-2025-01-07.csv", "list.csv"]
    formed = [Segmentation.read(one.folder) for one in (before, made.results["segments"])]
    assert formed[0].thresholds == formed[1].thresholds
    told = facts(made)
    assert (told["all.rows_before"], told["all.rows"]) == (len(orders()), len(orders(more=WEEK)))
    assert told["all.as_of"].isoformat() == "2025-01-07"
    assert told["all.followed"] == 120 == told["all.customers"]
    assert 0 < told["all.moved"] < 40
    sizes = [told[f"{segment}.customers"] for segment in formed[1].ids() if f"{segment}.customers" in told]
    assert sum(sizes) == 120
    (done,) = approvals(scheduled.workspace.with_(thread=scheduled.schedule.thread), "done")
    assert (done.decided_by, done.tool) == ("standing approval", "export_audience")


def test_rules_stand_still_from_run_to_run(scheduled):
    for number in (1, 2, 3):
        scheduled.write(orders(more=number * WEEK))
        made = scheduled.run(number)
        assert made.run.status == "done"
    first = next(scheduled.workspace.results_of("rfm_segments"))
    cuts = [Segmentation.read(one.folder).thresholds for one in (first, made.results["segments"])]
    assert cuts[0] == cuts[1]
    assert facts(made)["all.as_of_before"] == LAST + timedelta(days=15)


def test_nothing_is_run_twice_or_before_its_time(scheduled):
    early = scheduled.due() - timedelta(minutes=4)
    assert run_if_due(scheduled.id, scheduled.workspace, early) is None
    scheduled.write(orders(more=WEEK))
    assert scheduled.run().run.status == "done"
    assert scheduled.run() is None
    assert len(scheduled.lists()) == 2


def test_missed_runs_are_made_up_for_by_one_that_says_so(scheduled):
    scheduled.write(orders(more=WEEK))
    made = scheduled.run(4)
    assert (made.run.status, made.run.outcome.missed) == ("done", 3)
    assert scheduled.run(4) is None
    assert [run.status for run in runs_of(scheduled.workspace, scheduled.id)] == ["set", "done"]


RENAMED = ["order_no", "kunde", "created", "product", "amount"]
LATER = orders(more=WEEK)
WRONG = {
    "not newer": (orders(), HEADERS, ["run_not_newer"]),
    "half the file": (LATER[len(LATER) // 2 :], HEADERS, ["run_fell_rows"]),
    "a renamed column": (LATER, RENAMED, ["run_role_elsewhere"]),
    "refunds only": ([[*row[:4], -row[4]] if n % 2 else row for n, row in enumerate(LATER)], HEADERS, ["run_fell_revenue"]),
    "everybody came back": (
        [*LATER, *([f"X{n}", f"C{n:04d}", LAST + timedelta(days=8), "Bowl", 25] for n in range(120))],
        HEADERS,
        ["run_segment_moved"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "headers", "expected"), WRONG.values(), ids=WRONG)
def test_it_stops_before_it_writes_where_the_data_look_wrong(scheduled, rows, headers, expected):
    scheduled.write(rows, headers)
    made = scheduled.run()
    assert made.run.status == "stopped"
    assert set(expected) <= set(codes(made))
    assert scheduled.lists() == ["list.csv"]
    assert approvals(scheduled.workspace.with_(thread=scheduled.schedule.thread)) == []


def test_a_person_may_say_that_the_data_are_right(scheduled):
    scheduled.write(LATER[len(LATER) // 2 :])
    assert scheduled.run().run.status == "stopped"
    made = scheduled.run_now(accepted=True)
    assert (made.run.status, codes(made) != []) == ("done", True)
    assert scheduled.lists() == ["list-2025-01-07.csv", "list.csv"]
    scheduled.write([*LATER[len(LATER) // 2 :], ["Z1", "C0001", LAST + timedelta(days=9), "Bowl", 25]])
    assert scheduled.run(2).run.status == "done"


def test_a_run_at_a_persons_word_is_one_of_its_own_even_in_the_second_of_the_approval(scheduled):
    at = runs_of(scheduled.workspace, scheduled.id)[0].due
    assert run_now(scheduled.id, scheduled.workspace, at).run.status == "stopped"
    assert [run.status for run in runs_of(scheduled.workspace, scheduled.id)] == ["set", "stopped"]


def test_what_was_stopped_is_not_what_the_next_is_compared_with(scheduled):
    scheduled.write(LATER[len(LATER) // 2 :])
    assert scheduled.run().run.status == "stopped"
    scheduled.write([*LATER[len(LATER) // 2 :], ["Z1", "C0001", LAST + timedelta(days=9), "Bowl", 25]])
    assert scheduled.run(2).run.status == "stopped"


def test_a_source_that_is_gone_is_said_and_the_next_run_goes_on(scheduled):
    scheduled.file.unlink()
    made = scheduled.run()
    assert made.run.status == "failed"
    assert all("orders.csv" in made.run.outcome.said[language] for language in LANGUAGES)
    scheduled.write(LATER)
    assert scheduled.run(2).run.status == "done"


def test_without_a_standing_approval_it_computes_and_asks(scheduled):
    revoke(scheduled.workspace, scheduled.id)
    scheduled.write(LATER)
    made = scheduled.run()
    assert (made.run.status, list(made.run.outcome.waiting)) == ("waiting", ["export-audience"])
    assert scheduled.lists() == ["list.csv"]
    scheduled.write(orders(more=2 * WEEK))
    second = scheduled.run(2)
    thread = scheduled.workspace.with_(thread=scheduled.schedule.thread)
    assert [one.status for one in approvals(thread)] == ["replaced", "waiting"]
    assert second.run.outcome.waiting["export-audience"] == approvals(thread)[-1].id


def test_a_standing_approval_ends_with_its_last_day(shop):
    _, shop.id = approved(SCHEDULE, {"zone": "UTC", "until": "2020-01-31"}, shop.workspace)
    shop.write(LATER)
    made = shop.run()
    assert (made.run.status, made.run.outcome.standing, shop.lists()) == ("waiting", "ended", ["list.csv"])


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("recipe.yaml", "list-{as_of}.csv", "other-{as_of}.csv"),
        ("recipe.yaml", "at_risk,", ""),
        ("when.yaml", "monday", "tuesday"),
        ("when.yaml", "most_lost: 0.33", "most_lost: 1.0"),
    ],
)
def test_a_standing_approval_covers_the_files_word_for_word(scheduled, file, before, after):
    standing = read_standing(scheduled.workspace, scheduled.id)
    assert standing.validity(scheduled.schedule.digest, LAST) == "valid"
    edit(scheduled, file, before, after)
    assert standing.validity(scheduled.schedule.digest, LAST) == "changed"


def test_with_files_that_were_changed_it_asks(scheduled):
    edit(scheduled, "recipe.yaml", "list-{as_of}.csv", "other-{as_of}.csv")
    scheduled.write(LATER)
    made = scheduled.run()
    assert (made.run.status, made.run.outcome.standing) == ("waiting", "changed")
    assert scheduled.lists() == ["list.csv"]


def test_with_asking_each_time_nothing_is_written_without_a_yes(shop):
    result, shop.id = approved(SCHEDULE, {"zone": "UTC", "unattended": False}, shop.workspace)
    assert "schedule_refresh.all.until" not in result.reply.facts
    shop.write(LATER)
    assert (shop.run().run.status, shop.lists()) == ("waiting", ["list.csv"])


def test_what_another_process_runs_is_left_to_it(scheduled):
    with held(scheduled.workspace, scheduled.schedule.thread):
        assert scheduled.run().run is None
    scheduled.write(LATER)
    assert scheduled.run().run.status == "done"


def test_it_runs_from_anywhere_in_the_folder_that_was_approved(scheduled, tmp_path_factory):
    scheduled.write(LATER)
    os.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert scheduled.run().run.status == "done"
    assert Path.cwd() != scheduled.here
    assert scheduled.lists() == ["list-2025-01-07.csv", "list.csv"]


def test_results_that_are_gone_are_no_obstacle(scheduled):
    shutil.rmtree(scheduled.workspace.root / "results")
    scheduled.write(LATER)
    made = scheduled.run()
    assert (made.run.status, made.changes) == ("done", None)


def test_an_export_that_was_rejected_in_the_talk_is_no_part_of_it(shop):
    from customer_segmentation.act.export_audience import export_audience
    from customer_segmentation.kit.errors import ApprovalRequired
    from customer_segmentation.kit.tool import tool_of
    from customer_segmentation.workspace.run import run

    with pytest.raises(ApprovalRequired) as raised:
        run(tool_of(export_audience), {"segments": "champions", "path": "no.csv"}, shop.workspace)
    decide(shop.workspace, raised.value.approval_id, "rejected", by="person", surface="test")
    _, shop.id = approved(SCHEDULE, {"zone": "UTC"}, shop.workspace)
    assert [step.tool for step in shop.schedule.recipe.steps] == ["rfm_segments", "export_audience"]
