"""What ``predict_value`` says, in both languages: grounded, short, and without anybody's name for a model."""

from datetime import timedelta

import pytest
from simulated_buyers import FIRST, lines_of, lives
from value_shop import ROWS, predicted, summary

from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.kit.words import words_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from rows_shop import aggregated, line, shop


def plain(workspace):
    shop(workspace, ROWS)
    return {}


def by_segment(workspace):
    shop(workspace, ROWS)
    run(tool_of(rfm_segments), {}, workspace)
    workspace.profile.told("margin", "40%").write(workspace.root)
    return {"segmentation": "latest", "horizon_days": 90}


def one_time_active(workspace):
    shop(workspace, ROWS)
    return {"model": "bg_nbd", "where": "orders >= 1", "horizon_days": 1_000}


def nobody_leaves(workspace):
    shop(workspace, lines_of(lives(13, 300, r=1.2, alpha=5, a=1e-9, b=1, days=500)))
    return {}


def summed_up(workspace):
    rows = [{**row, "revenue": 0} for row in summary()]
    rows.append({**rows[0], "customer_id": "unknown", "first_on": None})
    aggregated(workspace, rows, as_of=FIRST + timedelta(days=500))
    return {}


def changed(workspace):
    day = FIRST + timedelta(days=450)
    rows = [row for row in ROWS if row["ordered_at"].date() < day]
    shop(workspace, [*rows, *(line("c00001", f"l{k}", day + timedelta(days=k), 5) for k in (0, 149))])
    return {"horizon_days": 150}


def nobody_came(workspace):
    day = FIRST + timedelta(days=450)
    rows = [row for row in ROWS if row["ordered_at"].date() < day]
    shop(workspace, [*rows, line("new", "l0", day + timedelta(days=149), 5)])
    return {"horizon_days": 150}


CASES = (plain, by_segment, one_time_active, nobody_leaves, summed_up, changed, nobody_came)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("case", CASES)
def test_the_reply_is_grounded_and_short(workspace, case, language):
    asked = case(workspace)
    reply = predicted(workspace, **asked).reply
    ledger = ThreadLedger(workspace)
    text = prose("predict_value", reply, language)
    assert check(text, ledger) == []
    shown = Renderer(ledger, language).text(text)
    assert "not available" not in shown
    assert "无此数据" not in shown
    assert len(shown.splitlines()) <= 25


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_figure_has_words_and_what_is_asked_about_a_definition(workspace, language):
    reply = predicted(workspace, **by_segment(workspace)).reply
    labels = words_of("labels", language)
    measures = {key.rpartition(".")[2] for key in reply.facts}
    unnamed = {m for m in measures if not ({m, f"predict_value.{m}"} & set(labels["measures"]))}
    assert unnamed == set()
    columns = {measure for table in reply.tables.values() for measure in table.measures}
    assert columns <= set(labels["columns"])
    subjects = {subject for table in reply.tables.values() for subject in table.subjects}
    assert subjects <= set(labels["subjects"])


def test_a_model_sees_no_customer(workspace):
    reply = predicted(workspace, **plain(workspace)).reply
    seen = for_model(reply, "r1", "en")
    assert not [row[0] for row in reply.rows["customers"].rows if row[0] in seen]
    assert "predict_value.all.expected_value = " in seen
    assert "predict_value.all.holdout_error = " in seen


def test_what_must_be_minded_comes_first(workspace):
    reply = predicted(workspace, **changed(workspace)).reply
    text = prose("predict_value", reply, "en")
    assert text.index("Do not plan on these totals") < text.index("[[table:activity]]")
    assert reply.findings[0].code == "predict_value_far_off"
