"""Odd and hostile files of campaigns: each is read, asked about, or refused with words that help."""

from datetime import timedelta

import pytest
from campaign_shop import START, fact, measured, people, segmented, write

from customer_segmentation.kit.errors import InputError, MethodError, NeedsAnswer
from customer_segmentation.kit.prose import prose
from customer_segmentation.measure.arms import find_arms


@pytest.fixture
def campaign(workspace, here):
    """A shop and the rows of its campaign's file."""
    rows, listed = people(seed=21, customers=400)
    segmented(workspace, rows)
    return listed


def renamed(listed, **headers):
    return [{headers.get(name, name): value for name, value in one.items()} for one in listed]


def groups_of(result):
    return fact(result, "all.contacted"), fact(result, "all.held_out")


def counted(listed):
    held = sum(one["arm"] == "control" for one in listed)
    return len(listed) - held, held


@pytest.mark.parametrize(
    ("header", "mail", "control"),
    [
        ("treated", "1", "0"),
        ("contacted", "yes", "no"),
        ("held_out", "false", "true"),
        ("holdout", "0", "1"),
        ("Variante", "Mail [[x]] {y}", "Holdout"),
        ("是否触达", "是", "否"),
        ("分组", "实验组", "对照组"),
        ("segment", "Mens E-Mail", "No E-Mail"),
    ],
)
def test_those_held_out_are_recognised(workspace, here, campaign, header, mail, control):
    rows = [{**one, "arm": control if one["arm"] == "control" else mail} for one in campaign]
    result = measured(workspace, write(here / "c.csv", renamed(rows, arm=header)))
    assert groups_of(result) == counted(campaign)
    assert "[[x]]" not in prose("measure_campaign", result.reply, "en")


def test_arms_that_say_nothing_are_asked_about(workspace, here, campaign):
    rows = [{**one, "arm": {"mail": "A", "control": "B"}[one["arm"]]} for one in campaign]
    path = write(here / "c.csv", rows)
    with pytest.raises(NeedsAnswer, match="Which customers were held out") as asked:
        measured(workspace, path)
    assert [told for _, told in asked.value.options] == [{"control": c} for c in ("A", "B", "none")]
    assert groups_of(measured(workspace, path, control="b")) == counted(campaign)
    assert measured(workspace, path, control="none").reply.detail["correlational"]
    with pytest.raises(InputError, match="no value C"):
        measured(workspace, path, control="C")


def test_one_arm_alone():
    assert find_arms({"mail": 3}, "arm", "").control == ""
    with pytest.raises(InputError, match="held out"):
        find_arms({"control": 3}, "arm", "")
    with pytest.raises(InputError, match="too many"):
        find_arms({str(n): 1 for n in range(9)}, "arm", "")


def test_chinese_headers_and_dates_as_text(workspace, here, campaign):
    rows = renamed(campaign, customer_id="客户编号", arm="组别", sent_on="发送日期")
    rows = [
        {**one, "发送日期": "2024年6月1日", "组别": {"mail": "短信", "control": "对照"}[one["组别"]]}
        for one in rows
    ]
    result = measured(workspace, write(here / "结果.csv", rows))
    assert groups_of(result) == counted(campaign)
    assert fact(result, "all.days") == 30
    assert "结果" not in prose("measure_campaign", result.reply, "zh").splitlines()[0]


def test_ids_that_do_not_match_are_told_with_counts(workspace, here, campaign):
    rows = [{**one, "customer_id": f"X-{n}"} for n, one in enumerate(campaign)]
    with pytest.raises(InputError, match="none of the 400 rows") as found:
        measured(workspace, write(here / "c.csv", rows))
    assert "c0" in str(found.value)


def test_some_strangers_count_as_having_bought_nothing(workspace, here, campaign):
    strangers = [{**one, "customer_id": f"X-{n}"} for n, one in enumerate(campaign[:100])]
    result = measured(workspace, write(here / "c.csv", campaign + strangers))
    assert fact(result, "all.not_known") == 100
    assert fact(result, "unsegmented.contacted") + fact(result, "unsegmented.held_out") == 100


def test_who_stands_in_both_arms_is_set_aside_and_who_stands_twice_counts_once(workspace, here, campaign):
    mailed = [one for one in campaign if one["arm"] == "mail"]
    both = [{**one, "arm": "control"} for one in mailed[:7]]
    nobody = {"customer_id": "", "arm": "mail", "sent_on": START.isoformat()}
    nowhere = {**campaign[0], "customer_id": "c-new", "arm": ""}
    result = measured(workspace, write(here / "c.csv", [*campaign, *both, *mailed[10:13], nobody, nowhere]))
    assert groups_of(result) == (len(mailed) - 7, len(campaign) - len(mailed))
    told = {name: fact(result, f"all.{name}") for name in ("both", "repeated", "nameless", "armless")}
    assert told == {"both": 7, "repeated": 3, "nameless": 1, "armless": 1}


def test_those_held_out_may_stand_in_a_file_of_their_own(workspace, here, campaign):
    parts = {
        arm: [{"customer_id": one["customer_id"]} for one in campaign if one["arm"] == arm]
        for arm in ("mail", "control")
    }
    mail, control = (write(here / f"{arm}.csv", rows) for arm, rows in parts.items())
    with pytest.raises(InputError, match="first day"):
        measured(workspace, mail, holdout=control)
    result = measured(workspace, mail, holdout=control, start=START.isoformat())
    assert groups_of(result) == counted(campaign)


def test_an_outcome_of_the_file_itself(workspace, here, campaign):
    rows = [{**one, "converted": "yes" if n % 3 else "no"} for n, one in enumerate(campaign)]
    result = measured(workspace, write(here / "c.csv", rows))
    mail = [n % 3 > 0 for n, one in enumerate(campaign) if one["arm"] == "mail"]
    assert fact(result, "all.outcome") == pytest.approx(sum(mail) / len(mail))
    assert result.reply.detail["measured"] == "file"
    rows = [{**one, "visits": n % 5} for n, one in enumerate(campaign)]
    result = measured(workspace, write(here / "d.csv", rows), outcome="visits")
    assert result.reply.facts["measure_campaign.all.effect"].unit == "average"
    with pytest.raises(InputError, match="neither numbers"):
        measured(workspace, str(here / "d.csv"), outcome="arm")


def test_days_after_the_orders_are_not_known(workspace, here, campaign):
    path = write(here / "c.csv", campaign)
    with pytest.raises(MethodError, match="orders end"):
        measured(workspace, path, start="2025-06-01")
    late = measured(workspace, path, start=(START + timedelta(days=50)).isoformat())
    assert "campaign_window_shortened" in {finding.code for finding in late.reply.findings}


def test_too_few_are_refused_with_counts(workspace, here, campaign):
    with pytest.raises(MethodError, match="Too few"):
        measured(workspace, write(here / "c.csv", campaign[:40]))


def test_no_file_a_wrong_header_and_days_that_are_none(workspace, here, campaign):
    with pytest.raises(InputError, match="Which campaign"):
        measured(workspace, "")
    path = write(here / "c.csv", [{**one, "when": "soon"} for one in campaign])
    with pytest.raises(InputError, match="arm"):
        measured(workspace, path, arm="arms")
    with pytest.raises(InputError, match="cannot be read"):
        measured(workspace, path, sent_on="when")
