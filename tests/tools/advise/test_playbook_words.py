import re

import pytest

from customer_segmentation.advise.playbook import (
    Bilingual,
    Channel,
    Offer,
    Playbook,
    load_playbook,
    load_playbooks,
)
from customer_segmentation.kit.assets import prompts_path

FILES = sorted((prompts_path() / "playbooks").glob("*.yaml"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SPELT_OUT_EN = re.compile(
    r"\b(half|quarters?|doubled?|tripled?|twice|percent|per cent|hundred|thousand|dozen|euros?|dollars?)\b",
    re.IGNORECASE,
)
SPELT_OUT_ZH = re.compile(
    r"百分|翻倍|翻番|[一二三四五六七八九十两几数半][成倍折]|[一二三四五六七八九十百千万]元"
)
HYPE_EN = re.compile(
    r"\b(significant|boost|skyrocket|amazing|guarantee|leverage|delight|uplift|synerg|supercharge|unlock)",
    re.IGNORECASE,
)
HYPE_ZH = re.compile(r"显著|赋能|抓手|闭环|裂变|引爆|极致|保证|必定|一定会|最大化")
DAYS = re.compile(r"\b[Dd]ay \d+\b|\b\d+ days?\b|\d+ 天")


def words_of(playbook: Playbook) -> dict[str, Bilingual]:
    """Return every bilingual text of a playbook under its place."""
    own = {name: value for name, value in playbook if isinstance(value, Bilingual)}
    acts = {
        f"{action.id}.{name}": value
        for action in playbook.actions
        for name, value in action
        if isinstance(value, Bilingual)
    }
    return own | acts


PLAYBOOKS = [pytest.param(playbook, id=segment) for segment, playbook in load_playbooks().items()]
EVERY_ACTION = [
    pytest.param(action, id=f"{segment}-{action.id}")
    for segment, playbook in load_playbooks().items()
    for action in playbook.actions
]


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_both_languages_are_there_and_differ(playbook):
    for place, text in words_of(playbook).items():
        assert CHINESE.search(text.zh), place
        assert text.en.strip(), place
        assert not CHINESE.search(text.en), place


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_words_hold_no_figures_but_days(playbook):
    for place, text in words_of(playbook).items():
        for words in (text.en, text.zh):
            assert not re.search(r"\d", DAYS.sub("", words)), place
            assert not re.search(r"[%％‰€$£¥￥]", words), place


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_words_hold_no_figures_spelt_out(playbook):
    for place, text in words_of(playbook).items():
        assert not SPELT_OUT_EN.search(text.en), place
        assert not SPELT_OUT_ZH.search(text.zh), place


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_both_languages_name_the_same_days(playbook):
    for place, text in words_of(playbook).items():
        assert sorted(re.findall(r"\d+", text.en)) == sorted(re.findall(r"\d+", text.zh)), place


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_words_are_plain(playbook):
    for place, text in words_of(playbook).items():
        assert not re.search(r"[!！]", text.en + text.zh), place
        assert not HYPE_EN.search(text.en), place
        assert not HYPE_ZH.search(text.zh), place


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_chinese_words_take_chinese_punctuation(playbook):
    for place, text in words_of(playbook).items():
        assert not re.search(r"[,;:?()\"“”]|\.(?=\s|$)", text.zh), place


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_words_are_short(playbook):
    for place, text in words_of(playbook).items():
        assert len(text.en) <= 200, place
        assert len(text.zh) <= 80, place


@pytest.mark.parametrize("action", EVERY_ACTION)
def test_action_names_fit_a_table(action):
    assert len(action.name.en) <= 28
    assert len(action.name.zh) <= 10
    assert action.name.en[-1] not in ".,"
    assert action.name.zh[-1] not in "。，"


@pytest.mark.parametrize("action", EVERY_ACTION)
def test_a_discount_has_a_rate_and_nothing_else_has(action):
    assert (action.offer is Offer.DISCOUNT) == (action.discount_rate is not None)


@pytest.mark.parametrize("action", EVERY_ACTION)
def test_a_contact_is_costed_by_its_channel(action):
    costed = {"email", "sms", "phone", "post", "wechat"}
    assert action.cost_field == (action.channel.value if action.channel.value in costed else "none")


@pytest.mark.parametrize("action", EVERY_ACTION)
def test_lifts_are_the_one_labelled_scenario(action):
    lift = action.scenario_lift
    expected = (0.0, 0.0, 0.0) if action.channel is Channel.NONE else (0.0, 0.1, 0.4)
    assert (lift.low, lift.likely, lift.high) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_says_that_lifts_are_scenarios(path):
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any("scenarios, not measurements" in line for line in comments)


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_success_is_read_against_held_out_customers(playbook):
    for words in (playbook.kpi, playbook.what_would_prove_it_wrong):
        assert re.search(r"held-out|left alone", words.en)
        assert "对照组" in words.zh


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_one_sentence_says_what_the_segment_means(playbook):
    if playbook.segment != "generic":
        assert playbook.meaning.en.count(".") == 1
    assert playbook.meaning.zh.count("。") == 1


@pytest.mark.parametrize("segment", ["hibernating", "one_time_lapsed"])
def test_the_long_lapsed_are_left_alone_first(segment):
    first, second, *_ = load_playbook(segment).actions
    assert first.channel is Channel.NONE
    assert "random group" in first.how.en
    assert "random" in second.name.en


def test_discounts_are_only_tested_on_a_random_group_after_everything_else():
    tested = set()
    for segment, playbook in load_playbooks().items():
        for place, action in enumerate(playbook.actions):
            if action.offer is Offer.DISCOUNT:
                tested.add(segment)
                assert place == len(playbook.actions) - 1
                assert "random group" in action.when.en + action.how.en
                assert "随机" in action.when.zh + action.how.zh
                assert "test" in action.name.en
    assert tested == {"about_to_sleep", "at_risk", "hibernating"}
