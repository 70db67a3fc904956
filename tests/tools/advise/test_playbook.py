import copy
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from customer_segmentation.advise.playbook import (
    Action,
    Channel,
    CostField,
    Offer,
    Playbook,
    load_playbook,
    load_playbooks,
    read_playbook,
)
from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.errors import InputError

DEFAULT_SEGMENTS = {
    "champions",
    "loyal_customers",
    "potential_loyalists",
    "new_customers",
    "promising",
    "need_attention",
    "about_to_sleep",
    "at_risk",
    "cant_lose",
    "hibernating",
    "one_time_lapsed",
}
FOLDER = prompts_path() / "playbooks"


@pytest.fixture
def at_risk() -> dict:
    return yaml.safe_load((FOLDER / "at_risk.yaml").read_text(encoding="utf-8"))


def read_changed(content: object, folder: Path, name: str = "at_risk.yaml") -> Playbook:
    path = folder / name
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return read_playbook(path)


def test_every_default_segment_and_generic_have_a_playbook():
    assert set(load_playbooks()) == DEFAULT_SEGMENTS | {"generic", "outliers"}


@pytest.mark.parametrize("segment", sorted(DEFAULT_SEGMENTS))
def test_a_default_segment_gets_its_own_playbook(segment):
    assert load_playbook(segment).segment == segment


@pytest.mark.parametrize(
    "segment",
    ["c1", "my_vips", "VIPs", "老客户", "", "../playbooks/at_risk", "at_risk.yaml", "At_Risk", "README"],
)
def test_any_other_segment_gets_the_generic_playbook(segment):
    assert load_playbook(segment) is load_playbook("generic")


def test_playbooks_come_in_the_order_of_their_names():
    assert list(load_playbooks()) == sorted(DEFAULT_SEGMENTS | {"generic", "outliers"})


def test_text_is_chinese_only_when_asked():
    words = load_playbook("cant_lose").actions[0].name
    assert words.text("zh") == "电话回访"
    assert words.text("en") == "personal call"
    assert words.text("fr") == "personal call"


def test_a_playbook_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        load_playbook("champions").segment = "lost"


def set_action(place: int, **fields: object):
    def change(content: dict) -> None:
        content["actions"][place].update(fields)

    return change


def set_words(field: str, **words: str):
    def change(content: dict) -> None:
        content[field].update(words)

    return change


def same_ids(content: dict) -> None:
    content["actions"][1]["id"] = content["actions"][0]["id"]


FAULTS = [
    (lambda c: c.pop("goal"), "goal", "Field required"),
    (lambda c: c.update(owner="me"), "owner", "Extra inputs are not permitted"),
    (lambda c: c["actions"][0].pop("discount_rate"), "actions[1].discount_rate", "Field required"),
    (lambda c: c.update(actions=c["actions"][:1]), "actions", "at least 2 items"),
    (same_ids, "actions", "action ids used twice: come_back_email"),
    (set_action(1, channel="fax"), "actions[2].channel", "'email', 'sms'"),
    (set_action(1, cost_field="none"), "actions[2].cost_field", "a contact by post costs money"),
    (set_action(1, repeats=0), "actions[2].repeats", "at least one contact"),
    (set_action(1, discount_rate=0.1), "actions[2].discount_rate", "for the offer discount"),
    (set_action(3, discount_rate=None), "actions[4].discount_rate", "for the offer discount"),
    (set_action(0, channel="none", offer="none"), "actions[1].cost_field", "without contact"),
    (
        set_action(0, channel="none", offer="none", cost_field="none", repeats=0),
        "actions[1].scenario_lift",
        "without contact",
    ),
    (
        set_action(0, scenario_lift={"low": 0.2, "likely": 0.1, "high": 0.4}),
        "actions[1].scenario_lift",
        "must not fall",
    ),
    (set_words("goal", zh=" "), "goal.zh", "at least 1 character"),
    (set_words("goal", zh="Win them back."), "goal.zh", "no Chinese character"),
    (set_words("goal", en="赢回他们。"), "goal.en", "Chinese characters"),
    (set_words("goal", en="Win back 30% of them."), "goal.en", "hold a figure (3)"),
    (set_words("goal", en="Win back a % of them."), "goal.en", "hold a figure (%)"),
    (set_words("goal", zh="赢回 3 成客户。"), "goal.zh", "hold a figure (3)"),
    (set_words("goal", zh="每人多花￥若干。"), "goal.zh", "hold a figure (￥)"),
    (set_words("kpi", en="The share who order within 60 days."), "kpi", "the horizon of 90 days"),
    (set_words("kpi", zh="190 天内的复购比例。"), "kpi", "the horizon of 90 days"),
]


@pytest.mark.parametrize(("break_it", "field", "problem"), FAULTS)
def test_a_fault_names_file_and_field(break_it, field, problem, at_risk, tmp_path):
    content = copy.deepcopy(at_risk)
    break_it(content)
    with pytest.raises(InputError) as caught:
        read_changed(content, tmp_path)
    assert caught.value.code == "playbook_field_wrong"
    assert caught.value.values["file"] == "at_risk.yaml"
    assert caught.value.values["field"] == field
    assert problem in str(caught.value.values["problem"])
    for language in ("en", "zh"):
        assert "at_risk.yaml" in caught.value.said(language)
        assert field in caught.value.said(language)
    assert problem in str(caught.value)


def test_the_unbroken_content_reads(at_risk, tmp_path):
    assert read_changed(at_risk, tmp_path) == load_playbook("at_risk")


def test_days_are_no_figures(at_risk, tmp_path):
    at_risk["goal"] = {
        "en": "Day 3, a 14-day pause, then 1 day more.",
        "zh": "第 3 天发，隔 14 天，再等 1 天。",
    }
    assert read_changed(at_risk, tmp_path).goal.en == "Day 3, a 14-day pause, then 1 day more."


@pytest.mark.parametrize("content", [[], "words", None])
def test_a_file_without_fields_is_refused(content, tmp_path):
    with pytest.raises(InputError, match=r"at_risk\.yaml is wrong at file"):
        read_changed(content, tmp_path)


def test_the_file_is_named_for_its_segment(at_risk, tmp_path):
    with pytest.raises(InputError, match=r"lost\.yaml is wrong at segment: it says at_risk"):
        read_changed(at_risk, tmp_path, "lost.yaml")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"generic\.yaml is missing"):
        read_playbook(tmp_path / "generic.yaml")


def test_a_file_that_is_not_text_is_named(tmp_path):
    path = tmp_path / "at_risk.yaml"
    path.write_bytes("goal: 赢回".encode("gb18030"))
    with pytest.raises(InputError, match=r"at_risk\.yaml is not UTF-8 text"):
        read_playbook(path)


def test_a_file_that_is_not_yaml_is_named_with_its_line(tmp_path):
    path = tmp_path / "at_risk.yaml"
    path.write_text("segment: at_risk\ngoal: win: them back\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"at_risk\.yaml is not valid YAML near line 2"):
        read_playbook(path)


def test_every_field_is_explained_in_the_readme():
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for field in [*Playbook.model_fields, *Action.model_fields]:
        assert f"| `{field}` |" in readme
    for value in [*Channel, *Offer, *CostField]:
        assert f"`{value}`" in readme
