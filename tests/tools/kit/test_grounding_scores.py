from collections import Counter

import pytest
from grounding_scores import BLIND, DEVELOPMENT, load, scores


def test_development_replies_are_told_apart():
    found = scores(DEVELOPMENT)
    assert found.caught >= 0.97
    assert found.false_alarms <= 0.03


def test_replies_written_without_sight_of_the_guard_are_told_apart():
    found = scores(BLIND)
    assert found.caught >= 0.85
    assert found.false_alarms <= 0.15


@pytest.mark.parametrize("path", [DEVELOPMENT, BLIND])
def test_each_file_holds_as_many_good_replies_as_bad_ones(path):
    _, replies = load(path)
    verdicts = Counter(reply["verdict"] for reply in replies)
    assert len(replies) == 170
    assert verdicts["ok"] == verdicts["bad"] == 85
