"""Whom to contact, as a campaign's reply tells it: intervals that hold the truth, and no advice that is not so."""

import pytest

from customer_segmentation.measure.whom.ways import Way
from judged.measure_whom import summary


@pytest.mark.slow
def test_twenty_pilots_are_valued_truly():
    gains, within, ahead, _, wrong = summary(20, 2_000, "steps", "strong")
    assert gains[Way.LEARNT] > gains[Way.SEGMENTS] > gains[Way.EVERYBODY]
    assert min(within, ahead) >= 0.85
    assert wrong <= 1
