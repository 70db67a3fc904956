"""A talk stays about its grouping: a question on the side does not take its place, a word goes back to another."""

import pytest


def made(talk):
    return [(tool, arguments.get("segmentation", "latest")) for tool, arguments in talk.calls]


def about(talk):
    """Return the tool whose segments were drawn or written about last."""
    last = talk.workspace.results()[-1]
    return talk.workspace.result(last.request["segmentation"]).tool


def test_a_question_on_the_side_does_not_become_what_the_talk_is_about(talk):
    talk.say("break down by country")
    talk.say("write a short report")
    assert about(talk) == "rfm_segments"
    talk.say("draw the segments")
    assert about(talk) == "rfm_segments"


def test_what_is_pointed_at_is_taken_up(talk):
    talk.say("break down by country")
    talk.say("draw that")
    assert about(talk) == "trait_segments"


def test_customers_that_are_segmented_by_a_trait_are_the_grouping(talk):
    talk.say("segment by country")
    talk.say("write a short report")
    assert about(talk) == "trait_segments"


@pytest.mark.parametrize("words", ["back to rfm", "use the rfm segments again", "回到RFM分群"])
def test_a_word_goes_back(talk, words):
    talk.say("segment by country")
    talk.say(words)
    assert [tool for tool, _ in talk.calls] == ["rfm_segments"]
    assert talk.problems() == []
    talk.say("write a short report")
    assert about(talk) == "rfm_segments"


def test_a_named_grouping_is_meant(talk):
    talk.say("segment by country")
    talk.say("draw the rfm segments")
    assert about(talk) == "rfm_segments"


def test_a_grouping_that_is_not_there_is_formed(talk):
    talk.say("use the clusters from now on")
    assert talk.calls == [("cluster_customers", {})]


def test_clusters_are_formed_before_they_are_drawn(talk):
    talk.say("draw the clusters")
    assert [tool for tool, _ in talk.calls] == ["cluster_customers", "draw_chart"]


@pytest.mark.parametrize(
    ("language", "asked", "said"),
    [
        ("en", "which grouping are we on?", "This talk is about the RFM segments"),
        ("zh", "现在用的是哪种分群？", "现在用的是"),
    ],
)
def test_which_grouping_it_is(talk, language, asked, said):
    talk.say("break down by country")
    talk.language = language
    reply = talk.say(asked)
    assert talk.calls == []
    assert said in reply
    assert {"en": "groups by traits", "zh": "属性分群"}[language] in reply
    assert talk.problems() == []
