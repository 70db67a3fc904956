from fractions import Fraction

import pytest

from customer_segmentation.explain.validation.verdict import (
    Against,
    Strength,
    Told,
    against,
    strength_of,
    told_by,
)
from customer_segmentation.stats.shares import Estimate


@pytest.mark.parametrize(
    ("area", "told"),
    [
        (None, Told.UNKNOWN),
        (Estimate(0.50, 0.48, 0.52), Told.NOTHING),
        (Estimate(0.60, 0.50, 0.70), Told.NOTHING),
        (Estimate(0.53, 0.51, 0.55), Told.BARELY),
        (Estimate(0.55, 0.51, 0.59), Told.SOMEWHAT),
        (Estimate(0.65, 0.60, 0.70), Told.WELL),
        (Estimate(0.40, 0.30, 0.49), Told.REVERSED),
    ],
)
def test_what_an_area_tells(area, told):
    assert told_by(area) is told


@pytest.mark.parametrize(
    ("gain", "found"),
    [
        (None, Against.UNKNOWN),
        (Estimate(0.02, 0.01, 0.03), Against.BETTER),
        (Estimate(0.02, -0.01, 0.05), Against.NO_BETTER),
        (Estimate(0.0, 0.0, 0.0), Against.NO_BETTER),
        (Estimate(0.009, 0.008, 0.0095), Against.NO_BETTER),
        (Estimate(-0.003, -0.004, -0.002), Against.NO_BETTER),
        (Estimate(-0.02, -0.03, -0.01), Against.WORSE),
    ],
)
def test_what_a_gain_amounts_to(gain, found):
    assert against(gain) is found


@pytest.mark.parametrize(
    ("area", "strength"),
    [
        (Fraction(54, 100), Strength.NOT),
        (Fraction(55, 100), Strength.SOMEWHAT),
        (Fraction(65, 100), Strength.WELL),
    ],
)
def test_the_strength_of_an_order(area, strength):
    assert strength_of(area) is strength
