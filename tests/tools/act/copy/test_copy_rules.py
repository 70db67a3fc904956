"""Every draft keeps the rules, and the rules catch what breaks them."""

import pytest

from customer_segmentation.act.copy.pieces import drafted, known_playbooks
from customer_segmentation.act.copy.request import Form
from customer_segmentation.act.copy.rules import gives, lengths, main_part, places_in, problems
from customer_segmentation.advise.playbook import load_playbooks
from customer_segmentation.kit.words import LANGUAGES, words_of

FORMS = [form for form in Form if form is not Form.AUTO]
OFFERS = {"en": ("", "10% off"), "zh": ("", "九折")}


def test_every_playbook_has_its_words():
    assert set(known_playbooks()) == set(load_playbooks())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_draft_keeps_the_rules(form, language):
    broken = {
        (playbook, offer): [(f.code, f.values) for f in found]
        for playbook in known_playbooks()
        for offer in OFFERS[language]
        if (found := problems(drafted(playbook, form, language, offer), form, language, offer=offer))
    }
    assert broken == {}


@pytest.mark.parametrize("form", FORMS)
def test_both_languages_have_the_same_parts_and_each_has_its_heading_and_limit(form):
    for offer in (True, False):
        english, chinese = (
            list(drafted("at_risk", form, language, OFFERS[language][offer])) for language in LANGUAGES
        )
        assert english == chinese
        assert set(english) <= set(words_of("labels", "en")["draft_parts"])
        assert set(english) == set(lengths(dict.fromkeys(english, "x"), form, "en"))
        assert main_part(form) in english


@pytest.mark.parametrize("form", FORMS)
def test_an_offer_is_written_only_where_one_is_given(form):
    plain, given = (drafted("champions", form, "en", offer) for offer in ("", "15% off"))
    assert "15% off" not in "".join(plain.values())
    assert "15% off" in "".join(given.values())


def codes(text, form=Form.SMS, language="en", offer=""):
    return [one.code for one in problems({main_part(form): text}, form, language, offer)]


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("{shop}: 20% off now {opt-out}", "en", "draft_gives"),
        ("{shop}: a free gift waits for you {opt-out}", "en", "draft_gives"),
        ("{shop}: use your voucher {opt-out}", "en", "draft_gives"),
        ("{shop}: the best shoes in town {opt-out}", "en", "draft_claims"),
        ("{shop}: last chance, hurry {opt-out}", "en", "draft_claims"),
        ("{shop}: join 5000 others {opt-out}", "en", "draft_figure"),
        ("{shop}: hello {nickname} {opt-out}", "en", "draft_place_unknown"),
        ("{shop}: hello {first name}", "en", "draft_no_way_out"),
        ("{shop}: " + "so much to say " * 12 + "{opt-out}", "en", "draft_too_long"),
        ("【{店名}】全场八折 {退订方式}", "zh", "draft_gives"),
        ("【{店名}】送您一张券 {退订方式}", "zh", "draft_gives"),
        ("【{店名}】全网最低，绝对正品 {退订方式}", "zh", "draft_claims"),
        ("【{店名}】仅限今天，赶快来 {退订方式}", "zh", "draft_claims"),
        ("【{店名}】您好", "zh", "draft_no_way_out"),
    ],
)
def test_what_breaks_a_rule_is_caught(text, language, code):
    assert code in codes(text, language=language)


@pytest.mark.parametrize(
    "text",
    [
        "{shop}: feel free to answer, {first name}. {opt-out}",
        "{shop}: tell us how we can do better. {opt-out}",
        "【{店名}】{名字}，第一单用着还好吗？ {退订方式}",
    ],
)
def test_plain_words_break_none(text):
    assert codes(text) == []


def test_an_offer_that_was_given_may_be_written_as_it_stands():
    assert codes("{shop}: 10% off for you {opt-out}", offer="10% off") == []
    assert codes("{shop}: 30% off for you {opt-out}", offer="10% off") == ["draft_figure"]


def test_a_place_counts_as_what_will_stand_there():
    (one,) = lengths({"text": "{first name}!"}, Form.SMS, "en").values()
    assert (one.characters, one.most) == (11, 160)
    assert places_in("{shop} and ｛店名｝ and {shop}") == ["shop", "店名"]


def test_what_gives_something_away_is_known_by_its_words():
    assert [gives(text) for text in ("a friendly word", "15% off", "包邮")] == ["", "15%", "包邮"]
