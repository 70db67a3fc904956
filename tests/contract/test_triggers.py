"""The skill's description speaks of what people ask: labelled messages, in the format that skill authors use.

``trigger-queries.json`` holds messages that should bring the skill up and near misses that should not, for runs with a
real assistant. Here only words are compared, so that an edit of the description that loses a whole kind of question is
noticed. The near misses share words on purpose; a few of them pass for questions here, and may.
"""

import json
import re
from collections import Counter

import pytest
import yaml
from source_tree import ROOT

QUERIES = json.loads((ROOT / "tests" / "triggers" / "trigger-queries.json").read_text(encoding="utf-8"))
DESCRIPTION = yaml.safe_load((ROOT / "SKILL.md").read_text(encoding="utf-8").split("---")[1])["description"]
ENDINGS = re.compile(r"(ations?|ing|ers?|s|ed)$")
EVERYDAY = "the and for with from what who our you this that them they are was were how which have has can use not make want more table file any csv type each"


def words(text):
    """Return the stems of English words and the pairs of Chinese characters in a text."""
    text = text.lower()
    stems = {ENDINGS.sub("", word) for word in re.findall(r"[a-z]{3,}", text)}
    runs = re.findall(r"[\u4e00-\u9fff]+", text)
    return (stems | {run[n : n + 2] for run in runs for n in range(len(run) - 1)}) - EVERYDAY_STEMS


EVERYDAY_STEMS = {ENDINGS.sub("", word) for word in EVERYDAY.split()}


def shared(query):
    return len(words(query) & words(DESCRIPTION))


def asked(should_trigger):
    return [one["query"] for one in QUERIES if one["should_trigger"] is should_trigger]


def is_chinese(text):
    return bool(re.search(r"[\u4e00-\u9fff]{2}", text))


def test_the_messages_are_many_labelled_and_in_both_languages():
    assert all(set(one) == {"query", "should_trigger"} for one in QUERIES)
    assert len({one["query"] for one in QUERIES}) == len(QUERIES) >= 60
    counts = Counter((one["should_trigger"], is_chinese(one["query"])) for one in QUERIES)
    assert min(counts.values()) >= 15
    assert len(counts) == 4


@pytest.mark.parametrize("query", asked(should_trigger=True))
def test_the_description_shares_a_word_with_whatever_it_is_for(query):
    assert shared(query) >= 1


def test_it_speaks_more_of_what_it_is_for_than_of_near_misses():
    close = {should: sum(shared(query) > 1 for query in asked(should)) for should in (True, False)}
    assert close[True] >= 0.8 * len(asked(should_trigger=True))
    assert close[False] <= 0.1 * len(asked(should_trigger=False))
